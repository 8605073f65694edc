"""Whether an agent takes calls now.

An agent is heard of while a page of theirs asks for something: that a stream to it is open says
only that nobody has closed it. Who is available and not heard of is offered nothing, and is
available again as soon as the page is heard, or offline if that takes too long.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import Row, exists, or_, select
from sqlalchemy.exc import IntegrityError

from core import db, outbox
from core.clock import long_ago, now, periodic
from core.db import session
from core.tenants import User
from voice import screens
from voice.agents import offers
from voice.agents.offers import UNHEARD_AFTER
from voice.errors import UnknownOffer
from voice.models import Call, Leg, Offer, Presence
from voice.states import LIVE, OfferState

STATUSES = ("available", "break", "offline")
UNHEARD = "unheard"  # the reason of an agent who is offline because of it
LONGEST_REASON = 80
SEEN_EVERY = timedelta(seconds=10)  # least time between two notes that a page was heard
GONE_AFTER = timedelta(minutes=10)  # not heard of for so long: offline
TOLD_FOR = timedelta(minutes=2)  # after it, so that every page of theirs says so
LISTED_FOR = timedelta(days=1)  # longer ago it is of no use to a supervisor

log = logging.getLogger(__name__)


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


def status_for_others(user_id: str) -> str:
    """The status on which a colleague can count."""
    row = session.get(Presence, user_id)
    is_unheard = row is None or long_ago(row.seen_at, now(), UNHEARD_AFTER)
    return "offline" if row is None or (is_unheard and row.status == "available") else row.status


def set_status(user_id: str, status: str, reason: str = "") -> Presence:
    """Change the status, and show or withdraw offers accordingly. Raises UnknownStatus."""
    if status not in STATUSES:
        raise UnknownStatus(status)
    row = locked(user_id)
    _hear(row, now())
    _change(row, status, reason.strip()[:LONGEST_REASON] if status == "break" else "")
    return row


def _change(row: Presence, status: str, reason: str) -> None:
    if (row.status, row.reason) != (status, reason):
        row.status, row.reason, row.since = status, reason, now()
        session.flush()
        screens.status_changed(row.user_id)
    if status == "available":
        offers.offer_waiting_to(row.user_id)
    else:
        offers.withdraw_from(row.user_id)


def note_seen(user_id: str, at: datetime | None = None) -> None:
    """Note that a page of the agent asked for something; writes at most every 10 s.

    Whoever is available and was not heard of is offered calls again.
    """
    moment = at or now()
    row = of(user_id)
    if not long_ago(row.seen_at, moment, SEEN_EVERY):
        return
    was_unheard = _hear(row, moment)
    session.flush()
    if was_unheard and row.status == "available":
        offers.offer_waiting_to(user_id)


def _hear(row: Presence, at: datetime) -> bool:
    """Whether this ends a time in which the agent was not heard of."""
    row.seen_at = at
    if row.unheard_since is None or row.heard_again_at is not None:
        return False
    row.heard_again_at = at
    log.info("agent %s is heard of again, after %s", row.user_id, at - row.unheard_since)
    return True


def just_unheard(row: Presence) -> tuple[datetime, datetime] | None:
    """From when until when the agent was not heard of, if that has just ended."""
    since, until = row.unheard_since, row.heard_again_at
    if since is None or until is None or long_ago(until, now(), TOLD_FOR):
        return None
    return since, until


def unheard() -> Sequence[Row[User, Presence]]:
    """The agents who are not heard of and should be, available or offline for it; longest first."""
    chosen = (
        select(User, Presence)
        .join(Presence, Presence.user_id == User.id)
        .where(User.active, Presence.unheard_since > now() - LISTED_FOR)
        .where(Presence.heard_again_at.is_(None))
        .where(or_(Presence.status == "available", Presence.reason == UNHEARD))
        .order_by(Presence.unheard_since, User.id)
    )
    return session.execute(chosen).all()


def leave(user_id: str) -> None:
    """Somebody is signed in nowhere any more: no calls are offered to them, and their phone is
    taken out of those that they have.
    """
    row = session.get(Presence, user_id)
    if row is not None and row.status != "offline":
        _change(locked(user_id), "offline", "")
    phones = (
        select(Leg.id)
        .join(Call, Call.id == Leg.call_id)
        .where(Leg.user_id == user_id, Leg.provider_sid.is_not(None), Call.state.in_(LIVE))
    )
    for leg_id in session.scalars(phones):
        outbox.post("voice.put_out", leg_id)


def others_offered(offer_id: str, user_id: str) -> list[str]:
    """The names of the other agents to whom the call of this agent's offer is shown, and of whom we
    hear. Raises UnknownOffer."""
    own = session.get(Offer, offer_id)
    if own is None or own.user_id != user_id:
        raise UnknownOffer(offer_id)
    shown = exists().where(
        Offer.user_id == User.id,
        Offer.call_id == own.call_id,
        Offer.state.in_([OfferState.OPEN, OfferState.MISSED]),
    )
    names = (
        select(User.name)
        .join(Presence, Presence.user_id == User.id)
        .where(User.id != user_id, Presence.status == "available", shown)
        .where(~long_ago(Presence.seen_at, now(), UNHEARD_AFTER))
    )
    return list(session.scalars(names.order_by(User.name)))


@periodic(seconds=5)
def mark_unheard() -> None:
    """Take the offers from agents who are available and whose page is not heard of."""
    at = now()
    for row in _silent(at, UNHEARD_AFTER):
        if _note_unheard(row, at):
            offers.withdraw_from(row.user_id)


@periodic(seconds=30)
def mark_gone() -> None:
    """Set agents offline who are available and not heard of for long, unless they have a call."""
    at = now()
    for row in _silent(at, GONE_AFTER):
        if not offers.is_busy(row.user_id):
            _note_unheard(row, at)
            _change(row, "offline", UNHEARD)
            log.warning("agent %s is offline: not heard of for long", row.user_id)


def _silent(at: datetime, age: timedelta) -> Iterator[Presence]:
    """Each agent, locked, who is available and not heard of for longer; commits after each."""
    chosen = select(Presence.user_id).where(Presence.status == "available")
    with db.reading():
        silent = session.scalars(chosen.where(long_ago(Presence.seen_at, at, age))).all()
    for user_id in silent:
        row = locked(user_id)
        if row.status == "available" and long_ago(row.seen_at, at, age):
            yield row
        db.commit()


def _note_unheard(row: Presence, at: datetime) -> bool:
    """Note since when the agent is not heard of; False where it is noted already."""
    if row.unheard_since is not None and row.heard_again_at is None:
        return False
    row.unheard_since, row.heard_again_at = min(row.seen_at, at), None
    since = f"{row.unheard_since:%H:%M:%S} UTC"
    log.warning("agent %s is available and not heard of since %s", row.user_id, since)
    return True
