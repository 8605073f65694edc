"""The truth of a condition in three values."""

from collections.abc import Callable, Iterable, Mapping, Set
from decimal import Decimal
from typing import Any

from workflows.decimals import exact
from workflows.expressions.tree import (
    Answered,
    Both,
    Comparison,
    Either,
    Literal,
    Name,
    Node,
    Not,
    Operand,
)

ORDERED = frozenset({"<", "<=", ">", ">="})
Truth = bool | None
Values = Mapping[str, Any]
Test = Callable[[Values, Values], Truth]


def evaluate(node: Node, answers: Values, facts: Values) -> Truth:
    """True, False, or None when what is known does not decide it. `answers` holds known values."""
    return test_of(node)(answers, facts)


def test_of(node: Node, numbers: Set[str] = frozenset()) -> Test:
    """The condition as a function of answers and facts: worth it where it is asked many times.

    The answers of the steps `numbers` are numbers, also where texts keep their digits.
    """
    match node:
        case Comparison(left, sign, right):
            return _comparison(left, sign, right, numbers)
        case Both(terms):
            return _all(tuple(test_of(term, numbers) for term in terms))
        case Either(terms):
            denied = _all(tuple(_negation(test_of(term, numbers)) for term in terms))
            return _negation(denied)
        case Not(term):
            return _negation(test_of(term, numbers))
        case Answered(step):
            return lambda answers, facts: answers.get(step) is not None
    return _truthy(_value(node, numbers))


def _negation(test: Test) -> Test:
    def negated(answers: Values, facts: Values) -> Truth:
        truth = test(answers, facts)
        return None if truth is None else not truth

    return negated


def _all(tests: Iterable[Test]) -> Test:
    def every(answers: Values, facts: Values) -> Truth:
        result: Truth = True
        for test in tests:
            truth = test(answers, facts)
            if truth is False:
                return False
            if truth is None:
                result = None
        return result

    return every


def _truthy(value: Callable[[Values, Values], Any]) -> Test:
    def is_true(answers: Values, facts: Values) -> Truth:
        result = value(answers, facts)
        return None if result is None else bool(result)

    return is_true


def _value(operand: Operand, numbers: Set[str]) -> Callable[[Values, Values], Any]:
    if isinstance(operand, Literal):
        value = operand.value
        return lambda answers, facts: value
    step, part = operand.step, operand.part
    if step in numbers:
        return lambda answers, facts: _number(answers.get(step))
    if step == "facts":
        return lambda answers, facts: facts.get(part or "")
    if part is None:
        return lambda answers, facts: answers.get(step)
    return lambda answers, facts: _part(answers.get(step), part)


def _number(value: Any) -> Any:
    return value if value is None or isinstance(value, bool) else exact(value)


def _part(value: Any, part: str) -> Any:
    return value.get(part) if isinstance(value, Mapping) else None


def _comparison(left: Operand, sign: str, right: Operand, numbers: Set[str]) -> Test:
    match left, sign, right:
        case Name(step, None), "==", Literal(wanted) if step not in ("facts", *numbers):
            return _equals(step, wanted)
    one, other = _value(left, numbers), _value(right, numbers)
    return lambda answers, facts: _compare(one(answers, facts), sign, other(answers, facts))


def _equals(step: str, literal: Any) -> Test:
    """Most conditions of scripts by far."""

    def equal(answers: Values, facts: Values) -> Truth:
        value = answers.get(step)
        return None if value is None else _same(value, literal)

    return equal


def _compare(left: Any, sign: str, right: Any) -> Truth:
    if left is None or right is None:
        return None
    if sign == "==":
        return _same(left, right)
    if sign == "!=":
        return not _same(left, right)
    if sign == "in":
        return _contains(right, left)
    if sign == "contains":
        return _contains(left, right)
    return _ordered(left, sign, right)


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return left.casefold() == right.casefold()
    return bool(left == right) and isinstance(left, bool) == isinstance(right, bool)


def _contains(whole: Any, part: Any) -> Truth:
    if isinstance(whole, str) and isinstance(part, str):
        return part.casefold() in whole.casefold()
    if isinstance(whole, list | tuple):
        return any(_same(item, part) for item in whole)
    return None


def _ordered(left: Any, sign: str, right: Any) -> Truth:
    numbers = all(
        isinstance(side, int | float | Decimal) and not isinstance(side, bool)
        for side in (left, right)
    )
    if not numbers and not (isinstance(left, str) and isinstance(right, str)):
        return None
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]
