"""Messages to people's screens: a row first, the wake-up only makes the open streams look sooner.

Each person's messages are numbered without gaps in commit order (the number is taken under the
lock of the person's row), so a screen that says "I have seen 41" misses nothing after it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

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


def push(user_ids: Iterable[str], event: str, payload: dict[str, Any]) -> None:
    """Leave a message for each person; ids in the payload, never what a caller said."""
    for user_id in sorted(set(user_ids)):  # one order for all, so that no two writers deadlock
        number = session.execute(
            update(User)
            .where(User.id == user_id)
            .values(screen_number=User.screen_number + 1)
            .returning(User.screen_number)
            .execution_options(synchronize_session=False)
        ).scalar_one()
        session.add(ScreenMessage(user_id=user_id, number=number, event=event, payload=payload))
    session.flush()
    db.wake_after_commit()


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
