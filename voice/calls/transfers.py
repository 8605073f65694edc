"""An agent offers a call to one colleague, who gets it with its script, answers and notes.

Until the colleague takes it, the first agent keeps the call, on hold. Script, answers and notes
belong to the run, so nothing is copied: each keeps its author and its revision.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from core import audit, db
from core.clock import long_ago, now, periodic
from core.config import settings
from core.db import session, storable
from core.folding import fold
from core.tenants import User, eligible_agents
from voice import rows, screens
from voice.agents import capacity, offers, presence
from voice.calls import hold_music
from voice.errors import ColleagueUnavailable, NotNow, Transferred
from voice.models import Call, Transfer
from voice.states import WITH_AGENT, CallState, TransferState
from voice.ticketing import ticket_of_call

__all__ = ["Colleague", "colleagues", "follow", "offer", "refuse_former", "take_back"]

LONGEST_NOTE = 2000
STILL_OPEN = WITH_AGENT | {CallState.WAITING}  # also after the agent's line broke


@dataclass(frozen=True)
class Colleague:
    """An agent of the client; `status` is available, busy, break or offline."""

    id: str
    name: str
    status: str


def colleagues(call: Call) -> list[Colleague]:
    """The client's agents except the one who has the call; those who can take it come first."""
    others = [
        Colleague(user.id, user.name, _status(user.id))
        for user in eligible_agents(call.client_id)
        if user.id != call.agent_id
    ]
    order = ("available", "busy", "break", "offline")
    return sorted(others, key=lambda one: (order.index(one.status), fold(one.name)))


def _status(user_id: str) -> str:
    status = presence.status_for_others(user_id)
    return "busy" if status == "available" and not capacity.may_take(user_id) else status


def open_of(call_id: str) -> Transfer | None:
    chosen = select(Transfer).filter_by(call_id=call_id, state=TransferState.OPEN)
    return session.scalars(chosen).first()


def last_of(call_id: str) -> Transfer | None:
    chosen = select(Transfer).filter_by(call_id=call_id)
    return session.scalars(chosen.order_by(Transfer.id.desc()).limit(1)).first()


def offer(call_id: str, to_user_id: str, note: str, by: str) -> Transfer:
    """Put the caller on hold and offer the call to a colleague; a second offer changes nothing.

    Commits before it asks the provider, and leaves the rest to be committed. Raises NotNow,
    ColleagueUnavailable, GatewayError.
    """
    call = _transferable(call_id, to_user_id, by)
    if call.state == CallState.CONNECTED or hold_music.wanted(call) is False:
        hold_music.ask(call_id, on=True)
        call = _transferable(call_id, to_user_id, by)
    pending = open_of(call_id)
    if pending is not None:
        if pending.to_user_id == to_user_id:
            return pending
        _end(call, pending, TransferState.TAKEN_BACK)
    return _open(call, to_user_id, note, by)


def _transferable(call_id: str, to_user_id: str, by: str) -> Call:
    call = rows.locked(call_id)
    if call.agent_id != by or call.state not in WITH_AGENT:
        raise NotNow(call.state)
    colleague = next((one for one in colleagues(call) if one.id == to_user_id), None)
    if colleague is None or colleague.status != "available":
        raise ColleagueUnavailable(colleague.name if colleague else "")
    return call


def _open(call: Call, to_user_id: str, note: str, by: str) -> Transfer:
    transfer = Transfer(
        call_id=call.id,
        from_user_id=by,
        to_user_id=to_user_id,
        note=storable(note).strip()[:LONGEST_NOTE],
        state=TransferState.OPEN,
        created_at=now(),
    )
    session.add(transfer)
    session.flush()
    offers.show_to(call, to_user_id)
    ticket_of_call.note(call, "transfer_offered", by, to=to_user_id)
    screens.call_changed(call)
    return transfer


def take_back(call_id: str, by: str) -> Call:
    """The agent keeps the call; right also where no offer is open.

    Raises NotNow where the colleague has taken the call meanwhile.
    """
    call = rows.locked(call_id)
    if call.agent_id != by:
        raise NotNow(call.state)
    pending = open_of(call_id)
    if pending is not None:
        _end(call, pending, TransferState.TAKEN_BACK)
    return call


def _end(call: Call, transfer: Transfer, state: TransferState) -> None:
    transfer.state, transfer.ended_at = state, now()
    session.flush()
    if state is TransferState.TAKEN:
        ticket_of_call.note(call, "transfer_taken", transfer.to_user_id, of=transfer.from_user_id)
        audit.record(
            "call.transferred",
            actor_id=transfer.from_user_id,
            client_id=call.client_id,
            subject=call.id,
            detail={"to": transfer.to_user_id},
        )
        return
    offers.take_from(call, transfer.to_user_id)
    ticket_of_call.note(call, "transfer_ended", transfer.from_user_id, why=state)
    screens.call_changed(call, also=[transfer.from_user_id])


def follow(call: Call) -> None:
    """End an open transfer where the call's new state or new agent calls for it."""
    pending = open_of(call.id)
    if pending is None:
        return
    if call.agent_id == pending.to_user_id:
        _end(call, pending, TransferState.TAKEN)
    elif call.agent_id == pending.from_user_id and call.state == CallState.CLAIMED:
        _end(call, pending, TransferState.TAKEN_BACK)
    elif call.state not in STILL_OPEN or call.agent_id != pending.from_user_id:
        _end(call, pending, TransferState.OVERTAKEN)


@periodic(seconds=1)
def sweep() -> None:
    """End offers that the colleague did not take in time, or cannot take any more."""
    with db.reading():
        pending = session.scalars(
            select(Transfer.call_id).where(Transfer.state == TransferState.OPEN)
        ).all()
    for call_id in pending:
        expire(call_id, now())
        db.commit()


def expire(call_id: str, at: datetime) -> None:
    call = rows.locked(call_id)
    pending = open_of(call_id)
    if pending is None:
        return
    if long_ago(pending.created_at, at, timedelta(seconds=settings().offer_seconds)):
        _end(call, pending, TransferState.MISSED)
    elif _status(pending.to_user_id) != "available":
        _end(call, pending, TransferState.UNAVAILABLE)


# For screens


def view_for_sender(call: Call, user_id: str) -> dict[str, Any]:
    """What the agent who has the call sees: an open transfer, or how the last one failed."""
    last = last_of(call.id)
    if last is None or last.from_user_id != user_id or last.state == TransferState.TAKEN:
        return {"transfer": None, "transfer_ended": None}
    name = _name(last.to_user_id)
    if last.state == TransferState.OPEN:
        transfer = {"to": name, "since": last.created_at.isoformat(), "note": last.note}
        return {"transfer": transfer, "transfer_ended": None}
    return {"transfer": None, "transfer_ended": {"to": name, "how": last.state}}


def view_for_taker(call: Call, user_id: str) -> dict[str, str] | None:
    """Who handed or offers the call to this agent, and the note that they wrote."""
    state = TransferState.TAKEN if call.agent_id == user_id else TransferState.OPEN
    chosen = select(Transfer).filter_by(call_id=call.id, to_user_id=user_id, state=state)
    last = session.scalars(chosen.order_by(Transfer.id.desc()).limit(1)).first()
    return {"name": _name(last.from_user_id), "note": last.note} if last else None


def _name(user_id: str) -> str:
    return session.get_one(User, user_id).name


def refuse_former(call: Call, user_id: str) -> None:
    """Raise Transferred where this agent had the call and handed it over."""
    chosen = select(Transfer.id).filter_by(
        call_id=call.id, from_user_id=user_id, state=TransferState.TAKEN
    )
    if session.scalars(chosen.limit(1)).first() is not None:
        raise Transferred(_name(call.agent_id) if call.agent_id else "")
