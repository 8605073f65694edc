"""The pure engine: the next step, the meaning of an answer, what is missing, and the ticket.

Door: the functions below, `windows` (reminders in time), `moments` (times as people say them) and
`templates` (titles and summaries with answers in them).
"""

from workflows.engine.display import moment_in, said_moment, show, show_number, show_unlisted
from workflows.engine.outcomes import Outcome, outcome, team_names
from workflows.engine.questions import Missing, instructions, missing, next_step, path
from workflows.engine.step_view import AuthoredStep, article, authored_step
from workflows.engine.validation import LONGEST_RAW, Problem, Value, validate
from workflows.engine.walking import (
    Answers,
    CompiledScript,
    Facts,
    KnownValues,
    StepAnswer,
    compile_script,
    counting_steps,
    counting_values,
    is_mandatory,
    walk,
)

__all__ = [
    "LONGEST_RAW",
    "Answers",
    "AuthoredStep",
    "CompiledScript",
    "Facts",
    "KnownValues",
    "Missing",
    "Outcome",
    "Problem",
    "StepAnswer",
    "Value",
    "article",
    "authored_step",
    "compile_script",
    "counting_steps",
    "counting_values",
    "instructions",
    "is_mandatory",
    "missing",
    "moment_in",
    "next_step",
    "outcome",
    "path",
    "said_moment",
    "show",
    "show_number",
    "show_unlisted",
    "team_names",
    "validate",
    "walk",
]
