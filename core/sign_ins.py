"""Who is signed in where: one row for each browser, from a person's sign-in to its end.

The browser's cookie has a random token and the row its hash, so neither a cookie that somebody kept
nor a copy of the table signs anybody in after the end. A sign-in ends when its person says so or is
made to, a fixed time after it began (`SESSION_HOURS`), and when nobody has used it for a while
(`SESSION_IDLE_MINUTES`). It is of the account as it was: with another password or role it is over.
Lifetimes: https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ForeignKey, String, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from core import db, screen
from core.clock import now, periodic
from core.config import settings
from core.db import Base, Id, UtcDateTime, new_id, session, storable
from core.tenants import User

EVENT = "session"  # on a person's screens: a sign-in of theirs has ended, perhaps this one
SEEN_EVERY = timedelta(minutes=1)  # least time between two notes that a sign-in is used
KEPT = timedelta(days=30)  # after it is over, to tell who was signed in from where
LONGEST_BROWSER = 200


class SignIn(Base):
    __tablename__ = "sign_ins"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    account_hash: Mapped[str] = mapped_column(String(64))  # of role and password as they were
    browser: Mapped[str] = mapped_column(String(LONGEST_BROWSER))  # as it names itself
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def ends_at(self) -> datetime:
        """The end that no use puts off."""
        return self.created_at + timedelta(hours=settings().session_hours)

    def is_good(self, user: User, at: datetime) -> bool:
        idle = timedelta(minutes=settings().session_idle_minutes)
        return (
            self.ended_at is None
            and at < min(self.ends_at, self.seen_at + idle)
            and user.active
            and self.account_hash == _account_hash(user)
        )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _account_hash(user: User) -> str:
    return _hash(f"{user.staff_role} {user.password_hash}")


def begin(user: User, browser: str) -> tuple[SignIn, str]:
    """Sign a person in from a browser; returns the token too, which nobody can read again."""
    token = secrets.token_urlsafe(32)
    row = SignIn(
        token_hash=_hash(token),
        user_id=user.id,
        account_hash=_account_hash(user),
        browser=storable(browser)[:LONGEST_BROWSER],
    )
    session.add(row)
    session.flush()
    return row, token


def find(token: str, at: datetime) -> tuple[SignIn, User] | None:
    """The sign-in with this token and its person, where it is good at that time."""
    return _find(SignIn.token_hash == _hash(token), at)


def _find(condition: ColumnElement[bool], at: datetime) -> tuple[SignIn, User] | None:
    chosen = select(SignIn, User).join(User, User.id == SignIn.user_id).where(condition)
    row = session.execute(chosen, execution_options={"populate_existing": True}).first()
    return (row[0], row[1]) if row and row[0].is_good(row[1], at) else None


def note_seen(row: SignIn, at: datetime) -> bool:
    """Note that a sign-in is used; says whether something was written, once a minute at most."""
    if row.seen_at > at - SEEN_EVERY:
        return False
    row.seen_at = at
    session.flush()
    return True


def phone_of(row: SignIn) -> str:
    """The name of a sign-in's phone at the provider: who, and signed in where."""
    return f"{row.user_id}_{row.id}"


def holder_of(phone: str, at: datetime) -> User | None:
    """Whose phone of this name is; None where the sign-in that it was given to is over."""
    user_id, _, sign_in_id = phone.partition("_")
    found = _find((SignIn.id == sign_in_id) & (SignIn.user_id == user_id), at)
    return found[1] if found else None


def end(user_id: str, *, only: str | None = None) -> list[SignIn]:
    """End all sign-ins of a person, or `only` the one with this id; returns those that ended.

    Their open pages are told when this transaction commits.
    """
    chosen = update(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))
    if only is not None:
        chosen = chosen.where(SignIn.id == only)
    ended = list(session.scalars(chosen.values(ended_at=now()).returning(SignIn)))
    if ended:
        screen.push([user_id], EVENT, {})
    return ended


def is_anywhere(user: User, at: datetime) -> bool:
    """Whether a person is signed in from any browser."""
    chosen = select(SignIn).where(SignIn.user_id == user.id, SignIn.ended_at.is_(None))
    return any(row.is_good(user, at) for row in session.scalars(chosen))


@periodic(seconds=3600)
def forget_old() -> None:
    limit = now() - timedelta(hours=settings().session_hours) - KEPT
    session.execute(delete(SignIn).where(SignIn.created_at < limit))
    db.commit()
