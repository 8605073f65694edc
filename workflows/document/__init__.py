"""The script as a document: its steps, kinds, bounds and patterns, checked when it is read.

Door: the parts below, and the modules `bounds`, `check_digits` and `patterns`.
"""

from workflows.document.kinds import FIELDS_OF_TYPE, SUGGESTING, AnswerType, Kind
from workflows.document.script import (
    MOST_STEPS,
    Article,
    DeadlineRule,
    Instruction,
    Lexicon,
    OutcomeRules,
    PriorityRule,
    ScriptDocument,
    TeamRule,
    Weekday,
    of_version,
    plain,
    same_key,
)
from workflows.document.steps import RESERVED, Conditional, Option, Probe, Step

__all__ = [
    "FIELDS_OF_TYPE",
    "MOST_STEPS",
    "RESERVED",
    "SUGGESTING",
    "AnswerType",
    "Article",
    "Conditional",
    "DeadlineRule",
    "Instruction",
    "Kind",
    "Lexicon",
    "Option",
    "OutcomeRules",
    "PriorityRule",
    "Probe",
    "ScriptDocument",
    "Step",
    "TeamRule",
    "Weekday",
    "of_version",
    "plain",
    "same_key",
]
