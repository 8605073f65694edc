"""Microphone and loudspeaker of an agent who takes real calls: asked for, chosen and tried out."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.axe import faults
from tests.browser.conftest import Live
from tests.browser.desk.test_layout import LAPTOP, fits, resize
from tests.browser.waiting import held_requests, until
from tests.conftest import set_real_telephony

# Two microphones and two loudspeakers beside the system's, none of which is a real one: the
# microphones beep once in a second. A browser without windows asks no questions: what its context
# does not refuse is granted.
FAKE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
# Which microphones the page has opened, and whether it has let go of them.
OPENED = """
globalThis.opened = [];
const { getUserMedia } = MediaDevices.prototype;
MediaDevices.prototype.getUserMedia = async function (wish) {
  const stream = await getUserMedia.call(this, wish);
  opened.push(...stream.getTracks());
  return stream;
};
"""
# Where the page plays what it plays, in order, and where it rings.
PLAYED = """
globalThis.played = [];
const { setSinkId } = AudioContext.prototype;
AudioContext.prototype.setSinkId = function (id) {
  globalThis.ringsOn = id;
  return setSinkId.call(this, id);
};
const { play } = HTMLMediaElement.prototype;
HTMLMediaElement.prototype.play = function () {
  played.push(this.sinkId);
  return play.call(this);
};
"""
OPEN = "opened.filter((track) => track.readyState === 'live').length"
# What a computer has changes: only these are plugged in, and opening one fails in this way.
PLUGGED = """
const { enumerateDevices } = MediaDevices.prototype;
globalThis.isPlugged = () => true;
globalThis.fault = null;
MediaDevices.prototype.enumerateDevices = async function () {
  return (await enumerateDevices.call(this)).filter((one) => isPlugged(one));
};
const open = MediaDevices.prototype.getUserMedia;
MediaDevices.prototype.getUserMedia = async function (wish) {
  if (fault) throw new DOMException("", fault);
  return open.call(this, wish);
};
globalThis.plug = (test) => {
  isPlugged = test;
  navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
};
"""
MICROPHONE = "#sound-hint"
AVAILABLE = "[data-status=available]"


@pytest.fixture(scope="module")
def with_devices(launch_chromium: Callable[..., Browser]) -> Iterator[Browser]:
    """A browser at a computer with microphones and loudspeakers."""
    browser = launch_chromium(*FAKE)
    yield browser
    browser.close()


@pytest.fixture
def real(live: Live, with_devices: Browser, environment: pytest.MonkeyPatch) -> Iterator[Live]:
    """The service where calls are real, and people with such a computer."""
    set_real_telephony(environment)
    running = replace(live, browser=with_devices, contexts=[])
    yield running
    for context in running.contexts:
        context.close()


def desk_of(real: Live, *scripts: str, language: str = "fr", grants: str = "microphone") -> Page:
    page = real.page_of(real.world.ana, language)
    page.context.grant_permissions([grants])  # and no others
    for script in (OPENED, *scripts):
        page.add_init_script(script)
    page.goto("/desk")
    page.locator("#desk:not([aria-busy])").wait_for()
    return page


def become_available(page: Page) -> None:
    page.locator(AVAILABLE).click()
    page.locator(f"{AVAILABLE}[aria-pressed=true]").wait_for()


def open_panel(page: Page) -> Locator:
    page.locator("#sound-button").click()
    panel = page.get_by_role("dialog")
    expect(panel.locator("#sound-input")).to_be_enabled()
    return panel


def test_simulated_calls_ask_for_no_microphone(live: Live):
    page = live.page_of(live.world.ana)
    page.add_init_script("navigator.mediaDevices.getUserMedia = () => { globalThis.wasAsked = 1 }")
    page.goto("/desk")
    become_available(page)
    expect(page.locator("#sound-button")).to_have_count(0)
    expect(page.locator(MICROPHONE)).to_be_empty()
    assert page.evaluate("globalThis.wasAsked") is None
    assert not page.evaluate("document.featurePolicy.allowsFeature('microphone')")


def test_a_microphone_that_works_is_opened_once_and_let_go_of(real: Live):
    page = desk_of(real)
    expect(page.locator(MICROPHONE)).to_be_empty()
    assert page.evaluate("opened.length") == 0  # the agent is offline
    become_available(page)
    until(page, lambda: page.evaluate("opened.length") == 1)
    until(page, lambda: page.evaluate(OPEN) == 0)
    expect(page.locator(MICROPHONE)).to_be_empty()


def test_a_refusal_is_told_before_a_caller_comes_and_goes_by_itself(real: Live):
    page = desk_of(real, grants="notifications")
    become_available(page)
    hint = page.locator(MICROPHONE)
    expect(hint).to_contain_text("le micro est bloqué pour cette page. Cliquez sur le cadenas")
    expect(hint).to_contain_text("Des appels vous sont proposés quand même")
    button = page.locator("#sound-button")
    expect(button).to_have_attribute("aria-label", re.compile("ne vous entendraient pas"))
    assert faults(page) == []
    for size in LAPTOP:
        resize(page, size)
        fits(page)
    hint.get_by_role("button", name="Masquer").click()
    expect(hint).to_be_empty()
    page.locator("[data-status=offline]").click()
    become_available(page)
    expect(hint).to_contain_text("le micro est bloqué")
    page.reload()
    expect(hint).to_contain_text("le micro est bloqué")
    page.context.grant_permissions(["microphone"])  # as the person does where the sentence says
    expect(hint).to_be_empty()
    expect(button).to_have_attribute("aria-label", "Micro et haut-parleur")
    until(page, lambda: page.evaluate(OPEN) == 0)


def test_the_page_says_why_before_the_browser_asks(real: Live):
    page = real.page_of(real.world.ana, "en")
    page.add_init_script(OPENED)
    page.add_init_script(
        """const { getUserMedia: ask } = MediaDevices.prototype;
        MediaDevices.prototype.getUserMedia = async function (wish) {
          globalThis.saidBefore = document.getElementById("sound-hint").textContent;
          await new Promise((answer) => (globalThis.allow = answer));
          return ask.call(this, wish);
        };"""
    )
    with held_requests(page, "**/desk/state") as states:
        page.goto("/desk")
        page.locator(AVAILABLE).click()  # the person is quicker than the server
    until(page, lambda: page.evaluate("'saidBefore' in globalThis"))
    assert "whether Filrouge may use the microphone" in page.evaluate("saidBefore")
    assert page.evaluate("Notification.permission") != "granted"
    states.pop().continue_()
    page.unroute("**/desk/state")
    page.locator(f"{AVAILABLE}[aria-pressed=true]").wait_for()
    page.evaluate("allow()")
    expect(page.locator(MICROPHONE)).to_be_empty()


def test_a_headset_that_is_plugged_in_or_in_use_elsewhere(real: Live):
    page = desk_of(real, PLUGGED, language="en")
    page.evaluate("plug(({ kind }) => kind !== 'audioinput'); fault = 'NotFoundError'")
    become_available(page)
    hint = page.locator(MICROPHONE)
    expect(hint).to_contain_text("no microphone is plugged in")
    page.evaluate("fault = 'NotReadableError'; plug(() => true)")
    expect(hint).to_contain_text("in use by another program")
    page.evaluate("fault = 'NotAllowedError'")
    hint.get_by_role("button", name="Try again").click()
    expect(hint).to_contain_text("the system keeps the microphone from this browser")
    page.evaluate("fault = null")
    expect(hint).to_be_empty()  # it has tried again by itself
    page.evaluate("plug(({ kind }) => kind !== 'audioinput')")
    expect(hint).to_contain_text("no microphone is plugged in")


def test_devices_are_chosen_tried_out_and_kept_in_this_browser(real: Live):
    page = desk_of(real, PLAYED, PLUGGED, language="en")
    panel = open_panel(page)
    panel.get_by_label("Microphone", exact=True).select_option(label="Fake Audio Input 2")
    panel.get_by_label("Headset or loudspeaker").select_option(label="Fake Audio Output 1")
    until(page, lambda: "Input 2" in page.evaluate("opened.at(-1).label"))
    assert page.evaluate(OPEN) == 1
    expect(panel.get_by_role("meter")).to_have_attribute("aria-valuetext", re.compile("hear you"))
    assert panel.locator("[role=status] [role=meter], [aria-live] [role=meter]").count() == 0
    assert faults(page) == []
    panel.get_by_role("button", name="Record three seconds").click()
    expect(panel.get_by_role("status")).to_have_text("Say something now…")
    expect(panel.get_by_role("status")).to_have_text(re.compile("^Did you hear your voice"))
    output = page.locator("#sound-output").input_value()
    assert page.evaluate("played") == [output] and output
    assert page.evaluate("ringsOn") == output
    page.keyboard.press("Escape")
    until(page, lambda: page.evaluate(OPEN) == 0)
    expect(page.locator("#sound-button")).to_be_focused()

    page.reload()
    panel = open_panel(page)
    expect(panel.locator("#sound-input option:checked")).to_have_text("Fake Audio Input 2")
    expect(panel.locator("#sound-output option:checked")).to_have_text("Fake Audio Output 1")
    assert page.evaluate("opened.at(-1).label") == "Fake Audio Input 2"
    page.evaluate("plug(({ label }) => !/put 2/.test(label))")
    expect(page.locator(".toast")).to_contain_text("Fake Audio Input 2 is not plugged in any more")
    expect(panel.locator(".field-error")).to_contain_text("Fake Audio Input 2 is not plugged in")
    until(page, lambda: "Default" in page.evaluate("opened.at(-1).label"))
    page.evaluate("plug(() => true)")
    expect(panel.locator(".field-error")).to_have_count(0)
    until(page, lambda: "Input 2" in page.evaluate("opened.at(-1).label"))


LEVELS = """async () => {
  const { levelOf, percentOf, kindOf, withLevel } = await import("/static/desk/sound/level.js");
  const tone = (loudness) => Float32Array.from({ length: 4800 }, (_, n) => loudness * Math.sin(n));
  const levels = [0, 0.002, 0.1, 1].map((loudness) => levelOf(tone(loudness)));
  const after = (silent) => Array(silent).fill(-60).reduce(withLevel, [-20]);
  return {
    percents: levels.map(percentOf), kinds: levels.map((level) => kindOf([level])),
    pause: kindOf(after(10)), silence: kindOf(after(20)),
  };
}"""


def test_the_level_is_told_in_numbers_and_words(live: Live):
    page = live.page_of(None)
    page.goto("/login")
    told = page.evaluate(LEVELS)
    assert told["percents"] == [0, 5, 62, 95]
    assert told["kinds"] == ["silent", "silent", "good", "loud"]
    assert (told["pause"], told["silence"]) == ("good", "silent")  # one second, and two
