"""The append-only log of actions, sealed entry by entry.

Each entry's hash is made with a key of the settings (HMAC-SHA256, RFC 2104) and covers the entry
before, so that whoever can write the database, and does not have the key, changes nothing unseen
but the end: entries cut off the end, or a restored copy of the database, show only beside an
anchor, a number and hash noted elsewhere (`head`, `holds`).
"""

import hashlib
import hmac
import json
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from core.clock import now, periodic
from core.config import settings
from core.db import Base, UtcDateTime, session

LOG = logging.getLogger(__name__)
SEALED = "audit.sealed"
KEY_ID = 8
LONGEST_NUMBER = 18
Why = Literal["changed", "gone", "unsealed", "unknown-key"]


@dataclass(frozen=True)
class Fault:
    """An entry that is not as it was written, or whose key the settings do not have."""

    number: int
    why: Why


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
    key_id: Mapped[str] = mapped_column(String(KEY_ID), default="")  # "": written without a key


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
    entry = seal(
        head.hash,
        AuditEntry(
            number=head.number + 1,
            at=now(),
            action=action,
            actor_id=actor_id,
            client_id=client_id,
            subject=subject,
            detail=detail or {},
        ),
    )
    head.number, head.hash = entry.number, entry.hash
    session.add(entry)
    session.flush()


def seal(before: str, entry: AuditEntry) -> AuditEntry:
    """Give an entry the hash that follows from the one `before` it."""
    key = settings().audit_keys[0].encode()
    entry.key_id, entry.hash = _id_of(key), _digest(key, before, entry)
    return entry


def first_fault() -> Fault | None:
    """The first entry that is not as it was written, or None."""
    keys, before = _keys(), AuditEntry(number=0, hash="", key_id="")
    for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.number)).yield_per(1000):
        why = _why_not(keys, before, entry)
        if why:
            return Fault(entry.number, why)
        before = entry
    head = session.get(AuditHead, 1)
    if head is not None and (head.number, head.hash) != (before.number, before.hash):
        return Fault(before.number + 1, "gone")
    if before.number and not before.key_id:
        return Fault(before.number, "unsealed")
    return None


def head() -> str:
    """The last entry's number and hash, to be kept where whoever can write the database cannot."""
    last = session.get(AuditHead, 1)
    return f"{last.number}:{last.hash}" if last else "0:"


def holds(anchor: str) -> bool:
    """Whether the log still has the entry that `head` named at some time."""
    number, _, digest = anchor.partition(":")
    if not number.isdecimal() or len(number) > LONGEST_NUMBER:
        return False
    entry = session.get(AuditEntry, int(number))
    return entry.hash == digest if entry else (number, digest) == ("0", "")


@periodic(seconds=3600)
def put_down_head() -> None:
    """The service's own log is an anchor, where it is kept on another machine."""
    LOG.info("audit log at %s", head())


def _lock_head() -> AuditHead:
    session.execute(update(AuditHead).where(AuditHead.id == 1).values(number=AuditHead.number))
    head = session.get(AuditHead, 1, populate_existing=True)
    if head is None:  # the migration adds the row; a bare schema in a test has none
        head = AuditHead(id=1, number=0, hash="")
        session.add(head)
    return head


def _why_not(keys: dict[str, bytes], before: AuditEntry, entry: AuditEntry) -> Why | None:
    if entry.number != before.number + 1:
        return "gone"
    # The entries of an old log have no key; an upgrade has sealed them by an entry of its own.
    is_old = bool(before.number) and not before.key_id
    if (before.key_id and not entry.key_id) or (is_old and entry.key_id and entry.action != SEALED):
        return "unsealed"
    key = keys.get(entry.key_id)
    if key is None:
        return "unknown-key"
    expected = _digest(key, before.hash, entry).encode()  # text must be ASCII, and may be anything
    return None if hmac.compare_digest(entry.hash.encode(), expected) else "changed"


def _keys() -> dict[str, bytes]:
    """The keys by which entries name them; the first entries of an old log have none."""
    return {"": b"", **{_id_of(key): key for key in map(str.encode, settings().audit_keys)}}


def _id_of(key: bytes) -> str:
    """Tells keys apart, and nothing about a key."""
    return hmac.digest(key, b"which key", "sha256").hex()[:KEY_ID]


def _digest(key: bytes, before: str, entry: AuditEntry) -> str:
    fields = [before, entry.number, entry.at.isoformat(), entry.action, entry.actor_id]
    fields += [entry.client_id, entry.subject, entry.detail]
    text = json.dumps(fields, sort_keys=True).encode()
    return hmac.digest(key, text, "sha256").hex() if key else hashlib.sha256(text).hexdigest()
