"""What the browser lets the desk of real calls reach: the phone's hosts, and nobody else's."""

import pytest

from tests.browser.conftest import Live
from tests.browser.waiting import until
from tests.conftest import set_real_telephony

# The provider's SDK sets out for a call; nobody answers it here.
CONNECT = """async () => {
  const { Device } = await import(document.getElementById("voice-sdk").href);
  const headers = { "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content };
  const reply = await fetch("/desk/phone-token", { method: "POST", headers });
  const device = new Device((await reply.json()).token, { logLevel: 5 });
  device.on("error", () => {});
  device.connect().catch(() => {});
}"""
BLOCKED = """address => new Promise((resolve) => {
  const blocked = () => resolve(true);
  document.addEventListener("securitypolicyviolation", blocked, { once: true });
  fetch(address, { mode: "no-cors" }).catch(() => setTimeout(() => resolve(false)));
})"""


def test_the_phone_of_real_calls_is_kept_from_nothing(live: Live, environment: pytest.MonkeyPatch):
    set_real_telephony(environment)
    page = live.page_of(live.world.ana)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.goto("/desk")
    page.evaluate(CONNECT)
    for host in ("wss://voice-js.roaming.twilio.com/", "https://sdk.twilio.com/"):
        until(page, lambda host=host: any(url.startswith(host) for url in asked))
    assert live.faults == []  # what the policy refuses is one
    assert not page.evaluate(BLOCKED, "https://eventgw.twilio.com/v4/EndpointEvents")
    assert page.evaluate(BLOCKED, "https://api.twilio.com/2010-04-01")
    live.faults.clear()  # the one that was meant
