"""Looks into a call's room where a callback may have been lost, and records what it sees there.

A callback is repeated for 15 seconds at most and then lost for ever. An event that is seen here
gets the number after the last known event of the room.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from core.clock import long_ago, now
from core.db import session
from voice import gateway, rows
from voice.calls import events, hold_music
from voice.calls.events import Report
from voice.calls.story import Story
from voice.gateway import ProviderCall, RoomView
from voice.models import Call, CallEvent, Leg
from voice.states import LIVE, WITH_AGENT, CallState, Happening
from voice.ticketing import ticket_of_call

# The provider ends each <Dial> after four hours (https://www.twilio.com/docs/voice/twiml/dial).
LONGEST_CALL = timedelta(hours=5)


def look(call_id: str) -> bool:
    """Ask the provider about a live call, without a transaction, and record what differs.

    False where an event came meanwhile, since what was seen may be older.
    """
    call = rows.get(call_id)
    room, sid, live, last_event = (
        call.room,
        call.provider_sid,
        call.state in LIVE,
        _last_event(call_id),
    )
    session.rollback()
    if not live:
        return True
    provided = gateway.fetch_call(sid)
    view = None if provided and provided.has_ended else gateway.look_into_room(room)
    rows.locked(call_id)
    if _last_event(call_id) != last_event:
        return False
    compare(call_id, provided, view)
    return True


def _last_event(call_id: str) -> int | None:
    """The id of the call's last event."""
    return session.scalar(select(func.max(CallEvent.id)).where(CallEvent.call_id == call_id))


def compare(call_id: str, provided: ProviderCall | None, view: RoomView | None) -> None:
    """Record the differences between the provider's view and ours.

    That the provider does not find a call is no end of it: its lists may be late, or the wrong
    region was asked.
    """
    call = rows.locked(call_id)
    if call.state not in LIVE:
        return
    if provided is not None and provided.has_ended:
        _end(call, provided.ended_at)
    elif view is not None and (provided is not None or "caller" in view.labels):
        _compare_room(call, view)
    elif provided is None and _must_be_over(call):
        _end(call, None)
        ticket_of_call.note(call, "unknown_to_provider")


def _end(call: Call, stamp: datetime | None) -> None:
    events.record(call.id, Report("seen:ended", "seen", Happening.ENDED, stamped_at=stamp))


def _must_be_over(call: Call) -> bool:
    """Whether to give up a call of which the provider knows neither leg nor room."""
    is_hung_up = any(event.natural_key == events.HANG_UP for event in events.of(call.id))
    return is_hung_up or long_ago(call.started_at, now(), LONGEST_CALL)


def _compare_room(call: Call, view: RoomView) -> None:
    story = events.story_of(call.id)
    if "caller" in view.labels and not (story.entered and story.conference == view.sid):
        _record(call, view, Happening.ENTERED)
    leg = _leg(call, story)
    if leg is not None and call.parked_at is None:
        _compare_leg(call, view, leg)
    if call.state == CallState.CONNECTED and "caller" in view.held:
        _record(call, view, Happening.HELD)
    elif call.state == CallState.HELD and "caller" not in view.held and not call.parked_at:
        _record(call, view, Happening.RESUMED)
    wish = hold_music.wanted(call)
    if wish is ("caller" not in view.held):
        hold_music.correct_soon(call, wish)


def _leg(call: Call, story: Story) -> Leg | None:
    chosen = select(Leg).filter_by(call_id=call.id, number=story.leg)
    return session.scalars(chosen).first()


def _compare_leg(call: Call, view: RoomView, leg: Leg) -> None:
    if call.state == CallState.CLAIMED and leg.label in view.labels:
        _record(call, view, Happening.JOINED, leg.number)
    elif call.state in WITH_AGENT and leg.label not in view.labels:
        _record(call, view, Happening.LEFT, leg.number)


def _record(call: Call, view: RoomView, happening: Happening, leg: int | None = None) -> None:
    numbers = [e.sequence for e in events.of(call.id) if e.conference_sid == view.sid]
    sequence = max((n for n in numbers if n is not None), default=0) + 1
    events.record(
        call.id,
        Report(
            natural_key=f"seen:{view.sid}:{sequence}",
            kind="seen",
            happening=happening,
            leg=leg,
            conference=view.sid,
            sequence=sequence,
        ),
    )
