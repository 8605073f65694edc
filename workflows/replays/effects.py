"""Plays past runs through another version of their script, to see what it would change.

Pure: no database, no clock. A step that reads answers differently now validates the old text of its
key again. A step under another key is another step: a renamed
one counts as removed and added.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from statistics import median
from typing import Any

from workflows.document import FIELDS_OF_TYPE, Step
from workflows.engine import (
    Answers,
    CompiledScript,
    Facts,
    Problem,
    StepAnswer,
    counting_values,
    is_mandatory,
    validate,
    walk,
)
from workflows.texts import Texts

MOST_EXAMPLES = 5
SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)
# The fields that decide how a step reads an answer; its other fields are words.
READING = ("type", *FIELDS_OF_TYPE)


@dataclass(frozen=True)
class PastRun:
    """A run as it ended. `seconds` is how long the call took, None where that is not known;
    `language`, `timezone` and `at` give a meaning to texts that have to be read again."""

    id: str
    answers: Answers
    facts: Facts
    seconds: float | None = None
    language: str = "fr"
    timezone: str = "UTC"
    at: datetime = SOME_DAY


@dataclass(frozen=True)
class StepEffect:
    """In how many runs the new version treats a step differently.

    `state` is "kept", "added" or "removed". `newly_missing`: the run lacks a mandatory answer here,
    and did not then. `never_reached`: the run has an answer from its old path, and the new path
    leaves the step out (or the step is gone). `newly_asked`: the step is on the new path and was
    not on the old one. `invalid_now`: the typed text is no valid answer any more (not counted as
    missing as well). `examples` are ids of at most five of these runs.
    """

    key: str
    title: Texts
    state: str
    newly_missing: int = 0
    never_reached: int = 0
    newly_asked: int = 0
    invalid_now: int = 0
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Replay:
    """The effect that a version would have had on past runs.

    The medians count the questions on a run's path. Seconds are an estimate: to what a run took,
    each question more adds the median time that all runs took for one (each one less takes it
    off). `closable` counts the runs in which no mandatory answer is missing.
    """

    runs: int
    steps: tuple[StepEffect, ...]
    median_before: float
    median_after: float
    median_seconds_before: float | None
    median_seconds_after: float | None
    closable_before: int
    closable_after: int

    def as_json(self) -> dict[str, Any]:
        """Plain data with the same names."""
        return {**asdict(self), "steps": [_effect_json(step) for step in self.steps]}


def _effect_json(step: StepEffect) -> dict[str, Any]:
    return {**asdict(step), "examples": list(step.examples)}


@dataclass
class _Tally:
    """The counts while runs are played."""

    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)
    before: list[int] = field(default_factory=list)
    after: list[int] = field(default_factory=list)
    seconds: list[float | None] = field(default_factory=list)
    closable_before: int = 0
    closable_after: int = 0

    def add(self, kind: str, keys: Iterable[str], run: str) -> None:
        for key in keys:
            counts = self.counts.setdefault(key, {})
            counts[kind] = counts.get(kind, 0) + 1
            examples = self.examples.setdefault(key, [])
            if len(examples) < MOST_EXAMPLES and run not in examples:
                examples.append(run)


@dataclass(frozen=True)
class _Survey:
    """One walk: its steps, those with an answer that counts, the number of questions among its
    steps, the steps that lack an answer."""

    keys: frozenset[str]
    answered: frozenset[str]
    questions: int
    missing: frozenset[str]


def replay(new: CompiledScript, runs: Iterable[tuple[CompiledScript, PastRun]]) -> Replay:
    """Play each run, given with the version that it had, through `new`."""
    tally = _Tally()
    changed: dict[int, Mapping[str, Step]] = {}
    versions: dict[int, CompiledScript] = {}
    for old, run in runs:
        if id(old) not in changed:
            versions[id(old)] = old
            changed[id(old)] = _changed(old, new)
        _play(tally, old, new, changed[id(old)], run)
    return _result(tally, new, versions.values())


def _changed(old: CompiledScript, new: CompiledScript) -> dict[str, Step]:
    """The new steps, by key, that read answers differently than those of the old version."""
    pairs = ((old.step(key), new.step(key)) for key in new.place if key in old.place)
    return {now.key: now for then, now in pairs if _reading(then) != _reading(now)}


def _reading(step: Step) -> list[Any]:
    return [getattr(step, name) for name in READING]


def _play(
    tally: _Tally,
    old: CompiledScript,
    new: CompiledScript,
    changed: Mapping[str, Step],
    run: PastRun,
) -> None:
    carried = {key: answer for key, answer in run.answers.items() if key in new.place}
    carried |= {
        key: _again(step, run.answers[key], run)
        for key, step in changed.items()
        if key in run.answers
    }
    then, now = _survey(old, run.answers, run.facts), _survey(new, carried, run.facts)
    invalid = {key for key in changed if key in then.answered and carried[key].problem}
    tally.add("newly_missing", now.missing - then.missing - invalid, run.id)
    tally.add("never_reached", (then.answered & then.keys) - now.keys, run.id)
    tally.add("newly_asked", now.keys - then.keys, run.id)
    tally.add("invalid_now", invalid, run.id)
    tally.before.append(then.questions)
    tally.after.append(now.questions)
    tally.seconds.append(run.seconds)
    tally.closable_before += not then.missing
    tally.closable_after += not now.missing


def _again(step: Step, answer: StepAnswer, run: PastRun) -> StepAnswer:
    raw = answer.raw or ("" if answer.value is None else str(answer.value))
    understood = validate(step, raw, language=run.language, timezone=run.timezone, now=run.at)
    if isinstance(understood, Problem):
        return StepAnswer(None, understood.code, raw)
    return StepAnswer(understood.value, None, raw)


def _survey(script: CompiledScript, answers: Answers, facts: Facts) -> _Survey:
    values = counting_values(script, answers, facts)
    steps = [passage.step for passage in walk(script, values, facts) if passage.certain]
    missing = (
        step.key
        for step in steps
        if step.mandatory and step.key not in values and is_mandatory(script, step, values, facts)
    )
    questions = sum(step.takes_answer for step in steps)
    keys = frozenset(step.key for step in steps)
    return _Survey(keys, frozenset(values), questions, frozenset(missing))


def _result(tally: _Tally, new: CompiledScript, olds: Iterable[CompiledScript]) -> Replay:
    before, after = _seconds(tally)
    return Replay(
        runs=len(tally.before),
        steps=tuple(_effects(tally, new, list(olds))),
        median_before=median(tally.before or [0]),
        median_after=median(tally.after or [0]),
        median_seconds_before=before,
        median_seconds_after=after,
        closable_before=tally.closable_before,
        closable_after=tally.closable_after,
    )


def _seconds(tally: _Tally) -> tuple[float | None, float | None]:
    timed = [
        (seconds, before, after)
        for seconds, before, after in zip(tally.seconds, tally.before, tally.after, strict=True)
        if seconds is not None
    ]
    if not timed:
        return None, None
    pace = median(seconds / max(1, before) for seconds, before, _ in timed)
    later = [max(0.0, seconds + pace * (after - before)) for seconds, before, after in timed]
    return median(seconds for seconds, _, _ in timed), median(later)


def _effects(
    tally: _Tally, new: CompiledScript, olds: list[CompiledScript]
) -> Iterable[StepEffect]:
    """In the order of the new version; steps that it lacks come last, in their old order."""
    gone = {key: old for old in olds for key in old.place if key not in new.place}
    for key in [*new.place, *gone]:
        if key in tally.counts:
            script = gone.get(key, new)
            state = _state(key, new, olds)
            examples = tuple(tally.examples[key])
            title = script.step(key).title
            yield StepEffect(key, title, state, **tally.counts[key], examples=examples)


def _state(key: str, new: CompiledScript, olds: list[CompiledScript]) -> str:
    if key not in new.place:
        return "removed"
    return "kept" if any(key in old.place for old in olds) else "added"
