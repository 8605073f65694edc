"""A compiled script, and the walk through its steps that the other functions build on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from workflows import expressions
from workflows.document import AnswerType, Kind, ScriptDocument, Step
from workflows.expressions import Node, Test, Truth

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class StepAnswer:
    """The answer to one step. A text that was not understood has the value None and a problem; a
    step that somebody passed over on purpose has the value None and no problem."""

    value: Any
    problem: str | None = None
    raw: str = ""
    unlisted: bool = False


Answers = Mapping[str, StepAnswer]
KnownValues = Mapping[str, Any]


class Stop(NamedTuple):
    """A step with its conditions as functions and its branches as places."""

    step: Step
    when: Test | None
    branches: tuple[tuple[Test | None, int], ...]
    ends: bool


@dataclass(frozen=True, eq=False)
class CompiledScript:
    """A document with its conditions parsed and its steps indexed; made once for each version."""

    document: ScriptDocument
    conditions: dict[str, Node] = field(default_factory=dict)

    @cached_property
    def place(self) -> dict[str, int]:
        """The position of each step by its key."""
        return {step.key: place for place, step in enumerate(self.document.steps)}

    @property
    def end(self) -> Step:
        return self.document.steps[-1]

    def step(self, key: str) -> Step:
        """The step with this key; raises KeyError."""
        return self.document.steps[self.place[key]]

    def holds(self, condition: str | None, values: KnownValues, facts: Facts) -> Truth:
        """The truth of one of this script's conditions; no condition always holds."""
        if condition is None:
            return True
        return self._tests[condition](values, facts)

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """The steps as the walk takes them. A branch to a step that is not there leads on."""
        return tuple(
            Stop(
                step,
                self._test(step.when),
                tuple((self._test(b.when), self.place.get(b.to, place + 1)) for b in step.next),
                step.kind is Kind.END,
            )
            for place, step in enumerate(self.document.steps)
        )

    @cached_property
    def looks_at(self) -> dict[str | None, frozenset[str]]:
        """The names of steps (and of `facts`) in each condition."""
        return {
            text: frozenset(name.step for name in expressions.names(node))
            for text, node in self.conditions.items()
        }

    def _test(self, condition: str | None) -> Test | None:
        return None if condition is None else self._tests[condition]

    @cached_property
    def _tests(self) -> dict[str, Test]:
        steps = self.document.steps
        numbers = frozenset(step.key for step in steps if step.type is AnswerType.NUMBER)
        return {text: expressions.test_of(node, numbers) for text, node in self.conditions.items()}


def conditions(document: ScriptDocument) -> Iterator[str]:
    """Every condition that the document holds."""
    for step in document.steps:
        yield from (branch.when for branch in step.next if branch.when)
        if isinstance(step.mandatory, str):
            yield step.mandatory
    rules = document.outcome
    parts = [*document.steps, *document.instructions, *rules.priority, *rules.team, *rules.deadline]
    yield from (part.when for part in parts if part.when)


def compile_script(document: ScriptDocument) -> CompiledScript:
    """Make a document ready for the engine."""
    trees = {text: expressions.parse(text) for text in set(conditions(document))}
    return CompiledScript(document, trees)


class Passage(NamedTuple):
    """A step that the walk came to; `certain` is False while its `when` is not decided yet."""

    step: Step
    certain: bool


def walk(script: CompiledScript, values: KnownValues, facts: Facts) -> Iterator[Passage]:
    """The steps in their order, as the known values decide it, up to the first end.

    The walk takes no branch whose condition is not decided yet, and none from a step that it
    leaves out. A script with a loop cannot be published; the walk stops where such a loop closes.
    """
    stops = script.stops
    place, visited = 0, bytearray(len(stops))
    while place < len(stops) and not visited[place]:
        visited[place] = True
        stop = stops[place]
        holds = True if stop.when is None else stop.when(values, facts)
        place += 1
        if holds is not False:
            yield Passage(stop.step, holds is True)
        if stop.ends:
            return
        if holds is True:
            for test, target in stop.branches:
                if test is None or test(values, facts) is True:
                    place = target
                    break


def counting_steps(script: CompiledScript, values: KnownValues, facts: Facts) -> frozenset[str]:
    """The steps that a run comes to, or may still come to while a condition is not decided.

    `values` are all that are known. One of a step that the run leaves out decides nothing, so it is
    put aside and the others are looked at again. A condition looks at earlier steps only, so each
    round settles one more step; the rounds are bounded for drafts, which may break that rule.
    """
    counting = frozenset(script.place)
    for _ in range(len(script.stops) + 1):
        before = counting
        counting = _possible(script, values, facts, before)
        if counting == before:
            break
    return counting


def counting_values(script: CompiledScript, answers: Answers, facts: Facts) -> dict[str, Any]:
    """The values on which the path, the gaps, the meter and the ticket rely: those of steps on the
    path as it stands, and those given early for steps that may still come."""
    known = {key: answer.value for key, answer in answers.items() if answer.value is not None}
    counting = counting_steps(script, known, facts)
    return {key: value for key, value in known.items() if key in counting}


def _possible(
    script: CompiledScript, known: KnownValues, facts: Facts, counting: frozenset[str]
) -> frozenset[str]:
    """The steps that no value of the `counting` ones rules out. An undecided condition leads both
    ways, as long as one of these steps may still decide it."""
    values = {key: value for key, value in known.items() if key in counting}
    awaited = counting - values.keys()

    def truth(condition: str | None) -> Truth:
        holds = script.holds(condition, values, facts)
        return False if holds is None and awaited.isdisjoint(script.looks_at[condition]) else holds

    possible, reached, waiting = set(), {0}, [0]
    while waiting:
        place = waiting.pop()
        step = script.document.steps[place]
        holds = truth(step.when)
        if holds is not False:
            possible.add(step.key)
        onward = set(_onward(script, place, holds, truth)) - reached
        reached |= onward
        waiting.extend(onward)
    return frozenset(possible)


def _onward(
    script: CompiledScript, place: int, holds: Truth, truth: Callable[[str | None], Truth]
) -> Iterator[int]:
    """The places that may come next."""
    step = script.document.steps[place]
    if step.kind is Kind.END:
        return
    if holds is not True:
        yield place + 1
    if holds is not False:
        for branch in step.next:
            taken = truth(branch.when)
            if taken is not False:
                yield script.place.get(branch.to, place + 1)
            if taken is True:
                return
        yield place + 1


def is_mandatory(script: CompiledScript, step: Step, values: KnownValues, facts: Facts) -> bool:
    """Whether the step, if it is on the path, must be answered before the call is closed."""
    if isinstance(step.mandatory, bool):
        return step.mandatory
    return script.holds(step.mandatory, values, facts) is True
