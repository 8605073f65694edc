"""A call from the ring to its close: its events, its story, and what can be done to it.

Operations add and flush, routes and jobs commit; those that have to ask the provider say so.

Door: the operations below, and the modules `events` (what happened is recorded there), `story`,
`effects`, `legs`, `transfers`, `parking` and `hold_music`.
"""

from voice.calls.answer import agent_arrives, claim, release_leg
from voice.calls.close import close, close_overdue, end_abandoned_run
from voice.calls.lookout import look_soon
from voice.calls.ring import Ring, enter_room, receive
from voice.calls.talk import (
    hang_up,
    hold,
    object_to_recording,
    resume,
    save_notes,
    start_recording,
)

__all__ = [
    "Ring",
    "agent_arrives",
    "claim",
    "close",
    "close_overdue",
    "end_abandoned_run",
    "enter_room",
    "hang_up",
    "hold",
    "look_soon",
    "object_to_recording",
    "receive",
    "release_leg",
    "resume",
    "save_notes",
    "start_recording",
]
