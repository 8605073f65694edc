"""Tables of drafts, every change made to them, comments, and replays."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.clock import now
from core.db import Base, Id, Json, UtcDateTime, new_id

OPEN_STATES = ("writing", "in_review", "approved")
_IS_OPEN = text("state IN ('writing', 'in_review', 'approved')")


class ScriptDraft(Base):
    """A script while it is written: plain data that need not be a valid document yet.

    A script has at most one open draft; its row is the lock of all that changes it.
    """

    __tablename__ = "script_drafts"
    __table_args__ = (
        Index(
            "uq_script_drafts_open",
            "script_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"), index=True)
    script_id: Mapped[str] = mapped_column(ForeignKey("scripts.id"), index=True)
    based_on_id: Mapped[str | None] = mapped_column(ForeignKey("script_versions.id"))
    document: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(16), default="writing")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    created_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    submitted_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reviewed_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    review_note: Mapped[str] = mapped_column(Text, default="")
    version_id: Mapped[str | None] = mapped_column(ForeignKey("script_versions.id"))


class DraftChange(Base):
    """One change of one part of a draft, or a step of its way (`part` is then ""); only added to.

    `part` is like "step:floor", "instruction:night", "article:release" or "settings:name".
    """

    __tablename__ = "draft_changes"
    __table_args__ = (
        UniqueConstraint("draft_id", "revision", "place"),
        Index(None, "draft_id", "token"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("script_drafts.id", ondelete="CASCADE"))
    revision: Mapped[int]
    place: Mapped[int] = mapped_column(default=0)  # among the changes of one revision
    token: Mapped[str] = mapped_column(String(64), default="")  # of the request: a retry is once
    action: Mapped[str] = mapped_column(String(16))
    part: Mapped[str] = mapped_column(String(120), default="")
    before: Mapped[Any | None] = mapped_column(Json)
    after: Mapped[Any | None] = mapped_column(Json)
    author_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class ScriptComment(Base):
    """What somebody says about a script or one part of it; an agent's proposal names its run."""

    __tablename__ = "script_comments"
    __table_args__ = (UniqueConstraint("script_id", "token"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"), index=True)
    script_id: Mapped[str] = mapped_column(ForeignKey("scripts.id"), index=True)
    part: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[str] = mapped_column(String(16), default="comment")  # or "proposal"
    text: Mapped[str] = mapped_column(Text)
    token: Mapped[str] = mapped_column(String(64), default=new_id)  # of the request
    author_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    version_id: Mapped[str | None] = mapped_column(ForeignKey("script_versions.id"))
    run_id: Mapped[str | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"))
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolved_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    resolution: Mapped[str] = mapped_column(Text, default="")


class ScriptReplay(Base):
    """A draft run over the client's past runs, made by a worker. `state`: waiting, done, failed."""

    __tablename__ = "script_replays"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"), index=True)
    draft_id: Mapped[str] = mapped_column(
        ForeignKey("script_drafts.id", ondelete="CASCADE"), index=True
    )
    revision: Mapped[int]
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    result: Mapped[Any | None] = mapped_column(Json)
    problem: Mapped[str] = mapped_column(Text, default="")
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    requested_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
