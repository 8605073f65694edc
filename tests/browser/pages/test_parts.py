"""The parts of the pages as people meet them: their states, their keys, and both kinds of each."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import each_look, faults
from tests.browser.conftest import Live

STYLES = Path(__file__).parents[3] / "web" / "static" / "shared" / "parts"
CLASS = re.compile(r"\.([a-z][\w-]*)")
CLASSES = "() => [...document.querySelectorAll('[class]')].flatMap((one) => [...one.classList])"
TWINS = ["icons", "buttons", "badges", "fields", "notices", "empty"]
# What an element is: its name, its attributes, its texts; not which of the two it is.
SHAPE = """place => {
  const known = (text) => text.replaceAll("made-", "drawn-").replace(/\\s+/g, " ").trim();
  const shape = (node) => [
    node.localName,
    ...[...node.attributes].filter(({name}) => !name.startsWith("data-")).map(({name, value}) =>
      `${name}=${known(name === "class" ? [...node.classList].sort().join(" ") : value)}`).sort(),
    ...[...node.childNodes].flatMap((one) => one.nodeType === Node.ELEMENT_NODE ? [shape(one)]
      : one.nodeType === Node.TEXT_NODE && known(one.data) ? [known(one.data)] : []),
  ];
  return [...place.children].map(shape);
}"""


@pytest.fixture
def parts(live: Live) -> Page:
    page = live.page_of(live.world.ana, "en")
    page.goto("/parts")
    return page


@each_look
def test_nothing_keeps_a_person_from_using_them(live: Live, language: str, scheme: str):
    page = live.page_of(live.world.ana, language, color_scheme=scheme)
    page.goto("/parts")
    assert faults(page) == []
    page.locator("[data-opens=made-dialog]").click()
    assert faults(page, within="dialog[open]") == [], "a window"
    page.keyboard.press("Escape")
    page.locator("#made-menu-button").click()
    assert faults(page, within="#made-menu") == [], "a menu"
    page.keyboard.press("Escape")
    page.locator("[data-drawn=toasts] button").click()
    expect(page.locator(".toast")).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_visible()  # the one that stands open stays
    page.locator("#drawn-suggestions").fill("c")
    expect(page.locator(".options [role=option]")).to_have_count(2)
    assert faults(page) == [], "a toast and suggestions"


def test_the_parts_as_they_are_made_and_look_and_go_by_keys(parts: Page):
    the_server_and_scripts_make_the_same(parts)
    states_look_as_when_somebody_brings_them_about(parts)
    a_menu_goes_by_keys(parts)
    tabs_go_by_keys(parts)
    a_window_has_the_keyboard_and_gives_it_back(parts)
    suggestions_are_chosen_by_keys(parts)


def the_server_and_scripts_make_the_same(parts: Page) -> None:
    made = parts.locator("[data-made]").all()
    assert [one.get_attribute("data-made") for one in made] == TWINS
    for part, one in zip(TWINS, made, strict=True):
        shape = one.evaluate(SHAPE)
        assert shape
        assert parts.locator(f"[data-drawn={part}]").evaluate(SHAPE) == shape, part


def test_every_look_of_a_part_is_seen(parts: Page):
    """A style that nothing on this page has is a style of no part."""
    parts.locator("[data-drawn=toasts] button").click()
    parts.locator("#drawn-suggestions").fill("c")
    seen = set(parts.evaluate(CLASSES))
    parts.locator("#drawn-picker").click()
    seen |= set(parts.evaluate(CLASSES))
    parts.get_by_role("button", name="Choose a client").click()
    seen |= set(parts.evaluate(CLASSES))
    for path in STYLES.glob("*.css"):
        selectors = re.sub(r"/\*.*?\*/|{[^{}]*}", " ", path.read_text(), flags=re.DOTALL)
        assert set(CLASS.findall(selectors)) - seen == set(), path.name


def look(one: Locator) -> tuple[str, str]:
    style = "one => [getComputedStyle(one).backgroundColor, getComputedStyle(one).outlineStyle]"
    background, outline = one.evaluate(style)
    return background, outline


def states_look_as_when_somebody_brings_them_about(parts: Page) -> None:
    row = parts.locator("#buttons tbody tr").first.get_by_role("button")
    rests, pointed_at, focused = (row.nth(at) for at in range(3))
    looks = {"hover": look(pointed_at), "focus": look(focused)}
    assert len({look(rests), *looks.values()}) == 3
    rests.hover()
    expect(rests).to_have_css("background-color", looks["hover"][0])
    parts.mouse.move(0, 0)
    rests.focus()
    parts.keyboard.press("Shift+Tab")
    parts.keyboard.press("Tab")
    expect(rests).to_have_css("outline-style", looks["focus"][1])


def a_menu_goes_by_keys(parts: Page) -> None:
    button = parts.locator("#made-menu-button")
    items = parts.locator("#made-menu").get_by_role("menuitem")
    button.press("Enter")
    expect(items.first).to_be_focused()
    parts.keyboard.press("ArrowDown")
    expect(items.last).to_be_focused()
    parts.keyboard.press("ArrowDown")
    expect(items.first).to_be_focused()
    parts.keyboard.press("Escape")
    expect(items.first).to_be_hidden()
    expect(button).to_be_focused()


def tabs_go_by_keys(parts: Page) -> None:
    tab = parts.locator("#tabs").get_by_role("tab")
    tab.first.focus()
    for key, at in (
        ("ArrowRight", 1),
        ("End", 2),
        ("ArrowRight", 0),
        ("ArrowLeft", 2),
        ("Home", 0),
    ):
        parts.keyboard.press(key)
        expect(tab.nth(at)).to_be_focused()
        expect(tab.nth(at)).to_have_attribute("aria-selected", "true")
        name = str(tab.nth(at).get_attribute("aria-controls"))
        expect(parts.locator("#tabs [role=tabpanel]:visible")).to_have_id(name)


def a_window_has_the_keyboard_and_gives_it_back(parts: Page) -> None:
    buttons = parts.get_by_role("button", name="Close the call?")
    expect(buttons).to_have_count(2)  # of the server's, and of the scripts'
    for button in buttons.all():
        button.press("Enter")
        window = parts.get_by_role("dialog", name="Close the call?")
        expect(window.locator(":focus")).to_have_count(1)
        for _ in range(5):  # more than it has
            parts.keyboard.press("Tab")
        assert parts.evaluate("() => !document.querySelector('main .card :focus:not(dialog *)')")
        parts.keyboard.press("Escape")
        expect(window).to_have_count(0)
        expect(button).to_be_focused()


def suggestions_are_chosen_by_keys(parts: Page) -> None:
    field = parts.locator("#drawn-suggestions")
    field.press_sequentially("tilleul")
    expect(parts.locator(".options [role=option]")).to_have_count(1)
    parts.keyboard.press("ArrowDown")
    parts.keyboard.press("Enter")
    expect(field).to_have_value("Clinique des Tilleuls")
    picker = parts.locator("#drawn-picker")
    expect(picker).to_have_value("Ascenseurs Belleroche")
    picker.fill("compta")
    parts.keyboard.press("Enter")
    expect(picker).to_have_value("Comptaflor")
    parts.get_by_role("button", name="Choose a client").press("Enter")
    parts.keyboard.type("belle")
    parts.keyboard.press("Enter")
    expect(parts.locator(".toast")).to_have_text("Ascenseurs Belleroche")


def test_the_page_fits_a_narrow_screen(live: Live):
    page = live.page_of(live.world.ana, viewport={"width": 320, "height": 800})
    page.goto("/parts")
    page.locator("[data-drawn=tabs] [role=tab]").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
