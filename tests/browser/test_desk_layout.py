"""Nothing lies over anything else, and what an agent needs is in sight without scrolling."""

from itertools import combinations

import pytest
from playwright.sync_api import FloatRect, Locator, Page

from tests.browser.conftest import Live
from tests.browser.desk_page import hang_up, take

SIZES = [(1366, 768), (1920, 1080), (683, 800)]
STACKED = 1100  # px: a window no wider has the zones below one another, and scrolls
IN_SIGHT = [".call-state", ".timers", "[data-status=available]", "#since", "#next", "#answer"]


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def desk(live: Live, request: pytest.FixtureRequest) -> Page:
    width, height = request.param
    return live.desk_of(live.world.ana, viewport={"width": width, "height": height})


def box(place: Locator) -> FloatRect:
    rectangle = place.bounding_box()
    assert rectangle is not None, place
    return rectangle


def overlap(one: FloatRect, other: FloatRect) -> bool:
    return (
        one["x"] + 1 < other["x"] + other["width"]
        and other["x"] + 1 < one["x"] + one["width"]
        and one["y"] + 1 < other["y"] + other["height"]
        and other["y"] + 1 < one["y"] + one["height"]
    )


def apart(page: Page, selector: str) -> None:
    places = page.locator(selector).filter(visible=True).all()
    boxes = [box(place) for place in places]
    assert len(boxes) > 1
    overlapping = [pair for pair in combinations(boxes, 2) if overlap(*pair)]
    assert overlapping == [], selector


def fits(page: Page) -> None:
    """The page is no larger than the window, and the parts stand beside one another."""
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0
    if page.evaluate("innerWidth") > STACKED:
        higher = page.evaluate("document.documentElement.scrollHeight - innerHeight")
        assert higher <= 0
    apart(page, ".brand, .nav, .presence > :not(label), .bar-end > *")


def test_the_desk_fits_its_window(live: Live, desk: Page):
    fits(desk)
    live.ring()
    desk.locator(".offer").wait_for()
    fits(desk)
    take(desk)
    desk.locator(".steps [data-step=lift]").click()
    fits(desk)
    apart(desk, ".zone")
    apart(desk, ".offers:not(:empty), .zone-script > :not(:empty)")
    hang_up(desk)
    fits(desk)
    apart(desk, ".offers:not(:empty), .zone-script > :not(:empty)")


def test_several_calls_fit_their_window(live: Live, desk: Page):
    live.ring()
    take(desk)
    desk.keyboard.press("F4")
    desk.locator(".call-state.is-held").wait_for()
    live.ring()
    desk.locator(".offer").wait_for()
    fits(desk)
    apart(desk, ".offers:not(:empty), .zone-script > :not(:empty)")
    desk.keyboard.press("F2")
    desk.locator(".tab").first.wait_for()
    fits(desk)
    apart(desk, ".tab, .zone")
    desk.locator(".steps [data-step=lift]").click()
    size = desk.viewport_size
    assert size is not None
    if size["width"] > 1100:  # a narrow page scrolls as a whole
        next_step = box(desk.locator("#next"))
        assert next_step["y"] + next_step["height"] <= size["height"]


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_call_needs_no_scrolling(live: Live, size: tuple[int, int]):
    width, height = size
    desk = live.desk_of(live.world.ana, viewport={"width": width, "height": height})
    live.ring()
    take(desk)
    desk.locator(".steps [data-step=lift]").click()
    for selector in IN_SIGHT:
        place = box(desk.locator(selector))
        assert place["y"] >= 0 and place["y"] + place["height"] <= height, selector
        assert place["x"] >= 0 and place["x"] + place["width"] <= width, selector
    hang_up(desk)
    closing = box(desk.locator("[data-act=close]"))
    assert closing["y"] + closing["height"] <= height
