"""From a draft to calls: changes, review, publishing now or at a set time, and what is refused."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from core import clock, db
from core.tenants import User
from tests.conftest import World
from tests.web.conftest import Person
from tests.web.scripting.scripts_world import (
    acme_script,
    approve,
    begin_draft,
    edit,
    in_force,
    manager,
    step,
    text_of,
    versions,
    visible_text,
)
from web.scripting import times
from workflows import drafting, library
from workflows.document import ScriptDocument
from workflows.drafting.models import ScriptDraft
from workflows.models import FINISHED, Answer, Publication, Run

SignedIn = Callable[[User], Person]
PARIS = "Europe/Paris"


@pytest.fixture
def sofia(signed_in: SignedIn, script: None, world: World) -> Person:
    world.sofia.language = "en"
    db.commit()
    return signed_in(world.sofia)


@pytest.fixture
def draft(sofia: Person, world: World) -> ScriptDraft:
    draft = begin_draft(world)
    edit(draft, "settings:name", {"fr": "Arrêt", "en": "Stoppage"}, world.sofia)
    return draft


def do(person: Person, draft: ScriptDraft, action: str, **form: str) -> str:
    """Press a button of the changes page as it is now; the page that follows."""
    form = {"base_revision": revision(draft), **form}
    reply = person.post(f"/scripts/drafts/{draft.id}/{action}", data=form, follow_redirects=True)
    assert reply.status_code in {200, 409}, reply.status_code
    return visible_text(reply.text)


def revision(draft: ScriptDraft) -> str:
    db.session.rollback()
    return str(db.session.get_one(ScriptDraft, draft.id).revision)


def state(draft: ScriptDraft) -> str:
    db.session.rollback()
    return db.session.get_one(ScriptDraft, draft.id).state


def test_what_a_draft_changes_is_read_in_words(sofia: Person, draft: ScriptDraft) -> None:
    page = sofia.get(f"/scripts/drafts/{draft.id}/changes").text
    visible = visible_text(page)
    assert "What it changes in version 1" in visible and "Name of the script" in visible
    assert page.count('aria-current="page"') == 2  # in the bar, and of the draft's pages
    assert "<del>Breakdown</del>" in page and "<ins>Stoppage</ins>" in page
    assert "Sofia began the draft" in visible and "1 change" in visible


def test_a_draft_goes_to_review_comes_back_and_is_published(
    sofia: Person, signed_in: SignedIn, draft: ScriptDraft, world: World
) -> None:
    marc = signed_in(manager(world))
    assert "To be reviewed" in do(sofia, draft, "submit", note="Please look at the name")
    page = text_of(marc, f"/scripts/drafts/{draft.id}/changes")
    assert "Please look at the name" in page and "Handed in by Sofia" in page
    assert "You handed this in yourself" not in page
    empty = marc.post(f"/scripts/drafts/{draft.id}/send-back", data={"note": " "})
    assert empty.status_code == 422 and state(draft) == "in_review"
    assert "Too short" in do(marc, draft, "send-back", note="Too short")
    assert state(draft) == "writing"
    do(sofia, draft, "submit")
    assert "Approved by Marc" in do(marc, draft, "approve", note="Good now")
    assert "Version 2" in do(marc, draft, "publish", when="now", note="Clearer")
    assert state(draft) == "published" and in_force(world) == 2
    do(marc, draft, "publish", when="now")  # a second click
    assert [row.number for row in versions(world)] == [1, 2]
    overview = text_of(sofia, f"/scripts/{acme_script(world).id}")
    assert "Decided by Marc." in overview and "Written by Sofia, read by Marc." in overview


def test_the_page_names_an_author_who_approves_alone(
    sofia: Person, draft: ScriptDraft, world: World
) -> None:
    assert "Better have somebody else read it" in do(sofia, draft, "submit")
    assert "not read by a second person" in do(sofia, draft, "approve")
    assert "approved it alone" in text_of(sofia, f"/scripts/drafts/{draft.id}/changes")
    do(sofia, draft, "publish", when="now")
    assert "not read by a second person" in text_of(sofia, f"/scripts/{acme_script(world).id}")


def test_only_what_is_approved_is_published(
    sofia: Person, draft: ScriptDraft, world: World
) -> None:
    page = do(sofia, draft, "publish", when="now", note="kept words")
    assert "This draft is not approved yet." in page and in_force(world) == 1


def test_an_edit_after_the_approval_has_to_be_read_again(
    sofia: Person, draft: ScriptDraft, world: World
) -> None:
    approve(draft, world.sofia, world.bruno)
    edit(draft, "settings:name", {"fr": "Autre", "en": "Other"}, world.sofia)
    assert "not approved yet" in do(sofia, draft, "publish", when="now")
    assert in_force(world) == 1


def test_what_was_changed_and_handed_in_again_is_not_approved_unread(
    sofia: Person, signed_in: SignedIn, draft: ScriptDraft, world: World
) -> None:
    marc = signed_in(manager(world))
    do(sofia, draft, "submit")
    revision_read = revision(draft)
    edit(draft, "settings:name", {"fr": "Autre", "en": "Other"}, world.sofia)
    do(sofia, draft, "submit")
    page = do(marc, draft, "approve", base_revision=revision_read, note="Kept words")
    assert "This draft was changed since you read it: read it again, then decide." in page
    assert state(draft) == "in_review"
    changes_page = marc.get(f"/scripts/drafts/{draft.id}/changes").text
    assert changes_page.count(f'name="base_revision" value="{revision(draft)}"') == 1
    assert "Approved by Marc" in do(marc, draft, "approve")
    assert "changed since you read it" in do(marc, draft, "publish", base_revision=revision_read)
    assert in_force(world) == 1


def test_a_faulty_draft_is_refused_with_its_faults_and_nothing_is_lost(
    sofia: Person, draft: ScriptDraft, world: World
) -> None:
    edit(draft, "step:stopped", step(draft, "stopped", when="nowhere == 1"), world.sofia)
    edit(draft, "step:machine", step(draft, "machine", kind="riddle"), world.sofia)
    approve(draft, world.sofia, world.bruno)
    form = {"when": "now", "note": "Kept words", "base_revision": revision(draft)}
    form = {**form, "base_revision": revision(draft)}
    reply = sofia.post(f"/scripts/drafts/{draft.id}/publish", data=form)
    page = visible_text(reply.text)
    assert reply.status_code == 409
    assert "Not published: the draft has errors." in page and "forbid publishing" in page
    assert "nowhere" in page
    for part in ("step:stopped", "step:machine"):
        assert f'href="/scripts/drafts/{draft.id}#{part}"' in reply.text
    assert "Kept words" in reply.text
    assert state(draft) == "approved" and in_force(world) == 1


def test_a_set_time_is_one_on_the_clients_clock(
    sofia: Person, draft: ScriptDraft, world: World
) -> None:
    approve(draft, world.sofia, world.bruno)
    local = (clock.now() + timedelta(days=3)).astimezone(ZoneInfo(PARIS)).replace(second=0)
    typed = f"{local:%Y-%m-%dT%H:%M}"
    page = do(sofia, draft, "publish", when="later", starts_at=typed)
    assert "Set for later" in page and "version 2" in page and in_force(world) == 1
    row = max(db.session.query(Publication).all(), key=lambda one: one.id)
    assert row.starts_at.astimezone(ZoneInfo(PARIS)).replace(tzinfo=None) == datetime.fromisoformat(
        typed
    )
    for _ in range(2):
        sofia.post(f"/scripts/publications/{row.id}/cancel")
    overview = text_of(sofia, f"/scripts/{acme_script(world).id}")
    assert "called off" in overview and "Set for later" not in overview


def test_a_publisher_learns_of_a_later_publication(
    sofia: Person, draft: ScriptDraft, world: World
) -> None:
    approve(draft, world.sofia, world.bruno)
    page = text_of(sofia, f"/scripts/drafts/{draft.id}/changes")
    assert "takes the place of what is published before" not in page
    later = clock.now() + timedelta(days=2)
    drafting.publish(draft.id, world.sofia.id, starts_at=later)
    following = begin_draft(world)
    edit(following, "settings:name", {"fr": "Encore", "en": "Once more"}, world.sofia)
    approve(following, world.sofia, world.bruno)
    page = text_of(sofia, f"/scripts/drafts/{following.id}/changes")
    assert "Version 2 is set for" in page
    assert "takes the place of what is published before" in page


def test_what_is_in_force_cannot_be_called_off(
    sofia: Person, draft: ScriptDraft, world: World
) -> None:
    row = db.session.query(Publication).one()
    reply = sofia.post(f"/scripts/publications/{row.id}/cancel")
    assert reply.status_code == 409 and "in force already" in reply.text
    assert in_force(world) == 1


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("2027-03-28T02:30", "02:30 does not exist that day in Europe/Paris"),
        ("", "This is no date and time."),
        ("tomorrow", "This is no date and time."),
        ("2027-01-01T08:00+01:00", "This is no date and time."),
        ("0001-01-01T00:00", "This is no date and time."),
        ("9999-12-31T23:59", "This is no date and time."),
        ("2199-01-01T00:00", "at most one year ahead"),
    ],
)
def test_a_time_that_cannot_be_is_refused_and_stays_typed(
    sofia: Person, draft: ScriptDraft, world: World, typed: str, why: str
) -> None:
    approve(draft, world.sofia, world.bruno)
    form = {"when": "later", "starts_at": typed, "note": "Kept words"}
    form["base_revision"] = revision(draft)
    reply = sofia.post(f"/scripts/drafts/{draft.id}/publish", data=form)
    assert reply.status_code == 409 and why in visible_text(reply.text)
    assert f'value="{typed}"'.replace("+", "&#43;") in reply.text.replace("+", "&#43;")
    assert "Kept words" in reply.text and state(draft) == "approved"


def test_clocks_that_change(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        first = times.chosen_moment("2026-10-25T02:30", PARIS)
        assert (first.at, first.twice) == (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), True)
        assert "the first of two" in times.shown_moment(first.at, PARIS)
        second = first.at + timedelta(hours=1)
        assert "the second of two" in times.shown_moment(second, PARIS)
        usual = times.chosen_moment("2026-10-25T04:30", PARIS)
        assert not usual.twice and "two" not in times.shown_moment(usual.at, PARIS)
        with pytest.raises(times.NoSuchTime, match="03:00"):
            times.chosen_moment("2026-03-29T02:00", PARIS)


def test_a_draft_is_discarded_and_taken_up_again(
    sofia: Person, draft: ScriptDraft, world: World
) -> None:
    assert "Nothing of it is lost" in do(sofia, draft, "discard")
    assert "No draft is open." in text_of(sofia, f"/scripts/{acme_script(world).id}")
    assert "Being written" in do(sofia, draft, "restore")
    assert "Stoppage" in text_of(sofia, f"/scripts/drafts/{draft.id}/changes")
    do(sofia, draft, "discard")
    begin_draft(world)
    assert "Another draft of this script is open." in do(sofia, draft, "restore")


def test_a_removed_step_says_how_many_answers_refer_to_it(
    sofia: Person, draft: ScriptDraft, world: World
) -> None:
    version = versions(world)[0]
    run = Run(client_id=world.acme.id, script_version_id=version.id, language="fr", facts={},
              state=FINISHED)  # fmt: skip
    db.session.add(run)
    db.session.flush()
    db.session.add(
        Answer(run_id=run.id, client_id=world.acme.id, step_key="machine", raw="Presse",
               value="Presse", revision=1)
    )  # fmt: skip
    drafting.save(draft.id, draft.revision, [{"action": "remove", "part": "step:machine"}],
                  by=world.sofia.id, token="r")  # fmt: skip
    db.commit()
    page = text_of(sofia, f"/scripts/drafts/{draft.id}/changes")
    assert "Machine : 1 answer" in page and "Their answers stay on the tickets" in page


def test_a_draft_behind_what_is_in_force_says_so(
    sofia: Person, draft: ScriptDraft, world: World
) -> None:
    approve(draft, world.sofia, world.bruno)
    newer = dict(versions(world)[0].document)
    newer["name"] = {"fr": "Urgent", "en": "Urgent"}
    library.publish(world.acme.id, "acme", ScriptDocument.model_validate(newer), world.sofia.id)
    db.commit()
    assert "Another version was put in force after this draft was begun" in text_of(
        sofia, f"/scripts/drafts/{draft.id}/changes"
    )
    assert "have this draft read again" in do(sofia, draft, "publish", when="now")
    assert in_force(world) == 2


def test_an_agent_reads_the_changes_and_has_no_buttons(
    signed_in: SignedIn, draft: ScriptDraft, world: World
) -> None:
    page = signed_in(world.ana).get(f"/scripts/drafts/{draft.id}/changes").text
    for action in ("submit", "approve", "discard", "publish"):
        assert f"/scripts/drafts/{draft.id}/{action}" not in page


def test_in_french(signed_in: SignedIn, draft: ScriptDraft, world: World) -> None:
    db.session.get_one(User, world.sofia.id).language = "fr"
    db.commit()
    person = signed_in(world.sofia)
    reply = person.post(f"/scripts/drafts/{draft.id}/publish", data={"when": "now"})
    assert "Ce brouillon n’est pas encore approuvé." in visible_text(reply.text)
    assert "Nom du script" in visible_text(reply.text)


def test_the_history_tells_moves_additions_and_removals(
    sofia: Person, draft: ScriptDraft, world: World
) -> None:
    added = {"key": "colour", "kind": "question", "type": "text",
             "title": {"fr": "Couleur", "en": "Colour"}}  # fmt: skip
    edits = [
        {"action": "add", "part": "step:colour", "value": added, "after": "step:machine"},
        {"action": "move", "part": "step:stopped", "after": ""},
        {"action": "remove", "part": "step:machine"},
    ]
    drafting.save(draft.id, draft.revision, edits, by=world.bruno.id, token="three")
    db.commit()
    page = sofia.get(f"/scripts/drafts/{draft.id}/changes").text
    history = visible_text(page).partition("Who changed what")[2]
    assert "Bruno" in history and "3 changes" in history
    for kind, title in (("added", "Colour"), ("moved", "Stopped"), ("removed", "Machine")):
        assert kind in history and title in history


def test_the_history_tells_renames_and_what_followed_them(
    sofia: Person, draft: ScriptDraft, world: World
) -> None:
    rename = {"action": "rename", "part": "step:stopped", "to": "halted"}
    drafting.save(draft.id, draft.revision, [rename], by=world.bruno.id, token="rename")
    db.commit()
    page = visible_text(sofia.get(f"/scripts/drafts/{draft.id}/changes").text)
    history = page.partition("Who changed what")[2]
    assert "renamed" in history and "halted" in history
    assert "What becomes of the ticket" in history  # the rule of priority followed


def test_an_edit_after_submitting_reopens_the_draft(
    sofia: Person, draft: ScriptDraft, world: World
) -> None:
    drafting.submit(draft.id, world.sofia.id)
    edit(draft, "settings:name", {"fr": "Autre", "en": "Other"}, world.sofia)
    page = text_of(sofia, f"/scripts/drafts/{draft.id}/changes")
    assert "it has to be read again" in page and "Hand in for review" in page
