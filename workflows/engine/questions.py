"""The questions that can be asked of a script: pure functions on plain data.

No database, no Flask, no clock: `now` is an argument. `script` is a document made ready with
`compile_script`; `answers` maps the keys of steps to their answers.
"""

from dataclasses import dataclass
from datetime import datetime

from core.languages import say
from workflows.document import Instruction, Kind, Step
from workflows.engine.walking import (
    Answers,
    CompiledScript,
    Facts,
    KnownValues,
    counting_values,
    is_mandatory,
    walk,
)
from workflows.engine.windows import is_active, most_specific


@dataclass(frozen=True)
class Missing:
    """A mandatory answer that a run lacks; `reason` is "unanswered" or "invalid"."""

    key: str
    title: dict[str, str]
    reason: str
    why: dict[str, str]

    def as_json(self, language: str) -> dict[str, str]:
        """The same as plain texts for a screen in `language`."""
        title, why = say(self.title, language), say(self.why, language)
        return {"key": self.key, "title": title, "reason": self.reason, "why": why}


def path(script: CompiledScript, answers: Answers, facts: Facts) -> tuple[Step, ...]:
    """The steps from first to last that certainly belong to this run, as far as is known."""
    values = counting_values(script, answers, facts)
    return tuple(p.step for p in walk(script, values, facts) if p.certain)


def next_step(script: CompiledScript, answers: Answers, facts: Facts) -> Step:
    """The first step on the path that still waits for something; the end when none does.

    A step that was answered out of order is not asked again.
    """
    values = counting_values(script, answers, facts)
    for passage in walk(script, values, facts):
        step = passage.step
        if passage.certain and not _is_settled(script, step, answers, values, facts):
            return step
    return script.end


def _is_settled(
    script: CompiledScript, step: Step, answers: Answers, values: KnownValues, facts: Facts
) -> bool:
    answer = answers.get(step.key)
    if step.kind is Kind.END or answer is None:
        return False
    if answer.value is not None:
        return True
    return answer.problem is None and not is_mandatory(script, step, values, facts)


def missing(script: CompiledScript, answers: Answers, facts: Facts) -> tuple[Missing, ...]:
    """The steps that the gate still asks for: mandatory, on the path, without a valid value."""
    values = counting_values(script, answers, facts)
    return tuple(
        _missing(passage.step, answers)
        for passage in walk(script, values, facts)
        if passage.certain
        and passage.step.key not in values
        and is_mandatory(script, passage.step, values, facts)
    )


def _missing(step: Step, answers: Answers) -> Missing:
    answer = answers.get(step.key)
    reason = "invalid" if answer is not None and answer.problem else "unanswered"
    return Missing(step.key, step.title, reason, step.why)


def instructions(
    script: CompiledScript,
    now: datetime,
    timezone: str,
    facts: Facts,
    answers: Answers | None = None,
) -> tuple[Instruction, ...]:
    """The reminders for this moment; of each topic the most specific in time."""
    values = counting_values(script, answers or {}, facts)
    active = [
        instruction
        for instruction in script.document.instructions
        if is_active(instruction, now, timezone)
        and script.holds(instruction.when, values, facts) is True
    ]
    return most_specific(active)
