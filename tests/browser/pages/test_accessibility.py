"""Every page through axe: nothing that keeps a person from using it, in light and in dark."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Live
from voice.simulator.people.call import SimulatedCall

AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]  # the rules that a scheme can break alone
# Each language and each scheme once: a name is missing in a language, a contrast in a scheme, and
# no fault needs a certain pair of them.
LOOKS = [("fr", "light"), ("en", "dark")]
each_look = pytest.mark.parametrize(("language", "scheme"), LOOKS)
RUN = """async (rules) => {
  const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${impact}) ${target}: ${failureSummary}`));
}"""


def faults(page: Page, rules: list[str] = RULES) -> list[str]:
    """What axe finds, as one readable line for each place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(RUN, rules)
    return found


def faults_in_both(page: Page) -> list[str]:
    """What axe finds in light and in dark."""
    in_light = faults(page)
    page.emulate_media(color_scheme="dark")
    in_dark = faults(page, OF_COLOURS)
    page.emulate_media(color_scheme="light")
    return [*in_light, *(f"in dark, {fault}" for fault in in_dark)]


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
