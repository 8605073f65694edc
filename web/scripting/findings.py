"""What is wrong with a draft, for a page: where it is, in the person's language, with a link."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from flask import url_for
from flask_babel import gettext
from pydantic import ValidationError

from core import db
from core.languages import say
from web.languages import page_language
from web.messages import findings as messages
from workflows import drafting
from workflows.document import ScriptDocument
from workflows.drafting.models import ScriptDraft
from workflows.engine import CompiledScript, compile_script
from workflows.linting import Finding
from workflows.linting.review import review
from workflows.models import Script

LISTS = {"steps": "step", "instructions": "instruction", "articles": "article"}
SETTINGS = frozenset({"name", "languages", "greeting", "outcome", "lexicon"})


@dataclass(frozen=True)
class FindingView:
    """One finding; `part` is like "step:floor", "" for the whole; `href` leads to its remedy."""

    severity: str
    part: str
    title: str
    message: str
    remedy: str
    href: str


class Unplayable(ValueError):
    """A draft that is no script yet; `findings` say why."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("; ".join(f"{one.key}: {one.fault}" for one in findings[:5]))
        self.findings = findings


def compiled(draft: ScriptDraft) -> CompiledScript:
    """The draft ready for the engine; raises `Unplayable`."""
    return _compiled(draft.id, draft.revision)


@lru_cache(maxsize=32)
def _compiled(draft_id: str, _revision: int) -> CompiledScript:
    document = db.session.get_one(ScriptDraft, draft_id).document
    try:
        return compile_script(ScriptDocument.model_validate(document))
    except ValidationError:
        raise Unplayable(review(document)) from None


def views(findings: Iterable[Finding], draft: ScriptDraft) -> list[FindingView]:
    """Findings of a draft as a page shows them."""
    language = page_language()
    all_views = (_view(one, draft, language) for one in findings)
    return list(dict.fromkeys(all_views))  # one of two that read the same


def around(draft: ScriptDraft) -> Iterator[FindingView]:
    """What is wrong though the draft itself is in order."""
    script = db.session.get_one(Script, draft.script_id)
    if not drafting.is_on_a_line(script):
        yield FindingView(
            severity="warning",
            part="",
            title=gettext("Lines"),
            message=gettext("No line uses this script: no call begins with it."),
            remedy=gettext("Once it is published, choose its lines on the page of the script."),
            href=url_for("scripts.overview", script_id=script.id, _anchor="lines"),
        )


def _view(finding: Finding, draft: ScriptDraft, language: str) -> FindingView:
    part = part_of(finding.place, draft.document)
    return FindingView(
        severity=finding.severity,
        part=part,
        title=title_of(part, draft.document, language),
        message=messages.message(finding),
        remedy=messages.remedy(finding),
        href=editor_link(draft.id, part),
    )


def editor_link(draft_id: str, part: str = "") -> str:
    """The draft in the editor, at one of its parts."""
    return f"/scripts/drafts/{draft_id}" + (f"#{quote(part, safe=':')}" if part else "")


def part_of(place: tuple[str | int, ...], document: dict[str, Any]) -> str:
    """The part of a draft that a path leads into; "" for the whole."""
    head = place[0] if place else ""
    if head in SETTINGS:
        return f"settings:{head}"
    if head not in LISTS or len(place) < 2:
        return ""
    item = _item(document.get(str(head)), place[1])
    key = item.get("key") if isinstance(item, dict) else None
    return f"{LISTS[str(head)]}:{key}" if isinstance(key, str) else ""


def _item(items: Any, place: str | int) -> Any:
    if isinstance(items, list) and isinstance(place, int) and 0 <= place < len(items):
        return items[place]
    return None


def title_of(part: str, document: dict[str, Any], language: str) -> str:
    """What a part is called, its key where it has no title; "" for the whole."""
    kind, _, key = part.partition(":")
    if kind == "settings":
        return key
    items = document.get(f"{kind}s")
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict) and item.get("key") == key:
            return _titled(item, language) or key
    return key


def _titled(item: dict[str, Any], language: str) -> str:
    texts = item.get("title") or item.get("text")
    if not isinstance(texts, dict):
        return ""
    return say({name: text for name, text in texts.items() if isinstance(text, str)}, language)
