"""The desk as an agent handles it: what they see, and what they do by key."""

from typing import Any

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from core import db
from core.db import session
from tests.browser.waiting import shows
from voice.models import Call
from voice.simulator.people.call import SimulatedCall
from workflows import runs

REASON = "The caller was cut off and did not call again"


def take(page: Page) -> None:
    """Take the call that rings, and wait until agent and caller talk."""
    shows(page, ".offer")
    page.keyboard.press("F2")
    talking(page)


def talking(page: Page) -> None:
    shows(page, ".call-state.is-connected")
    shows(page, ".phone.is-on")


def step(page: Page) -> Locator:
    return page.locator("#step-title")


def at_step(page: Page, title: str) -> None:
    expect(step(page)).to_have_text(title)


def saved(page: Page) -> None:
    """The server has said what it made of the field that is shown."""
    shows(page, "#step-told", "enregistré$|^Compris|saved$")


def hang_up(page: Page) -> None:
    page.keyboard.press("F8")
    shows(page, ".call-state.is-wrapping")


def wait_for_close(page: Page) -> None:
    shows(page, ".call-state.is-closed")


def stored(call: SimulatedCall) -> Call:
    """The call's row as it is now. Nothing stays open: the service could not write meanwhile."""
    with db.reading():
        row = session.scalars(select(Call).filter_by(provider_sid=call.sid)).one()
        session.expunge(row)
    return row


def typed(call: SimulatedCall) -> dict[str, str]:
    """What the database has of the answers' texts, by step."""
    run_id = stored(call).run_id
    assert run_id is not None
    with db.reading():
        return {key: answer.raw for key, answer in runs.stored(run_id).items()}


def tell(model: type[db.Base], row_id: str, **values: Any) -> None:
    """Change a row behind the service's back."""
    row = session.get_one(model, row_id)
    for name, value in values.items():
        setattr(row, name, value)
    db.commit()
