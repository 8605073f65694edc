"""The ticket that follows from the answers: title, summary, priority, team, deadline."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from core.languages import readable_name, say
from workflows.document import Conditional, OutcomeRules, PriorityRule
from workflows.engine import templates
from workflows.engine.display import NOT_KNOWN, show
from workflows.engine.walking import (
    Answers,
    CompiledScript,
    Facts,
    KnownValues,
    counting_values,
)
from workflows.texts import Texts

USUAL = 3
LONGEST_TITLE = 200
SPACES = re.compile(r"[ \t\r\n]+")  # those of typography, that do not break, stay

Rule = TypeVar("Rule", bound=Conditional)


@dataclass(frozen=True)
class Outcome:
    """`priority` 1 is the highest, 4 the lowest; `team` "" and `deadline_minutes` None: no rule.
    `team_name` is what people call the team."""

    title: str
    summary: str
    priority: int
    team: str
    team_name: str
    deadline_minutes: int | None


def outcome(
    script: CompiledScript, answers: Answers, facts: Facts, *, language: str = ""
) -> Outcome:
    """The outcome in `language` (the script's first one if not given)."""
    language = language or script.document.languages[0]
    values = counting_values(script, answers, facts)
    rules = script.document.outcome
    team = _first(script, rules.team, values, facts)
    deadline = _first(script, rules.deadline, values, facts)
    return Outcome(
        title=_title(script, values, language),
        summary=_summary(script, values, language),
        priority=_priority(script, values, facts),
        team=team.team if team else "",
        team_name=_team_name(rules, team.team, language) if team else "",
        deadline_minutes=deadline.minutes if deadline else None,
    )


def team_names(rules: OutcomeRules) -> dict[str, Texts]:
    """The names by team; a rule that gives none is about a team that another one may name."""
    return {rule.team: rule.name for rule in reversed(rules.team) if rule.name}


def _team_name(rules: OutcomeRules, team: str, language: str) -> str:
    return readable_name(team, team_names(rules).get(team, {}), language)


def _title(script: CompiledScript, values: KnownValues, language: str) -> str:
    template = say(script.document.outcome.title, language)
    if not any(templates.key_of(name) in values for name in templates.names(template)):
        return say(script.document.name, language)
    filled = SPACES.sub(" ", templates.fill(template, _answers(script, values, language)))
    return (
        filled if len(filled) <= LONGEST_TITLE else filled[: LONGEST_TITLE - 1] + templates.UNKNOWN
    )


def _summary(script: CompiledScript, values: KnownValues, language: str) -> str:
    """The sentences of which something is known, and one that names what is not."""
    template = say(script.document.outcome.summary, language)
    text, unknown = templates.fill_sentences(template, _answers(script, values, language))
    titles = [say(script.step(key).title, language) for key in unknown if key in script.place]
    return (
        f"{text} {say(NOT_KNOWN, language).format(', '.join(titles))}".strip() if titles else text
    )


def _answers(
    script: CompiledScript, values: KnownValues, language: str
) -> Callable[[str], str | None]:
    def answer(key: str) -> str | None:
        known = key in values and key in script.place
        return say(show(script.step(key), values[key]), language) if known else None

    return answer


def _holding(
    script: CompiledScript, rules: Iterable[Rule], values: KnownValues, facts: Facts
) -> Iterable[Rule]:
    return (rule for rule in rules if script.holds(rule.when, values, facts) is True)


def _first(
    script: CompiledScript, rules: Iterable[Rule], values: KnownValues, facts: Facts
) -> Rule | None:
    return next(iter(_holding(script, rules, values, facts)), None)


def _priority(script: CompiledScript, values: KnownValues, facts: Facts) -> int:
    for rule in _holding(script, script.document.outcome.priority, values, facts):
        priority = _of_rule(rule, values)
        if priority is not None:
            return priority
    return USUAL


def _of_rule(rule: PriorityRule, values: KnownValues) -> int | None:
    if rule.value is not None:
        return rule.value
    severity = values.get(rule.step or "")
    return severity.get("priority") if isinstance(severity, dict) else None
