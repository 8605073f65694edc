"""The pure engine: what to ask next, what an answer means, what is missing, what comes of it.

Door: the functions below, `windows` (reminders in time) and `moments` (times as people say them).
"""

from workflows.engine.display import show
from workflows.engine.outcomes import PLACE, Outcome, outcome
from workflows.engine.questions import Missing, instructions, missing, next_step, path
from workflows.engine.step_view import Written, article, written
from workflows.engine.validation import LONGEST_RAW, Problem, Value, validate
from workflows.engine.walking import (
    Answers,
    CompiledScript,
    Facts,
    Given,
    Known,
    compile_script,
    is_mandatory,
    known,
    walk,
)

__all__ = [
    "LONGEST_RAW",
    "PLACE",
    "Answers",
    "CompiledScript",
    "Facts",
    "Given",
    "Known",
    "Missing",
    "Outcome",
    "Problem",
    "Value",
    "Written",
    "article",
    "compile_script",
    "instructions",
    "is_mandatory",
    "known",
    "missing",
    "next_step",
    "outcome",
    "path",
    "show",
    "validate",
    "walk",
    "written",
]
