"""Translates the provider's forms into reports in our own words.

Conference callbacks: https://www.twilio.com/docs/voice/twiml/conference#attributes-statusCallback
"""

import re
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from core.db import session
from voice import gateway
from voice.calls import Ring
from voice.calls.events import Report
from voice.gateway import ENDED, ProviderRecording
from voice.models import Call, Leg
from voice.states import Happening

Form = Mapping[str, str]

CALL_SID = re.compile(r"CA[0-9a-f]{32}")
CONFERENCE_SID = re.compile(r"CF[0-9a-f]{32}")
SEQUENCE = re.compile(r"[0-9]{1,6}")
NUMBER = re.compile(r"[0-9]{1,9}")
STEP = 1000  # between two sequence numbers, so that events of our own fit in between
LONGEST_KEPT = 500

DIAL_FAILED = "dial-failed"

_CALLER = "caller"
NOT_ADDED = "participant_add_failed"


def payload_of(form: Form) -> dict[str, str]:
    """The form to store: every field, without characters that a database refuses."""
    return {_clean(key): _clean(value) for key, value in form.items()}


def _clean(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode()[:LONGEST_KEPT]


def stamp_of(form: Form) -> datetime | None:
    """The provider's own time of an event, or None."""
    return gateway.moment_of(form.get("Timestamp", ""))


def ring_of(form: Form) -> Ring:
    """A call that comes in."""
    payload = payload_of(form)
    return Ring(payload["CallSid"], payload.get("From", ""), payload.get("To", ""), payload)


def of_room(call: Call, form: Form) -> Report:
    """What happened in the call's conference."""
    event, sid = form.get("StatusCallbackEvent", ""), form.get("ConferenceSid", "")
    sequence = form.get("SequenceNumber", "")
    good = CONFERENCE_SID.fullmatch(sid) and SEQUENCE.fullmatch(sequence)
    if not good or form.get("FriendlyName") != call.room:
        return Report(f"room:{event[:30]}:{sid[:34]}:{sequence[:9]}", "room", None)
    leg = _leg(call, form.get("ParticipantLabel", ""))
    happening = _in_room(call, event, form, leg)
    return Report(
        natural_key=f"{sid}:{int(sequence)}",
        kind=event[:40],
        happening=happening,
        leg=leg.number if leg and happening is not Happening.ENDED else None,
        conference=sid,
        sequence=int(sequence) * STEP,
        stamped_at=stamp_of(form),
        payload=payload_of(form),
    )


def _leg(call: Call, label: str) -> Leg | None:
    leg_id = label.removeprefix("agent-")
    if leg_id == label:
        return None
    return session.scalars(select(Leg).filter_by(call_id=call.id, id=leg_id)).first()


def _in_room(call: Call, event: str, form: Form, leg: Leg | None) -> Happening | None:
    """What the event means. A caller whom the room did not take comes again (`of_dial_end`), so
    before a talk the end of a room is not that of the call."""
    is_caller = form.get("ParticipantLabel") == _CALLER
    if event == "participant-leave" and leg is not None:
        return _left(form)
    if form.get("ReasonParticipantLeft") == NOT_ADDED:
        return Happening.NOTED
    if event == "conference-end" and call.connected_at is None:
        return Happening.NOTED
    if event in _BY_CALLER:
        return _BY_CALLER[event] if is_caller else _BY_AGENT.get(event, Happening.NOTED)
    return _OF_ROOM.get(event)


def _left(form: Form) -> Happening | None:
    """An agent who leaves because the room is over leaves no caller behind.

    A word that nobody knows says only that this phone is out; a look into the room tells the rest.
    """
    return _WHY_LEFT.get(form.get("ReasonParticipantLeft", ""))


_WHY_LEFT: dict[str, Happening] = {
    "participant_hung_up": Happening.LEFT,
    "participant_updated_via_api": Happening.LEFT,
    NOT_ADDED: Happening.LEFT,
    "moderator_ended_conference": Happening.ENDED,  # the caller's leaving ends the room
    "conference_ended_via_api": Happening.ENDED,
}
_BY_CALLER: dict[str, Happening] = {
    "participant-join": Happening.ENTERED,
    "participant-leave": Happening.ENDED,
    "participant-hold": Happening.HELD,
    "participant-unhold": Happening.RESUMED,
}
_BY_AGENT: dict[str, Happening] = {"participant-join": Happening.JOINED}
_OF_ROOM: dict[str, Happening] = {
    "conference-end": Happening.ENDED,
    "conference-start": Happening.NOTED,
    "participant-mute": Happening.NOTED,
    "participant-unmute": Happening.NOTED,
    "participant-modify": Happening.NOTED,
}


_LASTING = frozenset({"queued", "initiated", "ringing", "in-progress"})  # states of a caller's leg


def of_caller(form: Form) -> Report:
    """The state of the caller's leg."""
    status = form.get("CallStatus", "")
    lasting = Happening.NOTED if status in _LASTING else None
    return Report(
        natural_key=f"status:{status[:20]}",
        kind="status",
        happening=Happening.ENDED if status in ENDED else lasting,
        stamped_at=stamp_of(form),
        payload=payload_of(form),
    )


# Where no room was dialled, the provider goes on with the next verb and says nothing about it
# (https://www.twilio.com/docs/api/errors/16025).
_NOT_IN_ROOM = frozenset({"busy", "no-answer", "failed", "canceled", ""})


def of_dial_end(call: Call, form: Form, attempt: str) -> Report:
    """The caller is out of the room: it is over, or it could not be entered at all.

    If the waiting music fails, "the Conference will not be fully established", and it is not said
    with which word: whoever is still on the line and has talked with nobody was not let in.
    A word that nobody knows is a failure for a caller who has never been in the room. `attempt` is
    the provider's token of the request: the same for its repetitions.
    """
    status = form.get("DialCallStatus", "")
    payload = payload_of(form)
    was_in = status in ("answered", "completed")
    if form.get("CallStatus") in ENDED or (was_in and call.connected_at is not None):
        return Report("dial-end", "dial-end", Happening.ENDED, payload=payload)
    if was_in or status in _NOT_IN_ROOM or call.conference_sid is None:
        key = f"{DIAL_FAILED}:{attempt[:60]}"
        return Report(key, DIAL_FAILED, Happening.NOTED, payload=payload)
    return Report(f"dial-end:{status[:20]}", "dial-end", None, payload=payload)


def of_agent_end(leg: Leg, form: Form) -> Report:
    """The agent's phone is out of the room; the room's own event says why."""
    return Report(f"agent-end:{leg.number}", "agent-end", Happening.NOTED, payload=payload_of(form))


def of_key(form: Form) -> Report:
    """A key during the notice."""
    digit = form.get("Digits", "")[:8]
    return Report(f"key:{digit}", "key", Happening.NOTED, payload=payload_of(form))


def of_recording(form: Form) -> Report:
    """The state of a recording; the recording's own row has the rest."""
    sid, status = form.get("RecordingSid", ""), form.get("RecordingStatus", "")[:20]
    return Report(f"{sid}:{status}", "recording", Happening.NOTED, payload=payload_of(form))


def recording_of(form: Form) -> ProviderRecording:
    """What the provider says of a recording; https://www.twilio.com/docs/voice/api/recording"""
    return ProviderRecording(
        sid=form.get("RecordingSid", ""),
        call_sid=form.get("CallSid", ""),
        status=form.get("RecordingStatus", ""),
        channels=_number(form.get("RecordingChannels"), 1),
        duration=_seconds(form.get("RecordingDuration")),
        error_code=_number(form.get("ErrorCode"), 0),
        started_at=gateway.moment_of(form.get("RecordingStartTime", "")),
    )


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and NUMBER.fullmatch(text) else otherwise


def _seconds(text: str | None) -> float | None:
    return float(text) if text and NUMBER.fullmatch(text) else None
