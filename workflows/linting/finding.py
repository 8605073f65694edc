"""One finding about a script."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

Severity = Literal["error", "warning"]
Place = tuple[str | int, ...]


class Fault(StrEnum):
    """What can be wrong, one for each sentence about it; before “/” is the code that the
    documentation lists."""

    UNKNOWN_STEP = "unknown-step/step"
    NO_QUESTION = "unknown-step/question"
    STRAY_BRACE = "stray-brace"
    IDLE_PLACEHOLDER = "idle-placeholder"
    NO_SEVERITY = "unknown-step/severity"
    UNKNOWN_FACT = "unknown-fact"
    UNKNOWN_PART = "unknown-part/part"
    SEVERAL_PARTS = "unknown-part/several"
    UNKNOWN_ARTICLE = "unknown-article"
    IMPOSSIBLE_VALUE = "impossible-value/value"
    QUOTED_NUMBER = "impossible-value/number"
    EMPTY_LIST = "impossible-value/empty"
    NOT_ORDERED = "not-ordered"
    NOT_KNOWN_YET = "not-known-yet"
    NEVER_TRUE = "never-true"
    ALWAYS_TRUE = "always-true"
    UNTRUE_BRANCH = "dead-branch/untrue"
    HIDDEN_BRANCH = "dead-branch/hidden"
    HIDDEN_RULE = "dead-branch/rule"
    UNREACHABLE = "unreachable"
    LOOP = "loop"
    OPTIONAL_EXIT = "optional-exit"
    TOO_MANY_MANDATORY = "too-many-mandatory"
    TOO_MANY_CHOICES = "too-many-choices"
    NO_WORDING = "no-wording"
    MISSING_LANGUAGE = "missing-language"
    ENDS_TOO_EARLY = "empty-window/dates"
    NEVER_COMES = "empty-window/days"
    CONFLICTING_INSTRUCTIONS = "conflicting-instructions"
    SKIPPED_MOMENT = "hours-in-dst-gap/moment"
    SKIPPED_HOURS = "hours-in-dst-gap/hours"
    NO_DEFAULT = "no-default"
    NO_TEAM_RULE = "no-team-rule"
    # The form of a field.
    MISSING = "invalid/missing"
    UNKNOWN_FIELD = "invalid/unknown-field"
    NO_TEXT = "invalid/no-text"
    EMPTY_TEXT = "invalid/empty-text"
    LONG_TEXT = "invalid/long-text"
    NO_KEY = "invalid/no-key"
    NO_SCRIPT_KEY = "invalid/no-script-key"
    NO_VALUE = "invalid/no-value"
    NO_HOURS = "invalid/no-hours"
    NO_LANGUAGE = "invalid/no-language"
    FEW_ITEMS = "invalid/few-items"
    MANY_ITEMS = "invalid/many-items"
    NO_LIST = "invalid/no-list"
    NO_TEXTS = "invalid/no-texts"
    NO_BLOCK = "invalid/no-block"
    UNKNOWN_VALUE = "invalid/unknown-value"
    NO_WHOLE_NUMBER = "invalid/no-whole-number"
    NO_NUMBER = "invalid/no-number"
    NO_FINITE_NUMBER = "invalid/no-finite-number"
    NO_FLAG = "invalid/no-flag"
    TOO_SMALL = "invalid/too-small"
    TOO_LARGE = "invalid/too-large"
    NO_RULE = "invalid/no-rule"
    NOT_ACCEPTED = "invalid/not-accepted"
    # What a check refused: the parameters hold the code of the refusal and its own parameters.
    REFUSED = "invalid/refused"
    UNKNOWN_PATTERN = "unknown-pattern"
    IMPOSSIBLE_PATTERN = "impossible-pattern"

    @property
    def code(self) -> str:
        return self.value.partition("/")[0]


@dataclass(frozen=True)
class Finding:
    """`place` is a path into the document, like ("steps", 3, "next", 0); an error forbids
    publishing. `params` are what the sentences about it need."""

    fault: Fault
    severity: Severity
    place: Place
    key: str
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.fault.code


def error(fault: Fault, place: Place, key: str, **params: Any) -> Finding:
    """A finding that forbids publishing."""
    return Finding(fault, "error", place, key, params)


def warning(fault: Fault, place: Place, key: str, **params: Any) -> Finding:
    """A finding that people may accept."""
    return Finding(fault, "warning", place, key, params)
