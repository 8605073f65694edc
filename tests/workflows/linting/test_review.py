"""A review of any data: never a crash, each fault at its field, the rest linted meanwhile."""

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.examples import examples
from workflows.document import ScriptDocument, plain
from workflows.formats.schema import schema
from workflows.linting import Fault, Finding
from workflows.linting.review import MOST_FINDINGS, review
from workflows.linting.shape_faults import FORMS, Reason, explain

T = {"fr": "a", "en": "a"}
SMALL: dict[str, Any] = {
    "key": "one",
    "name": T,
    "languages": ["fr", "en"],
    "steps": [
        {"key": "a", "kind": "choice", "type": "yes_no", "title": T, "mandatory": True, "ask": T},
        {"key": "b", "kind": "question", "type": "text", "title": T, "ask": T},
        {"key": "fin", "kind": "end", "title": T},
    ],
    "outcome": {"title": T, "team": [{"is": "everyone"}]},
}


def draft(*changes: tuple[tuple[str | int, ...], Any]) -> dict[str, Any]:
    """The small script with other values at some places; ... removes what is there."""
    data = json.loads(json.dumps(SMALL))
    for place, value in changes:
        holder: Any = data
        for part in place[:-1]:
            holder = holder[part]
        if value is ...:
            del holder[place[-1]]
        else:
            holder[place[-1]] = value
    return data


def codes_and_places(data: Any) -> list[tuple[str, tuple[str | int, ...], str]]:
    return [(one.code, one.place, one.key) for one in review(data)]


def check_shape(findings: tuple[Finding, ...]) -> None:
    assert len(findings) <= MOST_FINDINGS
    assert [one.severity for one in findings] == sorted(one.severity for one in findings)
    for one in findings:
        assert all(isinstance(part, str | int) for part in one.place)


def test_a_good_script_has_no_findings(lift_document: ScriptDocument) -> None:
    assert review(plain(lift_document)) == ()
    assert review(SMALL) == ()


FAULTY: list[tuple[list[tuple[tuple[str | int, ...], Any]], list[Any]]] = [
    ([(("steps", 1, "title"), ...)], [("invalid", ("steps", 1, "title"), "b")]),
    ([(("steps", 1, "title", "en"), " ")], [("invalid", ("steps", 1, "title", "en"), "b")]),
    ([(("steps", 1, "type"), "txt")], [("invalid", ("steps", 1, "type"), "b")]),
    ([(("steps", 1, "type"), ...)], [("invalid", ("steps", 1, "type"), "b")]),
    ([(("steps", 1, "when"), "a ==")], [("invalid", ("steps", 1, "when"), "b")]),
    ([(("steps", 1, "mandatory"), 3)], [("invalid", ("steps", 1, "mandatory"), "b")]),
    ([(("steps", 1, "unit"), T)], [("invalid", ("steps", 1, "unit"), "b")]),
    ([(("steps", 1, "help"), 3)], [("invalid", ("steps", 1, "help"), "b")]),
    ([(("steps", 1, "colour"), 3)], [("invalid", ("steps", 1, "colour"), "b")]),
    ([(("steps", 1, "key"), "a")], [("invalid", ("steps", 1, "key"), "a")]),
    ([(("steps", 1, "key"), "Not good")], [("invalid", ("steps", 1, "key"), "Not good")]),
    ([(("steps", 1), "b")], [("invalid", ("steps", 1), "")]),
    (
        [(("steps", 1, "pattern"), "(?=a)a")],
        [("unknown-pattern", ("steps", 1, "pattern"), "b")],
    ),
    (
        [(("steps", 1, "pattern"), "a{9}{9}")],
        [("unknown-pattern", ("steps", 1, "pattern"), "b")],
    ),
    (
        [(("steps", 1, "pattern"), r"[^\s\S]")],
        [("impossible-pattern", ("steps", 1, "pattern"), "b")],
    ),
    (
        [(("steps", 0, "next"), [{"when": "a == true", "to": ""}])],
        [("invalid", ("steps", 0, "next", 0, "to"), "a")],
    ),
    (
        [(("steps", 0, "next"), [{"when": "(a == true", "to": "fin"}])],
        [("invalid", ("steps", 0, "next", 0, "when"), "a")],
    ),
    ([(("steps", 2, "kind"), "action")], [("invalid", ("steps", 2, "kind"), "fin")]),
    ([(("steps", 2, "when"), "a == true")], [("invalid", ("steps", 2, "when"), "fin")]),
    ([(("steps",), [])], [("invalid", ("steps",), "steps")]),
    ([(("languages",), ["fr", "fr"])], [("invalid", ("languages", 1), "languages")]),
    ([(("languages",), ["FR"])], [("invalid", ("languages", 0), "languages")]),
    ([(("outcome",), ...)], [("invalid", ("outcome",), "outcome")]),
    (
        [(("outcome", "priority"), [{"is": 9, "when": "a == true"}, {"is": 3}])],
        [("invalid", ("outcome", "priority", 0, "is"), "priority")],
    ),
    (
        [(("instructions",), [{"key": "i", "text": T, "hours": "8-18"}])],
        [("invalid", ("instructions", 0, "hours"), "i")],
    ),
    (
        [(("instructions",), [{"key": "i", "text": T, "from": "soon"}])],
        [("invalid", ("instructions", 0, "from"), "i")],
    ),
    (
        [(("instructions",), [{"key": "i", "text": T}, {"key": "i", "text": T}])],
        [("invalid", ("instructions", 1, "key"), "i")],
    ),
    (
        [(("articles",), [{"key": "x", "title": T}]), (("steps", 1, "articles"), ["x"])],
        [("invalid", ("articles", 0, "body"), "x")],
    ),
]


@pytest.mark.parametrize(("changes", "expected"), FAULTY)
def test_one_fault_is_one_finding_at_its_field(
    changes: list[tuple[tuple[str | int, ...], Any]], expected: list[Any]
) -> None:
    data = draft(*changes)
    assert codes_and_places(data) == expected
    check_shape(review(data))


STEP = ("steps", 1)
SHAPES: list[tuple[tuple[str | int, ...], Any, Fault, dict[str, Any]]] = [
    ((*STEP, "title"), ..., Fault.MISSING, {}),
    ((*STEP, "colour"), 3, Fault.UNKNOWN_FIELD, {}),
    ((*STEP, "title", "en"), 3, Fault.NO_TEXT, {}),
    ((*STEP, "title", "en"), " ", Fault.EMPTY_TEXT, {"min_length": 1}),
    ((*STEP, "title", "en"), "x" * 20_001, Fault.LONG_TEXT, {"max_length": 20_000}),
    ((*STEP, "key"), "Not good", Fault.NO_KEY, {}),
    (("key",), "Not good", Fault.NO_SCRIPT_KEY, {}),
    ((*STEP, "options"), [{"value": "é", "label": T}], Fault.NO_VALUE, {}),
    (("instructions",), [{"key": "i", "text": T, "hours": "8-18"}], Fault.NO_HOURS, {}),
    (("languages",), ["FR"], Fault.NO_LANGUAGE, {}),
    (("steps",), [], Fault.FEW_ITEMS, {"min_length": 2}),
    ((*STEP, "articles"), ["x"] * 21, Fault.MANY_ITEMS, {"max_length": 20}),
    ((*STEP, "options"), "x", Fault.NO_LIST, {}),
    ((*STEP, "title"), "x", Fault.NO_TEXTS, {}),
    (STEP, "x", Fault.NO_BLOCK, {}),
    ((*STEP, "moment"), "x", Fault.UNKNOWN_VALUE, {"alternatives": ["past", "future", "any"]}),
    (("format",), 2, Fault.UNKNOWN_VALUE, {"alternatives": ["1"]}),
    ((*STEP, "matrix"), {"x": {"y": 2.5}}, Fault.NO_WHOLE_NUMBER, {}),
    ((*STEP, "minimum"), "x", Fault.NO_NUMBER, {}),
    ((*STEP, "minimum"), "inf", Fault.NO_FINITE_NUMBER, {}),
    ((*STEP, "whole"), "x", Fault.NO_FLAG, {}),
    ((*STEP, "matrix"), {"x": {"y": 0}}, Fault.TOO_SMALL, {"ge": 1}),
    ((*STEP, "matrix"), {"x": {"y": 9}}, Fault.TOO_LARGE, {"le": 4}),
    ((*STEP, "mandatory"), 3, Fault.NO_RULE, {}),
]


@pytest.mark.parametrize(("place", "value", "fault", "params"), SHAPES)
def test_each_form_that_a_field_does_not_have_is_a_fault_of_its_own(
    place: tuple[str | int, ...], value: Any, fault: Fault, params: dict[str, Any]
) -> None:
    (finding,) = review(draft((place, value)))
    assert (finding.fault, finding.params) == (fault, params)


def test_an_unforeseen_error_of_the_models_is_a_plain_fault() -> None:
    with pytest.raises(ValidationError) as caught:
        ScriptDocument.model_validate(draft((("name", "fr"), "\ud800")))
    assert explain(caught.value.errors()[0]) == Reason(Fault.NOT_ACCEPTED)


def test_every_pattern_of_a_field_has_its_own_fault() -> None:
    patterns = set(re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', json.dumps(schema())))
    assert {json.loads(f'"{pattern}"') for pattern in patterns} == set(FORMS)


def test_the_rest_is_linted_while_one_part_has_a_fault() -> None:
    data = draft(
        (("steps", 0, "type"), "nothing"),
        (("steps", 1, "when"), "a == 'x' and aa == 1"),
        (("steps", 1, "title"), {"fr": "a"}),
    )
    assert codes_and_places(data) == [
        ("invalid", ("steps", 0, "type"), "a"),
        ("unknown-step", ("steps", 1, "when"), "b"),
        ("missing-language", ("steps", 1, "title", "en"), "b"),
    ]


def test_a_step_that_cannot_be_read_still_exists_for_the_others() -> None:
    data = draft(
        (("steps", 0, "options"), [{"value": "é"}]),
        (("steps", 1, "when"), "a == true"),
        (("outcome", "title"), {"fr": "{a}", "en": "{a}"}),
        (("outcome", "priority"), [{"from": "a"}, {"is": 3}]),
    )
    assert {place[:2] for _, place, _ in codes_and_places(data)} == {("steps", 0)}


def test_several_faults_of_one_step_are_all_findings() -> None:
    data = draft(
        (("steps", 1, "key"), "B"), (("steps", 1, "ask"), {"FR": "a"}), (("steps", 1, "why"), 1)
    )
    assert [place for _, place, _ in codes_and_places(data)] == [
        ("steps", 1, "key"),
        ("steps", 1, "ask", "FR"),
        ("steps", 1, "why"),
    ]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=[]), max_size=8)
    | st.sampled_from(["a", "b", "fin", "end", "choice", "a == true", "(", "x" * 30_000]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["fr", "key", "kind", "when", "to", "is", "ü"]), inner)
    ),
    max_leaves=8,
)


def places(data: Any, place: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = data.items() if isinstance(data, dict) else enumerate(data)
    inner = [(*place, part) for part, _ in items]
    for part in list(inner):
        child = data[part[-1]]
        if isinstance(child, dict | list):
            inner += places(child, part)
    return inner


@settings(max_examples=examples(150), suppress_health_check=list(HealthCheck), deadline=None)
@given(st.data())
def test_no_change_of_a_script_breaks_the_review(
    lift_document: ScriptDocument, data: st.DataObject
) -> None:
    whole = plain(lift_document)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.sampled_from(places(whole)))
        holder: Any = whole
        for part in place[:-1]:
            holder = holder[part]
        if data.draw(st.booleans()):
            del holder[place[-1]]
        else:
            holder[place[-1]] = data.draw(JSON)
    check_shape(review(whole))


@settings(deadline=None)
@given(JSON, st.sampled_from(sorted(ScriptDocument.model_fields)))
def test_no_data_break_the_review(value: Any, name: str) -> None:
    check_shape(review(value))
    check_shape(review({name: value}))
    check_shape(review({"steps": [value, value], "outcome": value}))


def deep(levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = [value]
    return value


def endless() -> Any:
    value: dict[str, Any] = {}
    value["steps"] = [value]
    return value


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(deep(100_000), id="deep"),
        pytest.param({"steps": [{"title": deep(5_000)}]}, id="deep inside"),
        pytest.param(endless(), id="endless"),
        pytest.param({str(n): n for n in range(200_000)}, id="wide"),
        pytest.param({"steps": [{}] * 200_000}, id="long"),
        pytest.param({"name": {"fr": "x" * 2_000_000}}, id="one long text"),
        pytest.param({"x" * 2_000_000: 1}, id="one long key"),
        pytest.param({1: 2}, id="a key that is no word"),
        pytest.param({"name": {"fr": "\ud800"}}, id="half a character"),
        pytest.param({"\udfff": 1}, id="half a character in a key"),
        pytest.param({"name": b"x"}, id="bytes"),
        pytest.param({"name": {1, 2}}, id="a set"),
        pytest.param(object(), id="an object"),
        pytest.param({"steps": [{"minimum": 10**5000}]}, id="a number without end"),
        pytest.param({"steps": [{"minimum": float("nan")}]}, id="no number"),
    ],
)
def test_hostile_data_get_an_answer(data: Any) -> None:
    findings = review(data)
    assert findings
    check_shape(findings)


def test_hostile_conditions_get_an_answer() -> None:
    names = [f"q{n}" for n in range(9)]
    questions = [
        {"key": name, "kind": "choice", "type": "yes_no", "title": T, "ask": T} for name in names
    ]
    worst = " and ".join(f"({name} == true or not {name})" for name in names)
    conditions = ["(" * 400 + "a", "not " * 120 + "a", worst, worst[:-3], "a" * 9000]
    steps = [
        {"key": f"s{n}", "kind": "action", "title": T, "when": f"{conditions[n % 5]}{' ' * n}"}
        for n in range(300)
    ]
    data = {**SMALL, "steps": [*questions, *steps, SMALL["steps"][-1]]}
    findings = review(data)
    check_shape(findings)
    assert sum(one.code == "invalid" for one in findings) >= 240
