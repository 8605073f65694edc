"""Work that failed for good: who sees it, and how it gets another chance."""

import errno
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from core import db, outbox
from core.audit import AuditEntry
from core.outbox import Failure, Hopeless, Lease, Task
from core.tenants import User
from tests.conftest import World
from tests.web.conftest import Person
from tickets.models import Ticket
from voice.agents import presence
from web.filters import OPERATORS_ZONE

SignedIn = Callable[[User], Person]
WHY = "the provider <says> no"


@pytest.fixture
def sofia(signed_in: SignedIn, world: World) -> Person:
    """The supervisor."""
    return signed_in(world.sofia)


@pytest.fixture
def stuck(sofia: Person, monkeypatch: pytest.MonkeyPatch) -> Task:
    """A task that was given up."""
    monkeypatch.setattr(outbox, "_kinds", dict(outbox._kinds))  # ours goes with the test

    @outbox.task("tests.stuck")
    def fails(_subject: str, _lease: Lease) -> None:
        raise Hopeless(WHY)

    outbox.post("tests.stuck", "subject-7")
    db.commit()
    outbox.run(db.session.scalars(select(Task.id)).one())
    return task()


def task() -> Task:
    """The one task, as it is now."""
    return db.session.scalars(select(Task), execution_options={"populate_existing": True}).one()


def test_a_quiet_service_says_so(sofia: Person) -> None:
    page = sofia.get("/tasks").get_data(as_text=True)
    assert 'class="empty-state"' in page and "<table" not in page


def test_a_supervisor_reads_what_failed_and_why(sofia: Person, stuck: Task) -> None:
    page = sofia.get("/tasks").get_data(as_text=True)
    assert "tests.stuck" in page and "subject-7" in page
    assert "Un imprévu s’est produit" in page
    assert "the provider &lt;says&gt; no" in page and WHY not in page
    assert stuck.finished_at is not None
    assert f"{stuck.finished_at.astimezone(ZoneInfo(OPERATORS_ZONE)):%H:%M:%S}</time>" in page


@pytest.mark.parametrize("subject", ["call_id", "recording_id"])
def test_what_a_task_is_about_is_its_ticket(
    sofia: Person, case: dict[str, str], subject: str
) -> None:
    failed = Task(name="voice.erase_recording", subject=case[subject], state="quarantined")
    failed.queue = "default"
    db.session.add(failed)
    db.commit()
    page = sofia.get("/tasks").get_data(as_text=True)
    number = db.session.get_one(Ticket, case["ticket_id"]).number
    assert f'<a href="/tickets/{case["ticket_id"]}">ticket {number}</a>' in page
    assert case[subject] not in page.split("<details", 1)[0]


def test_another_chance_is_given_once_and_noted(sofia: Person, stuck: Task) -> None:
    assert stuck.state == "quarantined"
    assert sofia.post(f"/tasks/{stuck.id}/retry").location == "/tasks"
    assert (task().state, task().attempts) == ("pending", 0)
    assert "tests.stuck" not in sofia.get("/tasks").get_data(as_text=True)
    entry = db.session.scalars(select(AuditEntry).filter_by(action="task.retried")).one()
    actor = db.session.get_one(User, entry.actor_id)
    assert (actor.name, entry.subject) == ("Sofia", str(stuck.id))


def test_a_supervisor_sees_what_waits_for_room(
    sofia: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "_kinds", dict(outbox._kinds))

    @outbox.task("tests.full")
    def finds_no_room(_subject: str, _lease: Lease) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/srv/<storage>")

    outbox.post("tests.full", "subject-8")
    db.commit()
    outbox.run(db.session.scalars(select(Task.id)).one())
    page = sofia.get("/tasks").get_data(as_text=True)
    assert "subject-8" in page and "No space left on device: &#39;/srv/&lt;storage&gt;&#39;" in page
    assert f"{task().not_before.astimezone(ZoneInfo(OPERATORS_ZONE)):%H:%M:%S}</time>" in page
    assert 'class="empty-state"' not in page and "/retry" not in page


def test_a_task_that_is_not_there(sofia: Person) -> None:
    assert sofia.post("/tasks/12345/retry").status_code == 404
    assert sofia.get("/tasks/12345/retry").status_code == 405


def test_known_work_and_known_failures_are_said_in_words(sofia: Person, stuck: Task) -> None:
    stuck.name, stuck.failure = "voice.transcribe_recording", Failure.NO_MODEL
    stuck.last_error = "no model of fr"
    db.commit()
    page = sofia.get("/tasks").get_data(as_text=True)
    shown, folded = page.split("<details", 1)
    assert "Transcrire un enregistrement" in shown and "Le modèle de parole" in shown
    assert "voice.transcribe_recording" not in shown
    assert "voice.transcribe_recording subject-7: no model of fr" in folded


def test_supervisors_see_which_agents_are_not_heard_of(sofia: Person, world: World):
    """Without reloading anything an agent whose page sleeps would count as available."""
    assert "Agents sans nouvelles" not in sofia.get("/tasks").text
    row = presence.set_status(world.ana.id, "available")
    row.seen_at -= presence.UNHEARD_AFTER * 2
    db.commit()
    presence.mark_unheard()
    page = sofia.get("/tasks").text
    assert "Agents sans nouvelles" in page and "Disponible, sans appels proposés" in page
    since = presence.of(world.ana.id).unheard_since
    assert since is not None and since.isoformat() in page
    presence.note_seen(world.ana.id)
    db.commit()
    assert "Agents sans nouvelles" not in sofia.get("/tasks").text
