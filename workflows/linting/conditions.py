"""Conditions that look at what does not exist, cannot be known yet, or can never be."""

from collections.abc import Iterator
from dataclasses import dataclass

from workflows import expressions
from workflows.document import AnswerType, Step
from workflows.engine import CompiledScript
from workflows.expressions import ORDERED, Comparison, Literal, Name, Node, comparisons, names
from workflows.linting.finding import Fault, Finding, Place, error, warning
from workflows.linting.graph import Graph
from workflows.linting.suggest import nearest
from workflows.linting.truths import DAYS, NEVER, Possible

FACTS = frozenset({"line", "language", "hour", "weekday", "caller", "caller_known", "open_tickets"})
FACT_VALUES: dict[str, tuple[str | bool, ...]] = {
    "weekday": DAYS,
    "caller_known": (True, False),
}
PARTS = {
    AnswerType.SEVERITY: frozenset({"impact", "urgency", "priority"}),
    AnswerType.DATE_TIME: frozenset({"at", "text", "precision"}),
}


@dataclass(frozen=True)
class _Use:
    """A condition, where it stands, and the step (if any) before which it is decided."""

    text: str
    place: Place
    key: str
    step: int | None = None
    after_answer: bool = False


def _uses(script: CompiledScript) -> Iterator[_Use]:
    document = script.document
    for place, step in enumerate(document.steps):
        if step.when:
            yield _Use(step.when, ("steps", place, "when"), step.key, place)
        if isinstance(step.mandatory, str):
            yield _Use(step.mandatory, ("steps", place, "mandatory"), step.key)
        for index, branch in enumerate(step.next):
            if branch.when:
                where = ("steps", place, "next", index, "when")
                yield _Use(branch.when, where, step.key, place, after_answer=True)
    for place, instruction in enumerate(document.instructions):
        if instruction.when:
            yield _Use(instruction.when, ("instructions", place, "when"), instruction.key)
    for name in ("priority", "team", "deadline"):
        for place, rule in enumerate(getattr(document.outcome, name)):
            if rule.when:
                yield _Use(rule.when, ("outcome", name, place, "when"), name)


def condition_findings(
    script: CompiledScript, graph: Graph, possible: Possible
) -> Iterator[Finding]:
    """Everything that a single condition shows, in the order of the document."""
    for use in _uses(script):
        node = script.conditions[use.text]
        findings = [finding for name in names(node) for finding in _name(script, use, name)]
        findings += [finding for c in comparisons(node) for finding in _comparison(script, use, c)]
        yield from _distinct(findings)
        if not findings:
            yield from _too_early(script, graph, use)
            yield from _never(possible, use, node)


def _distinct(findings: list[Finding]) -> list[Finding]:
    return [finding for place, finding in enumerate(findings) if finding not in findings[:place]]


def _name(script: CompiledScript, use: _Use, name: Name) -> Iterator[Finding]:
    if name.step == "facts":
        if name.part not in FACTS:
            near = nearest(name.part or "", FACTS)
            yield error(Fault.UNKNOWN_FACT, use.place, use.key, name=name.part, near=near)
    elif name.step not in script.place:
        near = nearest(name.step, script.place)
        yield error(Fault.UNKNOWN_STEP, use.place, use.key, name=name.step, near=near)
    else:
        yield from _part(script.step(name.step), use, name)


def _part(step: Step, use: _Use, name: Name) -> Iterator[Finding]:
    parts = PARTS.get(step.type, frozenset()) if step.type else frozenset()
    if name.part is not None and name.part not in parts:
        yield error(
            Fault.UNKNOWN_PART,
            use.place,
            use.key,
            step=name.step,
            name=name.part,
            near=nearest(name.part, parts),
        )


def _comparison(script: CompiledScript, use: _Use, comparison: Comparison) -> Iterator[Finding]:
    sides = (comparison.left, comparison.right)
    for name, other in (sides, sides[::-1]):
        if isinstance(name, Name) and name.step == "facts" and isinstance(other, Literal):
            yield from _fact(use, name, other)
        if not isinstance(name, Name) or name.step not in script.place:
            continue
        step = script.step(name.step)
        parts = PARTS.get(step.type, frozenset()) if step.type else frozenset()
        if name.part is None and parts:
            yield _whole(step, use, parts)
        elif isinstance(other, Literal) and (name.part is None or name.part in parts):
            yield from _literal(step, use, name, comparison.sign, other)


def _whole(step: Step, use: _Use, parts: frozenset[str]) -> Finding:
    names = [f"{step.key}.{part}" for part in sorted(parts)]
    return error(Fault.SEVERAL_PARTS, use.place, use.key, step=step.key, names=names)


def _literal(step: Step, use: _Use, name: Name, sign: str, literal: Literal) -> Iterator[Finding]:
    values = literal.value if isinstance(literal.value, tuple) else (literal.value,)
    if not values:
        yield error(Fault.EMPTY_LIST, use.place, use.key, step=step.key)
    expected = _expected(step, name)
    for value in values:
        if expected is not None and not _fits(value, expected):
            yield _impossible(use, step.key, value, expected)
        elif step.type is AnswerType.NUMBER and (isinstance(value, bool | str)):
            yield error(Fault.QUOTED_NUMBER, use.place, use.key, step=step.key)
    if sign in ORDERED and step.type in (AnswerType.YES_NO, AnswerType.CHOICE, AnswerType.CHOICES):
        yield error(Fault.NOT_ORDERED, use.place, use.key, step=step.key)


def _fact(use: _Use, name: Name, literal: Literal) -> Iterator[Finding]:
    expected = FACT_VALUES.get(name.part or "")
    for value in literal.value if isinstance(literal.value, tuple) else (literal.value,):
        if expected and not _fits(value, expected):
            yield _impossible(use, f"facts.{name.part}", value, expected)


def _impossible(use: _Use, name: str, value: object, expected: tuple[str | bool, ...]) -> Finding:
    return error(
        Fault.IMPOSSIBLE_VALUE,
        use.place,
        use.key,
        name=name,
        value=value,
        expected=list(expected),
    )


def _expected(step: Step, name: Name) -> tuple[str | bool, ...] | None:
    if step.type is AnswerType.YES_NO:
        return (True, False)
    if step.type in (AnswerType.CHOICE, AnswerType.CHOICES):
        return tuple(option.value for option in step.options)
    if step.type is AnswerType.SEVERITY and name.part in ("impact", "urgency"):
        options = step.impacts if name.part == "impact" else step.urgencies
        return tuple(option.value for option in options)
    return None


def _fits(value: object, expected: tuple[str | bool, ...]) -> bool:
    if isinstance(value, str):
        return value.casefold() in {v.casefold() for v in expected if isinstance(v, str)}
    return any(value is item for item in expected)


def _too_early(script: CompiledScript, graph: Graph, use: _Use) -> Iterator[Finding]:
    """A condition that is decided at a step can only look at steps that may come before it."""
    if use.step is None or graph.loop:
        return
    for name in names(script.conditions[use.text]):
        place_asked = script.place.get(name.step)
        if place_asked is None or (place_asked == use.step and use.after_answer):
            continue
        if use.step not in graph.descendants[place_asked]:
            yield error(Fault.NOT_KNOWN_YET, use.place, use.key, step=name.step)


def _never(possible: Possible, use: _Use, node: Node) -> Iterator[Finding]:
    if use.after_answer:
        return
    if possible.of(use.text) == NEVER:
        yield error(Fault.NEVER_TRUE, use.place, use.key, condition=use.text)
    elif possible.always(use.text) and not any(expressions.answered(node)):
        yield warning(Fault.ALWAYS_TRUE, use.place, use.key, condition=use.text)
