"""Putting a published script on a line of its client: who may, what it says, and undoing it."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from core import db
from core.audit import AuditEntry
from core.tenants import Line, User
from tests.conftest import World
from tests.web.conftest import Person
from tests.web.scripting.scripts_world import acme_script, manager, text_of, visible_text
from workflows import drafting, library
from workflows.document import ScriptDocument
from workflows.drafting.models import ScriptDraft
from workflows.models import Script

SignedIn = Callable[[User], Person]


@pytest.fixture
def doors(script: None, world: World) -> Script:
    """A second script of Acme, for French callers, in force and on no line."""
    draft = drafting.new_script(world.acme.id, "doors", {"fr": "Portes"}, ["fr"], None)
    document = ScriptDocument.model_validate(draft.document)
    drafting.discard(draft.id, None)
    library.publish(world.acme.id, "doors", document, None)
    world.sofia.language = "en"
    db.commit()
    return db.session.scalars(select(Script).filter_by(key="doors")).one()


def path(script: Script, line: Line) -> str:
    return f"/scripts/{script.id}/lines/{line.id}"


def put(person: Person, script: Script, line: Line, instead_of: str = "acme", **form: str) -> int:
    data = {"instead_of": instead_of, **form}
    status = person.post(path(script, line), data=data).status_code
    db.session.rollback()
    return status


def changes() -> list[tuple[str | None, str, dict[str, str]]]:
    entries = db.session.scalars(select(AuditEntry).filter_by(action="line.script"))
    return [(entry.actor_id, entry.subject, entry.detail) for entry in entries]


def test_a_script_is_put_on_a_line_once_and_taken_off_again(
    signed_in: SignedIn, doors: Script, world: World
) -> None:
    sofia, line = signed_in(world.sofia), world.acme_line
    page = text_of(sofia, f"/scripts/{doors.id}")
    assert "No line uses this script: no call begins with it." in page
    assert "+33 1 99 00 09 00 Acme French Breakdown" in page and "Use this script" in page
    reply = sofia.post(path(doors, line), data={"instead_of": "acme"})
    db.session.rollback()
    assert db.session.get_one(Line, line.id).script_key == "doors"
    page = sofia.get(reply.location).text
    said = visible_text(page)
    assert "Calls to +33 1 99 00 09 00 that begin from now on use this script." in said
    assert "No line uses this script" not in said and "this script" in said
    assert put(sofia, doors, line) == 302  # a second click
    assert changes() == [(world.sofia.id, line.number, {"from": "acme", "to": "doors"})]

    back = re.search(r'action="(/scripts/\w+/lines/\w+)"(?:(?!</form>).)*Undo', page, re.DOTALL)
    assert back is not None
    undo = {"instead_of": "doors", "page": doors.id}
    for _click in range(2):
        reply = sofia.post(back[1], data=undo)
        assert reply.location.startswith(f"/scripts/{doors.id}")
    db.session.rollback()
    assert db.session.get_one(Line, line.id).script_key == "acme"
    assert changes()[1:] == [(world.sofia.id, line.number, {"from": "doors", "to": "acme"})]
    assert "Undo" not in text_of(sofia, reply.location)


def test_who_may_publish_chooses_the_lines_and_nobody_else(
    signed_in: SignedIn, doors: Script, world: World
) -> None:
    line = world.acme_line
    for person, code in ((world.ana, 404), (world.rita, 404), (world.gus, 404)):
        assert put(signed_in(person), doors, line) == code, person.name
    assert "Use this script" not in text_of(signed_in(world.ana), f"/scripts/{doors.id}")
    marc = signed_in(manager(world))
    assert put(marc, doors, world.globex_line, "globex") == 404  # the line of another client
    assert put(signed_in(world.sofia), doors, world.globex_line, "globex") == 404
    assert changes() == []
    assert put(marc, doors, line) == 302
    assert len(changes()) == 1


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    signed_in: SignedIn, doors: Script, world: World
) -> None:
    line = world.acme_line
    line.script_key = "nights"
    db.commit()
    sofia = signed_in(world.sofia)
    reply = sofia.post(path(doors, line), data={"instead_of": "acme"})
    assert reply.status_code == 409
    assert "has another script by now" in visible_text(reply.text)
    assert "nights nothing in force" in visible_text(reply.text)
    assert changes() == []


def test_a_script_that_was_never_published_is_put_on_no_line(
    signed_in: SignedIn, script: None, world: World
) -> None:
    draft = drafting.new_script(world.acme.id, "later", {"fr": "Plus tard"}, ["fr"], None)
    later = db.session.get_one(Script, draft.script_id)
    db.commit()
    sofia = signed_in(world.sofia)
    assert "Utiliser ce script" not in text_of(sofia, f"/scripts/{later.id}")
    assert put(sofia, later, world.acme_line) == 409
    assert changes() == []


def test_a_language_that_the_script_does_not_speak_is_told(
    signed_in: SignedIn, doors: Script, world: World
) -> None:
    world.acme_line.language = "en"
    db.commit()
    page = text_of(signed_in(world.sofia), f"/scripts/{doors.id}")
    assert "This script has no wording in English." in page


def test_a_draft_says_that_no_line_uses_its_script(
    signed_in: SignedIn, doors: Script, world: World
) -> None:
    sofia = signed_in(world.sofia)
    draft: ScriptDraft = drafting.open_draft(doors.id, world.sofia.id)
    db.commit()
    lines = f"/scripts/{doors.id}#lines"
    (told,) = (
        one
        for one in sofia.get(f"/scripts/drafts/{draft.id}/state").get_json()["findings"]
        if one["code"] == "no-line"
    )
    assert (told["severity"], told["href"]) == ("warning", lines)
    page = sofia.get(f"/scripts/drafts/{draft.id}/changes").text
    assert "No line uses this script" in page and f'href="{lines}"' in page
    assert put(sofia, doors, world.acme_line) == 302
    state = sofia.get(f"/scripts/drafts/{draft.id}/state").get_json()
    assert "no-line" not in {one["code"] for one in state["findings"]}


def test_a_script_on_a_line_is_not_told_so(signed_in: SignedIn, script: None, world: World) -> None:
    draft = drafting.open_draft(acme_script(world).id, world.sofia.id)
    db.commit()
    state = signed_in(world.sofia).get(f"/scripts/drafts/{draft.id}/state").get_json()
    assert "no-line" not in {one["code"] for one in state["findings"]}
