"""Drafts in the database: opening, saving, and conflicts with their news."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from core.db import commit, session
from tests.conftest import World, on_sqlite
from tests.core.conftest import at_once
from workflows import drafting, library, runs
from workflows.document import ScriptDocument
from workflows.drafting import (
    BadEdit,
    DraftChange,
    EditConflict,
    KeyTaken,
    Saved,
    ScriptDraft,
    UnknownDraft,
    UnknownVersion,
)
from workflows.linting.review import review
from workflows.models import Script


@dataclass
class Writers:
    """An open draft of the lift's script, and two people who write it."""

    world: World
    script: Script
    draft_id: str
    base: int

    @property
    def draft(self) -> ScriptDraft:
        return drafting.get(self.draft_id)

    def save(self, *edits: dict[str, Any], base: int | None = None, by: str = "sofia") -> Saved:
        self.token += 1
        return drafting.save(
            self.draft_id,
            self.draft.revision if base is None else base,
            list(edits),
            by=getattr(self.world, by).id,
            token=f"token-{self.token}",
        )

    token: int = 0

    def step(self, key: str) -> dict[str, Any]:
        return next(step for step in self.draft.document["steps"] if step["key"] == key)

    def order(self) -> list[str]:
        return [step["key"] for step in self.draft.document["steps"]]

    def titled(self, key: str, title: str) -> dict[str, Any]:
        value = {**self.step(key), "title": {"fr": title, "en": title}}
        return {"action": "set", "part": f"step:{key}", "value": value}


@pytest.fixture
def writers(world: World, lift_document: ScriptDocument) -> Iterator[Writers]:
    version = library.publish(world.acme.id, "lift-breakdown", lift_document, world.sofia.id)
    draft = drafting.open_draft(version.script_id, world.sofia.id)
    script = session.get(Script, version.script_id)
    assert script is not None
    commit()
    yield Writers(world, script, draft.id, draft.revision)
    session.rollback()


@on_sqlite
def test_a_draft_begins_with_what_is_in_force(writers: Writers) -> None:
    version = library.published(writers.world.acme.id, "lift-breakdown")
    assert version is not None
    assert writers.draft.based_on_id == version.id
    assert ScriptDocument.model_validate(writers.draft.document) == ScriptDocument.model_validate(
        version.document
    )


def test_opening_twice_gives_the_same_draft(writers: Writers) -> None:
    again = drafting.open_draft(writers.script.id, writers.world.bruno.id)
    assert again.id == writers.draft_id
    assert drafting.open_of(writers.script.id) is again


def test_many_who_open_at_once_get_one_draft(world: World, lift_document: ScriptDocument) -> None:
    version = library.publish(world.acme.id, "lift-breakdown", lift_document, None)
    commit()

    def open_one(_number: int) -> str:
        draft = drafting.open_draft(version.script_id, world.sofia.id)
        commit()
        return draft.id

    session.remove()
    assert len(set(at_once(10, open_one))) == 1


def test_a_new_script_can_be_written_from_a_sound_beginning(world: World) -> None:
    draft = drafting.new_script(world.acme.id, "doors", {"fr": "Portes"}, ["fr", "en"], None)
    assert ScriptDocument.model_validate(draft.document).key == "doors"
    assert draft.client_id == world.acme.id
    with pytest.raises(KeyTaken) as caught:
        drafting.new_script(world.acme.id, "doors", {"fr": "Portes"}, ["fr"], None)
    assert caught.value.script_id == draft.script_id
    script_of_globex = drafting.new_script(world.globex.id, "doors", {"fr": "Portes"}, ["fr"], None)
    assert script_of_globex.script_id != draft.script_id


@on_sqlite
@pytest.mark.parametrize(
    ("key", "name", "languages", "code"),
    [
        ("Doors", {"fr": "Portes"}, ["fr"], "script-key-form"),
        ("", {"fr": "Portes"}, ["fr"], "script-key-form"),
        ("doors\n", {"fr": "Portes"}, ["fr"], "script-key-form"),
        ("doors", {"fr": " "}, ["fr"], "script-without-name"),
        ("doors", {"fr": "Portes"}, [], "script-without-language"),
        ("doors", {"fr": "Portes"}, ["french"], "script-without-language"),
    ],
)
def test_a_new_script_needs_key_name_and_language(
    world: World, key: str, name: dict[str, str], languages: list[str], code: str
) -> None:
    with pytest.raises(BadEdit) as caught:
        drafting.new_script(world.acme.id, key, name, languages, None)
    assert caught.value.code == code


@on_sqlite
@pytest.mark.parametrize("languages", [["fr"], ["en"], ["fr", "en"], ["ko", "fr"], ["ko"]])
def test_a_script_needs_texts_in_its_own_languages_only(world: World, languages: list[str]) -> None:
    name = dict.fromkeys(languages, "Portes")
    draft = drafting.new_script(world.acme.id, "doors", name, languages, None)
    assert {one.code for one in review(draft.document)} == {"no-team-rule"}
    assert {*languages_in(draft.document)} == {*languages}
    drafting.submit(draft.id, None)
    drafting.approve(draft.id, None)
    drafting.publish(draft.id, None)
    version = library.published(world.acme.id, "doors")
    assert version is not None and version.document["languages"] == languages


def languages_in(value: Any) -> Iterator[str]:
    """The languages of all texts in a document."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if len(name) == 2 and name != "is":
                yield name
            yield from languages_in(inner)
    elif isinstance(value, list):
        for item in value:
            yield from languages_in(item)


@on_sqlite
def test_a_script_without_version_has_no_draft_but_its_first(world: World) -> None:
    draft = drafting.new_script(world.acme.id, "doors", {"fr": "Portes"}, ["fr"], None)
    assert drafting.open_draft(draft.script_id, None).id == draft.id
    with pytest.raises(UnknownDraft):
        drafting.get("nothing")


def test_edits_are_kept_with_their_author(writers: Writers) -> None:
    saved = writers.save(writers.titled("floor", "Quel étage"))
    assert saved.revision == writers.base + 1
    assert saved.parts == {"step:floor": saved.revision}
    assert writers.step("floor")["title"]["fr"] == "Quel étage"
    newest = drafting.history(writers.draft_id)[0]
    assert (newest.author, newest.change.action, newest.change.part) == (
        "Sofia",
        "set",
        "step:floor",
    )
    assert newest.change.before["title"] != newest.change.after["title"]


def test_the_same_request_again_is_saved_once(writers: Writers) -> None:
    edit = writers.titled("floor", "Quel étage")
    by = writers.world.sofia.id
    first = drafting.save(writers.draft_id, writers.base, [edit], by=by, token="t")
    writers.save(writers.titled("floor", "Niveau"))
    again = drafting.save(writers.draft_id, writers.base, [edit], by=by, token="t")
    assert (again.revision, again.parts) == (first.revision, first.parts)
    assert writers.step("floor")["title"]["fr"] == "Niveau"


def test_two_parts_changed_by_two_people_merge(writers: Writers) -> None:
    writers.save(writers.titled("floor", "A"), base=writers.base)
    saved = writers.save(writers.titled("people", "B"), base=writers.base, by="bruno")
    assert (writers.step("floor")["title"]["fr"], writers.step("people")["title"]["fr"]) == (
        "A",
        "B",
    )
    assert [change.part for change in saved.news] == ["step:floor", "step:people"]
    changes = drafting.news(writers.draft_id, writers.base)
    assert [change.author_id for change in changes] == [
        writers.world.sofia.id,
        writers.world.bruno.id,
    ]


def test_one_part_changed_by_two_people_is_a_conflict(writers: Writers) -> None:
    mine = writers.titled("floor", "B")
    writers.save(writers.titled("floor", "A"), base=writers.base)
    with pytest.raises(EditConflict) as caught:
        writers.save(writers.titled("people", "C"), mine, base=writers.base, by="bruno")
    (conflict,) = caught.value.conflicts
    assert (conflict.part, conflict.author) == ("step:floor", "Sofia")
    assert conflict.theirs["title"]["fr"] == "A"
    assert conflict.yours["title"]["fr"] == "B"
    assert caught.value.revision == writers.draft.revision
    assert writers.step("people")["title"]["fr"] != "C", "all or nothing"


def test_two_who_save_the_same_part_at_once(writers: Writers) -> None:
    edits = [writers.titled("floor", "A"), writers.titled("floor", "B")]
    session.remove()

    def write(number: int) -> Saved:
        saved = drafting.save(
            writers.draft_id, writers.base, [edits[number]], by=None, token=f"t{number}"
        )
        commit()
        return saved

    results = at_once(2, write)
    assert sorted(type(result).__name__ for result in results) == ["EditConflict", "Saved"]


def test_many_who_save_different_parts_at_once_all_succeed(writers: Writers) -> None:
    keys = writers.order()[:8]
    edits = [writers.titled(key, f"Titre {key}") for key in keys]
    session.remove()

    def write(number: int) -> int:
        saved = drafting.save(
            writers.draft_id, writers.base, [edits[number]], by=None, token=f"t{number}"
        )
        commit()
        return saved.revision

    revisions = at_once(len(keys), write)
    assert sorted(map(int, map(str, revisions))) == list(
        range(writers.base + 1, writers.base + 1 + len(keys))
    )
    session.remove()
    assert all(writers.step(key)["title"]["fr"] == f"Titre {key}" for key in keys)


def test_a_retry_tells_what_the_page_had_not_seen(writers: Writers) -> None:
    mine, by = writers.titled("floor", "Niveau"), writers.world.sofia.id
    writers.save(writers.titled("people", "B"), by="bruno")
    drafting.save(writers.draft_id, writers.base, [mine], by=by, token="t")
    writers.save(writers.titled("trapped", "C"), by="bruno")
    again = drafting.save(writers.draft_id, writers.base, [mine], by=by, token="t")
    assert [change.part for change in again.news] == ["step:people", "step:floor"]
    assert again.revision == again.news[-1].revision


def test_many_who_begin_the_same_script_at_once(world: World) -> None:
    acme, name = world.acme.id, {"fr": "Portes"}
    session.remove()

    def begin(_number: int) -> str:
        draft = drafting.new_script(acme, "doors", name, ["fr"], None)
        commit()
        return draft.script_id

    results = at_once(6, begin)
    (script_id,) = (result for result in results if isinstance(result, str))
    refusals = [result for result in results if isinstance(result, KeyTaken)]
    assert [error.script_id for error in refusals] == [script_id] * 5


def test_a_script_given_up_before_it_was_published_can_be_taken_up(world: World) -> None:
    draft = drafting.new_script(world.acme.id, "doors", {"fr": "Portes"}, ["fr"], None)
    edit = {"action": "set", "part": "settings:name", "value": {"fr": "Vantaux"}}
    drafting.save(draft.id, draft.revision, [edit], by=None, token="t")
    drafting.discard(draft.id, None)
    again = drafting.open_draft(draft.script_id, None)
    assert (again.id != draft.id, again.document["name"]) == (True, {"fr": "Vantaux"})


@on_sqlite
def test_removing_tells_how_many_runs_answered(writers: Writers) -> None:
    saved = writers.save({"action": "remove", "part": "step:floor"})
    assert saved.answered == {"floor": 0}
    assert "floor" not in writers.order()


@on_sqlite
def test_a_saved_nothing_keeps_the_revision(writers: Writers) -> None:
    saved = writers.save({"action": "set", "part": "step:floor", "value": writers.step("floor")})
    assert (saved.revision, saved.parts) == (writers.base, {})


NONSENSE: list[tuple[str, Any]] = [
    ("not-an-edit", None),
    ("not-an-edit", {}),
    ("not-an-edit", {"action": "explode", "part": "step:floor"}),
    ("not-a-part", {"action": "set", "part": "steps", "value": {}}),
    ("part-of-other-key", {"action": "set", "part": "step:floor", "value": {"key": "people"}}),
    ("part-not-an-object", {"action": "set", "part": "step:floor", "value": []}),
    ("part-unknown", {"action": "set", "part": "step:nothing", "value": {"key": "nothing"}}),
    ("not-a-part", {"action": "set", "part": "settings:steps", "value": []}),
    ("setting-shape", {"action": "set", "part": "settings:name", "value": "Panne"}),
    ("setting-only-set", {"action": "remove", "part": "settings:name"}),
    ("part-taken", {"action": "add", "part": "step:floor", "value": {"key": "floor"}}),
    ("new-key-reserved", {"action": "add", "part": "step:facts", "value": {"key": "facts"}}),
    ("move-after-itself", {"action": "move", "part": "step:floor", "after": "step:floor"}),
    ("anchor-of-other-kind", {"action": "move", "part": "step:floor", "after": "article:a"}),
    ("part-taken", {"action": "rename", "part": "step:floor", "to": "people"}),
    ("new-key-reserved", {"action": "rename", "part": "step:floor", "to": "and"}),
    ("new-key-form", {"action": "rename", "part": "step:floor", "to": "Étage"}),
    *(
        ("not-json", {"action": "set", "part": "step:floor", "value": {"key": "floor", "x": x}})
        for x in (float("nan"), 10**40)
    ),
]


@on_sqlite
def test_nonsense_is_refused(writers: Writers) -> None:
    def refused_as(edit: Any) -> str:
        with pytest.raises(BadEdit) as caught:
            writers.save(edit)
        return caught.value.code

    assert [(refused_as(edit), edit) for _, edit in NONSENSE] == NONSENSE
    assert writers.draft.revision == writers.base


def test_what_no_database_can_keep_is_left_out(writers: Writers) -> None:
    writers.save(writers.titled("floor", "Ét\x00age\ud800"))
    commit()
    session.remove()
    assert writers.step("floor")["title"]["fr"] == "Étage"


@on_sqlite
def test_hostile_values_are_bounded(writers: Writers) -> None:
    def nested(depth: int) -> Any:
        return [nested(depth - 1)] if depth else "x"

    # Sixteen levels are too many with those of the document around them.
    for value in (nested(40), nested(15), "x" * 1_100_000, [0] * 100_000):
        with pytest.raises(BadEdit):
            writers.save(
                {"action": "set", "part": "step:floor", "value": {"key": "floor", "help": value}}
            )
    assert session.query(DraftChange).filter_by(draft_id=writers.draft_id).count() == 1


@on_sqlite
def test_a_version_of_another_script_is_no_beginning(writers: Writers) -> None:
    other = drafting.new_script(writers.world.acme.id, "doors", {"fr": "Portes"}, ["fr"], None)
    other.state = "discarded"
    session.flush()
    with pytest.raises(UnknownVersion):
        drafting.open_draft(other.script_id, None, version_id=writers.draft.based_on_id)


def replaced(writers: Writers, document: dict[str, Any], base: int, token: str = "") -> Saved:
    by = writers.world.bruno.id
    return drafting.replace(writers.draft_id, base, document, by=by, token=token or "file")


@on_sqlite
def test_an_import_becomes_edits(writers: Writers) -> None:
    document = copy.deepcopy(writers.draft.document)
    document["steps"][0]["title"]["fr"] = "Nouveau titre"
    document["steps"].insert(1, document["steps"].pop(3))
    saved = replaced(writers, document, writers.base)
    assert writers.draft.document == document
    assert sorted(change.action for change in saved.news) == ["move", "set"]
    assert replaced(writers, document, writers.base).revision == saved.revision


def test_an_import_does_not_undo_what_others_did_meanwhile(writers: Writers) -> None:
    document = copy.deepcopy(writers.draft.document)
    document["name"] = {"fr": "Panne", "en": "Breakdown"}
    writers.save(writers.titled("floor", "A"), base=writers.base)
    with pytest.raises(EditConflict) as caught:
        replaced(writers, document, writers.base)
    assert [conflict.part for conflict in caught.value.conflicts] == ["step:floor"]
    saved = replaced(writers, document, caught.value.revision, "again")
    assert saved.revision == caught.value.revision + 1
    assert writers.draft.document == document


@on_sqlite
def test_an_import_of_another_script_is_refused(writers: Writers) -> None:
    for document in ({**writers.draft.document, "key": "other"}, {"steps": []}, None):
        with pytest.raises(BadEdit):
            replaced(writers, document, writers.base)  # type: ignore[arg-type]


@on_sqlite
def test_an_import_that_changes_nothing_is_no_revision(writers: Writers) -> None:
    assert replaced(writers, copy.deepcopy(writers.draft.document), writers.base).parts == {}


@on_sqlite
def test_a_change_can_be_taken_back_from_the_history(writers: Writers) -> None:
    before = copy.deepcopy(writers.draft.document)
    writers.save(
        {"action": "rename", "part": "step:floor", "to": "level"},
        {"action": "remove", "part": "step:people"},
    )
    changes = [entry.change for entry in reversed(drafting.history(writers.draft_id))]
    last_changes = [change for change in changes if change.revision == writers.draft.revision]
    writers.save(*(edit.as_json() for edit in drafting.undone(last_changes)))
    assert writers.draft.document == before


@on_sqlite
def test_a_rename_tells_the_page_every_part_it_changed(writers: Writers) -> None:
    saved = writers.save({"action": "rename", "part": "step:floor", "to": "level"})
    assert saved.news[0].action == "rename"
    assert {change.action for change in saved.news[1:]} == {"refer"}
    assert set(saved.parts) >= {"step:level", "settings:outcome"}


@on_sqlite
def test_a_base_from_the_future_is_refused(writers: Writers) -> None:
    for base in (writers.base + 1, -1):
        with pytest.raises(BadEdit):
            writers.save(writers.titled("floor", "A"), base=base)


@on_sqlite
def test_a_request_without_token_or_with_too_many_edits_is_refused(writers: Writers) -> None:
    edit = writers.titled("floor", "A")
    odd = [([edit], token) for token in ("", "x" * 65, "\ud800", "\0")]
    for edits, token in (*odd, ([], "x"), ([edit] * 201, "x")):
        with pytest.raises(BadEdit):
            drafting.save(writers.draft_id, writers.base, edits, by=None, token=token)
    assert writers.draft.revision == writers.base


@on_sqlite
def test_a_conflict_behind_ones_own_rename_shows_what_the_other_wrote(writers: Writers) -> None:
    mine = {**writers.step("floor"), "key": "level", "title": {"fr": "B", "en": "B"}}
    writers.save(writers.titled("floor", "A"), base=writers.base)
    with pytest.raises(EditConflict) as caught:
        writers.save(
            {"action": "rename", "part": "step:floor", "to": "level"},
            {"action": "set", "part": "step:level", "value": mine},
            base=writers.base,
            by="bruno",
        )
    (conflict,) = caught.value.conflicts
    assert conflict.part == "step:floor"
    assert (conflict.theirs["title"]["fr"], conflict.yours["title"]["fr"]) == ("A", "B")


def test_renaming_tells_how_many_runs_answered_under_the_old_key(writers: Writers) -> None:
    run = runs.start(
        client_id=writers.world.acme.id,
        call_id=None,
        script_key=writers.script.key,
        language="fr",
        facts={},
    )
    assert run is not None
    runs.save_answer(run.id, "floor", "3", author_id=None, base_revision=0)
    saved = writers.save({"action": "rename", "part": "step:floor", "to": "level"})
    assert saved.answered == {"floor": 1}
