"""Messages to people's screens: a row first, the wake-up only makes the open streams look sooner.

Each person's messages are numbered without gaps in commit order (the number is taken under the
lock of the person's row), so a screen that says "I have seen 41" misses nothing after it.

Messages wait for the end of their transaction, and are then written person by person in one order.
Otherwise two transactions that push to the same people in different orders would wait for each
other's rows.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Integer,
    String,
    UniqueConstraint,
    bindparam,
    case,
    delete,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.event import listen
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql.dml import ReturningUpdate

from core import db
from core.clock import now, periodic
from core.db import Base, UtcDateTime, session
from core.tenants import User

KEEP = timedelta(days=1)


class ScreenMessage(Base):
    __tablename__ = "screen_messages"
    __table_args__ = (UniqueConstraint("user_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    number: Mapped[int]
    event: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)


_INSERT = insert(ScreenMessage)


@dataclass(frozen=True)
class _PendingMessage:
    """One message on its way to one person, of one transaction."""

    transaction: object
    user_id: str
    event: str
    payload: dict[str, Any]


def push(user_ids: Iterable[str], event: str, payload: dict[str, Any]) -> None:
    """Leave a message for each person; the payload has ids, never a caller's words.

    It is written when the transaction commits.
    """
    current = session()
    current.connection()  # so that there is a transaction to belong to
    transaction = current.get_transaction()
    pending = current.info.setdefault("screen", [])
    people = sorted(set(user_ids))
    pending += [_PendingMessage(transaction, user_id, event, payload) for user_id in people]
    db.wake_after_commit()


def write_pending(current: Session) -> None:
    """Write the messages of this transaction; those of an undone one are dropped."""
    if current.in_nested_transaction() or "screen" not in current.info:
        return
    transaction = current.get_transaction()
    messages = [each for each in current.info.pop("screen") if each.transaction is transaction]
    if not messages:
        return
    counts = Counter(each.user_id for each in messages)
    last = _raise_numbers(current, counts)
    next_number = {user_id: last[user_id] - count + 1 for user_id, count in counts.items()}
    values = []
    for each in messages:
        number = next_number[each.user_id]
        next_number[each.user_id] += 1
        message = {"user_id": each.user_id, "event": each.event, "payload": each.payload}
        values.append({**message, "number": number})
    current.connection().execute(_INSERT, values)


def _raise_numbers(current: Session, counts: Mapping[str, int]) -> dict[str, int]:
    """Each person's last number. Locks their rows, in one order for all, until the end of the
    transaction."""
    values: dict[str, object] = {f"user_{place}": user_id for place, user_id in enumerate(counts)}
    values |= {f"count_{place}": count for place, count in enumerate(counts.values())}
    raised = current.connection().execute(_raising(len(counts)), values)
    return {row.id: row.screen_number for row in raised}


@lru_cache(maxsize=100)
def _raising(people: int) -> ReturningUpdate[str, int]:
    """The statement for so many people."""
    each = [User.id == bindparam(f"user_{place}") for place in range(people)]
    counts = [bindparam(f"count_{place}", type_=Integer) for place in range(people)]
    chosen = select(User.id).where(or_(*each)).order_by(User.id)
    locked = chosen.with_for_update(key_share=True).cte("people")
    more = case(*zip(each, counts, strict=True))
    return (
        update(User)
        .where(User.id == locked.c.id)
        .values(screen_number=User.screen_number + more)
        .returning(User.id, User.screen_number)
    )


listen(session, "before_commit", write_pending)


def after(user_id: str, number: int, limit: int = 200) -> list[ScreenMessage]:
    return list(
        session.scalars(
            select(ScreenMessage)
            .where(ScreenMessage.user_id == user_id, ScreenMessage.number > number)
            .order_by(ScreenMessage.number)
            .limit(limit)
        )
    )


def last_number(user_id: str) -> int:
    return session.scalars(select(User.screen_number).where(User.id == user_id)).one()


@periodic(seconds=3600)
def forget_old() -> None:
    session.execute(delete(ScreenMessage).where(ScreenMessage.created_at < now() - KEEP))
    db.commit()
