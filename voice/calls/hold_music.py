"""Whether a caller should hear music, and the one way in which the provider is asked for it.

Two requests at once may reach the provider in either order. So each wish is written down under the
call's lock before the provider is asked, and compared again after its answer: a request that finds
another wish by then asks once more. The last wish wins, whatever the order.

The recording stands still before the music begins, and goes on after it has ended.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from core import db, outbox
from core.db import session
from voice import addresses, gateway, recordings, rows
from voice.calls.lookout import look_soon
from voice.gateway import GatewayError
from voice.models import Call, Leg
from voice.states import LIVE, WITH_AGENT, CallState

CORRECT = "voice.right_hold"
PHONE_MAY_TELL = timedelta(seconds=2)  # the page says when its phone is on, which is quicker


def wanted(call: Call) -> bool | None:
    """Whether the caller should hear music now; None where nobody has asked for either."""
    if not _may_be_held(call):
        return None
    due = required(call)
    return call.hold_wanted if due is None else due


def required(call: Call) -> bool | None:
    """Whether the call's state alone calls for music; None where the agent decides.

    A caller who waits because the agent's line broke, or who is parked, would else hear nothing.
    """
    if not _may_be_held(call):
        return None
    if call.parked_at is not None or call.state == CallState.WAITING:
        return True
    return False if call.state in WITH_AGENT and is_being_taken_up(call) else None


def _may_be_held(call: Call) -> bool:
    return call.state in LIVE and call.conference_sid is not None and call.connected_at is not None


def is_going_on_hold(call: Call) -> bool:
    """Whether music was asked for, and the provider has not said yet that the caller hears it."""
    return call.state == CallState.CONNECTED and call.hold_wanted is True


def is_being_taken_up(call: Call) -> bool:
    """Whether the agent who has the call came into it to talk, and has not talked yet."""
    chosen = select(Leg.id).where(Leg.call_id == call.id, Leg.user_id == call.agent_id)
    return session.scalars(chosen.where(Leg.takes_up).limit(1)).first() is not None


def agent_talks(call: Call) -> None:
    """The agent is in a room whose caller hears no music, so nobody has to be taken off hold."""
    if not call.hold_wanted:
        _forget_taking_up(call.id)


def _forget_taking_up(call_id: str) -> None:
    session.execute(
        update(Leg)
        .where(Leg.call_id == call_id, Leg.takes_up)
        .values(takes_up=False)
        .execution_options(synchronize_session="fetch")
    )


def correct_soon(call: Call, wish: bool | None) -> None:
    """Leave it to a task to ask the provider for the wished state.

    Each wish has a task of its own: a task that runs just now may have looked before this change.
    """
    if wish is not None:
        subject = f"{call.id}:{'on' if wish else 'off'}"
        outbox.post(CORRECT, subject, delay=PHONE_MAY_TELL, again=True)


@dataclass(frozen=True)
class _Request:
    """One request to the provider, for when the transaction is over."""

    call_id: str
    room: str
    caller_sid: str
    music: str
    on: bool


def ask(call_id: str, *, on: bool) -> None:
    """Let the caller hear music, or take them off it.

    Commits before it asks the provider, and leaves the rest to be committed. Raises GatewayError;
    then the wish is taken back, and the provider's own reports say what happened.
    """
    request: _Request | None = _want(rows.locked(call_id), on=on)
    while request is not None:
        if request.on:
            recordings.try_to_follow(call_id)
        try:
            rows.commit_then_ask(
                gateway.set_hold,
                request.room,
                request.caller_sid,
                on=request.on,
                music_url=request.music,
            )
        except GatewayError:
            _want_no_more(request)
            raise
        if not request.on:
            recordings.try_to_follow(call_id, off_hold=True)
        request = _overtaken(request)


def _want(call: Call, *, on: bool) -> _Request:
    """Write the wish down, and have a task look into the room in case this process dies."""
    call.hold_wanted = on
    if on:
        _forget_taking_up(call.id)
    session.flush()
    look_soon(call.id)
    music = addresses.address("wait", call)
    return _Request(call.id, str(call.conference_sid), call.provider_sid, music, on)


def _overtaken(request: _Request) -> _Request | None:
    """The next request, where the wish has changed since this one was made."""
    call = rows.locked(request.call_id)
    if not request.on:
        _forget_taking_up(call.id)
    wish = wanted(call)
    return None if wish is None or wish is request.on else _want(call, on=wish)


def _want_no_more(request: _Request) -> None:
    """Take the wish back. Commits: whoever called `ask` rolls back over the error."""
    call = rows.locked(request.call_id)
    if call.hold_wanted is request.on:
        call.hold_wanted = None
        recordings.follow_soon(call)
    db.commit()
