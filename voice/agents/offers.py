"""Shows calls to all agents who may and can take them, until one does.

Free agents come first. Agents who have all their calls on hold are shown a call only while there is
no free agent, or all free agents have missed it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, update

from core import db
from core.clock import APART, long_ago, now, periodic
from core.config import settings
from core.db import session
from core.tenants import Membership, User, eligible
from voice import screens
from voice.agents import capacity
from voice.agents.capacity import is_open
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

FIRST_RIGHT = timedelta(seconds=20)  # an agent whose line broke may take the call again first
AGAIN_AFTER = timedelta(seconds=20)  # a missed offer is shown once more

# An agent whose page has asked for nothing for so long is offered nothing. A page asks at least
# every 23 s (web/pace.py), so one request may be lost.
UNHEARD_AFTER = timedelta(seconds=50)


def of_user(user_id: str) -> list[tuple[Offer, Call]]:
    """Open and missed offers of calls that still wait, and of calls that a colleague offers to this
    agent alone; the longest waiting call first."""
    directed = select(Transfer.call_id).filter_by(to_user_id=user_id, state=TransferState.OPEN)
    chosen = (
        select(Offer, Call)
        .join(Call, Call.id == Offer.call_id)
        .where(Offer.user_id == user_id, Offer.state.in_([OfferState.OPEN, OfferState.MISSED]))
        .where(Call.state.in_(UNANSWERED) | Call.id.in_(directed))
        .order_by(Call.started_at)
    )
    return [(offer, call) for offer, call in session.execute(chosen)]


@dataclass(frozen=True)
class Queue:
    """How many calls wait for an agent, and since when the first of them does."""

    count: int = 0
    since: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        return {"count": self.count, "since": self.since.isoformat() if self.since else None}


_OWN_CLIENTS = select(Membership.client_id).where(
    Membership.user_id == bindparam("user_id"), Membership.role == "agent"
)
# Since the ring: `waiting_at` comes after the greeting, and a wait never begins anew.
_QUEUE = select(func.count(), func.min(Call.started_at)).where(
    Call.state.in_(UNANSWERED), or_(Call.client_id.is_(None), Call.client_id.in_(_OWN_CLIENTS))
)


def queue_of(user_id: str) -> Queue:
    """The unanswered calls that this agent may take, whether they are offered them or not.

    An agent who wraps up or is on a break is offered none, and has to know that callers wait.
    """
    return Queue(*session.execute(_QUEUE, {"user_id": user_id}).one())


def agents_for(client_id: str | None) -> tuple[list[str], list[str]]:
    """Ids of this client's available agents of whom we hear, in order: those without a call, and
    those who have all their calls on hold."""
    at, in_hand = now(), dict[str, list[str]]()
    heard = {"earliest": at - UNHEARD_AFTER, "latest": at + APART}
    for user_id, state in db.columns(_available(client_id), heard):
        in_hand.setdefault(user_id, []).extend([state] if state else [])
    free = [user_id for user_id, states in in_hand.items() if not states]
    holding = [user_id for user_id, states in in_hand.items() if states and is_open(states)]
    return free, holding


@lru_cache(maxsize=1000)
def _available(client_id: str | None) -> Select[str, str]:
    return (
        eligible(client_id)
        .join(Presence, and_(Presence.user_id == User.id, Presence.status == "available"))
        .where(Presence.seen_at.between(bindparam("earliest"), bindparam("latest")))
        .outerjoin(Call, and_(Call.agent_id == User.id, Call.state.in_(BUSY)))
        .with_only_columns(User.id, Call.state)
        .order_by(User.id)
    )


def is_busy(user_id: str, *, but: str = "") -> bool:
    """Whether this agent has a call to talk in or to wrap up."""
    chosen = select(Call.id).where(Call.agent_id == user_id, Call.state.in_(BUSY), Call.id != but)
    return session.scalars(chosen.limit(1)).first() is not None


def first(call: Call) -> list[Offer]:
    """The offers of a call that was never offered yet, not written yet."""
    free, holding = agents_for(call.client_id)
    return _new(call, free or holding, now())


def offer(call: Call, at: datetime | None = None) -> None:
    """Offer an unanswered call to all agents whose turn it is."""
    _offer_all([call], at or now())


def _offer_all(calls: list[Call], at: datetime) -> None:
    """The same for many calls, without a question to the database for each of them."""
    agents = {client_id: agents_for(client_id) for client_id in {each.client_id for each in calls}}
    made = _of_calls([each.id for each in calls])
    for call in calls:
        _offer(call, *agents[call.client_id], made[call.id], at)


def _offer(
    call: Call, free: list[str], holding: list[str], made: dict[str, Offer], at: datetime
) -> None:
    people = _people(call, free, holding, made, at)
    missing = [user_id for user_id in people if user_id not in made]
    again = [made[user_id] for user_id in people if user_id in made]
    reopened = [row.user_id for row in again if _show_again(row, at)]
    screens.offers_changed([*_make(call, missing, at), *reopened], call.id)


def _of_calls(call_ids: list[str]) -> dict[str, dict[str, Offer]]:
    """The offers as they are now, of each call by the id of their agent."""
    made: dict[str, dict[str, Offer]] = {call_id: {} for call_id in call_ids}
    chosen = select(Offer).where(Offer.call_id.in_(call_ids))
    for row in session.scalars(chosen, execution_options={"populate_existing": True}):
        made[row.call_id][row.user_id] = row
    return made


def _people(
    call: Call, free: list[str], holding: list[str], made: dict[str, Offer], at: datetime
) -> list[str]:
    """For a while the agent who had the call and lost the line; then the free agents."""
    former = call.agent_id
    if former in (*free, *holding) and not _had_time(made.get(str(former)), at):
        return [str(former)]
    if any(user_id not in made or made[user_id].state != OfferState.MISSED for user_id in free):
        return free
    return free + holding


def _had_time(offer: Offer | None, at: datetime) -> bool:
    return offer is not None and (
        offer.state in (OfferState.MISSED, OfferState.WITHDRAWN)
        or (offer.state == OfferState.OPEN and long_ago(offer.changed_at, at, FIRST_RIGHT))
    )


def show_to(call: Call, user_id: str) -> None:
    """Offer the call to one person, whoever has it."""
    row, at = _find(call.id, user_id), now()
    if _make(call, [user_id], at) if row is None else move(row, OfferEvent.OFFER_AGAIN, at):
        screens.offers_changed([user_id], call.id)


def take_from(call: Call, user_id: str) -> None:
    """This one person is not offered the call any more."""
    row = _find(call.id, user_id)
    _change([row] if row else [], OfferEvent.WITHDRAW)


def _find(call_id: str, user_id: str) -> Offer | None:
    return session.scalars(select(Offer).filter_by(call_id=call_id, user_id=user_id)).first()


def _make(call: Call, user_ids: list[str], at: datetime) -> list[str]:
    """Make the first offer of this call to these agents; returns their ids."""
    session.add_all(_new(call, user_ids, at))
    session.flush()
    return user_ids


def _new(call: Call, user_ids: list[str], at: datetime) -> list[Offer]:
    return [
        Offer(call_id=call.id, user_id=user_id, state=OfferState.OPEN, changed_at=at)
        for user_id in user_ids
    ]


def _show_again(row: Offer, at: datetime) -> bool:
    """Reopen the offer; False where it is shown already, or was missed just now."""
    had_time = long_ago(row.changed_at, at, AGAIN_AFTER)
    if row.state == OfferState.OPEN or (row.state == OfferState.MISSED and not had_time):
        return False
    return move(row, OfferEvent.OFFER_AGAIN, at)


def move(row: Offer, event: OfferEvent, at: datetime | None = None) -> bool:
    """Change an offer's state by compare-and-set; False where the event changes nothing."""
    return bool(_move(Offer.id == row.id, event, at))


def _move(which: ColumnElement[bool], event: OfferEvent, at: datetime | None = None) -> list[str]:
    """Change the state of the offers that the event moves; returns the ids of their agents."""
    moves = {before: after for (before, each), after in OFFER_TABLE.items() if each is event}
    moved = session.scalars(
        update(Offer)
        .where(which, Offer.state.in_(moves))
        .values(state=next(iter(moves.values())), changed_at=at or now())
        .returning(Offer.user_id)
        .execution_options(synchronize_session="fetch")
    )
    return list(moved)


def settle(call: Call) -> None:
    """The call does not wait any more: one agent took its offer, the other offers are withdrawn.

    An offer that a colleague made to one agent stays.
    """
    directed = select(Transfer.to_user_id).filter_by(call_id=call.id, state=TransferState.OPEN)
    others = and_(Offer.call_id == call.id, Offer.user_id.not_in(directed))
    taken: list[str] = []
    if call.agent_id is not None and call.state != CallState.ABANDONED:
        taken = _move(and_(others, Offer.user_id == call.agent_id), OfferEvent.TAKE)
        others = and_(others, Offer.user_id != call.agent_id)
    screens.offers_changed([*taken, *_move(others, OfferEvent.WITHDRAW)], call.id)


def withdraw_from(user_id: str) -> None:
    """This agent takes no calls now: remove the offers from their screen."""
    rows = session.scalars(
        select(Offer)
        .where(Offer.user_id == user_id, Offer.state.in_([OfferState.OPEN, OfferState.MISSED]))
        .with_for_update(skip_locked=True)  # another transaction settles it; the sweep comes after
    )
    _change(rows.all(), OfferEvent.WITHDRAW)


def _change(rows: Iterable[Offer], event: OfferEvent, at: datetime | None = None) -> None:
    for row in rows:
        if move(row, event, at):
            screens.offers_changed([row.user_id], row.call_id)


def offer_waiting_to(user_id: str) -> None:
    """Offer the waiting calls to this agent, if they can take one more."""
    if not capacity.may_take(user_id):
        return
    waiting = unanswered()
    mine = {
        client_id
        for client_id in {each.client_id for each in waiting}
        if any(user_id in agents for agents in agents_for(client_id))
    }
    _offer_all([each for each in waiting if each.client_id in mine], now())


def unanswered() -> list[Call]:
    chosen = select(Call).where(Call.state.in_(UNANSWERED)).order_by(Call.started_at)
    return list(session.scalars(chosen))


@periodic(seconds=1)
def sweep() -> None:
    """Mark old offers as missed, and offer waiting calls to agents who became free."""
    with db.reading():
        waits = session.scalars(select(Call.id).where(Call.state.in_(UNANSWERED)).limit(1)).first()
    if waits is None:
        return
    at = now()
    expire(at)
    _offer_all(unanswered(), at)
    db.commit()


def expire(at: datetime) -> None:
    """Mark open offers that are older than the setting as missed."""
    is_old = long_ago(Offer.changed_at, at, timedelta(seconds=settings().offer_seconds))
    rows = session.scalars(select(Offer).where(Offer.state == OfferState.OPEN, is_old))
    _change(rows.all(), OfferEvent.EXPIRE, at)
