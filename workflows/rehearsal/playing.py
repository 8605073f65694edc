"""The state of a rehearsal, for a page like the desk's; nothing of it is stored."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from core.folding import fold
from core.languages import say
from workflows import engine
from workflows.document import AnswerType, Step
from workflows.engine import (
    LONGEST_RAW,
    CompiledScript,
    Facts,
    KnownValues,
    Problem,
    StepAnswer,
    article,
    authored_step,
    is_mandatory,
    show,
    walk,
)
from workflows.vagueness import measure


@dataclass(frozen=True)
class Setting:
    """`language` is the screen's, `spoken` the caller's, `timezone` the client's; `now` is aware
    and the moment at which the rehearsed call takes place."""

    language: str
    spoken: str
    timezone: str
    now: datetime
    facts: Facts


@dataclass(frozen=True)
class _Stage:
    script: CompiledScript
    setting: Setting
    raws: Mapping[str, str]
    answers: Mapping[str, StepAnswer]
    problems: Mapping[str, Problem]
    values: KnownValues
    certain: frozenset[str]
    maybe: frozenset[str]
    current: str


def understand_answers(
    script: CompiledScript, raws: Mapping[str, str], setting: Setting
) -> tuple[dict[str, StepAnswer], dict[str, Problem]]:
    """The answers that typed texts mean, and the problems of the texts that mean none. Texts for
    steps that the script lacks are left out, for the draft may have changed meanwhile."""
    answers: dict[str, StepAnswer] = {}
    problems: dict[str, Problem] = {}
    for step in script.document.steps:
        if step.key in raws:
            raw = raws[step.key].replace("\x00", "")[:LONGEST_RAW]
            understood = engine.validate(
                step, raw, language=setting.language, timezone=setting.timezone, now=setting.now
            )
            if isinstance(understood, Problem):
                problems[step.key] = understood
                answers[step.key] = StepAnswer(None, understood.code, raw)
            else:
                answers[step.key] = StepAnswer(understood.value, None, raw)
    return answers, problems


def is_what_caller_meant(step: Step, noted: Any, intended: Any) -> bool:
    """Whether a value that an agent noted is what the caller meant.

    Descriptions are the agent's own words, so any will do; of moments only the time counts.
    """
    if step.type in (AnswerType.TEXT, AnswerType.LONG_TEXT, AnswerType.LIST):
        return noted is not None
    if isinstance(noted, dict) and isinstance(intended, dict) and intended.get("at"):
        return bool(noted.get("at") == intended["at"])
    if isinstance(noted, str) and isinstance(intended, str):
        return fold(noted) == fold(intended)
    return bool(noted == intended)


def play(script: CompiledScript, raws: Mapping[str, str], setting: Setting) -> dict[str, Any]:
    """Where the script stands after these answers, with the fields of a run on the desk."""
    stage = _stage(script, raws, setting)
    document, language = script.document, setting.language
    reminders = engine.instructions(
        script, setting.now, setting.timezone, setting.facts, stage.answers
    )
    outcome = engine.outcome(script, stage.answers, setting.facts, language=language)
    meter = measure(
        script, stage.answers, setting.facts, title=outcome.title, spoken=setting.spoken
    )
    return {
        "language": setting.spoken,
        "greeting": say(document.greeting, setting.spoken),
        "current": stage.current,
        "steps": [_step(stage, step) for step in document.steps],
        "missing": [one.as_json(language) for one in _lacking(stage)],
        "instructions": [
            {"key": one.key, "text": say(one.text, language), "tone": one.tone} for one in reminders
        ],
        "articles": [article(one, language) for one in document.articles],
        "several_authors": False,
        "outcome": asdict(outcome),
        "meter": meter.as_json(language),
    }


def _stage(script: CompiledScript, raws: Mapping[str, str], setting: Setting) -> _Stage:
    answers, problems = understand_answers(script, raws, setting)
    values = engine.counting_values(script, answers, setting.facts)
    certain = {one.step.key for one in walk(script, values, setting.facts) if one.certain}
    return _Stage(
        script=script,
        setting=setting,
        raws=raws,
        answers=answers,
        problems=problems,
        values=values,
        certain=frozenset(certain),
        maybe=engine.counting_steps(script, values, setting.facts) - certain,
        current=engine.next_step(script, answers, setting.facts).key,
    )


def _lacking(stage: _Stage) -> tuple[engine.Missing, ...]:
    return engine.missing(stage.script, stage.answers, stage.setting.facts)


def _step(stage: _Stage, step: Step) -> dict[str, Any]:
    setting = stage.setting
    authored = asdict(authored_step(step, setting.language, setting.spoken))
    return {**authored, **_so_far(stage, step)}


def _so_far(stage: _Stage, step: Step) -> dict[str, Any]:
    """The fields that depend on the answers. `revision` counts as on the desk: 0 for no answer."""
    language = stage.setting.language
    answer, problem = stage.answers.get(step.key), stage.problems.get(step.key)
    value = answer.value if answer else None
    mandatory = is_mandatory(stage.script, step, stage.values, stage.setting.facts)
    passed_over = answer is not None and value is None and problem is None
    return {
        "mandatory": mandatory,
        "on_path": step.key in stage.certain,
        "maybe": step.key in stage.maybe,
        "is_current": step.key == stage.current,
        "is_done": step.key in stage.values,
        "is_left_empty": passed_over and not mandatory,
        "raw": answer.raw if answer else "",
        "value": value,
        "display": say(show(step, value), language),
        "problem": asdict(problem) if problem else None,
        "revision": 1 if answer else 0,
        "state": "typed",
        "author_id": None,
        "author": "",
        "at": None,
    }
