"""The table of the sites, assets and people that a client's answers may name."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.clock import now
from core.db import Base, Id, UtcDateTime, new_id

KINDS = ("site", "asset", "person")


class DirectoryEntry(Base):
    """A site, an asset or a person of a client; `aliases` are the names that callers use."""

    __tablename__ = "directory_entries"
    __table_args__ = (UniqueConstraint("client_id", "kind", "name"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(160))
    aliases: Mapped[list[str]] = mapped_column(default=list)
    detail: Mapped[str] = mapped_column(String(300), default="")  # address, model, function
    reference: Mapped[str] = mapped_column(String(80), default="")  # the client's own number
    site: Mapped[str] = mapped_column(String(160), default="")  # of an asset or a person
    search_text: Mapped[str] = mapped_column(Text, default="")  # folded
    active: Mapped[bool] = mapped_column(default=True)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
