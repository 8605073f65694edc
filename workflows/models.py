"""Tables of scripts, their published versions, runs, answers and every value ever saved."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from core.clock import now
from core.db import Base, Id, Json, UtcDateTime, new_id

OPEN, FINISHED, LEFT = "open", "finished", "left"  # left for another script of the same call
TYPED, HEARD, CONFIRMED, CONTRADICTED = "typed", "heard", "confirmed", "contradicted"


class Script(Base):
    """A client's script under its lasting key; what it says is in its versions."""

    __tablename__ = "scripts"
    __table_args__ = (UniqueConstraint("client_id", "key"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"))
    key: Mapped[str] = mapped_column(String(60))
    name: Mapped[dict[str, str]]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class ScriptVersion(Base):
    """A document made fit for calls. Never changed: runs and tickets refer to it for ever."""

    __tablename__ = "script_versions"
    __table_args__ = (UniqueConstraint("script_id", "number"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    script_id: Mapped[str] = mapped_column(ForeignKey("scripts.id"))
    number: Mapped[int]
    document: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    created_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    reviewed_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    note: Mapped[str] = mapped_column(Text, default="")


class Publication(Base):
    """A decision that a version is in force from `starts_at` on, until a later one begins.

    Rolling back is one more publication of an older version. Of two that begin at once, the one
    decided last counts.
    """

    __tablename__ = "publications"
    __table_args__ = (Index(None, "script_id", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    script_id: Mapped[str] = mapped_column(ForeignKey("scripts.id"))
    version_id: Mapped[str] = mapped_column(ForeignKey("script_versions.id"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    published_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))


class PublishedVersionChanged(RuntimeError):
    """Some code tried to change a published version."""


@event.listens_for(ScriptVersion, "before_update")
def _refuse_change(
    _mapper: Mapper[ScriptVersion], _connection: Connection, version: ScriptVersion
) -> None:
    raise PublishedVersionChanged(version.id)


class Run(Base):
    """One passage of a version in a call. `facts` are what was known at its start, frozen."""

    __tablename__ = "runs"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"), index=True)
    # A call names its run as well, so this constraint is added when both tables exist.
    call_id: Mapped[str | None] = mapped_column(
        ForeignKey("calls.id", use_alter=True, name="fk_runs_call_id_calls"), index=True
    )
    script_version_id: Mapped[str] = mapped_column(ForeignKey("script_versions.id"), index=True)
    language: Mapped[str] = mapped_column(String(5))
    facts: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(16), default=OPEN)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    override_reason: Mapped[str] = mapped_column(Text, default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    notes_revision: Mapped[int] = mapped_column(default=0)


class Answer(Base):
    """The latest value for one step of a run, with what proves it in the transcript.

    A text that could not be understood is kept in `raw` with its `problem` (a code) and what the
    sentence about it needs; old rows hold the sentence itself there, by language.
    """

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("run_id", "step_key"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"), index=True)
    step_key: Mapped[str] = mapped_column(String(40))
    raw: Mapped[str] = mapped_column(Text)
    value: Mapped[Any | None] = mapped_column(Json)
    problem: Mapped[str | None] = mapped_column(String(40))
    problem_params: Mapped[dict[str, Any]] = mapped_column("message", default=dict)
    # The client's directory was asked, and does not have it.
    unlisted: Mapped[bool] = mapped_column(default=False)
    # The step whose answer it follows from; None where somebody gave it.
    derived_from: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(16), default=TYPED)
    revision: Mapped[int]
    author_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    evidence_transcript_id: Mapped[str | None] = mapped_column(
        ForeignKey("transcripts.id", ondelete="SET NULL"), index=True
    )
    evidence_channel: Mapped[int | None]
    evidence_start: Mapped[float | None]
    evidence_end: Mapped[float | None]
    evidence_quote: Mapped[str | None] = mapped_column(Text)


class AnswerRevision(Base):
    """Every value that was ever saved for a step; only added to."""

    __tablename__ = "answer_revisions"
    __table_args__ = (
        UniqueConstraint("run_id", "step_key", "revision"),
        Index("ix_answer_revisions_client_id", "client_id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"))
    step_key: Mapped[str] = mapped_column(String(40))
    revision: Mapped[int]
    raw: Mapped[str] = mapped_column(Text)
    value: Mapped[Any | None] = mapped_column(Json)
    problem: Mapped[str | None] = mapped_column(String(40))
    author_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
