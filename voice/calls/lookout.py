"""Ask for a look into a call's room, in case something that happened there is never told."""

from datetime import timedelta

from core import outbox

LOOK_AFTER = timedelta(seconds=6)


def look_soon(call_id: str) -> None:
    """Ask the provider in a moment, in case a callback is lost."""
    outbox.post("voice.check_room", call_id, delay=LOOK_AFTER, again=True)
