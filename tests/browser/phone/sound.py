"""What both ends of a browser phone hear."""

from playwright.sync_api import Page

from tests.browser.waiting import until
from voice.simulator.signalling.calls import BrowserCall

BEEP = 1000.0  # of 32,768: the browser's microphone beeps once a second, silence is 0
WHILE = 1.5  # seconds, in which there is a beep
KEEP_CONNECTIONS = """
  globalThis.connections = [];
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...how) { super(...how); connections.push(this); }
  };"""
ENERGY = """async () => {
  const reports = [...await connections.at(-1).getStats()].map(([, report]) => report);
  return reports.find((report) => report.type === "inbound-rtp").totalAudioEnergy;
}"""


def is_heard(page: Page, phone: BrowserCall) -> None:
    """The microphone reaches the provider."""
    until(page, lambda: (phone.media.loudest(WHILE) or 0) > BEEP)


def is_silent(page: Page, phone: BrowserCall) -> None:
    """It reaches the provider, and is mute."""
    until(page, lambda: phone.media.loudest(WHILE) == 0)


def hears(page: Page) -> None:
    """What the provider says sounds on a page that keeps its connections."""
    before = page.evaluate(ENERGY)
    until(page, lambda: page.evaluate(ENERGY) > before)
