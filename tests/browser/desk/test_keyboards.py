"""The desk's keys, and all others of the pages, on keyboards of France, Germany and America."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from core import db
from tests.browser.conftest import SCRIPT, Live
from tests.browser.desk.keyboards import ALT, ALT_GR, KEYBOARDS, SHIFT, Keyboard, Typist
from tests.browser.desk_page import at_step, saved, talking, typed
from tests.browser.waiting import held_requests
from web.desk.keys import DEFAULTS
from workflows import library
from workflows.formats.yaml_io import load_script

AZERTY = KEYBOARDS["French, Windows or Linux"]
LAST = "      - {value: light, label: {fr: Lumière éteinte, en: Light is off}}\n"
MORE = "".join(
    f"      - {{value: s{n}, label: {{fr: Signe {n}, en: Sign {n}}}}}\n" for n in range(4, 10)
)
MOST = range(1, 10)
LINUX_ALT_GR = """([key, code]) => document.body.dispatchEvent(new KeyboardEvent("keydown", {
  key, code, modifierAltGraph: true, bubbles: true, cancelable: true }))"""


Sit = Callable[[Keyboard], Typist]


@pytest.fixture
def sit(live: Live) -> Sit:
    """An agent who takes calls, at this keyboard."""

    def at(keyboard: Keyboard) -> Typist:
        page = live.page_of(live.world.ana)
        typist = Typist(page, keyboard)
        page.goto("/desk")
        page.locator("[data-status=available]").click()
        page.locator("[data-status=available][aria-pressed=true]").wait_for()
        return typist

    return at


def take(typist: Typist) -> None:
    typist.page.locator(".offer").wait_for()
    typist.use("F2")
    talking(typist.page)


def test_each_key_is_known_by_its_sign(live: Live, sit: Sit, subtests: pytest.Subtests):
    nine = SCRIPT.read_text().replace(LAST, LAST + MORE)
    library.publish(live.world.acme.id, "acme", load_script(nine), None)
    db.commit()
    live.ring()
    typist = sit(AZERTY)
    take(typist)
    for name, keyboard in KEYBOARDS.items():
        with subtests.test(name):
            typist.sit_at(keyboard)
            typist.page.reload()
            talking(typist.page)
            desk_knows_its_keys(typist)
            digits_choose_and_no_other_sign_does(typist)
            if keyboard.option.get("l") == "@":
                a_sign_that_a_mac_types_with_option_is_typed(typist)


def a_sign_that_a_mac_types_with_option_is_typed(typist: Typist) -> None:
    typist.page.locator(".steps [data-step=story]").click()
    at_step(typist.page, "Ce qui s’est passé")
    typist.press("@", "KeyL", ALT)
    expect(typist.page.locator("#answer")).to_have_value("@")


def digits_choose_and_no_other_sign_does(typist: Typist) -> None:
    keyboard = typist.keyboard
    boxes = typist.page.locator("#step .choice input")
    expect(boxes).to_have_count(9)
    typist.page.locator("[data-act=mute]").focus()  # outside of the step, and of fields
    for number in MOST:
        typist.row(number)
        expect(boxes.nth(number - 1)).to_be_checked()
    for number in MOST:
        typist.press(str(number), f"Numpad{number}")
        expect(boxes.nth(number - 1)).not_to_be_checked()
    typist.press("End", "Numpad1")  # without NumLock
    for number in MOST:
        typist.press("ù", f"Digit{number}", ALT)
        typist.press("#", f"Digit{number}", ALT_GR)
        typist.press(str(number), f"Numpad{number}", ALT)
        if not keyboard.shift_gives_digits:
            typist.press("§", f"Digit{number}", SHIFT)
    typist.page.evaluate(LINUX_ALT_GR, ["#", "Digit3"])
    expect(typist.page.locator("#step .choice input:checked")).to_have_count(0)
    if keyboard.shift_gives_digits:
        for number in MOST:
            typist.press(str(number), f"Digit{number}", SHIFT)
        expect(typist.page.locator("#step .choice input:checked")).to_have_count(9)
        for number in MOST:
            typist.row(number)
        expect(typist.page.locator("#step .choice input:checked")).to_have_count(0)


def desk_knows_its_keys(typist: Typist) -> None:
    page, keyboard = typist.page, typist.keyboard
    page.locator(".steps [data-step=signs]").click()
    typist.press("a", keyboard.letters["a"])  # nothing is typed: the step is a choice
    typist.use("?")
    dialog = page.get_by_role("dialog")
    dialog.locator("[data-key-of=goTo]").click()
    for key in DEFAULTS.values():
        if key != DEFAULTS["goTo"]:
            typist.use(key)
            expect(dialog.get_by_role("status")).to_contain_text(f"{keyboard.named(key)} sert déjà")
    expect(dialog.locator("[data-key-of=swap]")).to_have_text(keyboard.named("Alt+W"))
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    typist.use("/")
    expect(page.locator("#article-search")).to_be_focused()
    typist.use("Alt+J")
    expect(dialog.get_by_role("combobox")).to_be_focused()
    page.keyboard.press("Escape")
    typist.use("Alt+Y")
    expect(page.locator("#notes")).to_be_focused()
    before = page.locator("#notes").input_value()
    typist.press("@", "Digit0", ALT_GR)
    typist.use("?")
    typist.use("/")
    typist.row(4)
    expect(page.locator("#notes")).to_have_value(f"{before}@?/{keyboard.row[3]}")
    expect(dialog).to_have_count(0)
    typist.use("Alt+U")
    expect(page.locator("[data-act=mute]")).to_have_attribute("aria-pressed", "true")


def test_keys_are_not_left_to_the_browser_and_some_cannot_be_had(live: Live, sit: Sit):
    typist = sit(AZERTY)
    keys_of_the_desk_are_never_left_to_the_browser(typist)
    a_key_that_chooses_or_types_cannot_be_had(typist)


def keys_of_the_desk_are_never_left_to_the_browser(typist: Typist) -> None:
    page = typist.page
    for key in DEFAULTS.values():  # no call yet: nothing of this is possible
        if key != DEFAULTS["help"]:
            typist.use(key)
    for number in MOST:
        typist.row(number)
    assert typist.to_browser() == []
    typist.use("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    for key in DEFAULTS.values():
        typist.use(key)
    for number in MOST:
        typist.row(number)
    assert typist.to_browser() == []
    expect(page.get_by_role("dialog")).to_have_count(1)
    typist.press("F5", "F5")
    assert typist.to_browser() == ["F5"]
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_presses_that_wait_for_their_step_and_one_that_is_held_down(live: Live, sit: Sit):
    call = live.ring()
    typist = sit(AZERTY)
    page = typist.page
    page.locator(".offer").wait_for()
    with held_requests(page, "**/claim") as claims:
        typist.use("F2")
    typist.row(1)
    typist.press("3", "Digit3", SHIFT)
    claims.pop().continue_()
    at_step(page, "Combien de personnes")
    expect(page.locator("#answer")).to_have_value("3")
    page.locator(".steps [data-step=lift]").click()
    at_step(page, "Numéro de l’ascenseur")
    with held_requests(page, "**/answers/lift") as answers:
        page.keyboard.type("12")
        page.keyboard.press("Enter")
    typist.row(2)
    typist.row(4)
    answers.pop().continue_()
    at_step(page, "Ce qui s’est passé")
    expect(page.locator("#answer")).to_have_value("é'")
    saved(page)
    assert typed(call) == {"trapped": "yes", "people": "3", "lift": "12", "story": "é'"}
    a_key_held_down_does_its_work_once(typist)


def a_key_held_down_does_its_work_once(typist: Typist) -> None:
    page = typist.page
    talking(page)
    typist.hold("u", "KeyU", ALT)
    expect(page.locator("[data-act=mute]")).to_have_attribute("aria-pressed", "true")
    typist.use("Alt+J")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator("[data-act=mute]")).to_have_attribute("aria-pressed", "true")


def a_key_that_chooses_or_types_cannot_be_had(typist: Typist) -> None:
    typist.use("?")
    dialog = typist.page.get_by_role("dialog")
    told = dialog.get_by_role("status")
    for number in MOST:
        dialog.locator("[data-key-of=goTo]").click()
        typist.row(number)
        expect(told).to_contain_text(f"{number} est sur les touches 1 à 9")
        typist.page.keyboard.press("Escape")
        expect(told).to_have_text("")
    dialog.locator("[data-key-of=goTo]").click()
    expect(told).to_contain_text("Appuyez")
    asked = told.inner_text()
    for digit in "0171":  # « on Windows
        typist.press(digit, f"Numpad{digit}", ALT)
    expect(told).to_have_text(asked)
    typist.press("§", "Slash", SHIFT)
    expect(told).to_contain_text("§ est sur les touches 1 à 9")
    typist.press("²", "Backquote")
    expect(told).to_contain_text("² sert au navigateur, à la frappe")
    typist.press("*", "Backslash")
    expect(dialog.locator("[data-key-of=goTo]")).to_have_text("*")
