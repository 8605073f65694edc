"""The append-only log of actions. Each entry's hash covers the one before, so a removal shows."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from core.clock import now
from core.db import Base, UtcDateTime, session


class AuditEntry(Base):
    __tablename__ = "audit_entries"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    action: Mapped[str] = mapped_column(String(60), index=True)
    actor_id: Mapped[str | None] = mapped_column(String(32))
    client_id: Mapped[str | None] = mapped_column(String(32), index=True)
    subject: Mapped[str] = mapped_column(String(120), default="")
    detail: Mapped[dict[str, Any]]
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """The single row whose lock puts entries in one order."""

    __tablename__ = "audit_head"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(String(64), default="")


def record(
    action: str,
    *,
    actor_id: str | None = None,
    client_id: str | None = None,
    subject: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """Add an entry to the current transaction. Ids and settings in `detail`, never spoken text."""
    head = _lock_head()
    entry = AuditEntry(
        number=head.number + 1,
        at=now(),
        action=action,
        actor_id=actor_id,
        client_id=client_id,
        subject=subject,
        detail=detail or {},
    )
    entry.hash = _digest(head.hash, entry)
    head.number, head.hash = entry.number, entry.hash
    session.add(entry)
    session.flush()


def first_broken() -> int | None:
    """The number of the first entry that does not fit the one before it, or None."""
    before, expected = "", 1
    for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.number)):
        if entry.number != expected or entry.hash != _digest(before, entry):
            return entry.number
        before, expected = entry.hash, expected + 1
    head = session.get(AuditHead, 1)
    return None if head is None or head.number == expected - 1 else expected


def _lock_head() -> AuditHead:
    session.execute(update(AuditHead).where(AuditHead.id == 1).values(number=AuditHead.number))
    head = session.get(AuditHead, 1, populate_existing=True)
    if head is None:  # the migration adds the row; a bare schema in a test has none
        head = AuditHead(id=1, number=0, hash="")
        session.add(head)
    return head


def _digest(before: str, entry: AuditEntry) -> str:
    fields = [before, entry.number, entry.at.isoformat(), entry.action, entry.actor_id]
    fields += [entry.client_id, entry.subject, entry.detail]
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
