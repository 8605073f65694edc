"""The truth of a condition in three values."""

from collections.abc import Iterator, Mapping
from typing import Any

from workflows.expressions.tree import (
    Answered,
    Both,
    Comparison,
    Either,
    Literal,
    Node,
    Not,
    Operand,
)

ORDERED = frozenset({"<", "<=", ">", ">="})
Truth = bool | None


def evaluate(node: Node, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> Truth:
    """True, False, or None when what is known does not decide it. `answers` holds known values."""
    match node:
        case Comparison(left, sign, right):
            return _compare(_value(left, answers, facts), sign, _value(right, answers, facts))
        case Both(terms):
            return _all(evaluate(term, answers, facts) for term in terms)
        case Either(terms):
            denied = _all(_negate(evaluate(term, answers, facts)) for term in terms)
            return _negate(denied)
        case Not(term):
            return _negate(evaluate(term, answers, facts))
        case Answered(step):
            return answers.get(step) is not None
    value = _value(node, answers, facts)
    return None if value is None else bool(value)


def _negate(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _all(truths: Iterator[Truth]) -> Truth:
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def _value(node: Operand, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> Any:
    if isinstance(node, Literal):
        return node.value
    if node.step == "facts":
        return facts.get(node.part or "")
    value = answers.get(node.step)
    if node.part is None:
        return value
    return value.get(node.part) if isinstance(value, Mapping) else None


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
        isinstance(side, int | float) and not isinstance(side, bool) for side in (left, right)
    )
    if not numbers and not (isinstance(left, str) and isinstance(right, str)):
        return None
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]
