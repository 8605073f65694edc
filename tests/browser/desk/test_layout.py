"""Nothing lies over anything else, and what an agent needs is in sight without scrolling."""

import re
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

from playwright.sync_api import FloatRect, Locator, Page, expect

from core import db
from core.tenants import Client, Line
from tests.browser.axe import OF_SIZES, RULES, faults
from tests.browser.conftest import Live
from tests.browser.desk.test_calls import hand_over
from tests.browser.desk_page import REASON, at_step, hang_up, saved, take, wait_for_close
from tests.browser.network.test_network import cut_off_from_news, hear_news_again, second_page
from workflows import library
from workflows.formats.yaml_io import load_script

LAPTOP = [(1366, 625), (1280, 600), (1093, 500), (911, 417), (1024, 768)]  # at 100, 125 and 150 %
SIZES = [(1366, 768), (1920, 1080), (683, 800)]
NARROW = 700  # px: a window no wider has one column, and scrolls
OF_THE_CALL = [
    ".call-card .call-state", ".timers", ".phone", "[data-act=hangup]", "[data-do=holdOrResume]",
    "[data-act=mute]", "[data-status=available]", "#since",
]  # fmt: skip
OF_THE_STEP = ["#step-title", "#answer, .choices", "#next"]
IN_THE_MIDDLE = ".offers:not(:empty), .zone-script > :not(:empty)"
SCRIPT = Path(__file__).parents[3] / "demo" / "scripts" / "belleroche.yaml"

BOXES = """selectors => selectors.map((selector) => [...document.querySelectorAll(selector)]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }))
  .map((one) => one.getBoundingClientRect().toJSON())
  .filter(({ width, height }) => width && height))"""
# Of these selectors, those whose element is out of the window, or lies below something else; and
# the page, where it can be scrolled.
OUT_OF_SIGHT = """selectors => ["html", ...selectors].filter((selector) => {
  const element = document.querySelector(selector);
  if (selector === "html") return scrollY > 0 || element.scrollHeight > innerHeight;
  if (!element) return !["#answer, .choices", "#next"].includes(selector); // not every step has one
  const { left, top, right, bottom } = element.getBoundingClientRect();
  if (left < 0 || top < 0 || right > innerWidth + 1 || bottom > innerHeight + 1) return true;
  const middle = [(left + right) / 2, (top + bottom) / 2];
  const points = [middle, [left + 4, top + 4], [right - 4, bottom - 4]];
  return points.some(([x, y]) => {
    const there = document.elementFromPoint(x, y);
    return !there || !(element.contains(there) || there.contains(element));
  });
})"""
# Go to each step, as a press in the path does, wherever the path is scrolled to: how many there
# are, and what is out of sight at which.
AT_EACH_STEP = f"""(selectors) => {{
  const keys = [...document.querySelectorAll(".steps [data-step]")].map((one) => one.dataset.step);
  const faults = [];
  for (const key of keys) {{
    document.querySelector(`.steps [data-step=${{key}}]`).click();
    if (!document.querySelector(`.steps .is-shown [data-step=${{key}}]`)) faults.push([key]);
    faults.push(...({OUT_OF_SIGHT})(selectors).map((selector) => [key, selector]));
  }}
  return [keys.length, faults];
}}"""


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


def apart(page: Page, *selectors: str) -> None:
    """Of what each of these selects, nothing that is in sight lies over another."""
    for selector, boxes in zip(selectors, page.evaluate(BOXES, selectors), strict=True):
        assert len(boxes) > 1, selector
        overlapping = [pair for pair in combinations(boxes, 2) if overlap(*pair)]
        assert overlapping == [], (selector, page.viewport_size)


def fits_each(page: Page, *beside: str) -> None:
    """In each window the page fits, and so do those that stand beside one another."""
    for size in SIZES:
        resize(page, size)
        fits(page)
        apart(page, *beside)


def fits(page: Page) -> None:
    """The page is no larger than the window, and the parts stand beside one another."""
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0
    if page.evaluate("innerWidth") > NARROW:
        higher = page.evaluate("document.documentElement.scrollHeight - innerHeight")
        assert higher <= 0
    apart(page, ".brand, .nav, .presence > :not(label), .all-keys, .bar-end > *")


def fits_narrow(page: Page) -> None:
    """A window at four times its size needs no scrolling sideways."""
    for width in (911, 320):
        resize(page, (width, 640))
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width


def test_the_desk_fits_each_window_has_few_tab_stops_and_begins_each_call_at_the_top(live: Live):
    desk = live.desk_of(live.world.ana)
    fits_each(desk)
    fits_narrow(desk)
    live.ring()
    desk.locator(".offer").wait_for()
    fits_each(desk)
    fits_narrow(desk)
    take(desk)
    fits_narrow(desk)
    assert faults(desk) == [], desk.viewport_size
    desk.locator(".steps [data-step=lift]").click()
    fits_each(desk, ".zone", IN_THE_MIDDLE)
    lists_have_one_tab_stop_each(desk)
    hang_up(desk)
    fits_each(desk, IN_THE_MIDDLE)
    fits_narrow(desk)
    desk.fill("#override", REASON)
    desk.press("#override", "Enter")
    wait_for_close(desk)
    live.ring()
    take(desk)
    desk.keyboard.press("F4")
    desk.locator(".call-state.is-held").wait_for()
    live.ring(from_number="+33639980222")
    desk.locator(".offer").wait_for()
    fits_each(desk, IN_THE_MIDDLE)
    the_call_taken_begins_where_each_part_begins(desk)
    fits_each(desk, ".tab, .zone")
    desk.locator(".steps [data-step=lift]").click()
    for width, height in SIZES:
        resize(desk, (width, height))
        if width > NARROW:
            next_step = box(desk.locator("#next"))
            assert next_step["y"] + next_step["height"] <= height


def lists_have_one_tab_stop_each(desk: Page) -> None:
    """Those beside the step."""
    resize(desk, SIZES[0])
    desk.locator("#answer").focus()
    order = []
    for _ in range(5):
        desk.keyboard.press("Tab")
        order.append(focused(desk))
    assert order == ["next", "back", "propose", "goTo", "lift"]
    desk.keyboard.press("ArrowDown")
    assert focused(desk) == "story"
    desk.keyboard.press("End")
    desk.keyboard.press("ArrowDown")
    first = desk.locator(".steps [data-step]").first
    expect(first).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator("#step-title")).to_have_text(
        str(first.locator(".step-name").get_attribute("title"))
    )
    stops = "all => all.map((one) => one.querySelectorAll('[tabindex=\"0\"]').length)"
    lists = desk.locator("[data-rove]").evaluate_all(stops)
    assert lists and set(lists) == {1}


def the_call_taken_begins_where_each_part_begins(desk: Page) -> None:
    resize(desk, (1093, 500))
    parts = desk.locator(".zone-client, .call-rest")
    parts.evaluate_all("all => all.forEach(one => one.scrollTo(0, 999))")
    assert any(parts.evaluate_all("all => all.map(one => one.scrollTop)"))
    desk.keyboard.press("F2")
    desk.locator(".tab.is-shown").get_by_text("39 98 02 22").wait_for()
    assert not any(parts.evaluate_all("all => all.map(one => one.scrollTop)"))


def focused(page: Page) -> str:
    name = "document.activeElement.id || document.activeElement.dataset.do || ''"
    return str(page.evaluate(f"{name} || document.activeElement.dataset.step"))


def korean_line(live: Live) -> None:
    """Acme's line takes the demo's longest script, asked in Korean and in French."""
    library.publish(live.world.acme.id, "breakdown", load_script(SCRIPT.read_bytes()), None)
    db.session.get_one(Client, live.world.acme.id).name = "Ascenseurs Belleroche"
    line = db.session.get_one(Line, live.world.acme_line.id)
    line.language, line.script_key = "ko", "breakdown"
    db.commit()


def resize(page: Page, size: tuple[int, int]) -> None:
    width, height = size
    page.set_viewport_size({"width": width, "height": height})


def in_sight(page: Page, *selectors: str) -> None:
    assert page.evaluate(OUT_OF_SIGHT, selectors) == [], page.viewport_size


def in_sight_at_each_step(page: Page, *selectors: str) -> None:
    steps, faults = page.evaluate(AT_EACH_STEP, selectors)
    assert faults == [], page.viewport_size
    assert steps > 13


def test_each_step_comes_into_sight_and_the_call_stays_there(live: Live):
    korean_line(live)
    desk = live.desk_of(live.world.ana)
    live.ring()
    take(desk)
    for size in [*LAPTOP, *SIZES[:2]]:
        resize(desk, size)
        in_sight_at_each_step(desk, *OF_THE_CALL, *OF_THE_STEP)
        desk.keyboard.press("Alt+y")
        expect(desk.locator("#notes")).to_be_focused()
        in_sight(desk, *OF_THE_CALL, "#notes")
        fits(desk)
    live.down.set()
    desk.keyboard.type("x")
    expect(desk.locator("#trouble")).to_be_visible()
    for size in LAPTOP:
        resize(desk, size)
        in_sight_at_each_step(desk, *OF_THE_CALL, "#trouble", "#step-title", "#next")
    live.down.clear()
    expect(desk.locator("#trouble")).to_be_hidden()


def test_whatever_comes_up_in_a_call_is_in_sight_and_no_time_of_it_is_read_aloud(live: Live):
    korean_line(live)
    desk = live.desk_of(live.world.ana)
    live.ring(from_number="+33639980111")
    take(desk)
    conflict_about_the_lift(desk)
    comes_up(desk, "", "[data-keep=mine]", "[data-keep=theirs]")
    desk.locator("[data-keep=mine]").click()
    hear_news_again(desk)
    desk.keyboard.press("F4")
    desk.locator(".call-state.is-held").wait_for()
    live.ring(from_number="+33639980222")
    desk.locator(".offer").wait_for()
    comes_up(desk, "an offer", ".offer .take", "#step-title", "#next")
    desk.keyboard.press("F2")
    desk.locator(".tab").first.wait_for()
    desk.locator(".call-card .call-state.is-connected").wait_for()
    desk.locator(".phone.is-on").wait_for()
    comes_up(desk, "two calls", *OF_THE_STEP, ".tab.is-shown", ".tab-talk")
    live.desk_of(live.world.bruno)
    hand_over(desk, "Bruno", "Cabine arrêtée au troisième")
    comes_up(desk, "a transfer", "[data-do=takeBack]", "#step-title", "#next")
    no_time_is_read_aloud_at_each_second(desk)
    desk.locator("[data-do=takeBack]").click()
    expect(desk.locator(".hands-over")).to_have_count(0)
    desk.keyboard.press("F8")
    desk.locator(".call-card .call-state.is-wrapping").wait_for()
    wrap_up = [*OF_THE_CALL[:2], "#gate-title", "#override", "[data-act=close]"]
    comes_up(desk, "the gate", *wrap_up, of_the_call=())


def comes_up(
    desk: Page, name: str, *selectors: str, of_the_call: Sequence[str] = OF_THE_CALL
) -> None:
    """These are in sight in the two smallest windows; with a name, axe finds nothing there."""
    for size, rules in ((LAPTOP[2], OF_SIZES), (LAPTOP[3], RULES)):
        resize(desk, size)
        in_sight(desk, *of_the_call, *selectors)
        if name:
            assert faults(desk, rules) == [], (name, size)


def no_time_is_read_aloud_at_each_second(desk: Page) -> None:
    """A screen reader says what changes in a live region."""
    assert desk.locator("[data-since]").count() > 3
    said = "[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log], output"
    assert desk.locator(f":is({said}) [data-since], :is({said})[data-since]").count() == 0
    expect(desk.locator(".since")).to_have_text(re.compile(r"^Depuis \d+:\d\d$"))


def conflict_about_the_lift(desk: Page) -> None:
    """Another page saves another number while this one hears no news."""
    other = second_page(desk.context)
    other.locator(".call-state.is-connected").wait_for()
    cut_off_from_news(desk)
    for page, number in ((other, "0042"), (desk, "0007")):
        page.evaluate("document.querySelector('.steps [data-step=lift]').click()")
        at_step(page, "Numéro de l’ascenseur")
        page.locator("#answer").fill(number)
        if page is other:
            saved(page)
    desk.locator("#conflicts [role=alert]").wait_for()
    other.close()
