"""The editor's interface: rights, walls, what is wrong in a request, two writers, hostile texts."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from core import db
from core.tenants import Membership, User
from tests.conftest import World
from tests.web.conftest import Person
from workflows import drafting
from workflows.drafting.models import DraftChange, ScriptDraft

SignedIn = Callable[[User], Person]
FLOOR = {
    "key": "floor", "kind": "question", "type": "number",
    "title": {"fr": "Étage", "en": "Floor"}, "ask": {"fr": "Quel étage ?", "en": "Which floor?"},
}  # fmt: skip

REMOVE = '{"action": "remove", "part": "step:done"}'


@pytest.fixture
def draft(app: object, world: World) -> ScriptDraft:
    new_draft = drafting.new_script(
        world.acme.id, "lift", {"en": "Lift"}, ["fr", "en"], world.sofia.id
    )
    db.commit()
    return new_draft


@pytest.fixture
def writer(signed_in: SignedIn, world: World) -> Person:
    return signed_in(world.sofia)


def address(draft: ScriptDraft, tail: str = "") -> str:
    return f"/scripts/drafts/{draft.id}{tail}"


def adding(value: dict[str, Any] = FLOOR, after: str = "step:problem") -> dict[str, Any]:
    return {"action": "add", "part": f"step:{value['key']}", "value": value, "after": after}


def setting(**changed: Any) -> dict[str, Any]:
    return {"action": "set", "part": "step:floor", "value": {**FLOOR, **changed}}


def send(
    person: Person, draft: ScriptDraft, *edits: Any, base: Any = 1, **more: Any
) -> TestResponse:
    content = {"base_revision": base, "edits": list(edits), "token": "one", **more}
    return person.post(address(draft, "/edits"), json=content)


def data_of(reply: TestResponse) -> dict[str, Any]:
    assert reply.status_code == 200, reply.text
    content: dict[str, Any] = reply.get_json()
    return content


def now(draft: ScriptDraft) -> ScriptDraft:
    db.session.rollback()
    return db.session.get_one(ScriptDraft, draft.id, populate_existing=True)


def test_the_page_holds_no_text_as_markup(writer: Person, draft: ScriptDraft) -> None:
    hostile = {"en": "</script><img src=x onerror=alert(1)>"}
    send(writer, draft, {"action": "set", "part": "settings:name", "value": hostile})
    page = writer.get(address(draft))
    assert page.status_code == 200
    assert "<img src=x" not in page.text and "</script><img" not in page.text
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]


def test_the_state_says_everything_that_the_page_begins_with(
    writer: Person, draft: ScriptDraft
) -> None:
    send(writer, draft, adding({**FLOOR, "when": 'problem contains "floor"', "mandatory": True}))
    state = data_of(writer.get(address(draft, "/state")))
    assert [step["key"] for step in state["document"]["steps"]] == ["problem", "floor", "done"]
    assert state["may_edit"] is True and state["state"] == "writing" and state["revision"] == 2
    row = {"name": "problem", "sign": "contains", "value": "floor"}
    assert state["rows"] == {'problem contains "floor"': {"join": "and", "rows": [row]}}
    assert {finding["part"] for finding in state["findings"]} == {
        "settings:name",
        "settings:outcome",
        "",  # no line uses the script
    }


def test_a_finding_names_the_part_and_the_field(writer: Person, draft: ScriptDraft) -> None:
    answer = data_of(send(writer, draft, adding({**FLOOR, "title": {"fr": "Étage"}})))
    findings = [one for one in answer["findings"] if one["part"] == "step:floor"]
    assert [(one["severity"], one["path"]) for one in findings] == [("error", ["title", "en"])]
    assert findings[0]["message"] and findings[0]["remedy"]


def test_who_may_only_read_sees_and_cannot_write(
    signed_in: SignedIn, world: World, draft: ScriptDraft
) -> None:
    agent = signed_in(world.ana)
    assert agent.get(address(draft)).status_code == 200
    assert data_of(agent.get(address(draft, "/state")))["may_edit"] is False
    assert send(agent, draft, adding()).status_code == 404
    assert now(draft).revision == 1


def test_a_manager_writes_for_their_own_client_only(
    signed_in: SignedIn, world: World, draft: ScriptDraft
) -> None:
    for user in (world.rita, world.gus):
        db.session.scalars(select(Membership).filter_by(user_id=user.id)).one().role = "manager"
    db.commit()
    assert send(signed_in(world.gus), draft, adding()).status_code == 404
    assert signed_in(world.gus).get(address(draft)).status_code == 404
    assert data_of(send(signed_in(world.rita), draft, adding()))["revision"] == 2


@pytest.mark.parametrize(
    "path", ["/state", "/news", "/edits", "/condition", "/try", "/preview", "/in-force"]
)
def test_nobody_and_strangers_get_nothing(
    nobody: Person, signed_in: SignedIn, world: World, draft: ScriptDraft, path: str
) -> None:
    method = "GET" if path in ("/state", "/news") else "POST"
    more = {} if method == "GET" else {"json": {"text": "x"}}
    assert nobody.ask(method, address(draft, path), **more).status_code in (302, 401)
    assert signed_in(world.gus).ask(method, address(draft, path), **more).status_code == 404


def test_a_write_needs_the_token_of_the_session(
    signed_in: SignedIn, world: World, draft: ScriptDraft
) -> None:
    bare = signed_in(world.sofia).browser
    reply = bare.post(address(draft, "/edits"), json={"base_revision": 1, "edits": [adding()]})
    assert reply.status_code == 400 and now(draft).revision == 1


@pytest.mark.parametrize(
    ("content", "status"),
    [
        ("not json", 400), ("[]", 400), ("[" * 50_000, 400), ("{}", 422),
        ('{"base_revision": "1", "edits": [], "token": "t"}', 422),
        ('{"base_revision": true, "edits": [1], "token": "t"}', 422),
        ('{"base_revision": 1, "edits": {"a": 1}, "token": "t"}', 422),
        (f'{{"base_revision": 9, "edits": [{REMOVE}], "token": "t"}}', 422),
        (f'{{"base_revision": 1, "edits": [{REMOVE}], "token": ""}}', 422),
        (f'{{"base_revision": 1, "edits": [{REMOVE.replace("m", "n")}], "token": "t"}}', 422),
        (f'{{"base_revision": 1, "edits": [{REMOVE.replace("step", "../x")}], "token": "t"}}', 422),
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_a_reason(
    writer: Person, draft: ScriptDraft, content: str, status: int
) -> None:
    reply = writer.post(address(draft, "/edits"), data=content, content_type="application/json")
    assert reply.status_code == status, reply.text
    assert reply.get_json()["message"]
    assert now(draft).revision == 1


@pytest.mark.parametrize("path", ["/condition", "/try", "/preview", "/in-force"])
@pytest.mark.parametrize("content", ["null", "[]", "x", "[" * 50_000])
def test_what_is_tried_out_survives_bad_json(
    writer: Person, draft: ScriptDraft, path: str, content: str
) -> None:
    reply = writer.post(address(draft, path), data=content, content_type="application/json")
    assert reply.status_code == 400


def test_a_request_sent_twice_counts_once(writer: Person, draft: ScriptDraft) -> None:
    first = data_of(send(writer, draft, adding(), token="same"))
    again = data_of(send(writer, draft, adding(), token="same"))
    assert first["revision"] == again["revision"] == 2
    assert "document" not in first
    assert len(now(draft).document["steps"]) == 3


def test_a_retry_after_a_lost_answer_brings_what_others_wrote(
    writer: Person, draft: ScriptDraft, world: World
) -> None:
    send(writer, draft, adding(), token="lost")
    drafting.save(draft.id, 2, [setting(why={"en": "So"})], by=world.bruno.id, token="b")
    db.commit()
    again = data_of(send(writer, draft, adding(), token="lost"))
    assert again["revision"] == 3
    assert again["document"]["steps"][1]["why"] == {"en": "So"}


def test_different_parts_merge_and_the_page_learns_the_rest(
    writer: Person, draft: ScriptDraft, world: World
) -> None:
    greeting = {"action": "set", "part": "settings:greeting", "value": {"en": "Hello"}}
    drafting.save(draft.id, 1, [greeting], by=world.bruno.id, token="b")
    db.commit()
    answer = data_of(send(writer, draft, adding(), base=1))
    assert answer["document"]["greeting"] == {"en": "Hello"}
    assert [(one["part"], one["mine"], one["author"]) for one in answer["changes"]] == [
        ("settings:greeting", False, "Bruno"), ("step:floor", True, "Sofia"),
    ]  # fmt: skip
    assert answer["people"] == ["Bruno"]


def test_the_same_part_conflicts_and_nothing_is_overwritten(
    writer: Person, draft: ScriptDraft, world: World
) -> None:
    send(writer, draft, adding())
    drafting.save(draft.id, 2, [setting(why={"en": "Theirs"})], by=world.bruno.id, token="b")
    db.commit()
    greeting = {"action": "set", "part": "settings:greeting", "value": {"en": "Hello"}}
    reply = send(writer, draft, setting(why={"en": "Mine"}), greeting, base=2, token="two")
    assert reply.status_code == 409
    answer = reply.get_json()
    assert answer["error"] == "conflict" and answer["revision"] == 3
    (conflict,) = answer["conflicts"]
    assert conflict["part"] == "step:floor" and conflict["author"] == "Bruno"
    assert (conflict["yours"]["why"], conflict["theirs"]["why"]) == (
        {"en": "Mine"},
        {"en": "Theirs"},
    )
    assert answer["document"]["steps"][1]["why"] == {"en": "Theirs"}
    assert now(draft).document["greeting"] == {}  # all of a request or nothing


def test_news_tell_what_others_did(writer: Person, draft: ScriptDraft, world: World) -> None:
    quiet = data_of(writer.get(address(draft, "/news?after=1")))
    assert quiet["changes"] == [] and "document" not in quiet
    rename = {"action": "rename", "part": "step:floor", "to": "storey"}
    drafting.save(draft.id, 1, [adding(), rename], by=world.bruno.id, token="b")
    db.commit()
    news = data_of(writer.get(address(draft, "/news?after=1")))
    assert [(one["action"], one["part"], one["to"]) for one in news["changes"]] == [
        ("add", "step:floor", ""), ("rename", "step:floor", "storey"),
    ]  # fmt: skip
    assert news["document"]["steps"][1]["key"] == "storey"
    for nonsense in ("-x", "²", "9" * 30, ""):
        assert data_of(writer.get(address(draft, f"/news?after={nonsense}")))["revision"] == 2


def test_a_new_name_brings_everything_that_refers_to_it(writer: Person, draft: ScriptDraft) -> None:
    branch = {**FLOOR, "key": "lift", "next": [{"when": "floor > 3", "to": "done"}]}
    send(writer, draft, adding(), adding(branch, "step:floor"))
    answer = data_of(
        send(writer, draft, {"action": "rename", "part": "step:floor", "to": "storey"},
             base=2, token="two")
    )  # fmt: skip
    assert answer["document"]["steps"][2]["next"][0]["when"] == "storey > 3"
    assert answer["rows"]["storey > 3"]["rows"][0]["name"] == "storey"


def test_a_closed_draft_takes_no_more_and_says_so(
    writer: Person, draft: ScriptDraft, world: World
) -> None:
    drafting.discard(draft.id, world.sofia.id)
    db.commit()
    assert data_of(writer.get(address(draft, "/state")))["may_edit"] is False
    reply = send(writer, draft, adding(), base=2)
    assert reply.status_code == 410 and reply.get_json()["error"] == "closed"


def test_an_edit_takes_a_submitted_draft_back_to_writing(
    writer: Person, draft: ScriptDraft, world: World
) -> None:
    drafting.submit(draft.id, world.sofia.id)
    db.commit()
    assert data_of(send(writer, draft, adding(), base=2))["state"] == "writing"


def test_deleting_a_step_says_how_many_calls_answered_it(
    writer: Person, draft: ScriptDraft
) -> None:
    send(writer, draft, adding())
    answer = data_of(
        send(writer, draft, {"action": "remove", "part": "step:floor"}, base=2, token="two")
    )
    assert answer["answered"] == {"floor": 0}


def test_conditions_read_as_rows_and_back(writer: Person, draft: ScriptDraft) -> None:
    def ask(**content: Any) -> dict[str, Any]:
        return data_of(writer.post(address(draft, "/condition"), json=content))

    answer = ask(text="floor > 3 and not answered(lift)")
    assert answer["problem"] == "" and len(answer["rows"]["rows"]) == 2
    assert ask(rows=answer["rows"])["text"] == "floor > 3 and not answered(lift)"
    assert ask(text="(a == 1 or b == 2) and c == 3") == {"rows": None, "problem": ""}
    broken = ask(text="floor >")
    assert broken["rows"] is None and broken["problem"]
    for hostile in ("(" * 400, "not " * 120 + "a", "a" * 10_000, '"' * 499):
        assert ask(text=hostile)["problem"], hostile[:20]
    for rows in (None, {}, {"join": "xor"}, {"join": "and", "rows": [{"name": 1}]}):
        assert ask(rows=rows)["problem"]


@pytest.mark.parametrize(
    ("step", "raw", "display", "problem"),
    [
        ({"kind": "question", "type": "number", "minimum": 1, "maximum": 9}, "4", "4", ""),
        ({"kind": "question", "type": "number", "maximum": 9}, "40", "", "Au plus 9."),
        ({"kind": "question", "type": "asset", "pattern": "[A-Z]{2}\\d"}, "ab1", "AB1", ""),
        ({"kind": "question", "type": "asset", "pattern": "[A-Z]{2}\\d"}, "a", "", "AA0"),
        ({"kind": "question", "type": "text", "pattern": "(?=a)a"}, "a", "", "regard avant"),
        ({"kind": "choice", "type": "choice", "options": []}, "a", "", "choix"),
        ({"kind": "question"}, "a", "", "type"),
        ("no step", "a", "", ""),
    ],
)
def test_an_answer_can_be_tried(
    writer: Person, draft: ScriptDraft, step: Any, raw: str, display: str, problem: str
) -> None:
    content = {"step": step, "raw": raw, "language": "fr"}
    answer = data_of(writer.post(address(draft, "/try"), json=content))
    assert answer["display"] == display
    assert problem in answer["problem"] and bool(problem) == bool(answer["problem"])


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>alert(1)</script>", "[x](javascript:alert(1))", "<img src=x onerror=alert(1)>",
        "![x](x\" onerror=\"alert(1))", "<a href='data:text/html,x'>y</a>", "<style>*{}</style>",
        "`" * 5_000, "[" * 5_000, "> " * 3_000, "<iframe src='/'></iframe>", "a" * 30_000,
    ],
)  # fmt: skip
def test_hostile_markdown_becomes_harmless(
    writer: Person, draft: ScriptDraft, markdown: str
) -> None:
    html = data_of(writer.post(address(draft, "/preview"), json={"text": markdown}))["html"]
    tags = " ".join(re.findall("<[^>]*>", html.lower()))
    for harm in ("script", "style", "iframe", "data:", "onerror", "<img"):
        assert harm not in tags, harm


def test_half_a_letter_does_not_stop_the_preview(writer: Person, draft: ScriptDraft) -> None:
    html = data_of(writer.post(address(draft, "/preview"), json={"text": "On \ud800the post"}))[
        "html"
    ]
    assert html == "<p>On the post</p>\n"


def test_an_article_looks_as_it_will(writer: Person, draft: ScriptDraft) -> None:
    html = data_of(writer.post(address(draft, "/preview"), json={"text": "On the **post**"}))[
        "html"
    ]
    assert html == "<p>On the <strong>post</strong></p>\n"


def night(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "text": {"en": key}, "hours": "20:00-07:00", **more}


def test_which_instruction_is_in_force_at_a_moment(writer: Person, draft: ScriptDraft) -> None:
    def ask(at: str, *instructions: Any) -> dict[str, Any]:
        content = {"at": at, "instructions": list(instructions)}
        return data_of(writer.post(address(draft, "/in-force"), json=content))

    usual = night("usual", topic="hours")
    feast = night("feast", topic="hours", **{"from": "2026-12-24", "until": "2026-12-26"})
    answer = ask("2026-12-24T21:00", usual, feast, {"key": "broken", "hours": "x"}, "nothing")
    assert [(one["key"], one["shown"], one["conflict"]) for one in answer["active"]] == [
        ("usual", False, False), ("feast", True, False),
    ]  # fmt: skip
    twice = ask("2026-12-24T21:00", usual, night("other", topic="hours"))
    assert [one["conflict"] for one in twice["active"]] == [True, True]
    assert ask("2026-12-24T12:00", usual)["active"] == []
    for wrong in ("", "soon", "2026-03-29T02:30", "9999-99-99T00:00"):
        answer = ask(wrong, usual)
        assert answer["active"] == [] and answer["problem"], wrong


def test_the_page_shows_a_document_full_of_strange_values(
    writer: Person, draft: ScriptDraft
) -> None:
    strange = {
        "key": "strange", "kind": ["?"], "type": {"a": 1}, "title": "no texts", "options": {"x": 1},
        "next": [{"to": 5, "when": 7}, None], "mandatory": "((", "when": "\u202e<b>" + "x" * 1_000,
        "ask": {"fr": ["a", 3]}, "probes": "p", "articles": 9, "matrix": [],
    }  # fmt: skip
    answer = data_of(send(writer, draft, adding(strange)))
    assert any(one["part"] == "step:strange" for one in answer["findings"])
    state = data_of(writer.get(address(draft, "/state")))
    assert state["document"]["steps"][1] == strange
    assert state["rows"]["(("] is None


def test_every_change_is_kept_with_its_author(
    writer: Person, draft: ScriptDraft, world: World
) -> None:
    send(writer, draft, adding())
    rows = db.session.scalars(select(DraftChange).filter_by(draft_id=draft.id, part="step:floor"))
    assert [(row.action, row.author_id) for row in rows] == [("add", world.sofia.id)]
