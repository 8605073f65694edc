"""Being told of a call: by sound, by a notification, and in the browser's tab."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page, expect

from core import db
from core.clock import now
from tests.browser.axe import faults
from tests.browser.conftest import Live
from tests.browser.desk_page import at_step, saved, stored, take, talking, typed
from tests.browser.waiting import until
from tests.conftest import SWITCHES
from tools.browser import find_browser
from voice.agents import offers
from voice.models import Call

FIRST, SECOND = "+33639980111", "+33639980222"
# A browser without windows has no other tab to go to, and shows no notifications: the page is told
# that it is left, and what it shows is written down. The permission is the browser's own.
ELSEWHERE = """
globalThis.isAway = false;
Object.defineProperty(Document.prototype, "hidden", { get: () => isAway });
Document.prototype.hasFocus = () => !isAway;
globalThis.leave = () => { isAway = true; document.dispatchEvent(new Event("visibilitychange")); };
globalThis.focus = () => { isAway = false; dispatchEvent(new Event("focus")); };
globalThis.shown = [];
globalThis.Notification = class {
  static async requestPermission() {
    return (await navigator.permissions.query({ name: "notifications" })).state;
  }
  constructor(title, options) {
    Object.assign(this, { title, options, open: true });
    const { tag } = options;
    shown.filter((one) => one.options.tag === tag).forEach((one) => one.close());
    shown.push(this);
  }
  close() { this.open = false; }
};
"""
# The icon of an installed application is one for all pages of a browser.
BADGE = """
navigator.setAppBadge = async (count) => {
  localStorage.setItem("badges", `${localStorage.getItem("badges")} ${globalThis.me}:${count}`);
};
"""
# A browser without sound, notifications of a page, or room to keep anything.
REFUSES = """
globalThis.AudioContext = class { constructor() { throw new DOMException("", "NotAllowed"); } };
globalThis.Notification = class { constructor() { throw new TypeError("Illegal constructor"); } };
Storage.prototype.setItem = () => { throw new DOMException("", "QuotaExceededError"); };
"""
OPEN = "shown.filter((one) => one.open).map(({ title, options }) => ({ title, ...options }))"
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


def desk_that_may_tell(live: Live, language: str = "fr") -> Page:
    page = live.page_of(live.world.ana, language)
    page.context.grant_permissions(["notifications"])
    page.context.add_init_script(ELSEWHERE)
    page.context.add_init_script(HEARD)
    return at_work(page)


def at_work(page: Page) -> Page:
    page.goto("/desk")
    page.locator("[data-status=available]").click()
    page.locator("[data-status=available][aria-pressed=true]").wait_for()
    return page


def notified(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(OPEN)
    return found


def test_an_agent_in_another_tab_is_told_and_takes_the_call_from_there(live: Live):
    desk = desk_that_may_tell(live)
    desk.evaluate("leave()")
    call = live.ring(from_number=FIRST)
    until(desk, lambda: notified(desk))
    [told] = notified(desk)
    assert told["title"] == "Un appel pour Acme" and told["requireInteraction"]
    lines = told["body"].splitlines()
    assert lines[1] == "+33 6 39 98 01 11"
    assert re.fullmatch(r"Attend depuis \d\d:\d\d:\d\d", lines[2])
    live.ring(from_number=SECOND)
    until(desk, lambda: len(notified(desk)) == 2)
    assert len({one["tag"] for one in notified(desk)}) == 2
    assert desk.evaluate("shown.length") == 2  # the first was not shown anew
    desk.evaluate("shown[0].onclick(); shown[0].onclick()")
    talking(desk)
    assert stored(call).state == "connected"
    assert notified(desk) == []
    desk.evaluate("leave()")
    assert notified(desk) == []  # in a talk nothing is said of the second one


def test_a_notification_goes_with_its_offer_and_none_comes_on_a_break(live: Live):
    desk = desk_that_may_tell(live, "en")
    call = live.ring()
    desk.locator(".offer").wait_for()
    assert notified(desk) == []  # it is in sight
    desk.evaluate("leave()")
    assert [one["title"] for one in notified(desk)] == ["A call for Acme"]
    desk.evaluate("shown[0].close()")  # as the person does
    offers.expire(now() + timedelta(minutes=1))
    db.commit()
    desk.locator(".offer-missed").wait_for()
    assert notified(desk) == []
    offers.offer(db.session.get_one(Call, stored(call).id), now() + timedelta(minutes=3))
    db.commit()
    until(desk, lambda: notified(desk))
    assert [one["renotify"] for one in notified(desk)] == [True]
    desk.locator("#break").select_option("lunch")
    until(desk, lambda: notified(desk) == [])
    desk.locator("[data-status=available]").click()
    until(desk, lambda: notified(desk))
    call.leg.hang_up()
    until(desk, lambda: notified(desk) == [])
    expect(desk.locator(".offer")).to_have_count(0)


def test_of_two_desks_one_tells_and_one_rings(live: Live):
    older = desk_that_may_tell(live)
    newer = at_work(older.context.new_page())
    for page in (older, newer):
        page.evaluate("leave()")
    live.ring()
    until(newer, lambda: notified(newer))
    older.locator(".offer").wait_for()
    assert notified(older) == []
    until(newer, lambda: older.evaluate(RINGS) + newer.evaluate(RINGS) == 1)
    newer.close()
    until(older, lambda: notified(older) and older.evaluate(RINGS) == 1)


def test_a_desk_that_ends_leaves_nothing_but_the_badge_of_another(live: Live):
    older = live.page_of(live.world.ana)
    older.context.add_init_script(BADGE)
    at_work(older)
    newer = at_work(older.context.new_page())
    older.evaluate("globalThis.me = 'older'")
    newer.evaluate("globalThis.me = 'newer'")
    live.ring()
    older.locator(".offer").wait_for()
    newer.locator(".offer").wait_for()
    newer.goto("/health")
    until(older, lambda: older.evaluate("localStorage.badges").endswith(" newer:0 older:1"))
    assert older.evaluate("localStorage.badges").endswith(" newer:1 newer:0 older:1")


def test_a_browser_that_refuses_everything_is_enough_for_a_call(live: Live):
    desk = live.page_of(live.world.ana)
    desk.context.grant_permissions(["notifications"])
    desk.context.add_init_script(ELSEWHERE)
    desk.context.add_init_script(REFUSES)
    at_work(desk)
    desk.evaluate("leave()")
    call = live.ring()
    desk.locator(".offer").wait_for()
    desk.evaluate("focus()")
    take(desk)
    desk.keyboard.press("1")
    at_step(desk, "Combien de personnes")
    desk.keyboard.type("3")
    saved(desk)
    assert typed(call) == {"trapped": "yes", "people": "3"}


def test_the_ring_is_loud_enough_and_lasts_as_long_as_the_offer(live: Live):
    desk = desk_that_may_tell(live)
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


def test_notifications_are_asked_for_by_available_and_a_refusal_is_told_once(live: Live):
    page = live.page_of(live.world.ana)
    page.add_init_script(ELSEWHERE)
    page.add_init_script(ASKED)
    page.goto("/desk")
    page.locator("#allow-notifications:not([hidden])").wait_for(state="attached")
    assert page.evaluate("asked.length") == 0
    hint = page.locator("#ring-hint")
    page.locator("[data-status=available]").click()
    expect(hint).to_contain_text("dans un autre onglet")
    assert faults(page) == []
    refuse(live, page)
    page.evaluate("asked[0]('denied')")
    expect(hint).to_contain_text("cliquez sur le cadenas")
    hint.get_by_role("button", name="Masquer").click()
    expect(hint).to_be_empty()
    page.reload()
    page.locator("[data-status=offline]").click()
    page.locator("[data-status=available]").click()
    page.locator("[data-status=available][aria-pressed=true]").wait_for()
    expect(hint).to_be_empty()
    assert page.evaluate("asked.length") == 0
    page.locator("#ring-menu-button").click()
    page.get_by_role("menuitem", name="Autoriser les notifications").click()
    expect(hint).to_contain_text("cliquez sur le cadenas")
    page.context.grant_permissions(["notifications"])  # as the person does there
    expect(hint).to_be_empty()


ASKED = """
globalThis.asked = [];
Notification.requestPermission = () => new Promise((answer) => asked.push(answer));
"""


def refuse(live: Live, page: Page) -> None:
    """As the person does in the browser's own question."""
    session = page.context.new_cdp_session(page)
    target = session.send("Target.getTargetInfo")["targetInfo"]
    session.detach()
    refusal = {
        "permission": {"name": "notifications"},
        "setting": "denied",
        "browserContextId": target["browserContextId"],
    }
    live.browser.new_browser_cdp_session().send("Browser.setPermission", refusal)
