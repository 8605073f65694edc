"""Tables of transcripts."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.clock import now
from core.db import Base, Id, Json, UtcDateTime, new_id


class Transcript(Base):
    """The transcript of one recording."""

    __tablename__ = "transcripts"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    client_id: Mapped[str | None] = mapped_column(ForeignKey("clients.id"), index=True)
    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id"), index=True)
    recording_id: Mapped[str] = mapped_column(ForeignKey("recordings.id"), unique=True)
    language: Mapped[str] = mapped_column(String(5))
    model: Mapped[str] = mapped_column(String(80))
    duration: Mapped[float]  # seconds of the recording
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    segments: Mapped[list["Segment"]] = relationship(
        order_by="Segment.position", cascade="all, delete-orphan"
    )


class Segment(Base):
    """One turn of one speaker; times are seconds from the start of the recording."""

    __tablename__ = "segments"
    __table_args__ = (UniqueConstraint("transcript_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    transcript_id: Mapped[str] = mapped_column(ForeignKey("transcripts.id", ondelete="CASCADE"))
    position: Mapped[int]
    channel: Mapped[int]
    speaker: Mapped[str] = mapped_column(String(10))  # caller, agent or unknown
    start: Mapped[float]
    end: Mapped[float]
    text: Mapped[str] = mapped_column(String)
    words: Mapped[list[Any]] = mapped_column(Json)  # [[text, start, end, confidence], …]
