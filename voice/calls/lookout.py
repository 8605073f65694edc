"""Ask for a look into a call's room, in case no callback reports what happened there."""

from datetime import timedelta

from core import outbox

LOOK_AFTER = timedelta(seconds=6)


def look_soon(call_id: str) -> None:
    """Have a task ask the provider in a few seconds, in case a callback is lost."""
    outbox.post("voice.check_room", call_id, delay=LOOK_AFTER, again=True)
