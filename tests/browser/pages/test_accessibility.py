"""Every page through axe: nothing that keeps a person from using it, in light and in dark."""

from playwright.sync_api import Page

from tests.browser.axe import faults_in_both
from tests.browser.conftest import Live
from voice.simulator.people.call import SimulatedCall


def test_pages_of_everyone(live: Live):
    page = live.page_of(None)
    for path in ("/login", "/nowhere"):
        page.goto(path)
        assert faults_in_both(page) == [], path


def test_pages_of_a_supervisor(live: Live):
    page = live.page_of(live.world.sofia)
    for path in ("/tickets", "/tickets?q=nothing", "/tasks", "/desk"):
        page.goto(path)
        assert faults_in_both(page) == [], path


def test_a_call_from_ring_to_ticket(live: Live):
    page = live.desk_of(live.world.ana)
    call = live.ring()
    page.locator(".offer").wait_for()
    assert faults_in_both(page) == [], "offer"
    page.keyboard.press("F2")
    page.locator(".call-state.is-connected").wait_for()
    assert faults_in_both(page) == [], "talk"
    hang_up(live, page, call)
    page.locator("#gate .missing").wait_for()
    assert faults_in_both(page) == [], "gate"
    page.fill("#override", "The caller was cut off and did not call again")
    page.locator("[data-act=close]").click()
    page.locator(".step-card.over").wait_for()
    assert faults_in_both(page) == [], "over"
    page.goto(str(page.locator(".step-card.over a").get_attribute("href")))
    assert faults_in_both(page) == [], "ticket"


def hang_up(live: Live, page: Page, call: SimulatedCall) -> None:
    page.locator("[data-act=hangup]").click()
    page.locator(".call-state.is-wrapping").wait_for()
    live.simulator.wait(call.sid)
