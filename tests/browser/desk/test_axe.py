"""Every state of the desk through axe, in light and dark, in French and English."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from core import db
from core.clock import now
from tests.browser.axe import LOOKS, faults
from tests.browser.conftest import Live
from tests.browser.desk_page import saved, take
from tickets import cases
from workflows import directory
from workflows.directory import EntryFields

CALLER = "+33639980123"


@pytest.fixture(params=LOOKS, ids="-".join)
def desk(live: Live, request: pytest.FixtureRequest) -> Page:
    language, scheme = request.param
    earlier(live)
    return live.desk_of(live.world.ana, language, color_scheme=scheme)


def earlier(live: Live) -> None:
    """What the desk knows already: two tickets of the caller, and a lift."""
    for days, state in enumerate(("open", "closed")):
        made = cases.open_for_call(
            client_id=live.world.acme.id,
            language="fr",
            caller_number=CALLER,
            opened_at=now() - timedelta(days=days),
            title="Ascenseur 0042",
        )
        made.state = state
    directory.upsert(live.world.acme.id, "asset", EntryFields("Ascenseur A", reference="0042"))
    db.commit()


def test_every_state_of_the_desk(live: Live, desk: Page):
    windows_suggestions_and_the_panels_beside_the_step(live, desk)
    several_calls_a_joined_ticket_and_handing_over(live, desk)
    desk.locator("[data-do=takeBack]").click()
    expect(desk.locator(".hands-over")).to_have_count(0)
    desk.keyboard.press("F8")
    desk.locator("#gate").wait_for()
    assert faults(desk) == [], "wrap-up"


def windows_suggestions_and_the_panels_beside_the_step(live: Live, desk: Page) -> None:
    desk.keyboard.press("?")
    desk.locator("dialog .sheet").wait_for()
    assert faults(desk) == [], "keys"
    desk.locator("[data-key-of=take]").click()
    assert faults(desk, within="dialog") == [], "a key is waited for"
    desk.keyboard.press("Escape")
    desk.keyboard.press("Escape")
    live.ring(from_number=CALLER)
    take(desk)
    desk.locator(".steps [data-step=lift]").click()
    desk.keyboard.type("asc")
    desk.locator(".options:not([hidden])").wait_for()
    desk.keyboard.press("ArrowDown")
    assert faults(desk) == [], "suggestions"
    desk.keyboard.press("Enter")
    saved(desk)
    desk.locator(".steps [data-step=story]").click()
    desk.keyboard.type("ça marche pas")
    desk.locator(".meter-junk").wait_for()
    assert faults(desk) == [], "meter, tickets, path"
    desk.keyboard.press("Alt+k")
    desk.keyboard.type("technici")
    desk.locator(".options:not([hidden]) mark").first.wait_for()
    assert faults(desk, within="#knowledge") == [], "articles"
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    desk.locator(".article.is-read").wait_for()
    assert faults(desk, within="#knowledge") == [], "an article"
    desk.keyboard.press("Escape")
    for key, what in (("Alt+j", "go to a step"), ("Alt+p", "proposal")):
        desk.keyboard.press(key)
        desk.locator("dialog[open]").wait_for()
        assert faults(desk, within="dialog") == [], what
        desk.keyboard.press("Escape")


def several_calls_a_joined_ticket_and_handing_over(live: Live, desk: Page) -> None:
    desk.keyboard.press("F4")
    desk.locator(".call-state.is-held").wait_for()
    live.ring(from_number="+33639980222")
    desk.locator(".offer").wait_for()
    assert faults(desk) == [], "an offer beside a held call"
    desk.keyboard.press("F2")
    desk.locator(".tab").first.wait_for()
    desk.locator(".call-card .call-state.is-connected").wait_for()
    assert faults(desk) == [], "two calls"
    desk.locator("[data-tab]").first.click()
    desk.locator(".phone.is-elsewhere-call").wait_for()
    desk.keyboard.press("Alt+r")
    desk.locator(".history .is-joined").wait_for()
    assert faults(desk) == [], "a held call that joins a ticket"
    colleague = live.desk_of(live.world.bruno)
    desk.keyboard.press("Alt+c")
    desk.locator("dialog [role=option]").wait_for()
    assert faults(desk, within="dialog") == [], "colleagues"
    desk.keyboard.press("Enter")
    desk.locator("#transfer-note").fill("?")
    assert faults(desk, within="dialog") == [], "a note"
    desk.keyboard.press("Control+Enter")
    desk.locator(".hands-over").wait_for()
    assert faults(desk) == [], "waiting for a colleague"
    colleague.locator(".offer .handed-over").wait_for()
    assert faults(colleague) == [], "an offer from a colleague"
