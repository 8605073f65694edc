"""How many mandatory answers one call can demand: a bound first, then a search for a real call."""

import random
from collections.abc import Iterator
from typing import Any

from workflows import expressions
from workflows.document import AnswerType, Step
from workflows.engine import CompiledScript, counting_steps, is_mandatory, walk
from workflows.linting.finding import Fault, Finding, warning
from workflows.linting.graph import Graph
from workflows.linting.truths import domain, facts_in, literals, size, telling

MOST_MANDATORY = 12
MOST_TRIES = 400
FEWEST_TRIES = 3
# Steps and conditions looked at over all tries.
MOST_LOOKS = 40_000
FACTS: dict[str, tuple[Any, ...]] = {
    "hour": (3, 10, 15, 21),
    "weekday": ("mon", "sat"),
    "caller_known": (True, False),
    "open_tickets": (0, 2),
}


def path_findings(script: CompiledScript, graph: Graph) -> Iterator[Finding]:
    """A path with too many mandatory answers. What is found is real, a call with it is possible;
    in a very intricate script one may stay unseen."""
    if _bound(script, graph) <= MOST_MANDATORY:
        return
    mandatory = _longest(script)
    if len(mandatory) > MOST_MANDATORY:
        yield warning(
            Fault.TOO_MANY_MANDATORY,
            ("steps", script.place[mandatory[MOST_MANDATORY]], "mandatory"),
            mandatory[MOST_MANDATORY],
            count=len(mandatory),
            number=MOST_MANDATORY + 1,
            most=MOST_MANDATORY,
        )


def _bound(script: CompiledScript, graph: Graph) -> int:
    """The most mandatory steps on any way through the graph, whatever the conditions."""
    most: dict[int, int] = {}
    steps = script.document.steps
    if graph.loop:
        return sum(bool(step.mandatory) for step in steps)
    for place in graph.upward:
        onward = max((most[after] for after in graph.following[place]), default=0)
        most[place] = onward + bool(steps[place].mandatory)
    return most[0]


def _longest(script: CompiledScript) -> list[str]:
    """Climbs from answers drawn by lot: each one that matters is changed in turn, and kept if the
    path gets longer. The lot is the same each time."""
    chance = random.Random(1)  # noqa: S311 (no secret: the same draw each time is the point)
    drawn = _drawable(script)
    matter = [key for key in drawn if len(drawn[key]) > 1]
    left, best = _tries(script), _demanded(script, {key: drawn[key][0] for key in drawn})
    while matter and left > 0:
        values = {key: chance.choice(choices) for key, choices in drawn.items()}
        climbed, left = _climb(script, drawn, values, matter, left - 1)
        best = max(best, climbed, key=len)
    return best


def _climb(
    script: CompiledScript,
    drawn: dict[str, list[Any]],
    values: dict[str, Any],
    matter: list[str],
    left: int,
) -> tuple[list[str], int]:
    """The longest path from here, and how many tries are left."""
    best, before = _demanded(script, values), -1
    while before < len(best):
        before = len(best)
        for key, value in ((name, value) for name in matter for value in drawn[name]):
            if left <= 0:
                return best, 0
            left -= 1
            mandatory = _demanded(script, {**values, key: value})
            if len(mandatory) > len(best):
                values, best = {**values, key: value}, mandatory
    return best, left


def _tries(script: CompiledScript) -> int:
    looks = len(script.document.steps) + sum(map(size, script.conditions.values()))
    return max(FEWEST_TRIES, min(MOST_TRIES, MOST_LOOKS // looks))


def _drawable(script: CompiledScript) -> dict[str, list[Any]]:
    """What may be drawn for each step and fact; one value where no condition looks at it."""
    compared = literals(script.conditions.values())
    named = {name.step for node in script.conditions.values() for name in expressions.names(node)}
    drawn = {
        step.key: _values(step, compared.get(step.key, [])) if step.key in named else ["x"]
        for step in script.document.steps
    }
    facts = {f"facts.{name}": list(values) for name, values in FACTS.items()}
    for key, values in compared.items():
        if key.startswith("facts."):
            facts[key] = [*facts.get(key, ["?"]), *values]
    return drawn | facts


def _values(step: Step, compared: list[Any]) -> list[Any]:
    few = domain(step)
    if few:
        return list(few)
    if step.type is AnswerType.NUMBER:
        return list(telling(step, compared))
    if step.type in (AnswerType.CHOICES, AnswerType.LIST):
        return [list(dict.fromkeys(map(str, compared))), []] + [[one] for one in compared]
    return ["x", None, *compared]


def _demanded(script: CompiledScript, drawn: dict[str, Any]) -> list[str]:
    values = {key: value for key, value in drawn.items() if value is not None and "." not in key}
    facts = facts_in(drawn)
    counting = counting_steps(script, values, facts)
    values = {key: value for key, value in values.items() if key in counting}
    return [
        passage.step.key
        for passage in walk(script, values, facts)
        if passage.certain
        and passage.step.mandatory
        and is_mandatory(script, passage.step, values, facts)
    ]
