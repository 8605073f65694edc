"""Rehearsing a draft, and replaying it over past calls, as pages."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from core import db, outbox
from core.outbox import Task
from core.tenants import User
from tests.conftest import World
from tests.web.conftest import Person
from tests.web.scripting.scripts_world import (
    begin_draft,
    edit,
    step,
    text_of,
    versions,
    visible_text,
)
from voice.models import Call
from workflows import drafting, replays
from workflows.drafting.models import DraftChange, ScriptDraft, ScriptReplay
from workflows.models import FINISHED, Answer, Run

SignedIn = Callable[[User], Person]


@pytest.fixture
def sofia(signed_in: SignedIn, script: None, world: World) -> Person:
    world.sofia.language = "en"
    db.commit()
    return signed_in(world.sofia)


@pytest.fixture
def draft(sofia: Person, world: World) -> ScriptDraft:
    return begin_draft(world)


def play(person: Person, draft: ScriptDraft, **content: Any) -> dict[str, Any]:
    reply = person.post(f"/scripts/drafts/{draft.id}/rehearsal", json=content)
    assert reply.status_code == 200
    answer: dict[str, Any] = reply.get_json()
    return answer


def spoil(draft: ScriptDraft, world: World) -> None:
    edit(draft, "step:machine", step(draft, "machine", kind="riddle"), world.sofia)


# Rehearsing


def test_a_rehearsal_shows_where_the_draft_stands_and_leaves_nothing(
    sofia: Person, draft: ScriptDraft, world: World
) -> None:
    page = sofia.get(f"/scripts/drafts/{draft.id}/rehearsal?seed=12&language=en")
    assert '"seed": 12' in page.text and '"spoken": "en"' in page.text
    assert "Nobody phones, nothing is kept, no ticket is made." in visible_text(page.text)
    before = (db.session.query(Run).count(), db.session.query(DraftChange).count())
    played = play(sofia, draft, seed=12, spoken="en", answers={"machine": "Press 4"})
    steps = {one["key"]: one for one in played["view"]["steps"]}
    assert played["view"]["current"] == "stopped" and steps["machine"]["display"] == "Press 4"
    assert steps["machine"]["ask"] == ["Which machine?"]
    assert played["view"]["outcome"]["title"] == "Breakdown of Press 4"
    assert played["caller"]["replies"]["machine"]["words"]
    assert played["view"]["meter"]["level"] in {"vague", "thin", "clear"}
    db.session.rollback()
    assert (db.session.query(Run).count(), db.session.query(DraftChange).count()) == before


def test_the_same_caller_says_the_same(sofia: Person, draft: ScriptDraft) -> None:
    first, second = (play(sofia, draft, seed=5, spoken="fr") for _ in range(2))
    assert first["caller"] == second["caller"]
    assert first["caller"] != play(sofia, draft, seed=6, spoken="fr")["caller"]
    assert first["caller"] != play(sofia, draft, seed=5, spoken="en")["caller"]


def test_the_caller_notices_what_was_noted_wrongly(sofia: Person, draft: ScriptDraft) -> None:
    intended = play(sofia, draft, seed=1)["caller"]["replies"]["stopped"]["raw"]
    wrong = "no" if intended == "yes" else "yes"
    for raw, same in ((intended, True), (wrong, False)):
        steps = play(sofia, draft, seed=1, answers={"stopped": raw})["view"]["steps"]
        assert next(one for one in steps if one["key"] == "stopped")["as_said"] is same


def test_reminders_and_facts_of_a_chosen_moment(
    sofia: Person, draft: ScriptDraft, world: World
) -> None:
    when = 'facts.weekday == "sat" and facts.hour < 1 and facts.open_tickets > 2'
    night = {"key": "night", "text": {"fr": "Nuit", "en": "Night"}, "hours": "22:00-06:00",
             "when": when}  # fmt: skip
    add = {"action": "add", "part": "instruction:night", "value": night, "after": ""}
    drafting.save(draft.id, draft.revision, [add], by=world.sofia.id, token="n")
    db.commit()
    played = play(sofia, draft, moment="2026-11-28T00:30", open_tickets=3)  # UTC: the day before
    assert [one["text"] for one in played["view"]["instructions"]] == ["Night"]
    assert "28 Nov 2026 00:30" in played["moment"]
    by_day = play(sofia, draft, moment="2026-11-28T12:00", open_tickets=3)
    assert by_day["view"]["instructions"] == []
    skipped = sofia.post(
        f"/scripts/drafts/{draft.id}/rehearsal", json={"moment": "2027-03-28T02:30"}
    )
    assert skipped.status_code == 422 and "does not exist" in skipped.get_json()["message"]


def test_a_draft_that_cannot_be_played_says_why_with_links(
    sofia: Person, draft: ScriptDraft, world: World
) -> None:
    spoil(draft, world)
    page = sofia.get(f"/scripts/drafts/{draft.id}/rehearsal")
    assert "This draft cannot be played yet" in visible_text(page.text)
    assert f'href="/scripts/drafts/{draft.id}#step:machine"' in page.text
    reply = sofia.post(f"/scripts/drafts/{draft.id}/rehearsal", json={})
    assert reply.status_code == 409 and reply.get_json()["error"] == "unplayable"


def test_no_content_makes_a_rehearsal_fail(sofia: Person, draft: ScriptDraft) -> None:
    path = f"/scripts/drafts/{draft.id}/rehearsal"
    for value in (7, True, None, ["a"], {"a": 1}, "\0", "\ud800", "é" * 11_000, 2**70, -1):
        content = dict.fromkeys(
            ("answers", "seed", "spoken", "moment", "caller_known", "open_tickets"), value
        )
        well = 400 if value == 2**70 else 200  # no number of JSON that every reader understands
        assert sofia.post(path, json=content).status_code in {well, 422}, value
        played = sofia.post(path, json={"answers": {"machine": value}})
        assert played.status_code == well, value
    for body in (b"", b"{", b"\xff\xfe", b"[" * 20_000, b"null"):
        reply = sofia.post(path, data=body, content_type="application/json")
        assert reply.status_code in {200, 400}, body[:9]


def test_hostile_texts_of_a_draft_reach_the_page_as_data(
    sofia: Person, draft: ScriptDraft, world: World
) -> None:
    hostile = "</script><img src=x onerror=alert(1)>‮"
    edit(draft, "settings:name", {"fr": hostile, "en": hostile}, world.sofia)
    article = {"key": "note", "title": {"fr": hostile, "en": hostile},
               "body": {"fr": hostile, "en": "<script>x</script> [a](javascript:x)"}}  # fmt: skip
    add = {"action": "add", "part": "article:note", "value": article, "after": ""}
    drafting.save(draft.id, draft.revision, [add], by=world.sofia.id, token="a")
    machine = step(draft, "machine", title={"fr": hostile, "en": hostile}, articles=["note"])
    edit(draft, "step:machine", machine, world.sofia)
    base = f"/scripts/drafts/{draft.id}"
    for path in (f"{base}/rehearsal", f"{base}/changes", f"{base}/file", f"{base}/replay",
                 "/scripts", f"/scripts/{draft.script_id}"):  # fmt: skip
        page = sofia.get(path)
        assert page.status_code == 200 and "<img src=x" not in page.text, path
    html = play(sofia, draft)["view"]["articles"][0]["html"]
    assert "<script" not in html and "<a" not in html


def test_agents_rehearse_too(signed_in: SignedIn, draft: ScriptDraft, world: World) -> None:
    ana = signed_in(world.ana)
    assert ana.get(f"/scripts/drafts/{draft.id}/rehearsal").status_code == 200
    assert play(ana, draft)["view"]["steps"]


# Replaying


def add_run(world: World) -> str:
    run = Run(client_id=world.acme.id, script_version_id=versions(world)[0].id, language="fr",
              facts={}, state=FINISHED)  # fmt: skip
    db.session.add(run)
    db.session.flush()
    for key, value in (("machine", "Presse"), ("stopped", True)):
        db.session.add(Answer(run_id=run.id, client_id=world.acme.id, step_key=key, raw="x",
                              value=value, revision=1))  # fmt: skip
    db.commit()
    return run.id


def add_step(draft: ScriptDraft, world: World) -> None:
    value = {"key": "place", "kind": "question", "type": "text", "mandatory": True,
             "title": {"fr": "Lieu", "en": "Place"}}  # fmt: skip
    change = {"action": "add", "part": "step:place", "value": value, "after": "step:machine"}
    drafting.save(draft.id, draft.revision, [change], by=world.sofia.id, token="place")
    db.commit()


def work() -> None:
    for task_id in db.session.scalars(select(Task.id).where(Task.name == "replay_script")).all():
        db.session.rollback()
        outbox.run(task_id)


def test_without_past_calls_there_is_nothing_to_replay(sofia: Person, draft: ScriptDraft) -> None:
    page = text_of(sofia, f"/scripts/drafts/{draft.id}/replay")
    assert "No call has used this script yet" in page


def test_a_replay_is_asked_once_watched_and_read(
    sofia: Person, draft: ScriptDraft, world: World
) -> None:
    add_run(world)
    add_step(draft, world)
    path = f"/scripts/drafts/{draft.id}/replay"
    assert "1 finished call has used this script." in text_of(sofia, path)
    addresses = {sofia.post(path, data={"days": "31"}).location for _ in range(2)}
    assert len(addresses) == 1 and db.session.query(ScriptReplay).count() == 1
    assert "Being played" in text_of(sofia, path)
    state = sofia.get(f"{path}/state").get_json()
    assert state == {"state": "waiting", "done": 0, "of": 0}
    work()
    assert sofia.get(f"{path}/state").get_json()["state"] == "done"
    page = text_of(sofia, addresses.pop())
    assert "Over 1 call" in page and "Place new 1" in page and "2 → 3" in page
    assert "Calls with every mandatory answer 1 → 0" in page
    fresh = db.session.get_one(ScriptDraft, draft.id)
    edit(fresh, "settings:name", {"fr": "B", "en": "B"}, world.sofia)
    assert "The draft was changed since." in text_of(sofia, path)


def test_a_draft_that_changes_nothing_says_so(
    sofia: Person, draft: ScriptDraft, world: World
) -> None:
    add_run(world)
    path = f"/scripts/drafts/{draft.id}/replay"
    sofia.post(path)
    work()
    assert "would have asked the same of every one of these calls" in text_of(sofia, path)


def test_the_page_names_a_failure_and_offers_another_try(
    sofia: Person, draft: ScriptDraft, world: World
) -> None:
    add_run(world)
    row = replays.ask(draft.id, world.sofia.id)
    row.state, row.problem = "failed", "RuntimeError: secret path"
    db.commit()
    path = f"/scripts/drafts/{draft.id}/replay"
    page = text_of(sofia, path)
    assert "This replay did not work" in page and "secret" not in page and "Try again" in page
    sofia.post(path, data={"days": "0"})
    assert "Being played" in text_of(sofia, path)


def test_a_faulty_draft_is_not_replayed(sofia: Person, draft: ScriptDraft, world: World) -> None:
    add_run(world)
    spoil(draft, world)
    path = f"/scripts/drafts/{draft.id}/replay"
    assert "This draft cannot be played yet" in text_of(sofia, path)
    sofia.post(path)
    work()
    assert "The draft had errors that kept it from being played" in text_of(sofia, path)


def test_an_unknown_period_is_refused(sofia: Person, draft: ScriptDraft) -> None:
    for days in ("5", "-1", "x", "٣"):
        reply = sofia.post(f"/scripts/drafts/{draft.id}/replay", data={"days": days})
        assert reply.status_code == 400, days
    assert db.session.query(ScriptReplay).count() == 0


def test_agents_read_replays_and_start_none(
    signed_in: SignedIn, draft: ScriptDraft, world: World
) -> None:
    add_run(world)
    ana = signed_in(world.ana)
    page = ana.get(f"/scripts/drafts/{draft.id}/replay")
    assert page.status_code == 200
    assert '<form method="post" action="/scripts/drafts' not in page.text
    assert ana.post(f"/scripts/drafts/{draft.id}/replay").status_code == 404


def test_examples_lead_to_tickets_that_the_person_may_see(
    sofia: Person, draft: ScriptDraft, case: dict[str, str], world: World
) -> None:
    call = db.session.get_one(Call, case["call_id"])
    run = db.session.get_one(Run, call.run_id)
    run.state = FINISHED
    add_step(draft, world)
    path = f"/scripts/drafts/{draft.id}/replay"
    sofia.post(path)
    work()
    assert f'href="/tickets/{case["ticket_id"]}"' in sofia.get(path).text
