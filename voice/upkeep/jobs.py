"""Tasks and duties of live calls: they look after lost callbacks, broken lines, long wrap-ups."""

from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from core import db, outbox
from core.clock import long_ago, now, periodic
from core.config import settings
from core.db import session
from core.outbox import Later, Lease
from voice import calls, gateway, recordings, rows
from voice.calls import effects, hold_music, parking
from voice.gateway import GatewayError
from voice.models import Call, CallEvent, Leg, Presence
from voice.states import LIVE, CallState
from voice.upkeep import room_check
from workflows.models import OPEN, Run

QUIET = timedelta(seconds=60)
NEWS_WITHIN = timedelta(hours=1)  # late reports may still turn an abandoned call into a talk
ASK_AGAIN = timedelta(seconds=5)
LOOK_AGAIN = timedelta(seconds=1)
PAGE_GONE = timedelta(seconds=90)  # longer than a page that is reloaded is not heard of


@outbox.task("voice.release_leg")
def release_leg(leg_id: str, lease: Lease) -> None:
    """An agent took the call and their phone never came."""
    calls.release_leg(leg_id)


@outbox.task("voice.check_room", give_up_after=timedelta(hours=1))
def check_room(call_id: str, lease: Lease) -> None:
    """Ask the provider about a live call, and record what we missed."""
    try:
        is_done = room_check.look(call_id)
    except GatewayError as error:
        raise Later(ASK_AGAIN, str(error)) from error
    if not is_done:
        raise Later(LOOK_AGAIN, "the call changed while its room was looked into")


@outbox.task(recordings.STOP, give_up_after=timedelta(hours=1))
def stop_recording(call_id: str, lease: Lease) -> None:
    """The caller objects: stop the recordings that run; they are erased when they come."""
    sid = rows.get(call_id).provider_sid
    session.rollback()
    try:
        gateway.stop_recordings(sid)
    except GatewayError as error:
        raise Later(ASK_AGAIN, str(error)) from error


@outbox.task(hold_music.CORRECT, give_up_after=timedelta(hours=1))
def correct_hold(subject: str, lease: Lease) -> None:
    """Put a caller on hold who is alone, or off hold when an agent comes to talk."""
    try:
        parking.correct_hold(subject.partition(":")[0])
    except GatewayError as error:
        _come_again(error)


@outbox.task("voice.put_out", give_up_after=timedelta(hours=1))
def put_out(leg_id: str, lease: Lease) -> None:
    """Disconnect the phone of an agent who does not have the call any more."""
    sid = session.get_one(Leg, leg_id).provider_sid
    session.rollback()
    try:
        gateway.end_call(str(sid))
    except GatewayError as error:
        _come_again(error)


def _come_again(error: GatewayError) -> None:
    """Try again later, unless the provider does not know the call any more."""
    if not error.permanent:
        raise Later(ASK_AGAIN, str(error)) from error


@outbox.task("voice.tell_ticket")
def update_ticket(call_id: str, lease: Lease) -> None:
    """Update a ticket that could not be written when the call changed."""
    effects.update_ticket(rows.locked(call_id))


@periodic(seconds=30)
def look_after_quiet_calls() -> None:
    """Check live calls without an event for a minute: they may have lost callbacks."""
    is_new = ~long_ago(CallEvent.received_at, now(), QUIET)
    has_news = exists().where(CallEvent.call_id == Call.id, is_new)
    with db.reading():
        quiet = session.scalars(select(Call.id).where(Call.state.in_(LIVE), ~has_news)).all()
    for call_id in quiet:
        outbox.post("voice.check_room", call_id, again=True)
    db.commit()


@periodic(seconds=15)
def close_long_wrap_ups() -> None:
    """Close wrap-ups that nobody ends, with what is known.

    The time does not run while the agent is in another call, and begins anew after that.
    """
    at, longest = now(), timedelta(seconds=settings().wrap_up_seconds)
    other = aliased(Call)
    occupied = exists().where(
        other.agent_id == Call.agent_id,
        other.id != Call.id,
        other.state.in_(LIVE) | ~long_ago(other.ended_at, at, longest),
    )
    with db.reading():
        overdue = session.scalars(
            select(Call.id).where(
                Call.state == CallState.WRAPPING, long_ago(Call.ended_at, at, longest), ~occupied
            )
        ).all()
    for call_id in overdue:
        calls.close_overdue(call_id)
        db.commit()


@periodic(seconds=15)
def bring_back_parked() -> None:
    """Let parked calls wait for any agent once their own agent has no page open any more."""
    at = now()
    is_deserted = long_ago(Call.parked_at, at, PAGE_GONE) & long_ago(
        Presence.seen_at, at, PAGE_GONE
    )
    with db.reading():
        deserted = session.scalars(
            select(Call.id)
            .join(Presence, Presence.user_id == Call.agent_id)
            .where(Call.state == CallState.HELD, is_deserted)
        ).all()
    for call_id in deserted:
        parking.bring_back(call_id)
        db.commit()


@periodic(seconds=600)
def end_abandoned_runs() -> None:
    """End the scripts of callers who gave up."""
    is_old = long_ago(Call.ended_at, now(), NEWS_WITHIN)
    with db.reading():
        left = session.scalars(
            select(Call.id)
            .join(Run, Run.id == Call.run_id)
            .where(Call.state == CallState.ABANDONED, is_old, Run.state == OPEN)
        ).all()
    for call_id in left:
        calls.end_abandoned_run(call_id)
        db.commit()
