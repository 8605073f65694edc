"""The script editor as people who write handle it: by mouse, by key, and what they see."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from core import db
from core.tenants import Client, User
from tests.browser.waiting import shows
from workflows import drafting
from workflows.drafting.models import ScriptDraft

NAME = {"fr": "Panne de portail", "en": "Gate fault"}


def begun(client: Client, by: User, *values: dict[str, Any]) -> str:
    """A new script with these steps between the two that every new one has; the draft's id."""
    draft = drafting.new_script(client.id, "gate", NAME, ["fr", "en"], by.id)
    db.commit()
    edits = [
        {"action": "add", "part": f"step:{value['key']}", "value": value, "after": "step:problem"}
        for value in reversed(values)
    ]
    if edits:
        drafting.save(draft.id, draft.revision, edits, by=by.id, token="first")
        db.commit()
    return draft.id


def question(key: str, title: str, **more: Any) -> dict[str, Any]:
    both = {"fr": f"{title} (fr)", "en": title}
    return {"key": key, "kind": "question", "type": "text", "title": both, "ask": both, **more}


def stored(draft_id: str) -> dict[str, Any]:
    """The document as the database has it; nothing stays open."""
    with db.reading():
        draft = db.session.get_one(ScriptDraft, draft_id)
        document = dict(draft.document)
        db.session.expunge(draft)
    return document


def step_of(draft_id: str, key: str) -> dict[str, Any]:
    saved_step: dict[str, Any] = next(
        step for step in stored(draft_id)["steps"] if step["key"] == key
    )
    return saved_step


def open_draft(page: Page, draft_id: str, part: str = "") -> None:
    page.goto(f"/scripts/drafts/{draft_id}" + (f"#{part}" if part else ""))
    ready(page)


def ready(page: Page) -> None:
    shows(page, "#editor[aria-busy=false]")


def saved(page: Page) -> None:
    """Everything that was written is on the server."""
    shows(page, "#saving.is-saved")


def rows(page: Page) -> Locator:
    return page.locator("#parts .row-name")


def choose(page: Page, title: str) -> None:
    page.locator("#parts button").filter(has_text=title).first.click()
    expect(page.locator(".form-title")).to_contain_text(title)


def field(page: Page, *path: object) -> Locator:
    return page.locator(f"[id='f-{'-'.join(map(str, path))}']")


def pick(page: Page, place: Locator, text: str) -> None:
    """One of many: a click shows them all, Enter takes the one that is written."""
    place.click()
    place.fill(text)
    first = page.locator(".options:not([hidden]) [data-combobox-option-default]")
    expect(first).to_contain_text(text)
    place.press("Enter")


def findings(page: Page) -> Locator:
    return page.locator("#findings-list .finding")


def no_errors(page: Page) -> None:
    expect(page.locator("#findings-count")).not_to_contain_text(re.compile("Error|Erreur"))
