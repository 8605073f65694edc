"""Calls and the rooms in which their people meet: https://www.twilio.com/docs/voice/api."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from twilio.base.exceptions import TwilioRestException

from voice.gateway.client import as_gateway_errors, rest

ENDED = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})


def end_call(call_sid: str) -> None:
    """Hang up a caller; right also where the call is over."""
    with as_gateway_errors():
        try:
            rest().calls(call_sid).update(status="completed")
        except TwilioRestException as error:
            if error.code not in (21220, 20404):
                raise


def send_call(call_sid: str, url: str) -> None:
    """Take a call out of where it is, and have it go on with the document at that address."""
    with as_gateway_errors():
        rest().calls(call_sid).update(url=url, method="POST")


def speak_to_call(call_sid: str, document: str) -> None:
    """The same with a document that we have at hand."""
    with as_gateway_errors():
        rest().calls(call_sid).update(twiml=document)


def set_hold(conference_sid: str, call_sid: str, *, on: bool, music_url: str) -> None:
    """Put the caller on hold with a waiting message, or take them back."""
    with as_gateway_errors():
        participant = rest().conferences(conference_sid).participants(call_sid)
        if on:
            participant.update(hold=True, hold_url=music_url, hold_method="POST")
        else:
            participant.update(hold=False)


@dataclass(frozen=True)
class RoomView:
    """The labels of those who are in a room now, and of those who are on hold there."""

    sid: str
    labels: frozenset[str]
    held: frozenset[str]


def look_into_room(room: str) -> RoomView | None:
    """The open room of that name, or None."""
    with as_gateway_errors():
        rooms = rest().conferences.list(friendly_name=room, status="in-progress", limit=1)
        if not rooms:
            return None
        people = rest().conferences(rooms[0].sid).participants.list(limit=20)
        return RoomView(
            rooms[0].sid,
            labels=frozenset(str(each.label) for each in people),
            held=frozenset(str(each.label) for each in people if each.hold),
        )


@dataclass(frozen=True)
class ProviderCall:
    sid: str
    from_number: str
    to_number: str
    direction: str
    status: str
    started_at: datetime | None
    ended_at: datetime | None

    @property
    def has_ended(self) -> bool:
        return self.status in ENDED


def fetch_call(call_sid: str) -> ProviderCall | None:
    """A call as the provider knows it, or None."""
    with as_gateway_errors():
        try:
            return _call(rest().calls(call_sid).fetch())
        except TwilioRestException as error:
            if error.status == 404:
                return None
            raise


def list_calls(since: datetime) -> list[ProviderCall]:
    """Calls that began on the day of `since` or later (the provider filters by days)."""
    with as_gateway_errors():
        return [_call(each) for each in rest().calls.list(start_time_after=since, page_size=500)]


def _call(call: Any) -> ProviderCall:
    return ProviderCall(
        sid=call.sid,
        from_number=call._from or "",
        to_number=call.to or "",
        direction=call.direction or "",
        status=str(call.status),
        started_at=call.start_time,
        ended_at=call.end_time,
    )
