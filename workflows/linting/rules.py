"""The rules of the outcome: names that exist, and no rule behind one that always holds."""

from collections.abc import Iterator

from workflows.document import AnswerType
from workflows.engine import CompiledScript
from workflows.linting.finding import Fault, Finding, error, warning
from workflows.linting.suggest import nearest


def rule_findings(script: CompiledScript) -> Iterator[Finding]:
    """Faults of priority, team and deadline."""
    yield from _severities(script)
    yield from _hidden_rules(script)
    if not script.document.outcome.team:
        yield warning(Fault.NO_TEAM_RULE, ("outcome", "team"), "team")


def _severities(script: CompiledScript) -> Iterator[Finding]:
    severities = {s.key for s in script.document.steps if s.type is AnswerType.SEVERITY}
    for place, rule in enumerate(script.document.outcome.priority):
        if rule.step and rule.step not in severities:
            yield error(
                Fault.NO_SEVERITY,
                ("outcome", "priority", place, "from"),
                "priority",
                name=rule.step,
                near=nearest(rule.step, severities),
            )


def _hidden_rules(script: CompiledScript) -> Iterator[Finding]:
    outcome = script.document.outcome
    for name in ("priority", "team", "deadline"):
        rules = getattr(outcome, name)
        # A priority that comes from a severity may still be unknown, so the next rule counts.
        always = [
            place
            for place, rule in enumerate(rules)
            if rule.when is None and not getattr(rule, "step", None)
        ]
        if rules and not always:
            where = ("outcome", name)
            yield warning(Fault.NO_DEFAULT, where, name, field=where)
        if always and always[0] < len(rules) - 1:
            yield error(Fault.HIDDEN_RULE, ("outcome", name, always[0] + 1), name)
