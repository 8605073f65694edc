"""What changed between two documents, for a page: parts, fields, and the words within a text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from flask_babel import gettext

from core.languages import say
from web.messages import values
from web.messages.fields import field_words, item_named
from web.scripting import times
from web.scripting.findings import title_of
from web.scripting.words import state_word
from workflows.comparing import changes
from workflows.comparing.aligning import Run, aligned
from workflows.drafting import Entry
from workflows.drafting.models import ScriptDraft

LISTS = {"step": "steps", "instruction": "instructions", "article": "articles"}
MOSTLY = 0.5  # of the words
LONGEST_COMPARED = 6_000  # characters; nobody reads more word by word
WORD = re.compile(r"\w+|\s+|[^\w\s]+")

Piece = tuple[str, str]  # "same", "out" or "in", and the text


@dataclass(frozen=True)
class Line:
    """One field of a part; `pieces` is the text with what left and what came."""

    field: str
    pieces: list[Piece]


@dataclass(frozen=True)
class ChangeView:
    """What changed in one part."""

    part: str
    kind: str
    title: str
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Deed:
    """What one person did at once: parts that they changed, or a step on the draft's way."""

    author: str
    at: datetime
    revision: int
    changes: list[ChangeView]
    steps: list[str]
    notes: list[str]


def between(before: dict[str, Any], after: dict[str, Any], language: str) -> list[ChangeView]:
    """Every change from one document to the other, as a page shows it."""
    return [_view(one, language) for one in changes.changes(before, after, values)]


def _view(change: changes.Change, language: str) -> ChangeView:
    lines = [Line(field_words(one.place), pieces(one.before, one.after)) for one in change.lines]
    return ChangeView(change.part, change.kind, _title(change, language), lines)


def _title(change: changes.Change, language: str) -> str:
    kind, _, key = change.part.partition(":")
    if kind == "settings":
        return field_words((key,))
    return item_named(LISTS[kind], say(change.title, language) or key)


def pieces(before: str, after: str) -> list[Piece]:
    """The new text with the words that came, and those of the old that went, in their places."""
    if not before or not after or len(before) + len(after) > LONGEST_COMPARED:
        return [piece for piece in (("out", before), ("in", after)) if piece[1]]
    runs = aligned(WORD.findall(before), WORD.findall(after))
    if not runs or _kept(runs) < MOSTLY:  # two whole texts read better than crumbs
        return [("out", before), ("in", after)]
    listed: list[Piece] = []
    for run in runs:
        if run.same:
            listed.append(("same", "".join(run.new)))
            continue
        texts = (("out", "".join(run.old)), ("in", "".join(run.new)))
        listed += [piece for piece in texts if piece[1]]
    return listed


def _kept(runs: list[Run]) -> float:
    """How much of the words of both is in both, in order."""
    words = [(run.same, word) for run in runs for word in (*run.old, *run.new) if word.strip()]
    return sum(same for same, _ in words) / len(words) if words else 1.0


def deeds(entries: Iterable[Entry], draft: ScriptDraft, zone: str, language: str) -> list[Deed]:
    """Who did what to a draft, newest first."""
    grouped = groupby(entries, key=lambda entry: entry.change.revision)
    return [_deed(list(group), draft, zone, language) for _, group in grouped]


def _deed(entries: list[Entry], draft: ScriptDraft, zone: str, language: str) -> Deed:
    first = entries[0]
    edited: list[ChangeView] = []
    steps: list[str] = []
    notes: list[str] = []
    for entry in reversed(entries):  # in the order in which they were made
        if entry.change.part:
            edited += _edited(entry, draft, language)
        else:
            steps.append(_step(entry, zone))
            note = (entry.change.after or {}).get("note")
            notes += [note] if note else []
    change = first.change
    return Deed(first.author, change.at, change.revision, edited, steps, notes)


def _edited(entry: Entry, draft: ScriptDraft, language: str) -> list[ChangeView]:
    change = entry.change
    if change.action == "move":
        title = title_of(change.part, draft.document, language)
        return [ChangeView(change.part, "moved", title)]
    before: Any = change.before
    after: Any = change.after
    if change.action == "add":
        after = after["value"]
    elif change.action == "remove":
        before = before["value"]
    return between(_alone(change.part, before), _alone(change.part, after), language)


def _alone(part: str, value: Any) -> dict[str, Any]:
    """A document with this part and nothing else."""
    kind, _, key = part.partition(":")
    if value is None:
        return {}
    return {key: value} if kind == "settings" else {LISTS[kind]: [value]}


def _step(entry: Entry, zone: str) -> str:
    """A step on the draft's way in words."""
    left = entry.change.after or {}
    match entry.change.action:
        case "open":
            return gettext("began the draft")
        case "submit":
            return gettext("asked for a review")
        case "send_back":
            return gettext("sent it back")
        case "approve" if left.get("alone"):
            return gettext("approved it alone, without a second person")
        case "approve":
            return gettext("approved it")
        case "publish":
            return _published(left, zone)
        case "discard":
            return gettext("discarded the draft")
        case "reopen":
            return gettext("changed it after it was handed in: it has to be read again")
        case "restore":
            return gettext("took the draft up again")
    return state_word(left.get("state", ""))


def _published(left: dict[str, Any], zone: str) -> str:
    begins = times.shown_moment(datetime.fromisoformat(left["starts_at"]), zone)
    return gettext(
        "published version %(number)s, in force from %(time)s", number=left["version"], time=begins
    )
