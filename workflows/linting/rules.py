"""The rules of the outcome: names that exist, and no rule behind one that always holds."""

from collections.abc import Iterator

from workflows.document import AnswerType
from workflows.document.field_names import FIELDS
from workflows.engine import PLACE, CompiledScript
from workflows.linting.finding import Finding, error, warning
from workflows.linting.suggest import nearest


def rule_findings(script: CompiledScript) -> Iterator[Finding]:
    """Faults of title, summary, priority, team and deadline."""
    yield from _templates(script)
    yield from _severities(script)
    yield from _hidden_rules(script)


def _templates(script: CompiledScript) -> Iterator[Finding]:
    for name in ("title", "summary"):
        for language, template in getattr(script.document.outcome, name).items():
            for key in PLACE.findall(template):
                if key not in script.place or not script.step(key).takes_answer:
                    yield error(
                        "unknown-step",
                        ("outcome", name, language),
                        name,
                        (f"« {{{key}}} » n’est pas une question.", f"“{{{key}}}” is no question."),
                        nearest(key, script.place),
                    )


def _severities(script: CompiledScript) -> Iterator[Finding]:
    severities = {s.key for s in script.document.steps if s.type is AnswerType.SEVERITY}
    for place, rule in enumerate(script.document.outcome.priority):
        if rule.step and rule.step not in severities:
            yield error(
                "unknown-step",
                ("outcome", "priority", place, "from"),
                "priority",
                (
                    f"« {rule.step} » n’est pas une étape de type « gravité ».",
                    f"“{rule.step}” is no step of type “severity”.",
                ),
                nearest(rule.step, severities),
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
            yield warning(
                "no-default",
                ("outcome", name),
                name,
                (
                    f"{FIELDS[name][0]} : aucune ne vaut par défaut.",
                    f"{FIELDS[name][1]}: none holds by default.",
                ),
                (
                    "Ajoutez une dernière règle sans condition.",
                    "Add a last rule without condition.",
                ),
            )
        if always and always[0] < len(rules) - 1:
            yield error(
                "dead-branch",
                ("outcome", name, always[0] + 1),
                name,
                ("Une règle plus haut vaut toujours.", "An earlier rule always holds."),
                (
                    "Mettez la règle sans condition à la fin.",
                    "Put the rule without condition last.",
                ),
            )
