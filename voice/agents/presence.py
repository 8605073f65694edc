"""Whether an agent takes calls now."""

from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from core import db, outbox
from core.clock import long_ago, now, periodic
from core.db import session
from core.tenants import User
from voice import screens
from voice.agents import offers
from voice.models import Call, Leg, Offer, Presence
from voice.states import LIVE, OfferState

STATUSES = ("available", "break", "offline")
LONGEST_REASON = 80
SEEN_EVERY = timedelta(seconds=20)  # least time between two notes that a page is open
GONE_AFTER = timedelta(minutes=3)  # without an open page; then no calls are offered
JUST_SEEN = timedelta(seconds=75)  # an open page is noted more often than this


class UnknownStatus(ValueError):
    """A status that an agent cannot have."""


def of(user_id: str) -> Presence:
    """The agent's row; an agent without one is offline."""
    row = session.get(Presence, user_id)
    if row is not None:
        return row
    with suppress(IntegrityError), session.begin_nested():  # another of their pages was quicker
        session.add(Presence(user_id=user_id, status="offline"))
    return session.get_one(Presence, user_id)


def locked(user_id: str) -> Presence:
    """The same row, locked until this transaction ends, so that an agent takes one call at once."""
    of(user_id)
    wanted = select(Presence).where(Presence.user_id == user_id).with_for_update()
    return session.scalars(wanted, execution_options={"populate_existing": True}).one()


def set_status(user_id: str, status: str, reason: str = "") -> Presence:
    """Change the status, and show or withdraw offers accordingly. Raises UnknownStatus."""
    if status not in STATUSES:
        raise UnknownStatus(status)
    row = locked(user_id)
    at = now()
    row.seen_at = at
    break_reason = reason.strip()[:LONGEST_REASON] if status == "break" else ""
    if (row.status, row.reason) != (status, break_reason):
        row.status, row.reason, row.since = status, break_reason, at
        session.flush()
        screens.status_changed(user_id)
    if status == "available":
        offers.offer_waiting_to(user_id)
    else:
        offers.withdraw_from(user_id)
    return row


def note_seen(user_id: str, at: datetime | None = None) -> None:
    """Note that the agent's page is open; writes at most every 20 s."""
    moment = at or now()
    row = of(user_id)
    if long_ago(row.seen_at, moment, SEEN_EVERY):
        row.seen_at = moment
        session.flush()


def leave(user_id: str) -> None:
    """Somebody is signed in nowhere any more: no calls are offered to them, and their phone is
    taken out of those that they have.
    """
    row = session.get(Presence, user_id)
    if row is not None and row.status != "offline":
        set_status(user_id, "offline")
    phones = (
        select(Leg.id)
        .join(Call, Call.id == Leg.call_id)
        .where(Leg.user_id == user_id, Leg.provider_sid.is_not(None), Call.state.in_(LIVE))
    )
    for leg_id in session.scalars(phones):
        outbox.post("voice.put_out", leg_id)


def others_offered(offer_id: str, user_id: str) -> list[str]:
    """The names of the other agents to whom the call of this agent's offer is shown on a page that
    is open now; none for an offer that is not theirs."""
    own = select(Offer.call_id).where(Offer.id == offer_id, Offer.user_id == user_id)
    shown = exists().where(
        Offer.user_id == User.id,
        Offer.call_id.in_(own),
        Offer.state.in_([OfferState.OPEN, OfferState.MISSED]),
    )
    names = (
        select(User.name)
        .join(Presence, Presence.user_id == User.id)
        .where(User.id != user_id, Presence.status == "available", shown)
        .where(~long_ago(Presence.seen_at, now(), JUST_SEEN))
    )
    return list(session.scalars(names.order_by(User.name)))


@periodic(seconds=30)
def mark_gone() -> None:
    """Set agents offline who are available but have no page open."""
    is_gone = long_ago(Presence.seen_at, now(), GONE_AFTER)
    with db.reading():
        gone = session.scalars(
            select(Presence.user_id).where(Presence.status == "available", is_gone)
        ).all()
    for user_id in gone:
        if not offers.is_busy(user_id):
            set_status(user_id, "offline")
    db.commit()
