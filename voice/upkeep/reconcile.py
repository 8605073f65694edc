"""Compares the provider's lists of calls and recordings with ours, and adds what is missing.

A callback is repeated for 15 seconds at most and then lost for ever, so an outage of ours would
lose calls and recordings without this: afterwards every recording that we ordered has its row, or
an explained absence. What others do in the same account is left alone.
"""

import logging
from datetime import datetime, timedelta

from sqlalchemy import select

from core import db, outbox
from core.clock import long_ago, now, periodic
from core.db import session
from core.outbox import Lease
from core.tenants import dialed
from tickets.models import Ticket
from voice import calls, gateway, recordings, rows
from voice.gateway import ProviderCall, ProviderRecording
from voice.models import Call, Reconciled, Recording
from voice.states import LIVE, Outcome, RecordingEvent, RecordingState
from voice.ticketing import ticket_of_call
from voice.upkeep import room_check

log = logging.getLogger(__name__)

TASK = "voice.reconcile"
OVERLAP = timedelta(hours=2)  # lists may be late, and a clock wrong
PATIENCE = timedelta(minutes=15)  # after the end of its call a recording must be known
UNFINISHED = (RecordingState.EXPECTED, RecordingState.IN_PROGRESS)
ABSENT = "the provider knows no recording of this call"


@periodic(seconds=300)
def reconcile_soon() -> None:
    """Have a worker do it: the clock must not wait for the provider."""
    outbox.post(TASK, "provider", again=True)
    db.commit()


@outbox.task(TASK)
def reconcile(_subject: str, lease: Lease) -> None:
    """Raises GatewayError; what was done until then stays."""
    begun = now()
    since = _since(begun)
    for provided in gateway.list_calls(since):
        _compare_call(provided)
        db.commit()
    lease.renew()
    for recording in gateway.list_recordings(since):
        _compare_recording(recording)
        db.commit()
    for call_id in _calls_without_their_recordings(begun):
        _explain_missing(call_id)
        db.commit()
    session.merge(Reconciled(id=1, until=begun))


def _since(at: datetime) -> datetime:
    """From where the last comparison ended, and some time before."""
    with db.reading():
        last = session.get(Reconciled, 1)
        until = min(last.until, at) if last else at
    return until - OVERLAP


def _compare_call(provided: ProviderCall) -> None:
    """Make known a call to a line of ours that we do not have, and end one that is over."""
    if provided.direction != "inbound" or provided.from_number.startswith("client:"):
        return  # an agent's leg
    if not provided.has_ended:
        return  # its own events report it; `room_check` looks after lost ones
    call = rows.find(provided.sid)
    if call is None and dialed(provided.to_number) is not None:
        call = _make_up(provided)
    if call is not None and call.state in LIVE:
        room_check.compare(call.id, provided, None)


def _make_up(provided: ProviderCall) -> Call:
    """Make a call of which no event reached us; its ticket says that someone phoned."""
    call = calls.receive(calls.Ring(provided.sid, provided.from_number, provided.to_number))
    if provided.started_at is not None:
        call.started_at = provided.started_at
        if call.ticket_id is not None:
            session.get_one(Ticket, call.ticket_id).opened_at = provided.started_at
        session.flush()
    ticket_of_call.note(call, "made_up_from_provider")
    log.warning("call %s was known to the provider only", call.id)
    return call


def _compare_recording(provided: ProviderRecording) -> None:
    call = rows.find(provided.call_sid)
    if call is None or not recordings.is_ours(call, provided):
        return
    recordings.report(rows.locked(call.id), provided)
    recording = recordings.find(provided.sid)
    if (
        recording is not None
        and recording.storage_key is not None
        and recording.provider_gone_at is None
        and not recording.incomplete  # the provider's copy may be whole
    ):
        outbox.post(recordings.DELETE_AT_PROVIDER, recording.id, again=True)


def _calls_without_their_recordings(at: datetime) -> list[str]:
    chosen = (
        select(Recording.call_id)
        .join(Call, Call.id == Recording.call_id)
        .where(Recording.state.in_(UNFINISHED), long_ago(Call.ended_at, at, PATIENCE))
        .distinct()
    )
    with db.reading():
        return list(session.scalars(chosen))


def _explain_missing(call_id: str) -> None:
    """Ask about one call, and record its recordings or their absence."""
    sid = rows.get(call_id).provider_sid
    session.rollback()
    provided = gateway.recordings_of(sid)
    call = rows.locked(call_id)
    for each in provided:
        if recordings.is_ours(call, each):
            recordings.report(call, each)
    for recording in recordings.of_call(call_id):
        if recording.provider_sid not in {each.sid for each in provided}:
            _give_up(call, recording)


def _give_up(call: Call, recording: Recording) -> None:
    if recording.state not in UNFINISHED:
        return
    outcome = recordings.advance(recording, RecordingEvent.LOST, error=ABSENT)
    if outcome is Outcome.MOVED:
        ticket_of_call.note(call, "recording_unavailable", reason=ABSENT)
