"""Calls shown to agents: to everyone who may and can take them, until somebody does.

Free agents come first. Those who have all their calls on hold are shown a call only while no free
agent is there to take it, or all of them have missed it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select, update

from core import db
from core.clock import now, periodic
from core.config import settings
from core.db import session
from core.tenants import User, eligible_agents
from voice import screens
from voice.agents import capacity
from voice.models import Call, Offer, Presence, Transfer
from voice.states import (
    BUSY,
    OFFER_TABLE,
    UNANSWERED,
    CallState,
    OfferEvent,
    OfferState,
    TransferState,
)

FIRST_RIGHT = timedelta(seconds=20)  # of an agent whose line broke, to take the call again
AGAIN_AFTER = timedelta(seconds=20)  # a missed offer is shown once more


def of_user(user_id: str) -> list[tuple[Offer, Call]]:
    """Open and missed offers of calls that still wait, the longest waiting first, and what a
    colleague offers to this one alone."""
    directed = select(Transfer.call_id).filter_by(to_user_id=user_id, state=TransferState.OPEN)
    chosen = (
        select(Offer, Call)
        .join(Call, Call.id == Offer.call_id)
        .where(Offer.user_id == user_id, Offer.state.in_([OfferState.OPEN, OfferState.MISSED]))
        .where(Call.state.in_(UNANSWERED) | Call.id.in_(directed))
        .order_by(Call.started_at)
    )
    return [(offer, call) for offer, call in session.execute(chosen)]


def agents_for(client_id: str | None) -> tuple[list[User], list[User]]:
    """Who may answer for this client and is available: those without a call, those with all their
    calls on hold."""
    available = set(session.scalars(select(Presence.user_id).filter_by(status="available")))
    users = [user for user in eligible_agents(client_id) if user.id in available]
    in_hand = capacity.states_of(user.id for user in users)
    free = [user for user in users if not in_hand[user.id]]
    holding = [user for user in users if in_hand[user.id] and capacity.is_open(in_hand[user.id])]
    return free, holding


def is_busy(user_id: str, *, but: str = "") -> bool:
    """Whether this agent has a call to talk in or to wrap up."""
    chosen = select(Call.id).where(Call.agent_id == user_id, Call.state.in_(BUSY), Call.id != but)
    return session.scalars(chosen.limit(1)).first() is not None


def offer(call: Call, at: datetime | None = None) -> None:
    """Show an unanswered call to everybody whose turn it is."""
    moment = at or now()
    free, holding = agents_for(call.client_id)
    shown = [
        user.id for user in _people(call, free, holding, moment) if _show(call, user.id, moment)
    ]
    screens.offers_changed(shown, call.id)


def _people(call: Call, free: list[User], holding: list[User], at: datetime) -> list[User]:
    """Who had the call and lost the line comes first, for a while; then who is free."""
    for user in free + holding:
        if user.id == call.agent_id and not _had_time(call, user.id, at):
            return [user]
    if any(not _has_missed(call, user.id) for user in free):
        return free
    return free + holding


def _had_time(call: Call, user_id: str, at: datetime) -> bool:
    theirs = _find(call.id, user_id)
    return theirs is not None and (
        theirs.state in (OfferState.MISSED, OfferState.WITHDRAWN)
        or (theirs.state == OfferState.OPEN and theirs.changed_at < at - FIRST_RIGHT)
    )


def _has_missed(call: Call, user_id: str) -> bool:
    theirs = _find(call.id, user_id)
    return theirs is not None and theirs.state == OfferState.MISSED


def show_to(call: Call, user_id: str) -> None:
    """Offer the call to one person, whoever has it."""
    if _show(call, user_id, now(), at_once=True):
        screens.offers_changed([user_id], call.id)


def take_from(call: Call, user_id: str) -> None:
    """This one person is not offered the call any more."""
    row = _find(call.id, user_id)
    _change([row] if row else [], OfferEvent.WITHDRAW)


def _find(call_id: str, user_id: str) -> Offer | None:
    return session.scalars(select(Offer).filter_by(call_id=call_id, user_id=user_id)).first()


def _show(call: Call, user_id: str, at: datetime, *, at_once: bool = False) -> bool:
    """Make or reopen the offer; False where it is shown already, or was missed just now."""
    row = _find(call.id, user_id)
    if row is None:
        session.add(Offer(call_id=call.id, user_id=user_id, state=OfferState.OPEN, changed_at=at))
        session.flush()
        return True
    is_fresh = row.changed_at > at - AGAIN_AFTER and not at_once
    if row.state == OfferState.MISSED and is_fresh:
        return False
    return move(row, OfferEvent.OFFER_AGAIN, at)


def move(row: Offer, event: OfferEvent, at: datetime | None = None) -> bool:
    """Change an offer's state by compare-and-set; False where the event changes nothing."""
    after = OFFER_TABLE.get((OfferState(row.state), event))
    if after is None:
        return False
    moved = session.execute(
        update(Offer)
        .where(Offer.id == row.id, Offer.state == row.state)
        .values(state=after, changed_at=at or now())
        .returning(Offer.id)
        .execution_options(synchronize_session=False)
    ).first()
    session.refresh(row)
    return moved is not None


def settle(call: Call) -> None:
    """The call waits no more: its offers are taken by one, and withdrawn from the others."""
    rows = session.scalars(select(Offer).where(Offer.call_id == call.id)).all()
    taken_by = call.agent_id if call.state != CallState.ABANDONED else None
    directed = session.scalars(
        select(Transfer.to_user_id).filter_by(call_id=call.id, state=TransferState.OPEN)
    ).first()
    changed = [
        row.user_id
        for row in rows
        if row.user_id != directed
        and move(row, OfferEvent.TAKE if row.user_id == taken_by else OfferEvent.WITHDRAW)
    ]
    screens.offers_changed(changed, call.id)
    if taken_by and not capacity.may_take(taken_by):
        withdraw_from(taken_by)


def withdraw_from(user_id: str) -> None:
    """This agent takes no calls now: what they are offered goes from their screen."""
    rows = session.scalars(
        select(Offer)
        .where(Offer.user_id == user_id, Offer.state.in_([OfferState.OPEN, OfferState.MISSED]))
        .with_for_update(skip_locked=True)  # somebody settles it just now; the sweep comes after
    )
    _change(rows.all(), OfferEvent.WITHDRAW)


def _change(rows: Iterable[Offer], event: OfferEvent, at: datetime | None = None) -> None:
    for row in rows:
        if move(row, event, at):
            screens.offers_changed([row.user_id], row.call_id)


def offer_waiting_to(user_id: str) -> None:
    """This agent may be free for one more: show them what waits."""
    user = session.get(User, user_id)
    if user is None or not capacity.may_take(user_id):
        return
    for call in unanswered():
        free, holding = agents_for(call.client_id)
        if user in free + holding:
            offer(call)


def unanswered() -> list[Call]:
    chosen = select(Call).where(Call.state.in_(UNANSWERED)).order_by(Call.started_at)
    return list(session.scalars(chosen))


@periodic(seconds=1)
def sweep() -> None:
    """Offers not taken are missed; waiting calls go to whoever became free in between."""
    with db.reading():
        waits = session.scalars(select(Call.id).where(Call.state.in_(UNANSWERED)).limit(1)).first()
    if waits is None:
        return
    at = now()
    expire(at)
    for call in unanswered():
        offer(call, at)
    db.commit()


def expire(at: datetime) -> None:
    """Open offers older than the setting are missed."""
    limit = at - timedelta(seconds=settings().offer_seconds)
    rows = session.scalars(
        select(Offer).where(Offer.state == OfferState.OPEN, Offer.changed_at < limit)
    )
    _change(rows.all(), OfferEvent.EXPIRE, at)
