"""Conditions as rows and back: nothing is lost, and what rows cannot say is left alone."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.expressions import ConditionError, evaluate, parse
from workflows.expressions.rows import (
    OPPOSITE,
    WITH_LIST,
    WITH_VALUE,
    WITHOUT,
    Row,
    Rows,
    from_json,
    rows_of,
    text_of,
)
from workflows.texts import CONTROL

TEXT = st.text(max_size=12).filter(lambda text: not CONTROL.search(text)) | st.sampled_from(
    ['"', "'", "\\", '\\"', "a \"b\" 'c'", "and", "true", "[1]", "«\u202f42\u202f»", ""]
)
NUMBER = st.integers(-(10**15) + 1, 10**15 - 1) | st.decimals(-1000, 1000, places=3).map(float)
SCALAR = TEXT | NUMBER | st.booleans()
NAMES = st.sampled_from(["a", "b_2", "impact.priority", "facts.hour", "facts.line"])
ROW = st.one_of(
    st.builds(Row, NAMES, st.sampled_from(sorted(WITH_VALUE)), SCALAR),
    st.builds(Row, NAMES, st.sampled_from(sorted(WITH_LIST)), st.lists(SCALAR).map(tuple)),
    st.builds(Row, NAMES, st.sampled_from(["is true", "is false"])),
    st.builds(Row, st.sampled_from(["a", "b_2"]), st.sampled_from(["answered", "not answered"])),
)
SOME = st.lists(ROW, min_size=2, max_size=4).map(tuple)
ROWS = st.one_of(
    st.builds(Rows, st.just("and"), st.lists(ROW, max_size=1).map(tuple)),
    st.builds(Rows, st.sampled_from(["and", "or"]), SOME),
)


@given(ROWS)
def test_rows_survive_text_and_json(rows: Rows) -> None:
    assert from_json(rows.to_json()) == rows
    try:
        text = text_of(rows)
    except ConditionError as error:
        assert error.code == "condition-too-long"
        return
    assert repr(rows_of(text)) == repr(rows)
    assert text_of(rows_of(text) or Rows("and", ())) == text


NODES = st.recursive(
    st.sampled_from(
        [
            "a == 1",
            "a != 1",
            "2 < a",
            "'x' in b",
            'b contains "x"',
            "b in ['x', 'y']",
            "['x'] contains b",
            "a",
            "answered(b)",
            "facts.hour >= 8",
        ]
    ),
    lambda inner: st.one_of(
        inner.map(lambda text: f"not ({text})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
            lambda three: f"({three[0]}) {three[1]} ({three[2]})"
        ),
    ),
    max_leaves=4,
)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "a": st.sampled_from([0, 1, 2, 3.5, True, False, "x"]),
        "b": st.sampled_from(["x", "y", "xyz", ["x"], ["z"], ""]),
    },
)


@given(NODES, ANSWERS, st.sampled_from([{}, {"hour": 7}, {"hour": 8}]))
def test_a_condition_and_its_rows_say_the_same(
    text: str, answers: dict[str, Any], facts: dict[str, Any]
) -> None:
    rows = rows_of(text)
    if rows is None:
        return
    before, after = parse(text), parse(text_of(rows))
    # An order between things that have none is unknown either way round.
    assert evaluate(before, answers, facts) == evaluate(after, answers, facts)


@pytest.mark.parametrize(
    ("text", "join", "rows"),
    [
        ("trapped == true", "and", [("trapped", "==", True)]),
        ("trapped", "and", [("trapped", "is true", None)]),
        ("not trapped", "and", [("trapped", "is false", None)]),
        ("not answered(floor)", "and", [("floor", "not answered", None)]),
        ("not (a == 1 or b)", "and", [("a", "!=", 1), ("b", "is false", None)]),
        ("a == 1 or (b == 2 or c > 3)", "or", [("a", "==", 1), ("b", "==", 2), ("c", ">", 3)]),
        ("3 >= people", "and", [("people", "<=", 3)]),
        ("not kind in ['x', 'y']", "and", [("kind", "not in", ("x", "y"))]),
        ('"x" in symptoms', "and", [("symptoms", "contains", "x")]),
        ("impact.priority == 1", "and", [("impact.priority", "==", 1)]),
        (r"""said == "a \"b\" c:\\d" """, "and", [("said", "==", 'a "b" c:\\d')]),
        ("  ", "and", []),
    ],
)
def test_rows_of_usual_conditions(text: str, join: str, rows: list[tuple[Any, ...]]) -> None:
    result = rows_of(text)
    assert result is not None
    assert result.join == join
    assert [(row.name, row.sign, row.value) for row in result.rows] == rows


@pytest.mark.parametrize(
    "text",
    [
        "a == 1 and (b == 2 or c == 3)",
        "not (a == 1 and b == 2) and c == 3",
        "a == b",
        "true",
        "'x' == 'x'",
        "a in 'abc'",
        "a == [1]",
        "not true",
        "a == 123456789012345.123456789",
    ],
)
def test_what_rows_cannot_say_stays_text(text: str) -> None:
    assert rows_of(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a =", "condition-one-equals-sign"),
        ("(a", "condition-expected"),
        ("a == “x”", "condition-other-quotes"),
        ("a == 1 and", "condition-value-missing"),
        ("a == '\u2028'", "condition-invisible-character"),
    ],
)
def test_an_unreadable_condition_is_refused_with_a_reason(text: str, code: str) -> None:
    with pytest.raises(ConditionError) as caught:
        rows_of(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "row",
    [
        Row("a == 1 or b", "==", 1),
        Row("and", "is true"),
        Row("", "is true"),
        Row("A", "is true"),
        Row("a.b.c", "is true"),
        Row("a.b", "answered"),
        Row("a", "==", None),
        Row("a", "==", ("x",)),
        Row("a", "in", "x"),
        Row("a", "in", tuple(range(51))),
        Row("a", "==", float("nan")),
        Row("a", "==", float("inf")),
        Row("a", "==", 1e-12),
        Row("a", "==", 10**15),
        Row("a", "==", 10**6000),
        Row("a", "==", "\x85"),
        Row("a", "==", "x" * 600),
        Row("a", "like", "x"),
    ],
)
def test_rows_that_no_condition_can_say_are_refused(row: Row) -> None:
    with pytest.raises(ConditionError):
        text_of(Rows("and", (row,)))


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"join": "xor", "rows": []},
        {"join": ["and"], "rows": []},
        {"join": "and", "rows": {}},
        {"join": "and", "rows": [None]},
        {"join": "and", "rows": [{"name": 1, "sign": "=="}]},
        {"join": "and", "rows": [{"name": "a", "sign": ["=="]}]},
        {"join": "and", "rows": [{"name": "a", "sign": "==", "value": {}}]},
        {"join": "and", "rows": [{"name": "a", "sign": "==", "value": [[1]]}]},
        {"join": "and", "rows": [{"name": "a", "sign": "is true"}] * 101},
    ],
)
def test_data_that_are_no_rows_are_refused(data: Any) -> None:
    with pytest.raises(ConditionError):
        from_json(data)


def test_every_sign_has_an_opposite() -> None:
    assert set(OPPOSITE) == WITH_VALUE | WITH_LIST | WITHOUT
    assert all(OPPOSITE[OPPOSITE[sign]] == sign for sign in OPPOSITE)
