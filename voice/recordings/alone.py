"""When a caller was alone in a recording: they waited, or were on hold.

The recording is silent there, as far as the provider did in time what it was asked for. What came
in between, music and announcements, is kept from the recognizer by what the room reported.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from core.db import session
from voice.models import Call, CallEvent, Recording
from voice.recordings.lifecycle import began_at
from voice.states import Happening

EDGE = 1.0  # seconds: the provider's times have whole ones

Spans = list[tuple[float, float]]
_FOREVER = 1e9


def alone(recording: Recording) -> Spans:
    """Seconds of the recording, in order."""
    call = session.get_one(Call, recording.call_id)
    began = began_at(recording)
    spans = [
        (_seconds(start, began, -_FOREVER), _seconds(end, began, _FOREVER))
        for start, end in _times_alone(_events(call.id), call.ended_at)
    ]
    return [(start - EDGE, end + EDGE) for start, end in spans if end > 0]


def _seconds(moment: datetime | None, began: datetime, otherwise: float) -> float:
    return otherwise if moment is None else (moment - began).total_seconds()


def _events(call_id: str) -> list[CallEvent]:
    chosen = select(CallEvent).where(CallEvent.call_id == call_id)
    return sorted(session.scalars(chosen), key=lambda each: (_moment(each), each.sequence or 0))


def _moment(event: CallEvent) -> datetime:
    return event.stamped_at or event.received_at


def _times_alone(
    events: Iterable[CallEvent], ended_at: datetime | None
) -> Iterable[tuple[datetime | None, datetime | None]]:
    """From when until when; None is from the beginning on, or for ever."""
    inside: set[int] = set()
    held, was_alone, since = False, True, None
    for event in events:
        moment = _moment(event)
        if ended_at is not None and moment >= ended_at and not was_alone:
            return  # the caller left first, or at once
        if event.happening == Happening.JOINED:
            inside.add(event.leg_k or 0)
        elif event.happening == Happening.LEFT:
            inside.discard(event.leg_k or 0)
        elif event.happening in (Happening.HELD, Happening.RESUMED):
            held = event.happening == Happening.HELD
        is_alone = held or not inside
        if is_alone and not was_alone:
            since = moment
        elif was_alone and not is_alone:
            yield since, moment
        was_alone = is_alone
    if was_alone:
        yield since, None
