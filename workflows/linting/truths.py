"""Which truths a condition can have, found by trying the answers that can make a difference."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import product
from math import prod
from typing import Any

from workflows import expressions
from workflows.decimals import exact
from workflows.document import AnswerType, Kind, Step, Weekday
from workflows.engine import CompiledScript
from workflows.expressions import ORDERED, Both, Comparison, Either, Literal, Name, Node

MOST_COMBINATIONS = 512
# Conditions of one script, all together; a hostile script is then only looked at in part.
MOST_EVALUATIONS = 40_000
# A text that no condition names.
OTHER = "\0"
EQUAL = frozenset({"==", "!=", "in"})
DAYS = tuple(day.value for day in Weekday)
WORDS = frozenset(
    {
        *(AnswerType.TEXT, AnswerType.LONG_TEXT, AnswerType.PHONE, AnswerType.EMAIL),
        *(AnswerType.PERSON, AnswerType.SITE, AnswerType.ASSET),
    }
)
ALWAYS, NEVER = frozenset({True}), frozenset({False})
Truths = frozenset[bool] | None


def domain(step: Step) -> tuple[Any, ...] | None:
    """Every value that an answer can have, where there are few; else None."""
    if not step.takes_answer:
        return (True,)
    if step.type is AnswerType.YES_NO:
        return (True, False)
    if step.type is AnswerType.CHOICE:
        return tuple(option.value for option in step.options)
    if step.type is AnswerType.SEVERITY:
        return tuple(
            {"impact": impact, "urgency": urgency, "priority": priority}
            for impact, row in step.matrix.items()
            for urgency, priority in row.items()
        )
    return None


def label(name: Name) -> str:
    """A step's key, or “facts.x”."""
    return f"facts.{name.part}" if name.step == "facts" else name.step


def facts_in(values: Mapping[str, Any]) -> dict[str, Any]:
    """The facts among values by label."""
    return {key[6:]: value for key, value in values.items() if key.startswith("facts.")}


def literals(nodes: Iterable[Node]) -> dict[str, list[Any]]:
    """The single values with which conditions compare each step, or fact as “facts.x”."""
    compared: dict[str, list[Any]] = {}
    for comparison in (one for node in nodes for one in expressions.comparisons(node)):
        for name, value in _sides(comparison):
            values = value if isinstance(value, tuple) else (value,)
            compared.setdefault(
                f"facts.{name.part}" if name.step == "facts" else name.step, []
            ).extend(values)
    return compared


def _sides(comparison: Comparison) -> Iterator[tuple[Name, Any]]:
    sides = (comparison.left, comparison.right)
    for name, other in (sides, sides[::-1]):
        if isinstance(name, Name) and isinstance(other, Literal):
            yield name, other.value


TICKETS = Step(
    key="open_tickets",
    kind=Kind.QUESTION,
    type=AnswerType.NUMBER,
    title={"en": "Open tickets"},
    minimum=0,
    whole=True,
)


def telling(step: Step, compared: Iterable[Any]) -> list[Decimal]:
    """Numbers that stand for all others: the bounds, what is compared with, and what is beside."""
    numbers = [
        exact(one)
        for one in compared
        if isinstance(one, int | Decimal) and not isinstance(one, bool)
    ]
    aside = Decimal(1) if step.whole else Decimal("1e-10")  # literals have nine decimals at most
    around = {number + shift for number in (Decimal(0), *numbers) for shift in (-aside, 0, aside)}
    bounds = [exact(bound) for bound in (step.minimum, step.maximum) if bound is not None]
    return [number for number in sorted({*around, *bounds}) if _is_possible(step, number)]


def _is_possible(step: Step, number: Decimal) -> bool:
    above = step.minimum is None or number >= exact(step.minimum)
    below = step.maximum is None or number <= exact(step.maximum)
    return above and below and (not step.whole or number == number.to_integral_value())


class Possible:
    """The possible truths of a script's conditions, each found once."""

    def __init__(self, script: CompiledScript) -> None:
        self._script = script
        self._found: dict[Node, Truths] = {}
        self._left = MOST_EVALUATIONS

    def of(self, condition: str | None) -> Truths:
        """The truths once all answers are known; None where there are too many to try."""
        return ALWAYS if condition is None else self._of(self._script.conditions[condition])

    def always(self, condition: str | None, at: str = "") -> bool:
        """Whether it holds in every call; no answer that it looks at may then be missing.

        Behind the question of the step `at` only this step's own answer is sure to be there.
        """
        if condition is None:
            return True
        sure = {at} & self._must if at else self._asked
        is_decided = all(name.step in sure for name in self._names(condition))
        return is_decided and self.of(condition) == ALWAYS

    def _names(self, condition: str) -> Iterator[Name]:
        return expressions.names(self._script.conditions[condition])

    def covers(self, step: Step) -> bool:
        """Whether each answer to a step that must be answered takes one of its branches."""
        conditions = [branch.when for branch in step.next if branch.when]
        sure = {step.key} & self._must
        if not conditions or any(n.step not in sure for c in conditions for n in self._names(c)):
            return False
        return self._of(Either(tuple(self._script.conditions[c] for c in conditions))) == ALWAYS

    def together(self, one: str, other: str) -> Truths:
        """The truths of two conditions joined by `and`."""
        return self._of(Both((self._script.conditions[one], self._script.conditions[other])))

    @cached_property
    def _must(self) -> frozenset[str]:
        return frozenset(s.key for s in self._script.document.steps if s.mandatory is True)

    @cached_property
    def _asked(self) -> frozenset[str]:
        whenever = {step.key for step in self._script.document.steps if step.when is None}
        return self._must & whenever

    def _of(self, node: Node) -> Truths:
        if node not in self._found:
            self._found[node] = self._try(node)
        return self._found[node]

    def _try(self, node: Node) -> Truths:
        compared = literals([node])
        names = {label(name): name for name in expressions.names(node)}
        values = {
            key: self._values(name, compared.get(key, []), node) for key, name in names.items()
        }
        combinations = prod(len(one) for one in values.values())
        self._left -= combinations * size(node) if combinations <= MOST_COMBINATIONS else 0
        if not all(values.values()) or combinations > MOST_COMBINATIONS or self._left < 0:
            return None
        test = expressions.test_of(node)
        drawn = (dict(zip(values, one, strict=True)) for one in product(*values.values()))
        return frozenset(bool(test(one, facts_in(one))) for one in drawn)

    def _values(self, name: Name, compared: list[Any], node: Node) -> Sequence[Any]:
        """Values that stand for all that a step or fact can be; none where that cannot be told."""
        if name.step == "facts":
            few = self._facts.get(name.part or "")
            numeric = name.part == "open_tickets"
        elif name.step in self._script.place:
            step = self._script.step(name.step)
            few, numeric = domain(step), step.type is AnswerType.NUMBER
            if few is None and not numeric and step.type not in WORDS:
                return ()
        else:
            return ()
        if few is not None:
            return few
        if not _is_plain(node, name, ORDERED | EQUAL if numeric else EQUAL):
            return ()
        if not numeric:
            return (*dict.fromkeys(one for one in compared if isinstance(one, str)), OTHER)
        return telling(TICKETS if name.step == "facts" else step, compared)

    @cached_property
    def _facts(self) -> dict[str, tuple[Any, ...]]:
        return {
            "hour": tuple(range(24)),
            "weekday": DAYS,
            "caller_known": (True, False),
            "language": tuple(self._script.document.languages),
        }


def _is_plain(node: Node, name: Name, signs: frozenset[str]) -> bool:
    """Whether a step or fact is only compared with values, and only in such ways."""
    return all(
        comparison.sign in signs
        and isinstance(comparison.right, Literal)
        and (comparison.sign == "in") == isinstance(comparison.right.value, tuple)
        for comparison in expressions.comparisons(node)
        if name in (comparison.left, comparison.right)
    )


def size(node: Node) -> int:
    """How many comparisons and names an evaluation looks at."""
    return 1 + sum(1 for _ in expressions.names(node))
