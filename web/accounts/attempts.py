"""How often passwords may be tried, counted in the database.

Each attempt goes into buckets that empty by themselves, one attempt after the other; where one is
full, it says when there is room again. An attempt is counted before the password is looked at, so
many at once are no more than that, and is taken back where the password was right. What the queue
server does is of no importance.

A browser in which the account has signed in before has a bucket of its own and is not held up by
what others try ("device cookies", OWASP: Slow Down Online Guessing Attacks).
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from core import db
from core.clock import now, periodic
from core.config import settings
from core.db import Base, UtcDateTime, session


class AttemptBucket(Base):
    """What was tried from one address, for one account, or from one browser."""

    __tablename__ = "attempt_buckets"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    limit_name: Mapped[str] = mapped_column(String(16))
    account: Mapped[str] = mapped_column(String(64), default="", index=True)
    empty_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


@dataclass(frozen=True)
class Limit:
    name: str
    holds: int
    empties: timedelta  # one attempt in each

    def tried(self, empty_at: datetime, at: datetime) -> int:
        """Attempts that are in a bucket."""
        return max(0, -((at - empty_at) // self.empties))

    def wait(self, empty_at: datetime, at: datetime) -> timedelta:
        """How long until there is room for one more."""
        room_at = empty_at - (self.holds - 1) * self.empties
        return max(room_at - at, timedelta(0))


# Whoever tries from one address all the time puts an attempt into the account's bucket every ten
# minutes, and two of them leave it in five: it takes three addresses to hold a new browser up.
ADDRESS = Limit("address", 60, timedelta(seconds=6))
PAIR = Limit("address, account", 10, timedelta(minutes=10))
ACCOUNT = Limit("account", 30, timedelta(minutes=5))
BROWSER = Limit("browser", 10, timedelta(minutes=1))
LIMITS = {limit.name: limit for limit in (ADDRESS, PAIR, ACCOUNT, BROWSER)}


@dataclass(frozen=True)
class Bucket:
    limit: Limit
    key: str
    account: str = ""


def buckets(email: str, visitor: str, browser: str) -> list[Bucket]:
    """The buckets of an attempt for an account, whether it exists or not.

    `visitor` is an address, "" where it is not known; `browser` the number of a known browser.
    """
    account = _hidden(email)
    if browser:
        return [Bucket(BROWSER, _hidden(browser, email), account)]
    chosen = [Bucket(ACCOUNT, account, account)]
    if visitor:
        chosen += [
            Bucket(ADDRESS, _hidden(visitor)),
            Bucket(PAIR, _hidden(visitor, email), account),
        ]
    return sorted(chosen, key=lambda bucket: bucket.key)


def _hidden(*parts: str) -> str:
    """People type passwords into the field for the address: none of it is stored as it is."""
    text = "\0".join(("attempts", *parts))
    return hmac.new(settings().signing_key.encode(), text.encode(), hashlib.sha256).hexdigest()


def take(chosen: Sequence[Bucket], at: datetime) -> timedelta:
    """Count an attempt; a positive time says how long to wait, and that nothing was counted.

    Two that make the same bucket at once clash: IntegrityError, and the work begins anew.
    """
    rows = _locked(chosen)
    for one in chosen:
        if row := rows.get(one.key):
            # More than full it is only where the clock was set back.
            row.empty_at = min(row.empty_at, at + one.limit.holds * one.limit.empties)
    full_for = max(
        (one.limit.wait(rows[one.key].empty_at, at) for one in chosen if one.key in rows),
        default=timedelta(0),
    )
    if full_for:
        return full_for
    for one in chosen:
        row = rows.get(one.key)
        if row is None:
            row = AttemptBucket(
                key=one.key, limit_name=one.limit.name, account=one.account, empty_at=at
            )
            session.add(row)
        row.empty_at = max(row.empty_at, at) + one.limit.empties
    session.flush()
    return timedelta(0)


def give_back(chosen: Sequence[Bucket]) -> None:
    """The password was right."""
    rows = _locked(chosen)
    for one in chosen:
        if one.key in rows:
            rows[one.key].empty_at -= one.limit.empties
    session.flush()


def full(chosen: Sequence[Bucket], at: datetime) -> list[str]:
    """The names of the limits that hold the next attempt up; locks nothing."""
    rows = {row.key: row for row in session.scalars(_rows(chosen))}
    return sorted(
        one.limit.name
        for one in chosen
        if one.key in rows and one.limit.wait(rows[one.key].empty_at, at)
    )


def _rows(chosen: Sequence[Bucket]) -> Select[AttemptBucket]:
    wanted = AttemptBucket.key.in_([one.key for one in chosen])
    return select(AttemptBucket).where(wanted).execution_options(populate_existing=True)


def _locked(chosen: Sequence[Bucket]) -> dict[str, AttemptBucket]:
    statement = _rows(chosen).order_by(AttemptBucket.key).with_for_update()
    return {row.key: row for row in session.scalars(statement)}


def of_account(email: str) -> list[AttemptBucket]:
    """The buckets of an account."""
    chosen = select(AttemptBucket).filter_by(account=_hidden(email))
    return list(session.scalars(chosen.order_by(AttemptBucket.limit_name, AttemptBucket.key)))


def forget(email: str) -> None:
    """Empty the buckets of an account."""
    session.execute(delete(AttemptBucket).where(AttemptBucket.account == _hidden(email)))


@periodic(seconds=3600)
def forget_empty() -> None:
    session.execute(delete(AttemptBucket).where(AttemptBucket.empty_at < now()))
    db.commit()
