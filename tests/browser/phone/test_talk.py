"""A call with the provider's own SDK: both sides hear each other, and nothing else."""

import io
import wave

from playwright.sync_api import Route

from tests.browser.conftest import Live
from tests.browser.desk.test_sound import open_panel
from tests.browser.desk_page import hang_up, take
from tests.browser.phone import sound
from tests.browser.waiting import until
from voice.simulator.signalling.gateway import Gateway

# The SDK plays each of its sounds once without being heard, to have it loaded.
COUNT_PLAYED = """
  globalThis.played = { silently: 0, loudly: 0 };
  const { connect } = AudioNode.prototype;
  AudioNode.prototype.connect = function (to, ...how) {
    this.leadsTo = to;
    return connect.call(this, to, ...how);
  };
  const { start } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (...when) {
    const isTheirs = Math.round(1000 * this.buffer.duration) === 125;
    if (isTheirs) played[this.leadsTo.gain.value ? "loudly" : "silently"] += 1;
    return start.apply(this, when);
  };"""
IN_USE = "connections.at(-1).getSenders()[0].track.label"


def beep(route: Route) -> None:
    """One of the SDK's own sounds, an eighth of a second long."""
    with io.BytesIO() as file:
        with wave.open(file, "wb") as written:
            written.setparams((1, 2, 8000, 1000, "NONE", ""))
            written.writeframes(bytes(2000))
        content = file.getvalue()
    headers = {"Access-Control-Allow-Origin": "*", "Content-Type": "audio/wav"}
    route.fulfill(body=content, headers=headers)


def test_both_sides_hear_each_other_until_the_agent_hangs_up(live: Live, gateway: Gateway):
    desk = sound.desk_with_connections(live, COUNT_PLAYED)
    desk.route("https://sdk.twilio.com/**", beep)
    live.ring()
    take(desk)
    [phone] = gateway.calls
    sound.is_heard(desk, phone)
    sound.hears(desk)
    desk.locator("[data-act=mute]").click()
    sound.is_silent(desk, phone)
    open_panel(desk).locator("#sound-input").select_option(label="Fake Audio Input 2")
    desk.keyboard.press("Escape")
    until(desk, lambda: desk.evaluate(IN_USE) == "Fake Audio Input 2")
    sound.is_silent(desk, phone)
    desk.locator("[data-act=mute]").click()
    sound.is_heard(desk, phone)
    until(desk, lambda: desk.evaluate("played.silently") > 0)
    hang_up(desk)
    until(desk, phone.leg.ended.is_set)
    assert phone.leg.status == "completed"
    assert desk.evaluate("played.loudly") == 0
    [invited] = gateway.sent("invite")
    assert sound.codecs(invited["sdp"])[0] == "opus"
