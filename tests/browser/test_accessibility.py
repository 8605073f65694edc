"""Every page through axe: nothing that keeps a person from using it, in light and in dark."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Live
from voice.simulator.people.call import SimulatedCall

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCHEMES = ["light", "dark"]


def faults(page: Page) -> list[str]:
    """What axe finds, as one readable line for each place."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    report = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
    )
    return [_sentence(fault, node) for fault in report["violations"] for node in fault["nodes"]]


def _sentence(fault: dict[str, Any], node: dict[str, Any]) -> str:
    return f"{fault['id']} ({fault['impact']}) {node['target']}: {node['failureSummary']}"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_pages_of_everyone(live: Live, scheme: str):
    page = live.page_of(None, color_scheme=scheme)
    for path in ("/login", "/nowhere"):
        page.goto(path)
        assert faults(page) == [], path


@pytest.mark.parametrize("scheme", SCHEMES)
def test_pages_of_a_supervisor(live: Live, scheme: str):
    page = live.page_of(live.world.sofia, color_scheme=scheme)
    for path in ("/tickets", "/tickets?q=nothing", "/tasks", "/desk"):
        page.goto(path)
        assert faults(page) == [], path


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_call_from_ring_to_ticket(live: Live, scheme: str):
    page = live.desk_of(live.world.ana, color_scheme=scheme)
    call = live.ring()
    page.locator(".offer").wait_for()
    assert faults(page) == [], "offer"
    page.keyboard.press("F2")
    page.locator(".call-state.is-connected").wait_for()
    assert faults(page) == [], "talk"
    hang_up(live, page, call)
    page.locator("#gate .missing").wait_for()
    assert faults(page) == [], "gate"
    page.fill("#override", "The caller was cut off and did not call again")
    page.locator("[data-act=close]").click()
    page.locator(".step-card.over").wait_for()
    assert faults(page) == [], "over"
    page.goto(str(page.locator(".step-card.over a").get_attribute("href")))
    assert faults(page) == [], "ticket"


def hang_up(live: Live, page: Page, call: SimulatedCall) -> None:
    page.locator("[data-act=hangup]").click()
    page.locator(".call-state.is-wrapping").wait_for()
    live.simulator.wait(call.sid)
