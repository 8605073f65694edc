"""The devices that were chosen at a desk are those of its calls, and one that fails is told of."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Live
from tests.browser.desk.test_sound import OPEN, OPENED, PLAYED, open_panel
from tests.browser.desk_page import hang_up, take, talking
from tests.browser.waiting import until
from voice.simulator.signalling.gateway import Gateway

IN_USE = "opened.filter((track) => track.readyState === 'live').map((track) => track.label)"
# The system keeps the microphone until it is said to give it.
KEPT_BACK = """
const open = MediaDevices.prototype.getUserMedia;
MediaDevices.prototype.getUserMedia = async function (wish) {
  if (!globalThis.isGiven) throw new DOMException("", "NotAllowedError");
  return open.call(this, wish);
};
"""


def desk_of(live: Live, *scripts: str) -> Page:
    page = live.page_of(live.world.ana, "en")
    page.context.grant_permissions(["microphone"])
    for script in (OPENED, *scripts):
        page.add_init_script(script)
    page.goto("/desk")
    page.locator("[data-status=available]").click()
    page.locator("[data-status=available][aria-pressed=true]").wait_for()
    return page


def test_a_call_is_on_the_devices_that_were_chosen(live: Live, gateway: Gateway):
    desk = desk_of(live, PLAYED)
    panel = open_panel(desk)
    panel.locator("#sound-input").select_option(label="Fake Audio Input 2")
    panel.locator("#sound-output").select_option(label="Fake Audio Output 1")
    output = panel.locator("#sound-output").input_value()
    desk.keyboard.press("Escape")
    live.ring()
    take(desk)
    until(desk, lambda: desk.evaluate(IN_USE) == ["Fake Audio Input 2"])
    until(desk, lambda: desk.evaluate("played.at(-1)") == output)
    open_panel(desk).locator("#sound-input").select_option(label="Fake Audio Input 1")
    desk.keyboard.press("Escape")
    until(desk, lambda: desk.evaluate(IN_USE) == ["Fake Audio Input 1"])
    hang_up(desk)
    until(desk, lambda: desk.evaluate(OPEN) == 0)


def test_a_phone_without_microphone_says_so_and_connects_once_there_is_one(
    live: Live, gateway: Gateway
):
    desk = desk_of(live, KEPT_BACK)
    hint = desk.locator("#sound-hint")
    expect(hint).to_contain_text("the system keeps the microphone from this browser")
    hint.get_by_role("button", name="Hide this").click()
    live.ring()
    desk.locator(".offer").wait_for()
    desk.keyboard.press("F2")
    expect(desk.locator(".phone.is-failed")).to_contain_text("Without a microphone")
    expect(hint).to_contain_text("the system keeps the microphone")
    desk.evaluate("globalThis.isGiven = true")
    talking(desk)
    expect(hint).to_be_empty()
