"""The list of scripts: those that a person asks for, in the order in which they want them."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from core.folding import fold
from core.languages import say
from core.tenants import Client
from web.scripting import summaries
from workflows.drafting.models import OPEN_STATES

NO_DRAFT = "none"
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Filters:
    """What the address asks for; "" is no matter what."""

    words: str = ""
    client_id: str = ""
    draft: str = ""  # a state, or NO_DRAFT
    sort: str = ""  # a name of COLUMNS, with "-" before it for the other way round


@dataclass(frozen=True)
class Row:
    """A script in the list, with its name in the person's language."""

    client: Client
    name: str
    about: summaries.Summary

    @property
    def draft_state(self) -> str:
        return self.about.draft.state if self.about.draft else NO_DRAFT

    @property
    def open_count(self) -> int:
        return sum(self.about.open.values())


DRAFTS = (*OPEN_STATES, NO_DRAFT)
COLUMNS: dict[str, Callable[[Row], Any]] = {
    "name": lambda row: fold(row.name),
    "client": lambda row: fold(row.client.name),
    "force": lambda row: row.about.in_force.starts_at if row.about.in_force else NEVER,
    "later": lambda row: row.about.scheduled[0].starts_at if row.about.scheduled else NEVER,
    "draft": lambda row: DRAFTS.index(row.draft_state),
    "open": lambda row: row.open_count,
}


def all_rows(clients: Collection[Client], language: str) -> list[Row]:
    """The scripts of these clients, by client and key."""
    by_client = summaries.scripts_by_client(clients)
    return [
        Row(client, say(one.script.name, language) or one.script.key, one)
        for client in clients
        for one in by_client[client.id]
    ]


def chosen(rows: Iterable[Row], filters: Filters) -> list[Row]:
    """Those that fit, in the same order unless they are sorted otherwise."""
    kept = [row for row in rows if _fits(row, filters)]
    column = COLUMNS.get(filters.sort.removeprefix("-"))
    if column is not None:
        kept.sort(key=column, reverse=filters.sort.startswith("-"))
    return kept


def _fits(row: Row, filters: Filters) -> bool:
    text = fold(f"{row.name} {row.about.script.key} {row.client.name}")
    return (
        filters.client_id in ("", row.client.id)
        and filters.draft in ("", row.draft_state)
        and all(word in text for word in fold(filters.words).split())
    )
