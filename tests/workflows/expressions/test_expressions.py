import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.expressions import DEEPEST, LONGEST, ConditionError, evaluate, names, parse

ANSWERS = {
    "trapped": True,
    "people": 3,
    "kind": "noise",
    "symptoms": ["noise", "smell"],
    "impact": {"priority": 1},
    "text": "It says Error 42",
}
FACTS = {"hour": 22, "line": "+33199000101"}


def truth(text: str) -> bool | None:
    return evaluate(parse(text), ANSWERS, FACTS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("trapped == true", True),
        ("trapped != true", False),
        ("not trapped", False),
        ("people >= 3 and people < 4", True),
        ("people > 3 or kind == 'noise'", True),
        ("kind in ['noise', 'smell']", True),
        ('symptoms contains "smell"', True),
        ('text contains "error"', True),
        ("impact.priority <= 2", True),
        ("facts.hour >= 18", True),
        ('facts.line == "+33199000102"', False),
        ("answered(people)", True),
        ("answered(floor)", False),
        ("not (people == 3 and trapped == true)", False),
        ("true or people == 0 and false", True),
        ("trapped == 1", False),
    ],
)
def test_known_answers_decide(text: str, expected: bool) -> None:
    assert truth(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("floor == 3", None),
        ("floor != 3", None),
        ("not floor == 3", None),
        ("floor == 3 and trapped == true", None),
        ("floor == 3 and trapped == false", False),
        ("floor == 3 or trapped == true", True),
        ("floor == 3 or trapped == false", None),
        ("facts.caller_known", None),
        ("kind < 3", None),
        ("people contains 3", None),
    ],
)
def test_what_is_not_known_stays_unknown(text: str, expected: bool | None) -> None:
    assert truth(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "trapped =",
        "trapped = true",
        "(trapped",
        "trapped)",
        "answered()",
        "answered('x')",
        "a == == b",
        "__import__('os')",
        "a; b",
        "a.b.c == 1",
        "x in [a]",
        "[1,",
        "'open",
        "and",
        "Trapped == true",
        "a" * (LONGEST + 1),
        "(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1),
        "not " * (DEEPEST + 1) + "a",
        "x in [" + "1," * 60 + "1]",
    ],
)
def test_anything_else_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(ConditionError) as caught:
        parse(text)
    assert 0 <= caught.value.stop <= len(text)
    assert caught.value.params["character"] == caught.value.stop + 1


def test_names_are_found_everywhere() -> None:
    tree = parse("not (a == 1 or answered(b)) and c.priority in [1] and facts.hour > 1")
    pairs = [(name.step, name.part) for name in names(tree)]
    assert pairs == [("a", None), ("b", None), ("c", "priority"), ("facts", "hour")]


@given(st.text(alphabet="ab()[]'\" .,=!<>10andortinx", max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        tree = parse(text)
    except ConditionError:
        return
    assert evaluate(tree, {"a": 1, "b": "x"}, {}) in (True, False, None)


def test_a_text_may_hold_quotes_and_backslashes() -> None:
    answers = {"text": 'Le "code" est C:\\42'}
    assert evaluate(parse(r'text == "Le \"code\" est C:\\42"'), answers, {}) is True
    assert evaluate(parse(r"text contains '\"code\"'"), answers, {}) is True
    with pytest.raises(ConditionError):
        parse(r'text == "\n"')


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a = 1", "condition-one-equals-sign"),
        ("a == “x”", "condition-other-quotes"),
        ("a == 'x", "condition-open-quote"),
        ("A", "condition-unexpected"),
    ],
)
def test_usual_slips_have_their_own_codes(text: str, code: str) -> None:
    with pytest.raises(ConditionError) as caught:
        parse(text)
    assert caught.value.code == code
