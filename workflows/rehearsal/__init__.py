"""Playing a script before it is published, with a caller who is made up. Pure, like the engine.

Door: `play`, `understand_answers`, `is_what_caller_meant`, and `caller`.
"""

from workflows.rehearsal.caller import Caller, Reply, caller
from workflows.rehearsal.persona import Persona
from workflows.rehearsal.playing import Setting, is_what_caller_meant, play, understand_answers

__all__ = [
    "Caller",
    "Persona",
    "Reply",
    "Setting",
    "caller",
    "is_what_caller_meant",
    "play",
    "understand_answers",
]
