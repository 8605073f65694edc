"""Loops, unreachable steps, dead branches, what can be walked around, names that do not exist."""

from collections.abc import Iterator

from workflows import expressions
from workflows.document import Kind
from workflows.engine import CompiledScript
from workflows.linting.finding import Fault, Finding, error, warning
from workflows.linting.graph import Graph
from workflows.linting.suggest import nearest

MOST_CHOICES = 15


def structure_findings(script: CompiledScript, graph: Graph) -> Iterator[Finding]:
    """Everything that follows from which step can come after which."""
    yield from _unknown_targets(script)
    yield from _loops(script, graph)
    yield from _unreachable(script, graph)
    yield from _dead_branches(script, graph)
    yield from _avoidable(script, graph)
    yield from _many_choices(script)
    yield from _articles(script)


def _unknown_targets(script: CompiledScript) -> Iterator[Finding]:
    for place, step in enumerate(script.document.steps):
        for index, branch in enumerate(step.next):
            if branch.to not in script.place:
                yield error(
                    Fault.UNKNOWN_STEP,
                    ("steps", place, "next", index, "to"),
                    step.key,
                    name=branch.to,
                    near=nearest(branch.to, script.place),
                )


def _loops(script: CompiledScript, graph: Graph) -> Iterator[Finding]:
    if not graph.loop:
        return
    first = graph.loop.index(min(graph.loop))
    places = (*graph.loop[first:], *graph.loop[:first])
    circle = [script.document.steps[place].key for place in places]
    place, index = _way_back(script, graph)
    where = ("steps", place, "next", index, "to")
    yield error(Fault.LOOP, where, script.document.steps[place].key, circle=circle)


def _way_back(script: CompiledScript, graph: Graph) -> tuple[int, int]:
    """The first branch of a loop that leads up; a loop always has one."""
    return next(
        (place, index)
        for place in sorted(graph.loop)
        for index, branch in enumerate(script.document.steps[place].next)
        if script.place.get(branch.to, place + 1) <= place
    )


def _unreachable(script: CompiledScript, graph: Graph) -> Iterator[Finding]:
    for place, step in enumerate(script.document.steps):
        if place not in graph.reachable:
            yield error(Fault.UNREACHABLE, ("steps", place), step.key)


def _dead_branches(script: CompiledScript, graph: Graph) -> Iterator[Finding]:
    for place, index in sorted(graph.shadowed | graph.never):
        hidden = (place, index) in graph.shadowed
        fault = Fault.HIDDEN_BRANCH if hidden else Fault.UNTRUE_BRANCH
        yield error(fault, ("steps", place, "next", index), script.document.steps[place].key)


def _avoidable(script: CompiledScript, graph: Graph) -> Iterator[Finding]:
    """A step that may be left blank decides whether a mandatory one is asked at all."""
    if graph.loop:
        return
    steps = script.document.steps
    mandatory = {place for place, step in enumerate(steps) if step.mandatory is True}
    depending = _depending(script, mandatory)
    for place, step in enumerate(steps):
        if step.mandatory or not step.takes_answer:
            continue
        avoided = _left_out(graph, place) & mandatory | depending.get(step.key, frozenset())
        if avoided:
            names = [steps[one].key for one in sorted(avoided)[:3]]
            where = ("steps", place, "mandatory")
            yield warning(Fault.OPTIONAL_EXIT, where, step.key, names=names)


def _left_out(graph: Graph, place: int) -> frozenset[int]:
    """What comes after some of a step's branches only."""
    if len(graph.following[place]) < 2:
        return frozenset()
    sides = [graph.descendants[after] | {after} for after in graph.following[place]]
    return frozenset.union(*sides) - frozenset.intersection(*sides)


def _depending(script: CompiledScript, mandatory: set[int]) -> dict[str, frozenset[int]]:
    """By step, the mandatory ones whose own condition compares its answer."""
    depending: dict[str, frozenset[int]] = {}
    for place in mandatory:
        for key in _compared(script, script.document.steps[place].when or ""):
            depending[key] = depending.get(key, frozenset()) | {place}
    return depending


def _compared(script: CompiledScript, condition: str) -> set[str]:
    """The steps whose answers decide; one that is only looked at with `answered` may be blank."""
    if condition not in script.conditions:
        return set()
    node = script.conditions[condition]
    asked_for = {name.step for name in expressions.answered(node)}
    return {name.step for name in expressions.names(node)} - asked_for


def _many_choices(script: CompiledScript) -> Iterator[Finding]:
    for place, step in enumerate(script.document.steps):
        if step.kind is Kind.CHOICE and len(step.options) > MOST_CHOICES:
            yield warning(
                Fault.TOO_MANY_CHOICES,
                ("steps", place, "options"),
                step.key,
                count=len(step.options),
                most=MOST_CHOICES,
            )


def _articles(script: CompiledScript) -> Iterator[Finding]:
    articles = {article.key for article in script.document.articles}
    for place, step in enumerate(script.document.steps):
        for index, key in enumerate(step.articles):
            if key not in articles:
                yield error(
                    Fault.UNKNOWN_ARTICLE,
                    ("steps", place, "articles", index),
                    step.key,
                    name=key,
                    near=nearest(key, articles),
                )
