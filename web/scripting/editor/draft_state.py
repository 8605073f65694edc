"""What the editor shows of a draft: its document, what is wrong with it, and who did what since."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from flask_login import current_user

from core import db
from core.clock import long_ago, now
from core.tenants import Client
from web.messages import findings as messages
from web.scripting import comment_threads, summaries
from web.scripting.editor.tries import rows_json
from web.scripting.findings import around, part_of
from workflows import drafting
from workflows.drafting.models import DraftChange, ScriptDraft
from workflows.drafting.states import OPEN
from workflows.linting import Finding
from workflows.linting.review import review
from workflows.models import Script

HERE_FOR = timedelta(minutes=5)  # since somebody's last change
REWRITES = frozenset({"rename", "refer"})  # these change more than was sent

Json = dict[str, Any]


def may_write(draft: ScriptDraft) -> bool:
    return draft.state in OPEN and drafting.may_edit(current_user, draft.client_id)


def whole(draft: ScriptDraft) -> Json:
    """Everything that the page begins with."""
    return {**_now(draft), "document": draft.document, "rows": _rows(draft.document)}


def news(draft: ScriptDraft, after: int) -> Json:
    """What was changed after a revision, with the document where anything was."""
    answer = {**_now(draft), "changes": _changes(drafting.news(draft.id, after), "")}
    if draft.revision == after:
        return answer
    return {**answer, "document": draft.document, "rows": _rows(draft.document)}


def after_save(
    draft: ScriptDraft, base: int, saved: drafting.Saved, *, whole: bool, token: str
) -> Json:
    """The answer to edits. The document goes with it where the page cannot know it already."""
    changes = drafting.news(draft.id, base)
    answer = {**_now(draft), "changes": _changes(changes, token), "answered": saved.answered}
    foreign = any(change.token != token or change.action in REWRITES for change in changes)
    if whole or foreign:
        return {**answer, "document": draft.document, "rows": _rows(draft.document)}
    parts = {change.part: change.after for change in changes}
    return {**answer, "rows": _rows(parts)}


def _now(draft: ScriptDraft) -> Json:
    script = db.session.get_one(Script, draft.script_id)
    return {
        "revision": draft.revision,
        "state": draft.state,
        "review_note": draft.review_note,
        "findings": findings(draft),
        "comments": [one.as_json() for one in comment_threads.of_script(script)],
        "people": _people(draft),
    }


def findings(draft: ScriptDraft) -> list[Json]:
    """What is wrong, each with the part and the place in it, in the person's language."""
    timezone = db.session.get_one(Client, draft.client_id).timezone
    reviewed = _reviewed(draft.id, draft.updated_at, timezone)
    outside = [{**vars(one), "code": "no-line", "path": []} for one in around(draft)]
    return [*(_finding(one, draft.document) for one in reviewed), *outside]


@lru_cache(maxsize=64)
def _reviewed(draft_id: str, _changed_at: datetime, timezone: str) -> tuple[Finding, ...]:
    """Kept by the moment of the change: the revision of a save that failed is given again."""
    return review(db.session.get_one(ScriptDraft, draft_id).document, timezone)


def _finding(finding: Finding, document: Json) -> Json:
    part = part_of(finding.place, document)
    inside = finding.place[1:] if part.startswith("settings:") else finding.place[2:]
    return {
        "code": finding.code,
        "severity": finding.severity,
        "part": part or "settings:name",
        "path": list(inside),
        "message": messages.message(finding),
        "remedy": messages.remedy(finding),
    }


def _changes(changes: list[DraftChange], token: str) -> list[Json]:
    names = summaries.names_of({change.author_id for change in changes})
    return [
        {
            "action": change.action,
            "part": change.part,
            "to": (change.after or {}).get("key", "") if change.action == "rename" else "",
            "author": names.get(change.author_id or "", ""),
            "at": change.at.isoformat(),
            "mine": bool(token) and change.token == token,
        }
        for change in changes
    ]


def _people(draft: ScriptDraft) -> list[str]:
    """Who else has written in it just now."""
    at = now()
    rows = drafting.history(draft.id, limit=40)
    rows = [entry for entry in rows if not long_ago(entry.change.at, at, HERE_FOR)]
    others = [entry.author for entry in rows if entry.change.author_id != current_user.id]
    return sorted({name for name in others if name})


def _rows(document: Any) -> Json:
    """Each condition in it as rows, None where it is no list of rows."""
    return {text: rows_json(text) for text in _conditions(document)}


def _conditions(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _conditions(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name in ("when", "mandatory") and isinstance(item, str):
                yield item.strip()
            elif isinstance(item, dict | list):
                yield from _conditions(item)
