"""Messages to people's screens: a row first, the wake-up only makes the open streams look sooner.

Each person's messages are numbered without gaps in commit order (the number is taken under the
lock of the person's row), so a screen that says "I have seen 41" misses nothing after it.

Messages wait for the end of their transaction, and are then written person by person in one order.
Otherwise two transactions that push to the same people in different orders would wait for each
other's rows.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ForeignKey,
    String,
    UniqueConstraint,
    bindparam,
    delete,
    select,
    text,
)
from sqlalchemy.event import listen
from sqlalchemy.orm import Mapped, Session, mapped_column

from core import db
from core.clock import now, periodic
from core.db import Base, Json, UtcDateTime, session
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


# Locks the rows of the people, in one order for all, until the transaction ends: only the commit
# comes after it.
_WRITE = text("""
    WITH messages AS (
        SELECT * FROM json_to_recordset(CAST(:messages AS json))
        AS message (user_id varchar, later integer, event varchar, payload json)
    ), people AS (
        SELECT id, messages FROM users
        JOIN (SELECT user_id, count(*) AS messages FROM messages GROUP BY user_id) AS counts
            ON user_id = id
        ORDER BY id FOR NO KEY UPDATE OF users
    ), raised AS (
        UPDATE users SET screen_number = screen_number + people.messages FROM people
        WHERE users.id = people.id RETURNING users.id, screen_number
    )
    INSERT INTO screen_messages (user_id, number, event, payload, created_at)
    SELECT user_id, screen_number - later, event, payload, :at FROM messages
    JOIN raised ON raised.id = user_id
""").bindparams(bindparam("at", type_=UtcDateTime))


# The same on SQLite, where nobody else writes meanwhile: for each message.
_RAISE = text("UPDATE users SET screen_number = screen_number + 1 WHERE id = :user_id")
_ADD = text("""
    INSERT INTO screen_messages (user_id, number, event, payload, created_at)
    SELECT id, screen_number - :later, :event, :payload, :at FROM users WHERE id = :user_id
""").bindparams(bindparam("payload", type_=Json), bindparam("at", type_=UtcDateTime))


def write_pending(current: Session) -> None:
    """Write the messages of this transaction; those of an undone one are dropped."""
    if current.in_nested_transaction() or "screen" not in current.info:
        return
    transaction = current.get_transaction()
    messages = [each for each in current.info.pop("screen") if each.transaction is transaction]
    if not messages:
        return
    left = Counter(each.user_id for each in messages)
    rows = []
    for each in messages:
        left[each.user_id] -= 1
        row = {"user_id": each.user_id, "event": each.event, "payload": each.payload}
        rows.append({**row, "later": left[each.user_id]})
    connection = current.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(_WRITE, {"messages": json.dumps(rows), "at": now()})
        return
    connection.execute(_RAISE, [{"user_id": row["user_id"]} for row in rows])
    connection.execute(_ADD, [{**row, "at": now()} for row in rows])


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
