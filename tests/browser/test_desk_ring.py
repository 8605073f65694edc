"""Being told of a call: by sound, and in the browser's tab."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import SWITCHES, Live
from tests.browser.test_accessibility import faults
from tests.browser.waiting import until
from tools.browser import find_browser

# What the page plays, and when it stops.
HEARD = """
globalThis.played = [];
const { start, stop } = AudioBufferSourceNode.prototype;
AudioBufferSourceNode.prototype.start = function (...at) {
  if (this.context instanceof AudioContext) played.push(this);
  start.apply(this, at);
};
AudioBufferSourceNode.prototype.stop = function (...at) {
  this.isStopped = true;
  stop.apply(this, at);
};
const { connect } = AudioNode.prototype;
AudioNode.prototype.connect = function (to, ...more) {
  this.next = to;
  return connect.call(this, to, ...more);
};
"""
RINGS = "played.filter((one) => one.loop && !one.isStopped).length"
# The same nodes again, faster than they sound: the loudest sample, and the level of every 3 s.
RENDERED = """async () => {
  const rate = 8000, seconds = 30;
  const context = new OfflineAudioContext(1, rate * seconds, rate);
  const { buffer, loop, next: fade } = played.at(-1);
  const source = new AudioBufferSourceNode(context, { buffer, loop });
  const gain = new GainNode(context, { gain: fade.gain.value * fade.next.gain.value });
  source.connect(gain).connect(context.destination);
  source.start();
  const samples = (await context.startRendering()).getChannelData(0);
  const levels = [];
  for (let at = 0; at < samples.length; at += 3 * rate) {
    const part = samples.slice(at, at + 3 * rate);
    levels.push(Math.sqrt(part.reduce((sum, one) => sum + one * one, 0) / part.length));
  }
  return { peak: samples.reduce((most, one) => Math.max(most, Math.abs(one)), 0), levels };
}"""


def listened_to(live: Live, language: str = "fr") -> Page:
    page = live.page_of(live.world.ana, language)
    page.context.add_init_script(HEARD)
    return at_work(page)


def at_work(page: Page) -> Page:
    page.goto("/desk")
    page.locator("[data-status=available]").click()
    page.locator("[data-status=available][aria-pressed=true]").wait_for()
    return page


def test_the_ring_is_loud_enough_and_lasts_as_long_as_the_offer(live: Live):
    desk = listened_to(live)
    call = live.ring()
    until(desk, lambda: desk.evaluate(RINGS) == 1)
    expect(desk).to_have_title(re.compile(r"^\(1\) Acme – Poste"))
    expect(desk.locator("link[rel=icon]")).to_have_attribute("href", re.compile("ringing"))
    normal = desk.evaluate(RENDERED)
    assert 0.3 < normal["peak"] < 0.6
    assert min(normal["levels"]) > 0.08
    desk.locator("#ring-menu-button").click()
    assert faults(desk) == []
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-volume=loud]")).to_have_attribute("aria-checked", "true")
    loud = desk.evaluate(RENDERED)
    assert 2 * normal["peak"] < loud["peak"] <= 1
    assert desk.evaluate("played.length") == 1  # one ring, which goes on
    call.leg.hang_up()
    expect(desk.locator(".offer")).to_have_count(0)
    assert desk.evaluate(RINGS) == 0
    expect(desk).to_have_title(re.compile("^Poste"))
    expect(desk.locator("link[rel=icon]")).to_have_attribute("href", re.compile("icon.svg"))
    desk.reload()
    expect(desk.locator("[data-volume=loud]")).to_have_attribute("aria-checked", "true")
    desk.locator("#ring-menu-button").click()
    desk.locator("[data-do=tryRing]").click()
    until(desk, lambda: desk.evaluate("played.length") == 1)


def untouched(page: Page, script: str) -> Any:
    """What a script gives that counts as no press: every other question of these tests does."""
    session = page.context.new_cdp_session(page)
    try:
        return session.send("Runtime.evaluate", {"expression": script})["result"].get("value")
    finally:
        session.detach()


HINT = "document.getElementById('ring-hint')?.textContent.trim() ?? ''"
LOOKED = "document.querySelector('[data-status=available][aria-pressed=true]') !== null"


def test_a_page_that_nobody_has_clicked_says_so_until_the_first_press(live: Live):
    used = live.desk_of(live.world.ana, "en")
    page = used.context.new_page()
    page.goto("/desk")
    until(used, lambda: untouched(page, HINT))
    assert untouched(page, HINT) == "Click once anywhere on this page so that it may ring."
    page.keyboard.press("Shift")
    page.mouse.click(700, 500)
    until(used, lambda: untouched(page, HINT) == "")
    with browser_that_lets_pages_sound(live) as other:
        heard = other.page_of(live.world.ana, "en")
        heard.add_init_script(HEARD)
        heard.goto("/desk")
        until(used, lambda: untouched(heard, LOOKED))
        live.ring()
        until(used, lambda: untouched(heard, RINGS) == 1)
        assert untouched(heard, HINT) == ""


@contextmanager
def browser_that_lets_pages_sound(live: Live) -> Iterator[Live]:
    """As a person's own, where they often listen to this site."""
    kind, program = live.browser.browser_type, find_browser()
    lets = "--autoplay-policy=no-user-gesture-required"
    browser = kind.launch(executable_path=program, args=[*SWITCHES, lets])
    yield replace(live, browser=browser, contexts=[])
    browser.close()
