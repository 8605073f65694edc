"""Has the provider record a caller while they talk with an agent, and at no other time.

Nobody is recorded who waits or is on hold, nor what they hear meanwhile. So the recording begins
when the agent is in the room, is silent from before a hold until after it (its seconds stay those
of the clock) and ends with the call. That a call is to be recorded stands in its row; what the
provider should do just now follows from the call. Where it is something else, a task asks.

Two requests at once may reach the provider in either order, and a process may die before or after
it has asked. So each request is noted before it is made, and nobody makes another one until it is
answered, or too old to be; a beginning that is asked for twice would be two recordings. Whoever has
the answer compares again what is wanted, and a task does where they died.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from core import db, outbox
from core.clock import long_ago, now
from core.db import session
from voice import addresses, gateway, rows
from voice.gateway import GatewayError, ProviderBusy, ProviderRecording
from voice.models import Call, Recording
from voice.recordings import lifecycle
from voice.states import LIVE, CallState, RecordingState
from voice.ticketing import ticket_of_call

log = logging.getLogger(__name__)

ASK_AGAIN = timedelta(seconds=5)
ANSWERED_BY = timedelta(seconds=gateway.TIMEOUT + 4)  # whoever asked has an answer, or is dead
MOST_REQUESTS = 3  # one after the other; a provider that contradicts itself keeps nobody


class Unsure(Exception):
    """The provider is asked just now, and has not answered."""


def _wish(call: Call, *, off_hold: bool = False) -> bool | None:
    """Whether this caller should be recorded now; None where nothing is to be asked.

    `off_hold`: the provider has just said that it took the caller off hold.
    """
    if call.recording_objected or call.state not in LIVE:
        return None  # `voice.stop_recording` and the end of the call stop it
    if call.state == CallState.CONNECTED:
        return call.hold_wanted is not True
    if call.state == CallState.HELD and call.hold_wanted is False:
        return True if off_hold else None
    return False


def _unfinished(call_id: str) -> Recording | None:
    """The recording that runs, or should, as the database has it now."""
    states = (RecordingState.EXPECTED, RecordingState.IN_PROGRESS)
    chosen = select(Recording).where(Recording.call_id == call_id, Recording.state.in_(states))
    latest = chosen.order_by(Recording.created_at.desc()).limit(1)
    return session.scalars(latest, execution_options={"populate_existing": True}).first()


def follow_soon(call: Call) -> None:
    """Leave it to a task to have the provider do what it should. The call must be locked."""
    if call.recording_mode == "off" or call.connected_at is None:
        return
    wish = _wish(call)
    if call.is_recorded and wish:
        lifecycle.expect(call)
    if _differs(_unfinished(call.id), wish):
        outbox.post(lifecycle.FOLLOW, call.id, again=True)


def _differs(recording: Recording | None, wish: bool | None) -> bool:
    """Whether the provider does not do what it should, or may not."""
    if recording is None or wish is None:
        return False
    if not _was_asked_for(recording):
        return wish
    is_begun = recording.provider_sid is not None
    return not is_begun or recording.paused is not (not wish)


def _was_asked_for(recording: Recording) -> bool:
    return recording.provider_sid is not None or recording.asked_at is not None


@dataclass(frozen=True)
class _Request:
    """One request to the provider; without a `sid` it is about whatever runs."""

    call_id: str
    call_sid: str
    sid: str | None
    on: bool
    begins: bool
    callback: str
    asked_at: datetime


def follow(call_id: str, *, off_hold: bool = False) -> None:
    """Have the provider do what it should; `off_hold` as it has just said.

    Commits before it asks, and leaves the rest to be committed. Raises GatewayError, Unsure.
    """
    request = _request(rows.locked(call_id), off_hold=off_hold)
    for _ in range(MOST_REQUESTS):
        if request is None:
            return
        try:
            answer = rows.commit_then_ask(_ask, request)
        except GatewayError as error:
            _note_refused(request, error)
            raise
        _note(request, answer)
        request = _request(rows.locked(call_id))


def _request(call: Call, *, off_hold: bool = False) -> _Request | None:
    """The next request, noted before it is made, and a task that looks what has become of it."""
    recording, wish = _unfinished(call.id), _wish(call, off_hold=off_hold)
    if recording is None or wish is None or not _differs(recording, wish):
        return None
    if recording.asked_at and not long_ago(recording.asked_at, now(), ANSWERED_BY):
        raise Unsure("the provider is asked just now")
    begins = not _was_asked_for(recording)
    recording.asked_at, recording.paused = now(), False if begins else None
    # A task of its own: one that is due now, for the same call, would else wait as long.
    outbox.post(lifecycle.FOLLOW, f"{call.id}:after", delay=ANSWERED_BY, again=True)
    session.flush()
    callback = addresses.address("recording", call, addresses.FOR_CALLBACKS)
    sid, asked_at = recording.provider_sid, recording.asked_at
    return _Request(call.id, call.provider_sid, sid, wish, begins, callback, asked_at)


def _ask(request: _Request) -> ProviderRecording | None:
    if request.begins:
        return gateway.start_recording(request.call_sid, request.callback)
    try:
        answer = gateway.set_recording(request.call_sid, request.sid, on=request.on)
    except GatewayError as error:
        return _ended(request, error)
    is_ours = answer is not None and (request.sid or answer.source in gateway.OUR_SOURCES)
    return answer if is_ours else None


def _ended(request: _Request, error: GatewayError) -> ProviderRecording:
    """The recording, where the provider changes it no more since it is over; else raises."""
    if request.sid is not None and error.permanent:
        for each in gateway.recordings_of(request.call_sid):
            if each.sid == request.sid and each.status in gateway.FINISHED:
                return each
    raise error


def _note(request: _Request, answer: ProviderRecording | None) -> None:
    """Note what the provider does now; where nothing runs, it may be asked to begin once more."""
    call = rows.locked(request.call_id)
    recording = _owing(request)
    if answer is not None:
        lifecycle.report(call, answer)
    if recording is not None:
        recording.asked_at = None
        recording.paused = None if answer is None else not request.on
    session.flush()


def _owing(request: _Request) -> Recording | None:
    """The recording that the request was about, unless somebody else has gone on with it."""
    recording = _unfinished(request.call_id)
    is_owing = recording is not None and recording.asked_at == request.asked_at
    return recording if is_owing else None


def _note_refused(request: _Request, error: GatewayError) -> None:
    """It may be asked for again at once, unless it has perhaps begun all the same.

    Commits: whoever called `follow` rolls back over the error.
    """
    is_sure = isinstance(error, ProviderBusy) or 400 <= error.status < 500
    rows.locked(request.call_id)
    recording = _owing(request)
    if recording is not None and (request.sid or (request.begins and is_sure)):
        recording.asked_at = None
    db.commit()


def try_to_follow(call_id: str, *, off_hold: bool = False) -> None:
    """The same where something else must not fail with it: what fails is left to the task."""
    try:
        follow(call_id, off_hold=off_hold)
    except (GatewayError, Unsure) as error:
        log.warning("call %s: its recording runs on, or stands: %s", call_id, error)
        call = rows.locked(call_id)  # the refusal's commit gave it back; before the task's row
        outbox.post(lifecycle.FOLLOW, call_id, delay=ASK_AGAIN, again=True)
        if _wish(call) is False and isinstance(error, GatewayError):
            ticket_of_call.note(call, "recording_not_paused")
