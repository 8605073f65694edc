"""What both ends of a browser phone hear."""

import re

from playwright.sync_api import Page

from tests.browser.conftest import Live
from tests.browser.waiting import until
from voice.simulator.signalling.calls import BrowserCall

BEEP, SILENCE = 1000.0, {0.0, 1.0}  # of 32,768; the codec leaves a trace of what there was
WHILE = 1.5  # seconds, in which the browser's microphone beeps
KEEP_CONNECTIONS = """
  globalThis.connections = [];
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...how) { super(...how); connections.push(this); }
  };"""
OPEN_CONNECTIONS = """() =>
  connections.filter((one) => one.connectionState !== "closed").length"""
ENERGY = """async () => {
  const reports = [...await connections.at(-1).getStats()].map(([, report]) => report);
  return reports.find((report) => report.type === "inbound-rtp").totalAudioEnergy;
}"""


def desk_with_connections(live: Live, *scripts: str) -> Page:
    """Ana's desk, whose page keeps its connections for `hears` and OPEN_CONNECTIONS."""
    desk = live.page_of(live.world.ana)
    for script in (KEEP_CONNECTIONS, *scripts):
        desk.add_init_script(script)
    desk.goto("/desk")
    desk.locator("[data-status=available]").click()
    desk.locator("[data-status=available][aria-pressed=true]").wait_for()
    return desk


def codecs(offer: str) -> list[str]:
    """The names of those that an SDP offers, the first one first."""
    names = dict(re.findall(r"a=rtpmap:(\d+) ([\w-]+)/", offer))
    [order] = re.findall(r"m=audio \d+ [\w/]+ ([\d ]+)", offer)
    return [names[number] for number in order.split()]


def is_heard(page: Page, phone: BrowserCall) -> None:
    """The microphone reaches the provider."""
    until(page, lambda: (phone.media.loudest(WHILE) or 0) > BEEP)


def is_silent(page: Page, phone: BrowserCall) -> None:
    """It reaches the provider, and is mute."""
    until(page, lambda: phone.media.loudest(WHILE) in SILENCE)


def hears(page: Page) -> None:
    """What the provider says sounds on the page."""
    before = page.evaluate(ENERGY)
    until(page, lambda: page.evaluate(ENERGY) > before)
