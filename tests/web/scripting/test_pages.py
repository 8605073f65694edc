"""The list of scripts, the page of each, new ones, versions, and comments."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import event, select

from core import db
from core.tenants import User
from tests.conftest import World
from tests.voice.provider import Provider
from tests.web.conftest import Person
from tests.web.scripting.scripts_world import (
    acme_script,
    approve,
    begin_draft,
    edit,
    in_force,
    manager,
    text_of,
    versions,
    visible_text,
)
from voice import rows
from voice.models import Call
from web.scripting.pages import key_of
from workflows import drafting, library
from workflows.drafting.models import ScriptComment, ScriptDraft
from workflows.formats.yaml_io import load_script
from workflows.models import Publication, Script, ScriptVersion

SignedIn = Callable[[User], Person]


@pytest.fixture
def sofia(signed_in: SignedIn, script: None, world: World) -> Person:
    world.sofia.language = "en"
    db.commit()
    return signed_in(world.sofia)


def test_the_list_shows_the_state_of_each_script(sofia: Person, world: World) -> None:
    begin_draft(world)
    drafting.comment(
        acme_script(world).id, "step:machine", "Ask the colour", by=world.ana.id,
        kind="proposal", token="p",
    )  # fmt: skip
    db.commit()
    page = text_of(sofia, "/scripts")
    assert "Breakdown acme Acme version 1 since" in page
    assert "Being written" in page and "1 proposal" in page
    assert "No script yet." in page  # Globex has none


def keys(page: str) -> list[str]:
    """The keys of the scripts in a list, from top to bottom."""
    return re.findall(r'<th scope="row">.*<code class="muted">(.*)</code>', page)


def test_the_list_is_searched_filtered_and_sorted(sofia: Person, world: World) -> None:
    for client, key, name in ((world.acme, "zebra", "Écran"), (world.globex, "alpha", "Réseau")):
        drafting.new_script(client.id, key, {"fr": name, "en": name}, ["fr"], world.sofia.id)
    db.commit()
    for query, expected in (
        ("", ["acme", "zebra", "alpha"]),
        ("?q=ECRAN", ["zebra"]),
        ("?q=globex", ["alpha"]),
        (f"?client={world.acme.id}", ["acme", "zebra"]),
        ("?draft=writing", ["zebra", "alpha"]),
        ("?draft=none", ["acme"]),
        ("?sort=name", ["acme", "zebra", "alpha"]),
        ("?sort=-name", ["alpha", "zebra", "acme"]),
        ("?sort=-client", ["alpha", "acme", "zebra"]),
        ("?sort=draft", ["zebra", "alpha", "acme"]),
        ("?sort=nonsense", ["acme", "zebra", "alpha"]),
        (f"?client={'0' * 32}", []),
    ):
        assert keys(sofia.get(f"/scripts{query}").text) == expected, query
    assert "No script fits these filters." in text_of(sofia, "/scripts?q=nowhere")
    sorted_page = sofia.get("/scripts?sort=name&draft=writing").text
    assert 'href="/scripts?sort=-name&amp;draft=writing"' in sorted_page  # the other way round


def test_lists_read_no_whole_scripts(sofia: Person, world: World) -> None:
    begin_draft(world)
    statements: list[str] = []
    engine = db.session.get_bind()

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", listen)
    assert sofia.get("/scripts").status_code == 200
    event.remove(engine, "before_cursor_execute", listen)
    assert statements and not [one for one in statements if "document" in one]


def test_a_version_too_large_to_be_a_draft_says_so(sofia: Person, world: World) -> None:
    script = acme_script(world)
    whole = {**versions(world)[0].document, "greeting": {"en": "x" * 1_000_000}}
    large = ScriptVersion(script_id=script.id, number=2, document=whole)
    db.session.add(large)
    db.commit()
    reply = sofia.post(f"/scripts/{script.id}/draft", data={"version": large.id})
    assert reply.status_code == 409 and "The script is too large" in visible_text(reply.text)


def test_a_version_says_which_pattern_cannot_be_read_any_more(sofia: Person, world: World) -> None:
    first, pattern = versions(world)[0], r"(?<![A-Z])\d{4}"
    steps = [
        {**step, "pattern": pattern} if step["key"] == "machine" else step
        for step in first.document["steps"]
    ]
    older = ScriptVersion(
        script_id=first.script_id, number=2, document={**first.document, "steps": steps}
    )
    db.session.add(older)
    db.session.flush()
    library.put_in_force(older, None)
    db.commit()
    page = f"/scripts/{first.script_id}/versions/2"
    assert f"any text is taken The pattern {pattern} cannot be read any more." in text_of(
        sofia, page
    )
    assert pattern in sofia.get(f"{page}/yaml").text
    assert "any text is taken" not in text_of(sofia, f"/scripts/{first.script_id}/versions/1")


def test_everyone_sees_the_scripts_of_their_own_clients(
    signed_in: SignedIn, script: None, world: World
) -> None:
    marc = signed_in(manager(world))
    assert "Acme" in text_of(marc, "/scripts") and "Globex" not in text_of(marc, "/scripts")
    assert "New script" in text_of(marc, "/scripts")
    ana = signed_in(world.ana)
    assert "Nouveau script" not in text_of(ana, "/scripts")
    assert "New script" not in text_of(ana, "/scripts")
    assert signed_in(world.rita).get("/scripts").status_code == 404
    for person, is_linked in ((marc, True), (ana, True), (signed_in(world.rita), False)):
        assert ('href="/scripts"' in person.get("/tickets").text) is is_linked


def test_a_new_script_gets_its_key_from_its_name_and_opens_in_the_editor(
    sofia: Person, world: World
) -> None:
    form = {"client": world.globex.id, "name_fr": "  Dépannage  d’imprimante ",
            "name_en": "Printer repair", "languages": ["fr", "en"]}  # fmt: skip
    reply = sofia.post("/scripts", data=form)
    draft = db.session.scalars(select(ScriptDraft)).one()
    assert reply.location == f"/scripts/drafts/{draft.id}"
    script = db.session.get_one(Script, draft.script_id)
    assert (script.key, script.client_id) == ("depannage_d_imprimante", world.globex.id)
    assert script.name == {"fr": "Dépannage d’imprimante", "en": "Printer repair"}
    assert "never published" in text_of(sofia, "/scripts")
    again = sofia.post("/scripts", data=form)
    assert again.status_code == 409 and f"/scripts/{script.id}" in again.text
    assert "Printer repair" in again.text  # what was typed is still there
    assert db.session.scalars(select(ScriptDraft)).one()


def test_a_manager_writes_for_their_own_client_alone(
    signed_in: SignedIn, script: None, world: World
) -> None:
    marc = signed_in(manager(world))
    form = {"name_fr": "Nouveau", "name_en": "New", "languages": "fr"}
    for client_id, code in ((world.globex.id, 404), ("0" * 32, 404), (world.acme.id, 302)):
        assert marc.post("/scripts", data={"client": client_id, **form}).status_code == code
    own = db.session.scalars(select(Script).filter_by(key="nouveau")).one()
    assert own.client_id == world.acme.id
    elsewhere = drafting.new_script(world.globex.id, "g", {"fr": "G"}, ["fr"], world.sofia.id)
    db.commit()
    for path in (
        f"/scripts/{elsewhere.script_id}",
        f"/scripts/drafts/{elsewhere.id}/rehearsal",
    ):
        assert marc.get(path).status_code == 404


@pytest.mark.parametrize(
    ("name", "key"),
    [("Écran noir", "ecran_noir"), ("24/7 – Nuit", "script_24_7_nuit"), ("네트워크", "script"),
     ("  __x__ ", "x"), ("a" * 90, "a" * 60)],
)  # fmt: skip
def test_keys_from_names(name: str, key: str) -> None:
    assert key_of(name) == key


def test_a_script_without_a_name_or_with_a_bad_key_is_refused(sofia: Person, world: World) -> None:
    for form, field in (
        ({"name_fr": "", "name_en": ""}, "name_fr"),
        ({"name_fr": "x", "key": "Größe!"}, "key"),
    ):
        reply = sofia.post("/scripts", data={"client": world.acme.id, **form})
        assert reply.status_code == 409 and f'id="{field}-error"' in reply.text
        assert 'aria-invalid="true"' in reply.text and "data-opened" in reply.text
    assert db.session.scalars(select(ScriptDraft)).all() == []


def test_the_overview_says_who_decided_and_whether_a_second_person_read(
    sofia: Person, world: World
) -> None:
    script = acme_script(world)
    draft = begin_draft(world)
    edit(draft, "settings:name", {"fr": "Panne", "en": "Stop"}, world.sofia)
    approve(draft, world.sofia, manager(world))
    drafting.publish(draft.id, world.sofia.id, note="Shorter name")
    db.commit()
    page = text_of(sofia, f"/scripts/{script.id}")
    assert "Version 2 since" in page and "Decided by Sofia." in page
    assert "Written by Sofia, read by Marc." in page and "Shorter name" in page
    assert "No draft is open." in page and "Begin a draft" in page


def test_a_draft_is_opened_once(sofia: Person, world: World) -> None:
    path = f"/scripts/{acme_script(world).id}/draft"
    first, second = (sofia.post(path).location for _ in range(2))
    assert first == second
    assert len(db.session.scalars(select(ScriptDraft)).all()) == 1


def test_any_two_versions_compare_in_words(sofia: Person, world: World) -> None:
    script = acme_script(world)
    _second_version(world)
    page = text_of(sofia, f"/scripts/{script.id}/compare?from=1&to=2")
    assert "From version 1 to version 2" in page and "Machine" in page
    page = sofia.get(f"/scripts/{script.id}/compare?from=1&to=2").text
    assert "<del>machine</del>" in page and "<ins>pump</ins>" in page
    assert "Both say the same." in text_of(sofia, f"/scripts/{script.id}/compare?from=2&to=2")
    for query in ("from=1&to=9", "from=x&to=1", "from=-1&to=1", "from=²&to=1"):
        assert sofia.get(f"/scripts/{script.id}/compare?{query}").status_code == 404, query


def _second_version(world: World) -> None:
    draft = begin_draft(world)
    ask = {"fr": "Quelle pompe ?", "en": "Which pump?"}
    machine = next(one for one in draft.document["steps"] if one["key"] == "machine")
    edit(draft, "step:machine", {**machine, "ask": ask}, world.sofia)
    approve(draft, world.sofia, world.bruno)
    drafting.publish(draft.id, world.sofia.id)
    db.commit()


def test_a_version_can_be_read_and_taken_out_as_a_file(sofia: Person, world: World) -> None:
    script = acme_script(world)
    page = text_of(sofia, f"/scripts/{script.id}/versions/1")
    assert "Which machine?" in page and "Quelle machine ?" in page and "mandatory" in page
    reply = sofia.get(f"/scripts/{script.id}/versions/1/yaml")
    assert reply.headers["Content-Disposition"] == "attachment; filename=acme-1.yaml"
    assert load_script(reply.data).key == "acme"
    assert sofia.get(f"/scripts/{script.id}/versions/7").status_code == 404


def test_going_back_needs_a_click_and_says_what_happens_to_calls(
    sofia: Person, world: World
) -> None:
    script = acme_script(world)
    _second_version(world)
    page = text_of(sofia, f"/scripts/{script.id}/versions/1")
    assert "Calls in progress keep the version with which they began" in page
    form = {"number": "1", "note": "Version 2 confused everyone"}
    for _ in range(2):  # a double click is one decision
        assert sofia.post(f"/scripts/{script.id}/roll-back", data=form).status_code == 302
    assert in_force(world) == 1
    assert len(db.session.scalars(select(Publication)).all()) == 3
    assert "Version 2 confused everyone" in text_of(sofia, f"/scripts/{script.id}")
    late = sofia.post(f"/scripts/{script.id}/roll-back", data={"number": "2", "note": "x" * 2001})
    assert late.status_code == 409 and "at most 2000" in late.text and in_force(world) == 1


def test_a_draft_from_an_older_version(sofia: Person, world: World) -> None:
    script = acme_script(world)
    _second_version(world)
    first = versions(world)[0]
    sofia.post(f"/scripts/{script.id}/draft", data={"version": first.id})
    draft = drafting.open_of(script.id)
    assert draft is not None and draft.based_on_id == first.id
    assert sofia.post(f"/scripts/{script.id}/draft", data={"version": "0"}).status_code == 302
    drafting.discard(draft.id, world.sofia.id)
    db.commit()
    assert sofia.post(f"/scripts/{script.id}/draft", data={"version": "0"}).status_code == 404


def test_comments_are_made_once_settled_and_opened_again(sofia: Person, world: World) -> None:
    script = acme_script(world)
    path = f"/scripts/{script.id}/comments"
    form = {"text": "Too <b>long</b>", "part": "step:machine", "token": "one"}
    for _ in range(2):
        assert sofia.post(path, data=form).status_code == 302
    row = db.session.scalars(select(ScriptComment)).one()
    page = sofia.get(f"/scripts/{script.id}").text
    assert "Too &lt;b&gt;long&lt;/b&gt;" in page
    sofia.post(f"/scripts/comments/{row.id}/resolve", data={"resolution": "Shortened"})
    assert "Too" not in text_of(sofia, f"/scripts/{script.id}")
    every = text_of(sofia, f"/scripts/{script.id}?all=1")
    assert "Settled by Sofia" in every and "Shortened" in every
    back = sofia.post(f"/scripts/comments/{row.id}/reopen", data={"next": "/scripts?x=1"})
    assert back.location == "/scripts?x=1"
    assert "Too" in text_of(sofia, f"/scripts/{script.id}")
    away = sofia.post(f"/scripts/comments/{row.id}/reopen", data={"next": "//evil.example"})
    assert away.location.startswith(f"/scripts/{script.id}")


def test_comments_as_json_for_the_editor(sofia: Person, world: World) -> None:
    script = acme_script(world)
    path = f"/scripts/{script.id}/comments"
    reply = sofia.post(path, json={"text": "Why?", "part": "step:machine", "token": "j"})
    assert reply.status_code == 201
    comment = reply.get_json()["comment"]
    assert (comment["author"], comment["title"], comment["text"]) == ("Sofia", "Machine", "Why?")
    for bad in ({"text": " ", "token": "k"}, {"text": "x", "token": ""},
                {"text": "x", "part": "nonsense", "token": "l"}, {"text": "é" * 5001, "token": "m"},
                {"text": ["x"], "token": "n"}, ["x"]):  # fmt: skip
        reply = sofia.post(path, json=bad)
        assert reply.status_code == 422 and reply.get_json()["message"], bad
    settled = sofia.post(f"/scripts/comments/{comment['id']}/resolve", json={"resolution": "ok"})
    assert settled.get_json()["comment"]["resolved_by"] == "Sofia"


def test_a_comment_that_is_refused_stays_typed(sofia: Person, world: World) -> None:
    script = acme_script(world)
    form = {"text": "A thought", "part": "nonsense", "token": "x"}
    reply = sofia.post(f"/scripts/{script.id}/comments", data=form)
    assert reply.status_code == 422 and "A thought" in visible_text(reply.text)
    assert 'id="comment-error"' in reply.text


def test_a_proposal_leads_to_the_ticket_of_its_call(
    sofia: Person, signed_in: SignedIn, provider: Provider, case: dict[str, str], world: World
) -> None:
    call = db.session.get_one(Call, case["call_id"])
    drafting.comment(
        acme_script(world).id, "step:machine", "Ask which floor", by=world.ana.id,
        kind="proposal", run_id=call.run_id, token="p",
    )  # fmt: skip
    db.commit()
    page = sofia.get(f"/scripts/{acme_script(world).id}").text
    assert f'href="/tickets/{case["ticket_id"]}"' in page and "from the call of ticket" in page
    assert rows.get(call.id).run_id is not None


def test_without_a_version_nothing_is_in_force(sofia: Person, world: World) -> None:
    draft = drafting.new_script(world.globex.id, "fresh", {"en": "Fresh"}, ["en"], world.sofia.id)
    db.commit()
    page = text_of(sofia, f"/scripts/{draft.script_id}")
    assert "Nothing was published yet" in page and "No version yet" in page
    assert sofia.get(f"/scripts/{draft.script_id}/compare").status_code == 404
    assert library.published(world.globex.id, "fresh") is None
