"""A readable diff: each change in the words of the editor, and none that is left out."""

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from web.messages import values
from web.messages.fields import field_words
from workflows.comparing.changes import Change, changes
from workflows.document import ScriptDocument, plain


def between(before: dict[str, Any], after: dict[str, Any]) -> tuple[Change, ...]:
    return changes(before, after, values)


def as_tuples(differences: tuple[Change, ...]) -> list[tuple[Any, ...]]:
    return [
        (
            one.part,
            one.kind,
            [(field_words(line.place), line.before, line.after) for line in one.lines],
        )
        for one in differences
    ]


@pytest.fixture
def before(lift_document: ScriptDocument) -> dict[str, Any]:
    return plain(lift_document)


@pytest.fixture
def after(before: dict[str, Any]) -> dict[str, Any]:
    return copy.deepcopy(before)


def step(document: dict[str, Any], key: str) -> dict[str, Any]:
    return next(one for one in document["steps"] if one["key"] == key)


def test_nothing_changed_is_nothing(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert between(before, after) == ()


def test_fields_of_a_step(before: dict[str, Any], after: dict[str, Any]) -> None:
    trapped = step(after, "trapped")
    del trapped["mandatory"]
    trapped["next"][0]["when"] = "trapped"
    trapped["title"]["en"] = "Trapped"
    assert as_tuples(between(before, after)) == [
        (
            "step:trapped",
            "changed",
            [
                ("Title (English)", "Someone trapped", "Trapped"),
                ("Branch 1", "if trapped == true → people", "if trapped → people"),
                ("Mandatory", "yes", "no"),
            ],
        )
    ]


def test_a_bound_is_shown_with_all_its_digits(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    step(before, "people")["maximum"], step(after, "people")["maximum"] = 1234567.5, 1234568.5
    (change,) = between(before, after)
    assert [(line.before, line.after) for line in change.lines] == [("1234567.5", "1234568.5")]


def test_one_more_choice_is_one_more_choice(before: dict[str, Any], after: dict[str, Any]) -> None:
    label = {"fr": "Panique", "en": "Panic"}
    step(after, "unwell")["options"].insert(1, {"value": "panic", "label": label})
    (change,) = between(before, after)
    assert [(field_words(line.place), line.before, line.after) for line in change.lines] == [
        ("Choices", "none, hurt, ill", "none, panic, hurt, ill"),
        ("Choice “panic” › Label (French)", "", "Panique"),
        ("Choice “panic” › Label (English)", "", "Panic"),
    ]


def test_added_removed_moved_and_renamed(before: dict[str, Any], after: dict[str, Any]) -> None:
    steps = after["steps"]
    steps.insert(0, {"key": "new", "kind": "action", "title": {"fr": "Neuf", "en": "New"}})
    steps.remove(step(after, "calm"))
    steps.insert(3, steps.pop(steps.index(step(after, "since"))))
    step(after, "site")["key"] = "building"
    assert [(one.part, one.kind) for one in between(before, after)] == [
        ("step:new", "added"),
        ("step:since", "moved"),
        ("step:building", "renamed"),
        ("step:calm", "removed"),
    ]
    moved, renamed = between(before, after)[1:3]
    assert (moved.lines[0].before, moved.lines[0].after) == ("9", "4")
    assert as_tuples((renamed,))[0][2] == [("Key", "site", "building")]


def test_settings_rules_instructions_and_articles(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    after["name"]["fr"] = "Panne"
    after["outcome"]["priority"][0]["is"] = 2
    after["lexicon"] = {"things": {"fr": ["cabine", "treuil"]}}
    after["instructions"][0]["weekdays"] = ["mon"]
    body = before["articles"][0]["body"]
    body["fr"] = "\n".join(f"Ligne {n}" for n in range(60))
    after["articles"][0]["body"] = {**body, "fr": body["fr"].replace("Ligne 7\n", "Sept\n")}
    assert as_tuples(between(before, after)) == [
        (
            "settings:name",
            "changed",
            [("Name of the script (French)", "Panne d’ascenseur", "Panne")],
        ),
        (
            "settings:outcome",
            "changed",
            [("Priority rule 1", "if trapped == true → 1", "if trapped == true → 2")],
        ),
        ("settings:lexicon", "added", [("Things (French)", "", "cabine, treuil")]),
        (
            "instruction:office",
            "changed",
            [("Weekdays", "Monday, Tuesday, Wednesday, Thursday, Friday", "Monday")],
        ),
        (
            "article:release",
            "changed",
            [("Content (French)", "…\nLigne 7\n…", "…\nSept\n…")],
        ),
    ]


def test_two_choices_in_another_order_are_seen(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    step(after, "unwell")["options"].reverse()
    assert as_tuples(between(before, after)) == [
        ("step:unwell", "changed", [("Choices", "none, hurt, ill", "ill, hurt, none")])
    ]


VALUES = st.sampled_from(["x", "a, b", "", 3, 2.5, True, False, None, [], ["a", "b"], {"fr": "z"}])


def places(data: Any, place: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = data.items() if isinstance(data, dict) else enumerate(data)
    inner = []
    for part, child in items:
        inner.append((*place, part))
        if isinstance(child, dict | list):
            inner += places(child, (*place, part))
    return inner


@settings(max_examples=examples(150), suppress_health_check=list(HealthCheck), deadline=None)
@given(st.data())
def test_no_change_goes_unseen_and_none_breaks_it(
    lift_document: ScriptDocument, data: st.DataObject
) -> None:
    old = plain(lift_document)
    new = copy.deepcopy(old)
    place = data.draw(st.sampled_from([one for one in places(new) if one != ("format",)]))
    holder: Any = new
    for part in place[:-1]:
        holder = holder[part]
    holder[place[-1]] = data.draw(VALUES)
    try:
        same = ScriptDocument.model_validate(new) == lift_document
        valid = True
    except ValueError:
        same = valid = False
    for one, other in ((old, new), (new, old)):
        result = between(one, other)
        assert not (valid and not same and not result)
