"""A run of a script: answers saved as they are typed, the gate at its end, evidence afterwards.

Operations add and flush; routes and jobs commit. The row of the run is the lock: saving and
finishing take it first, so nothing is saved behind a closed gate. The code that uses this room
decides who may see or change the runs of a client.

Door: the operations below.
"""

from workflows.runs.closing import finish
from workflows.runs.evidence import (
    Finding,
    attach_evidence,
    forget_evidence,
    keep_evidence,
    questions_asked,
    search_evidence,
)
from workflows.runs.reading import (
    AnswerView,
    answers_of,
    get,
    history,
    missing,
    of_call,
    outcome,
    step_answers,
    stored,
)
from workflows.runs.results import (
    GateClosed,
    ReasonTooShort,
    RevisionConflict,
    RunFinished,
    RunLeft,
    SavedAnswer,
    SavedNotes,
    TooLong,
    UnknownRun,
    UnknownScript,
    UnknownStep,
)
from workflows.runs.saving import next_notes, prepare, save_answer, save_notes, start
from workflows.runs.screen import RunView, StepView, changes, view
from workflows.runs.switching import not_carried, script_of, switch

__all__ = [
    "AnswerView",
    "Finding",
    "GateClosed",
    "ReasonTooShort",
    "RevisionConflict",
    "RunFinished",
    "RunLeft",
    "RunView",
    "SavedAnswer",
    "SavedNotes",
    "StepView",
    "TooLong",
    "UnknownRun",
    "UnknownScript",
    "UnknownStep",
    "answers_of",
    "attach_evidence",
    "changes",
    "finish",
    "forget_evidence",
    "get",
    "history",
    "keep_evidence",
    "missing",
    "next_notes",
    "not_carried",
    "of_call",
    "outcome",
    "prepare",
    "questions_asked",
    "save_answer",
    "save_notes",
    "script_of",
    "search_evidence",
    "start",
    "step_answers",
    "stored",
    "switch",
    "view",
]
