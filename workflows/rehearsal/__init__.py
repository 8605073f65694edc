"""Playing a script before it is published, with a caller who is made up. Pure, like the engine.

Door: `play`, `given`, `is_as_said`, and `caller`.
"""

from workflows.rehearsal.caller import Caller, Reply, caller
from workflows.rehearsal.persona import Persona
from workflows.rehearsal.playing import Setting, given, is_as_said, play

__all__ = ["Caller", "Persona", "Reply", "Setting", "caller", "given", "is_as_said", "play"]
