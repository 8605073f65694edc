"""Edits of a document as pure functions: each can be undone, and edits of two people merge."""

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from workflows import expressions
from workflows.document import ScriptDocument, plain
from workflows.drafting import differences, edits, merging
from workflows.drafting.applying import Applied, apply, apply_all
from workflows.drafting.edits import Edit
from workflows.drafting.errors import BadEdit
from workflows.drafting.parts import SETTINGS, Document, shaped
from workflows.drafting.references import parts
from workflows.expressions.renaming import renamed

KEYS = st.sampled_from(["a", "b", "c", "d", "e", "f"])
CONDITIONS = st.sampled_from(
    [
        "a == true",
        "b.priority < 3 and not answered(c)",
        'd == "a" or a in ["b", "a"]',
        "facts.hour > 8 and e contains 'a'",
        "f ==",
        "a = 1",
        "",
    ]
)
TEXTS = st.fixed_dictionaries({"fr": st.sampled_from(["Un", "{a} et [{b}]", "{c}", "{a"])})
STEPS = st.fixed_dictionaries(
    {"kind": st.sampled_from(["question", "end"]), "title": TEXTS},
    optional={
        "when": CONDITIONS,
        "mandatory": st.booleans() | CONDITIONS,
        "articles": st.lists(KEYS, max_size=3),
        "next": st.lists(
            st.fixed_dictionaries({"to": KEYS}, optional={"when": CONDITIONS}) | KEYS, max_size=3
        ),
    },
)
INSTRUCTIONS = st.fixed_dictionaries({"text": TEXTS}, optional={"when": CONDITIONS})
ARTICLES = st.fixed_dictionaries({"title": TEXTS, "body": TEXTS})
RULES = st.lists(st.fixed_dictionaries({}, optional={"when": CONDITIONS, "from": KEYS}), max_size=2)
OUTCOMES = st.fixed_dictionaries(
    {"title": TEXTS}, optional={"summary": TEXTS, "priority": RULES, "team": RULES}
)
OF_KIND = {"step": STEPS, "instruction": INSTRUCTIONS, "article": ARTICLES}
OF_SETTING: dict[str, st.SearchStrategy[Any]] = {
    "name": TEXTS,
    "languages": st.lists(st.sampled_from(["fr", "en"]), unique=True),
    "greeting": TEXTS,
    "outcome": OUTCOMES,
    "lexicon": st.just({}),
}


@st.composite
def listed(draw: st.DrawFn, kind: str) -> list[dict[str, Any]]:
    keys = draw(st.lists(KEYS, unique=True, max_size=5))
    return [{**draw(OF_KIND[kind]), "key": key} for key in keys]


@st.composite
def documents(draw: st.DrawFn) -> Document:
    return shaped(
        {
            "key": "doors",
            "steps": draw(listed("step")),
            "instructions": draw(listed("instruction")),
            "articles": draw(listed("article")),
            **{name: draw(OF_SETTING[name]) for name in SETTINGS},
        }
    )


@st.composite
def some_edit(draw: st.DrawFn) -> Edit:
    kind = draw(st.sampled_from(["step", "step", "instruction", "article", "settings"]))
    if kind == "settings":
        name = draw(st.sampled_from(list(SETTINGS)))
        return Edit("set", f"settings:{name}", draw(OF_SETTING[name]))
    key, action = draw(KEYS), draw(st.sampled_from(edits.ACTIONS))
    data: dict[str, Any] = {"action": action, "part": f"{kind}:{key}"}
    if action in ("set", "add"):
        data["value"] = {**draw(OF_KIND[kind]), "key": key}
    if action in ("add", "move"):
        data["after"] = draw(st.just("") | KEYS.map(lambda anchor: f"{kind}:{anchor}"))
    return edits.checked_edit({**data, "to": draw(KEYS)})


def tried(document: Document, edit: Edit) -> Applied:
    """The edit applied, or nothing where it makes no sense here."""
    try:
        return apply(document, edit)
    except BadEdit:
        return Applied(document)


def content(document: Document) -> str:
    """All parts whatever their order."""
    return json.dumps(dict(parts(document)), sort_keys=True)


@given(documents(), some_edit())
@settings(deadline=None, max_examples=examples(400))
def test_every_edit_can_be_undone(document: Document, edit: Edit) -> None:
    before = copy.deepcopy(document)
    applied = tried(document, edit)
    assert document == before, "the document that was given stays as it is"
    assert apply_all(applied.document, edits.undone(applied.changes)).document == document


@given(documents(), st.lists(some_edit(), max_size=6))
@settings(deadline=None)
def test_several_edits_can_be_undone_together(document: Document, batch: list[Edit]) -> None:
    now, changes = document, []
    for edit in batch:
        applied = tried(now, edit)
        now = applied.document
        changes += applied.changes
    assert apply_all(now, edits.undone(changes)).document == document


@given(documents(), some_edit(), some_edit())
@settings(deadline=None, max_examples=examples(400))
def test_edits_of_different_parts_can_come_in_any_order(
    document: Document, one: Edit, other: Edit
) -> None:
    """Contents and names agree; the places of parts that both have moved may differ."""
    named = {one.part, other.part, f"{one.kind}:{one.to}", f"{other.kind}:{other.to}"}
    if len(named - {f"{one.kind}:", f"{other.kind}:"}) < 2 + bool(one.to) + bool(other.to):
        return
    first = tried(tried(document, one).document, other).document
    second = tried(tried(document, other).document, one).document
    if "rename" not in (one.action, other.action):
        assert content(first) == content(second)
    if {one.action, other.action} <= {"set", "remove"}:
        assert first == second


@given(documents(), some_edit(), some_edit())
@settings(deadline=None, max_examples=examples(400))
def test_a_merge_keeps_both_or_says_so(document: Document, theirs: Edit, mine: Edit) -> None:
    done = tried(document, theirs)
    (merged,) = merging.merge(done.document, [mine], done.changes)
    if merged.against is not None:
        assert theirs.part == mine.part or theirs.action == "rename"
        return
    if merged.edit is None:
        return
    after = tried(done.document, merged.edit)
    if done.changes and theirs.action == "set" and mine.action == "set":
        assert dict(parts(after.document))[theirs.part] == theirs.value
        assert merged.edit == mine


@given(documents(), documents())
@settings(deadline=None, max_examples=examples(300), suppress_health_check=[HealthCheck.too_slow])
def test_the_edits_between_two_documents_lead_there(before: Document, after: Document) -> None:
    batch = differences.between(before, after)
    assert apply_all(before, batch).document == after
    assert all(edits.checked_edit(json.loads(json.dumps(edit.as_json()))) == edit for edit in batch)


def test_moving_one_step_is_one_edit() -> None:
    steps = [{"key": key} for key in "abcdef"]
    before = shaped({"key": "doors", "steps": steps})
    after = {**before, "steps": [steps[5], *steps[:5]]}
    (edit,) = differences.between(before, after)
    assert (edit.action, edit.part, edit.after) == ("move", "step:f", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("floor == 3", "level == 3"),
        ("floor.priority<3", "level.priority<3"),
        ("answered( floor )and floors == 1", "answered( level )and floors == 1"),
        ('site == "floor" and floor == "floor"', 'site == "floor" and level == "floor"'),
        ("facts.floor == 3", "facts.floor == 3"),
        (r'x == "say \"floor\"" or floor', r'x == "say \"floor\"" or level'),
        ("  floor  ", "  level  "),
        ("floor ==", "level =="),
        ("floor = 3", "floor = 3"),
        ("", ""),
    ],
)
def test_a_name_is_followed_in_a_condition(text: str, expected: str) -> None:
    assert renamed(text, "floor", "level") == expected


@given(CONDITIONS, KEYS)
@settings(deadline=None)
def test_a_renamed_condition_looks_at_the_same_things(text: str, old: str) -> None:
    try:
        before = list(expressions.names(expressions.parse(text)))
    except expressions.ConditionError:
        return
    after = list(expressions.names(expressions.parse(renamed(text, old, "other"))))
    assert [(("other" if name.step == old else name.step), name.part) for name in before] == [
        (name.step, name.part) for name in after
    ]


@pytest.fixture
def lift_data(lift_document: ScriptDocument) -> Document:
    return shaped(plain(lift_document))


def test_a_renamed_step_is_followed_everywhere(lift_data: Document) -> None:
    """No reference to the old key is left, and the script stays valid."""
    for step in [item["key"] for item in lift_data["steps"]]:
        edit = edits.checked_edit({"action": "rename", "part": f"step:{step}", "to": "newly_named"})
        applied = apply(lift_data, edit)
        document = ScriptDocument.model_validate(applied.document)
        dumped = "\n".join(
            json.dumps(value, ensure_ascii=False)
            for value in (applied.document["outcome"], *_references(applied.document))
        )
        assert f"{{{step}}}" not in dumped
        assert document.steps != []
        back = edits.checked_edit({"action": "rename", "part": "step:newly_named", "to": step})
        assert apply(applied.document, back).document == lift_data


def _references(document: Document) -> list[Any]:
    names = ("when", "next", "mandatory")
    return [step.get(name) for step in document["steps"] for name in names]


def test_every_kind_of_reference_is_followed() -> None:
    document = shaped(
        {
            "key": "doors",
            "steps": [
                {"key": "a", "mandatory": "a == 1", "next": [{"to": "a", "when": "a == 2"}]},
                {"key": "b", "when": "a.priority < 2", "articles": ["a", "x"]},
            ],
            "instructions": [{"key": "a", "when": "answered(a)"}],
            "articles": [{"key": "a", "title": {"fr": "{a}"}}],
            "outcome": {
                "title": {"fr": "{a}[ – {b}]", "en": "{a}"},
                "summary": {"fr": "{aa} {a}"},
                "priority": [{"from": "a", "when": "a == 1"}, {"is": 1}],
                "team": [{"is": "a", "when": "a == 1"}],
                "deadline": [{"minutes": 5, "when": "a == 1"}],
            },
        }
    )
    after = apply(
        document, edits.checked_edit({"action": "rename", "part": "step:a", "to": "z"})
    ).document
    assert after["steps"] == [
        {"key": "z", "mandatory": "z == 1", "next": [{"to": "z", "when": "z == 2"}]},
        {"key": "b", "when": "z.priority < 2", "articles": ["a", "x"]},
    ]
    assert after["instructions"] == [{"key": "a", "when": "answered(z)"}]
    assert after["articles"] == document["articles"]
    assert after["outcome"] == {
        "title": {"fr": "{z}[ – {b}]", "en": "{z}"},
        "summary": {"fr": "{aa} {z}"},
        "priority": [{"from": "z", "when": "z == 1"}, {"is": 1}],
        "team": [{"is": "a", "when": "z == 1"}],
        "deadline": [{"minutes": 5, "when": "z == 1"}],
    }
    of_article = edits.checked_edit({"action": "rename", "part": "article:a", "to": "z"})
    applied = apply(document, of_article)
    assert [change.part for change in applied.changes] == ["article:a", "step:b"]
    assert applied.document["steps"][1]["articles"] == ["z", "x"]


def _merge(document: Document, theirs: list[dict[str, Any]], mine: list[dict[str, Any]]) -> Any:
    done = apply_all(document, [edits.checked_edit(edit) for edit in theirs])
    merged = merging.merge(done.document, [edits.checked_edit(edit) for edit in mine], done.changes)
    fit = [one.edit for one in merged if one.edit is not None and one.against is None]
    clashes = [one.edit.part for one in merged if one.edit is not None and one.against is not None]
    return apply_all(done.document, fit).document, clashes


def small() -> Document:
    steps = [{"key": "a"}, {"key": "b", "when": "a == 1"}, {"key": "c"}]
    return shaped({"key": "doors", "steps": [*steps, {"key": "z", "kind": "end"}]})


def order(document: Document) -> str:
    return "".join(step["key"] for step in document["steps"])


def rename(key: str, to: str) -> dict[str, Any]:
    return {"action": "rename", "part": f"step:{key}", "to": to}


def set_step(key: str, **fields: Any) -> dict[str, Any]:
    return {"action": "set", "part": f"step:{key}", "value": {"key": key, **fields}}


def add(key: str, after: str) -> dict[str, Any]:
    anchor = f"step:{after}" if after else ""
    return {"action": "add", "part": f"step:{key}", "value": {"key": key}, "after": anchor}


def move(key: str, after: str) -> dict[str, Any]:
    return {"action": "move", "part": f"step:{key}", "after": f"step:{after}" if after else ""}


def remove(key: str) -> dict[str, Any]:
    return {"action": "remove", "part": f"step:{key}"}


def test_what_followed_a_removed_step_goes_before_the_end() -> None:
    after, clashes = _merge(small(), [remove("b")], [add("n", "b")])
    assert (order(after), clashes) == ("acnz", [])
    after, clashes = _merge(small(), [remove("b")], [move("a", "b")])
    assert (order(after), clashes) == ("caz", [])


def test_an_edit_follows_a_rename_that_its_author_had_not_seen() -> None:
    after, clashes = _merge(
        small(), [rename("a", "x")], [set_step("a", when="a == 2"), add("n", "a")]
    )
    assert (order(after), clashes) == ("xnbcz", [])
    assert after["steps"][0] == {"key": "x", "when": "x == 2"}


def test_a_rename_keeps_what_the_other_wrote_in_the_same_step() -> None:
    after, clashes = _merge(small(), [set_step("a", help="h")], [rename("a", "x")])
    assert (after["steps"][0], clashes) == ({"key": "x", "help": "h"}, [])
    assert after["steps"][1]["when"] == "x == 1"


def test_renaming_first_does_not_hide_what_another_wrote() -> None:
    _, clashes = _merge(
        small(), [set_step("a", help="h")], [rename("a", "x"), set_step("x", help="mine")]
    )
    assert clashes == ["step:x"]


def test_what_refers_to_a_renamed_step_merges_with_an_edit_of_it() -> None:
    after, clashes = _merge(small(), [rename("a", "x")], [set_step("b", when="a == 2")])
    assert (after["steps"][1], clashes) == ({"key": "b", "when": "x == 2"}, [])


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        (set_step("a", help="1"), set_step("a", help="2")),
        (set_step("a", help="1"), remove("a")),
        (remove("a"), set_step("a", help="2")),
        (remove("a"), move("a", "b")),
        (remove("a"), rename("a", "x")),
        (rename("a", "x"), rename("a", "y")),
        (move("a", "b"), move("a", "c")),
        (add("n", "a"), add("n", "b")),
    ],
)
def test_what_cannot_be_merged_is_a_clash(theirs: dict[str, Any], mine: dict[str, Any]) -> None:
    after, clashes = _merge(small(), [theirs], [mine])
    assert len(clashes) == 1
    assert after == apply(small(), edits.checked_edit(theirs)).document


@pytest.mark.parametrize(
    "edit", [set_step("a", help="1"), remove("a"), rename("a", "x"), move("a", "b")]
)
def test_two_who_want_the_same_do_not_clash(edit: dict[str, Any]) -> None:
    after, clashes = _merge(small(), [edit], [edit])
    assert (after, clashes) == (apply(small(), edits.checked_edit(edit)).document, [])


def test_what_was_changed_and_changed_back_is_no_clash() -> None:
    after, clashes = _merge(
        small(),
        [set_step("a", help="1"), set_step("a"), set_step("c", help="1")],
        [set_step("a", help="2")],
    )
    assert (after["steps"][0], clashes) == ({"key": "a", "help": "2"}, [])


def test_of_several_changes_of_others_the_last_one_counts() -> None:
    theirs = [move("a", "b"), move("a", "c")]
    assert _merge(small(), theirs, [move("a", "c")])[1] == []  # it stands there already
    assert _merge(small(), theirs, [move("a", "b")])[1] == ["step:a"]


def test_moving_and_writing_the_same_step_merge() -> None:
    after, clashes = _merge(small(), [move("a", "c")], [set_step("a", help="h")])
    assert (order(after), after["steps"][2], clashes) == ("bcaz", {"key": "a", "help": "h"}, [])


def test_taking_a_rename_back_does_not_undo_what_came_after() -> None:
    done = apply(small(), edits.checked_edit(rename("a", "x")))
    later = apply(done.document, edits.checked_edit(set_step("x", help="h")))
    (merged,) = merging.merge(later.document, [edits.inverse(done.changes[0])], later.changes)
    assert merged.against is not None


def test_a_script_has_a_bounded_number_of_parts() -> None:
    full = shaped({"key": "doors", "steps": [{"key": f"s{n}"} for n in range(400)]})
    with pytest.raises(BadEdit):
        apply(full, edits.checked_edit(add("one_more", "")))
    with pytest.raises(BadEdit):
        shaped({"key": "doors", "steps": [{"key": f"s{n}"} for n in range(401)]})


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"key": 1},
        {"key": "doors", "steps": {}},
        {"key": "doors", "steps": ["a"]},
        {"key": "doors", "steps": [{}]},
        {"key": "doors", "steps": [{"key": "a"}, {"key": "a"}]},
        {"key": "doors", "name": "Portes"},
        {"key": "doors", "outcome": {1: 2}},
    ],
)
def test_what_has_no_shape_of_a_script_is_refused(data: Any) -> None:
    with pytest.raises(BadEdit):
        shaped(data)


def test_shaping_a_published_document_loses_nothing(lift_document: ScriptDocument) -> None:
    assert ScriptDocument.model_validate(shaped(plain(lift_document))) == lift_document
