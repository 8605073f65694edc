"""The entries of a client's directory: adds, changes, deactivates, and finds them by typing."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.clock import now
from core.db import session
from core.tenants import Client
from workflows.directory.models import KINDS, DirectoryEntry
from workflows.directory.words import nearby, query_words, score, search_text
from workflows.evidence.tokens import keys
from workflows.texts import CONTROL, Refusal

MOST_SHOWN = 50
MOST_ALIASES = 20
LONGEST = {"name": 160, "detail": 300, "reference": 80, "site": 160}


class BadEntry(Refusal):
    """An entry that cannot be stored, or a kind that does not exist."""


class UnknownEntry(LookupError):
    """The client has no such entry."""


@dataclass(frozen=True)
class EntryFields:
    """The fields of a site, an asset or a person; `aliases` are the names that callers use."""

    name: str
    aliases: tuple[str, ...] = ()
    detail: str = ""
    reference: str = ""
    site: str = ""


def checked_kind(kind: str) -> str:
    """One of "site", "asset", "person"; raises `BadEntry`."""
    if kind not in KINDS:
        raise BadEntry("entry-kind")
    return kind


def checked(fields: EntryFields) -> EntryFields:
    """The same with its spaces in order; raises `BadEntry` for fields that cannot be stored."""
    texts = {name: _field(name, getattr(fields, name)) for name in LONGEST}
    if not texts["name"]:
        raise BadEntry("entry-without-name")
    aliases = tuple(dict.fromkeys(filter(None, (_field("name", one) for one in fields.aliases))))
    if len(aliases) > MOST_ALIASES:
        raise BadEntry("aliases-too-many", most=MOST_ALIASES)
    return EntryFields(aliases=aliases, **texts)


def _field(name: str, text: str) -> str:
    text = " ".join(text.split())
    if CONTROL.search(text):
        raise BadEntry("entry-invisible-character")
    if len(text) > LONGEST[name]:
        raise BadEntry("entry-too-long", text=f"{text[:30]}…", most=LONGEST[name])
    return text


def upsert(client_id: str, kind: str, fields: EntryFields) -> DirectoryEntry:
    """Add an entry, or change the one with this name; activates it again if it was inactive."""
    checked_kind(kind)
    fields = checked(fields)
    lock(client_id)
    same_name = select(DirectoryEntry).filter_by(client_id=client_id, kind=kind, name=fields.name)
    entry = session.scalars(same_name).first()
    if entry is None:
        entry = DirectoryEntry(client_id=client_id, kind=kind, name=fields.name)
        session.add(entry)
    write(entry, fields)
    session.flush()
    return entry


def lock(client_id: str) -> None:
    """Lock the client's row, so that two people who change its directory take turns.

    New calls may refer to the client meanwhile.
    """
    client = select(Client.id).where(Client.id == client_id)
    session.execute(client.with_for_update(key_share=True))


def write(entry: DirectoryEntry, fields: EntryFields) -> bool:
    """Write the fields into the entry; whether that changed anything."""
    text = search_text(
        (fields.name, " ".join(fields.aliases), fields.reference, fields.site, fields.detail)
    )
    new = {
        "aliases": list(fields.aliases),
        "detail": fields.detail,
        "reference": fields.reference,
        "site": fields.site,
        "search_text": text,
        "active": True,
    }
    if all(getattr(entry, name) == value for name, value in new.items()):
        return False
    for name, value in new.items():
        setattr(entry, name, value)
    entry.updated_at = now()
    return True


def deactivate(client_id: str, entry_id: str) -> DirectoryEntry:
    """Propose an entry no longer; answers that name it stay. Raises `UnknownEntry`."""
    entry = session.get(DirectoryEntry, entry_id)
    if entry is None or entry.client_id != client_id:
        raise UnknownEntry(entry_id)
    if entry.active:
        entry.active, entry.updated_at = False, now()
        session.flush()
    return entry


def answer_of(entry: DirectoryEntry) -> str:
    """The text of an answer chosen from the directory: an asset's number, else the name."""
    return (entry.reference if entry.kind == "asset" else "") or entry.name


def entries_of(
    client_id: str, kind: str | None = None, *, inactive: bool = False
) -> list[DirectoryEntry]:
    """The client's entries by kind and name."""
    entries = select(DirectoryEntry).where(DirectoryEntry.client_id == client_id)
    if kind is not None:
        entries = entries.where(DirectoryEntry.kind == kind)
    if not inactive:
        entries = entries.where(DirectoryEntry.active)
    return list(session.scalars(entries.order_by(DirectoryEntry.kind, DirectoryEntry.name)))


def search(client_id: str, kind: str, query: str, limit: int = 8) -> list[DirectoryEntry]:
    """The entries that a person who types `query` may mean, best first; at most 50.

    Every word must begin a word of the entry (in its name, aliases, number, site or detail). Where
    there is none such, words with a typing error count too, and then some of the words.
    """
    limit = max(1, min(limit, MOST_SHOWN))
    words = query_words(query)
    if not words:
        return entries_of(client_id, kind)[:limit] if not query.strip() else []
    best = _ranked(_candidates(client_id, kind, words), words, {})
    return _loaded((best or _tolerant(client_id, kind, words))[:limit])


def named(client_id: str, kind: str, text: str) -> list[DirectoryEntry]:
    """The active entries of exactly this name, alias or number, as people compare texts."""
    wanted = keys(text)
    if not wanted:
        return []
    found = _candidates(client_id, kind, query_words(text))
    entries = _loaded([entry_id for entry_id, _, _ in found])
    return [one for one in entries if wanted in map(keys, (one.name, one.reference, *one.aliases))]


def fits(entry: DirectoryEntry, query: str) -> bool:
    """Whether every word of the query begins a word of the entry, so that this may be meant.

    A number has to be a whole one, and outside the detail: 4 is neither lift 42 nor 450 kg.
    """
    words, numbers = entry.search_text.split(), _numbers(entry)
    return all(
        word in numbers if word.isdigit() else any(one.startswith(word) for one in words)
        for word in query_words(query)
    )


def _numbers(entry: DirectoryEntry) -> set[str]:
    """The words by which people tell the entry from others: all but those of its detail."""
    return set(entry.search_text.rpartition("\n")[0].split())


def is_kept(client_id: str, kind: str) -> bool:
    """Whether the client has a directory of this kind at all."""
    active = DirectoryEntry.client_id == client_id, DirectoryEntry.kind == kind
    known = select(DirectoryEntry.id).where(*active, DirectoryEntry.active)
    return session.scalar(known.limit(1)) is not None


def site_of(client_id: str, asset: str) -> str:
    """The site where the directory has this asset; "" where it has none, or several."""
    sites = {entry.site for entry in named(client_id, "asset", asset)}
    return sites.pop() if len(sites) == 1 else ""


def _candidates(client_id: str, kind: str, words: Sequence[str]) -> list[tuple[str, str, str]]:
    """(id, name, search text) of the active entries in which each word begins one."""
    columns = (DirectoryEntry.id, DirectoryEntry.name, DirectoryEntry.search_text)
    entries = select(*columns).where(
        DirectoryEntry.client_id == client_id, DirectoryEntry.kind == kind, DirectoryEntry.active
    )
    for word in words:
        entries = entries.where(DirectoryEntry.search_text.like(f"% {word}%"))
    return [(row.id, row.name, row.search_text) for row in session.execute(entries)]


def _tolerant(client_id: str, kind: str, words: list[str]) -> list[str]:
    everything = _candidates(client_id, kind, ())
    vocabulary = {word for _, _, text in everything for word in text.split()}
    near = nearby(words, vocabulary)
    return (
        _ranked(everything, words, near)
        or _ranked(everything, words, {}, least=1)
        or _ranked(everything, words, near, least=1)
    )


def _ranked(
    candidates: list[tuple[str, str, str]],
    words: list[str],
    near: dict[str, frozenset[str]],
    *,
    least: int | None = None,
) -> list[str]:
    """The ids of those that hold the most of the wanted words, all if `least` is not given."""
    scored = [(*score(text, words, near), name, entry_id) for entry_id, name, text in candidates]
    most = max((count for count, *_ in scored), default=0)
    if most < (len(words) if least is None else least):
        return []
    best = [each for each in scored if each[0] == most]
    return [each[3] for each in sorted(best, key=lambda each: (-each[1], len(each[2]), each[2]))]


def _loaded(ids: list[str]) -> list[DirectoryEntry]:
    rows = session.scalars(select(DirectoryEntry).where(DirectoryEntry.id.in_(ids)))
    by_id = {row.id: row for row in rows}
    return [by_id[entry_id] for entry_id in ids]
