"""Recordings: expected, fetched, transcribed, attached to the ticket, and erased with proof.

Door: the rows' operations below; `jobs` and `erasure` register their tasks when imported.
"""

from voice.recordings.control import Unsure, follow, follow_soon, try_to_follow
from voice.recordings.lifecycle import (
    ATTACH,
    DELETE_AT_PROVIDER,
    ERASE,
    FETCH,
    FOLLOW,
    STOP,
    TRANSCRIBE,
    advance,
    began_at,
    check_answers_again,
    expect,
    find,
    is_ours,
    of_call,
    report,
)
from voice.recordings.working import sweep as sweep_working_copies

__all__ = [
    "ATTACH",
    "DELETE_AT_PROVIDER",
    "ERASE",
    "FETCH",
    "FOLLOW",
    "STOP",
    "TRANSCRIBE",
    "Unsure",
    "advance",
    "began_at",
    "check_answers_again",
    "expect",
    "find",
    "follow",
    "follow_soon",
    "is_ours",
    "of_call",
    "report",
    "sweep_working_copies",
    "try_to_follow",
]
