"""From a draft to calls: review, publication now or later, cancelling, rolling back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, update

from core import audit, clock
from core.audit import AuditEntry
from core.db import commit, session
from core.tenants import Client
from tests.conftest import World, on_sqlite
from tests.core.conftest import at_once
from web.commands import demo
from web.commands.scripts_cli import scripts
from workflows import directory, drafting, library, runs
from workflows.document import ScriptDocument, plain
from workflows.drafting import (
    BadEdit,
    DraftClosed,
    NotApproved,
    NotNow,
    Overtaken,
    ScriptDraft,
    UnknownPublication,
    UnknownVersion,
)
from workflows.drafting.states import MOVES, OPEN, Event, State, move
from workflows.formats.yaml_io import load_script
from workflows.library import Unpublishable
from workflows.linting.review import review
from workflows.models import Publication, Script, ScriptVersion

KEY = "lift-breakdown"
DEMO = Path(__file__).parents[3] / "demo"
ENDS = {State.PUBLISHED}


@pytest.fixture
def draft(world: World, lift_document: ScriptDocument) -> Iterator[ScriptDraft]:
    version = library.publish(world.acme.id, KEY, lift_document, world.sofia.id)
    draft = drafting.open_draft(version.script_id, world.sofia.id)
    _retitle(draft, world, "Brouillon")
    commit()
    yield draft
    session.rollback()


def _retitle(draft: ScriptDraft, world: World, name: str) -> None:
    edit = {"action": "set", "part": "settings:name", "value": {"fr": name, "en": name}}
    drafting.save(draft.id, draft.revision, [edit], by=world.sofia.id, token=name)


def _approve(draft: ScriptDraft, world: World) -> None:
    drafting.submit(draft.id, world.sofia.id)
    drafting.approve(draft.id, world.bruno.id, "Bien vu")


def _in_force(world: World, at: datetime | None = None) -> int:
    version = library.published(world.acme.id, KEY, at)
    assert version is not None
    return version.number


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("event", Event)
def test_every_move_leads_somewhere_sensible(state: State, event: Event) -> None:
    after = move(state, event)
    assert (after is None) == ((state, event) not in MOVES)
    if event is Event.EDIT:
        assert (after is State.WRITING) == (state in OPEN), "only what is open can be edited"
    if event is Event.PUBLISH:
        assert (after is not None) == (state is State.APPROVED)
    if after in OPEN and state not in OPEN:
        assert event is Event.RESTORE
    if state in ENDS:
        assert after is None


def test_a_reviewed_draft_is_published(draft: ScriptDraft, world: World) -> None:
    drafting.submit(draft.id, world.sofia.id, "Prêt")
    assert (draft.state, draft.submitted_by) == ("in_review", world.sofia.id)
    drafting.approve(draft.id, world.bruno.id, "Bien vu")
    assert (draft.state, draft.reviewed_by) == ("approved", world.bruno.id)
    publication = drafting.publish(draft.id, world.sofia.id)
    version = library.published(world.acme.id, KEY)
    assert version is not None
    assert (version.id, version.number) == (publication.version_id, 2)
    assert (version.created_by, version.reviewed_by) == (world.sofia.id, world.bruno.id)
    assert version.document["name"]["fr"] == "Brouillon"
    assert (draft.state, draft.version_id) == ("published", version.id)
    assert drafting.open_of(draft.script_id) is None
    actions = [entry.change.action for entry in drafting.history(draft.id)]
    assert actions == ["publish", "approve", "submit", "set", "open"]


def test_the_decision_that_began_last_counts_and_not_the_one_that_was_made_last(
    draft: ScriptDraft, world: World, lift_document: ScriptDocument
) -> None:
    script = session.get_one(Script, draft.script_id)
    older, newer = (library.add_version(script, lift_document, by=None) for _ in range(2))
    session.execute(update(Publication).values(starts_at=clock.now() - timedelta(days=1)))
    for version, hours in ((newer, 1), (older, 2)):
        library.put_in_force(version, None, starts_at=clock.now() - timedelta(hours=hours))
    assert library.version_in_force(world.acme.id, KEY) == newer.id
    assert [one.version_id for one in library.scripts_of(world.acme.id)] == [newer.id]
    decided, latest = library.in_force(script.id), library.latest(script.id)
    assert decided is not None and latest is not None
    assert decided.version_id == latest.id == newer.id


def test_publishing_once_more_after_a_roll_back_changes_nothing(
    draft: ScriptDraft, world: World
) -> None:
    """A late double click, when the version has been put in force again meanwhile."""
    _approve(draft, world)
    first = session.scalars(select(ScriptVersion).where(ScriptVersion.number == 1)).one()
    publication = drafting.publish(draft.id, world.sofia.id)
    drafting.roll_back(draft.script_id, first.id, world.sofia.id)
    drafting.roll_back(draft.script_id, publication.version_id, world.sofia.id)
    assert drafting.publish(draft.id, world.sofia.id).id == publication.id


def test_everything_is_in_the_audit(draft: ScriptDraft, world: World) -> None:
    _approve(draft, world)
    later = clock.now() + timedelta(days=2)
    publication = drafting.publish(draft.id, world.sofia.id, starts_at=later)
    drafting.cancel_publication(publication.id, world.bruno.id)
    first = session.scalars(select(ScriptVersion).where(ScriptVersion.number == 1)).one()
    drafting.roll_back(draft.script_id, publication.version_id, world.sofia.id)
    drafting.roll_back(draft.script_id, first.id, world.sofia.id)
    actions = list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.number)))
    assert actions == [
        "script.draft_opened",
        "script.draft_submit",
        "script.draft_approve",
        "script.draft_publish",
        "script.published",
        "script.publication_cancelled",
        "script.rolled_back",
        "script.rolled_back",
    ]
    assert audit.first_fault() is None


@on_sqlite
def test_what_nobody_approved_is_not_published(draft: ScriptDraft, world: World) -> None:
    for step in (lambda: None, lambda: drafting.submit(draft.id, world.sofia.id)):
        step()
        with pytest.raises(NotApproved) as caught:
            drafting.publish(draft.id, world.sofia.id)
        assert caught.value.code == "not-approved"
    assert _in_force(world) == 1


@on_sqlite
def test_an_edit_takes_the_draft_back(draft: ScriptDraft, world: World) -> None:
    _approve(draft, world)
    _retitle(draft, world, "Encore")
    assert (draft.state, draft.submitted_by, draft.reviewed_by) == ("writing", None, None)
    newest = drafting.history(draft.id)[0].change
    assert (newest.action, newest.before, newest.after) == (
        "reopen",
        {"state": "approved"},
        {"state": "writing"},
    )
    with pytest.raises(NotApproved):
        drafting.publish(draft.id, world.sofia.id)


@on_sqlite
def test_the_history_shows_an_author_who_approves_alone(draft: ScriptDraft, world: World) -> None:
    drafting.submit(draft.id, world.sofia.id)
    drafting.approve(draft.id, world.sofia.id)
    assert drafting.history(draft.id)[0].change.after["alone"] is True
    publication = drafting.publish(draft.id, world.sofia.id)
    version = session.get(ScriptVersion, publication.version_id)
    assert version is not None
    assert version.reviewed_by == version.created_by
    assert not drafting.read_by_another(version)


@on_sqlite
def test_sent_back_with_a_reason(draft: ScriptDraft, world: World) -> None:
    drafting.submit(draft.id, world.sofia.id)
    drafting.send_back(draft.id, world.bruno.id, "Il manque l’étage")
    again = drafting.send_back(draft.id, world.bruno.id, "Il manque l’étage")
    assert (again.state, again.review_note) == ("writing", "Il manque l’étage")
    assert drafting.read_by_another(session.scalars(select(ScriptVersion)).one()) is False
    drafting.submit(draft.id, world.sofia.id)
    assert draft.review_note == ""


@on_sqlite
@pytest.mark.parametrize("act", [drafting.approve, drafting.send_back])
def test_only_what_is_in_review_is_judged(draft: ScriptDraft, world: World, act: object) -> None:
    assert callable(act)
    with pytest.raises(NotNow) as caught:
        act(draft.id, world.bruno.id)
    assert (caught.value.code, caught.value.params) == ("draft-state", {"state": State.WRITING})


@on_sqlite
def test_discarded_and_restored(draft: ScriptDraft, world: World) -> None:
    drafting.discard(draft.id, world.sofia.id)
    assert drafting.discard(draft.id, world.sofia.id).state == "discarded"
    with pytest.raises(DraftClosed):
        _retitle(draft, world, "Trop tard")
    drafting.restore(draft.id, world.sofia.id)
    assert drafting.restore(draft.id, world.sofia.id).state == "writing"
    assert draft.document["name"]["fr"] == "Brouillon"


def test_restoring_beside_an_open_draft_is_refused(draft: ScriptDraft, world: World) -> None:
    drafting.discard(draft.id, world.sofia.id)
    other = drafting.open_draft(draft.script_id, world.bruno.id)
    assert other.id != draft.id
    with pytest.raises(NotNow):
        drafting.restore(draft.id, world.sofia.id)


def test_a_second_click_publishes_nothing_more(draft: ScriptDraft, world: World) -> None:
    _approve(draft, world)
    first = drafting.publish(draft.id, world.sofia.id)
    assert drafting.publish(draft.id, world.sofia.id).id == first.id
    assert session.scalar(select(func.count()).select_from(ScriptVersion)) == 2


def test_many_who_publish_at_once_publish_once(draft: ScriptDraft, world: World) -> None:
    _approve(draft, world)
    commit()
    draft_id, sofia = draft.id, world.sofia.id
    session.remove()

    def publish(_number: int) -> int:
        publication = drafting.publish(draft_id, sofia)
        commit()
        return publication.id

    assert len(set(at_once(10, publish))) == 1
    assert session.scalar(select(func.count()).select_from(ScriptVersion)) == 2


def test_approving_and_sending_back_at_once(draft: ScriptDraft, world: World) -> None:
    drafting.submit(draft.id, world.sofia.id)
    commit()
    draft_id, bruno = draft.id, world.bruno.id
    session.remove()

    def judge(number: int) -> str:
        act = drafting.approve if number else drafting.send_back
        state = act(draft_id, bruno, "Vu").state
        commit()
        return state

    results = at_once(2, judge)
    state = drafting.get(draft_id).state
    assert state in ("approved", "writing")
    assert all(
        result in ("approved", "writing") or isinstance(result, NotNow) for result in results
    )
    assert state in results


def test_an_edit_and_a_publication_at_once(draft: ScriptDraft, world: World) -> None:
    _approve(draft, world)
    commit()
    draft_id, sofia, revision = draft.id, world.sofia.id, draft.revision
    session.remove()
    edit = {"action": "set", "part": "settings:name", "value": {"fr": "Vite", "en": "Quick"}}

    def act(number: int) -> None:
        if number:
            drafting.publish(draft_id, sofia)
        else:
            drafting.save(draft_id, revision, [edit], by=sofia, token="t")
        commit()

    results = at_once(2, act)
    failed = [result for result in results if result is not None]
    assert [type(error) for error in failed] in ([DraftClosed], [NotApproved])
    version = library.published(world.acme.id, KEY)
    assert version is not None
    assert version.document["name"]["fr"] != "Vite", "nothing goes out that nobody approved"


@on_sqlite
def test_an_invalid_draft_is_not_published(draft: ScriptDraft, world: World) -> None:
    edits = [
        {"action": "remove", "part": "step:done"},
        {"action": "set", "part": "step:floor", "value": {"key": "floor", "kind": "riddle"}},
    ]
    drafting.save(draft.id, draft.revision, edits, by=None, token="broken")
    _approve(draft, world)
    with pytest.raises(Unpublishable) as caught:
        drafting.publish(draft.id, world.sofia.id)
    assert any("floor" in finding.key for finding in caught.value.findings)
    assert (draft.state, _in_force(world)) == ("approved", 1)
    session.rollback()


def test_a_set_time_is_kept(draft: ScriptDraft, world: World) -> None:
    _approve(draft, world)
    later = clock.now() + timedelta(days=2)
    publication = drafting.publish(draft.id, world.sofia.id, starts_at=later)
    assert publication.starts_at == later
    assert _in_force(world) == 1
    assert _in_force(world, later - timedelta(seconds=1)) == 1
    assert _in_force(world, later) == 2
    name = library.scripts_of(world.acme.id)[0].name
    assert name["fr"] != "Brouillon", "its name changes when it begins"


@on_sqlite
def test_a_past_time_is_now_and_a_far_one_refused(draft: ScriptDraft, world: World) -> None:
    _approve(draft, world)
    at = clock.now()
    for bad in (at + timedelta(days=400), at.replace(tzinfo=None)):
        with pytest.raises(BadEdit):
            drafting.publish(draft.id, world.sofia.id, starts_at=bad)
    publication = drafting.publish(draft.id, world.sofia.id, starts_at=at - timedelta(days=3))
    assert publication.starts_at >= at
    assert _in_force(world) == 2


def test_what_is_set_for_later_can_be_cancelled(draft: ScriptDraft, world: World) -> None:
    _approve(draft, world)
    later = clock.now() + timedelta(days=2)
    publication = drafting.publish(draft.id, world.sofia.id, starts_at=later)
    cancelled = drafting.cancel_publication(publication.id, world.bruno.id)
    assert cancelled.cancelled_by == world.bruno.id
    again = drafting.cancel_publication(publication.id, world.sofia.id)
    assert again.cancelled_by == world.bruno.id, "the first counts"
    assert _in_force(world, later) == 1
    with pytest.raises(UnknownPublication):
        drafting.cancel_publication(10_000, world.sofia.id)


@on_sqlite
def test_what_has_begun_cannot_be_cancelled(draft: ScriptDraft, world: World) -> None:
    _approve(draft, world)
    publication = drafting.publish(draft.id, world.sofia.id)
    with pytest.raises(NotNow) as caught:
        drafting.cancel_publication(publication.id, world.sofia.id)
    assert caught.value.code == "in-force-already"


@on_sqlite
def test_rolling_back_is_one_more_decision(draft: ScriptDraft, world: World) -> None:
    _approve(draft, world)
    drafting.publish(draft.id, world.sofia.id)
    first = session.scalars(select(ScriptVersion).where(ScriptVersion.number == 1)).one()
    decision = drafting.roll_back(draft.script_id, first.id, world.bruno.id, "Trop long")
    assert _in_force(world) == 1
    assert drafting.roll_back(draft.script_id, first.id, world.bruno.id).id == decision.id
    numbers = [publication.id for publication in drafting.publications(draft.script_id)]
    assert numbers[0] == decision.id
    assert len(numbers) == 3


@on_sqlite
def test_rolling_back_to_a_version_of_another_script(draft: ScriptDraft, world: World) -> None:
    other = drafting.new_script(world.globex.id, "doors", {"fr": "Portes"}, ["fr"], None)
    version = session.scalars(select(ScriptVersion)).one()
    with pytest.raises(UnknownVersion):
        drafting.roll_back(other.script_id, version.id, world.sofia.id)


def test_a_run_keeps_the_version_it_began_with(draft: ScriptDraft, world: World) -> None:
    run = runs.start(client_id=world.acme.id, call_id=None, script_key=KEY, language="fr", facts={})
    assert run is not None
    runs.save_answer(run.id, "floor", "3", author_id=None, base_revision=0)
    saved = drafting.save(
        draft.id, draft.revision, [{"action": "remove", "part": "step:floor"}], by=None, token="x"
    )
    assert saved.answered == {"floor": 1}
    counted = drafting.answers_referring(draft.script_id, ["floor", "nowhere"])
    assert counted == {"floor": 1, "nowhere": 0}
    assert library.compiled(run.script_version_id).step("floor")
    assert runs.save_answer(run.id, "floor", "4", author_id=None, base_revision=1).raw == "4"


@on_sqlite
def test_a_draft_that_was_overtaken_is_read_again(
    draft: ScriptDraft, world: World, lift_document: ScriptDocument
) -> None:
    _approve(draft, world)
    urgent = lift_document.model_copy(
        update={"greeting": {**lift_document.greeting, "fr": "Oui ?"}}
    )
    library.publish(world.acme.id, KEY, urgent, None)
    with pytest.raises(Overtaken):
        drafting.publish(draft.id, world.sofia.id)
    drafting.send_back(draft.id, world.bruno.id)
    _approve(draft, world)
    drafting.publish(draft.id, world.sofia.id)
    assert _in_force(world) == 3


@on_sqlite
def test_the_next_draft_knows_what_waits_for_its_day(draft: ScriptDraft, world: World) -> None:
    _approve(draft, world)
    later = clock.now() + timedelta(days=2)
    publication = drafting.publish(draft.id, world.sofia.id, starts_at=later)
    following = drafting.open_draft(draft.script_id, world.sofia.id)
    assert following.based_on_id == publication.version_id
    drafting.discard(following.id, world.sofia.id)
    drafting.cancel_publication(publication.id, world.sofia.id)
    assert drafting.open_draft(draft.script_id, None).based_on_id != publication.version_id


@on_sqlite
def test_a_first_version_that_was_cancelled_is_where_the_next_draft_begins(world: World) -> None:
    draft = drafting.new_script(
        world.acme.id, "doors", {"fr": "Portes", "en": "Doors"}, ["fr"], None
    )
    drafting.submit(draft.id, None)
    drafting.approve(draft.id, None)
    later = clock.now() + timedelta(days=1)
    publication = drafting.publish(draft.id, None, starts_at=later)
    drafting.cancel_publication(publication.id, None)
    again = drafting.open_draft(draft.script_id, None)
    assert again.based_on_id == publication.version_id
    assert library.published(world.acme.id, "doors") is None


def test_scripts_of_a_client_are_its_own_and_published(draft: ScriptDraft, world: World) -> None:
    drafting.new_script(world.acme.id, "doors", {"fr": "Portes"}, ["fr"], None)
    assert [script.key for script in library.scripts_of(world.acme.id)] == [KEY]
    assert library.scripts_of(world.globex.id) == []


def test_two_decisions_for_one_moment_the_later_counts(draft: ScriptDraft, world: World) -> None:
    first = session.scalars(select(ScriptVersion)).one()
    _approve(draft, world)
    at = clock.now() + timedelta(days=1)
    drafting.publish(draft.id, world.sofia.id, starts_at=at)
    library.put_in_force(first, None, starts_at=at)
    assert _in_force(world, at) == 1
    assert session.scalar(select(func.count()).select_from(Publication)) == 3


def test_versions_and_rolling_back_by_command(draft: ScriptDraft, world: World) -> None:
    _approve(draft, world)
    drafting.publish(draft.id, world.sofia.id, note="Plus court")
    following = drafting.open_draft(draft.script_id, world.sofia.id)
    _retitle(following, world, "Demain")
    _approve(following, world)
    later = clock.now() + timedelta(days=1)
    planned = drafting.publish(following.id, world.sofia.id, starts_at=later)
    commit()

    def run(*arguments: str) -> list[list[str]]:
        result = CliRunner().invoke(scripts, [*arguments, "--client", "acme"])
        assert result.exit_code == 0, result.output
        return [line.split() for line in result.output.splitlines()]

    def listed() -> list[tuple[str, str]]:
        return [(line[1], line[4]) for line in run("versions", KEY)]

    assert listed() == [("3", "scheduled"), ("2", "in"), ("1", "over")]
    assert run("versions", KEY)[1][-2:] == ["Plus", "court"]
    run("rollback", KEY, "1", "--note", "Trop vite")
    drafting.cancel_publication(planned.id, None)
    commit()
    assert listed() == [("3", "cancelled"), ("1", "in"), ("2", "over"), ("1", "over")]
    for wrong in (["rollback", KEY, "9"], ["versions", "nothing"]):
        assert CliRunner().invoke(scripts, [*wrong, "--client", "acme"]).exit_code == 1


@pytest.mark.parametrize("file", sorted(DEMO.glob("scripts/*.yaml")), ids=lambda file: file.stem)
def test_the_demo_scripts_have_nothing_to_mend(file: Path) -> None:
    assert review(plain(load_script(file.read_bytes()))) == ()


def test_demo_data_leaves_what_people_made(database: str) -> None:
    demo.load()
    client = session.scalars(select(Client).where(Client.slug == "comptaflor")).one()
    keys = [script.key for script in library.scripts_of(client.id)]
    assert keys == ["billing", "software_support"]
    billing = session.scalars(select(Script).filter_by(client_id=client.id, key="billing")).one()
    draft = drafting.open_draft(billing.id, None)
    edit = {"action": "set", "part": "settings:name", "value": {"fr": "Factures", "en": "Bills"}}
    drafting.save(draft.id, draft.revision, [edit], by=None, token="t")
    drafting.submit(draft.id, None)
    drafting.approve(draft.id, None)
    drafting.publish(draft.id, None)
    (lilac,) = directory.search(client.id, "site", "aubépine")
    directory.deactivate(client.id, lilac.id)
    demo.load()
    version = library.published(client.id, "billing")
    assert version is not None
    assert version.document["name"]["fr"] == "Factures"
    assert directory.search(client.id, "site", "aubépine") == []
    session.rollback()
