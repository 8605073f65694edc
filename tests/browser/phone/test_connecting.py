"""What stands between a press and a talk: tokens, and the microphone."""

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.browser.conftest import Live
from tests.browser.desk_page import hang_up, take, talking
from tests.browser.phone import sound
from tests.browser.waiting import until
from voice.gateway import TOKEN_SECONDS
from voice.simulator.signalling.gateway import Gateway
from web import headers

TOKEN = "**/desk/phone-token"
EXPIRED = 31205
NO_MICROPHONE = """navigator.mediaDevices.getUserMedia =
  () => Promise.reject(new DOMException("", "NotFoundError"))"""


def test_neither_a_token_that_does_not_come_nor_one_that_is_refused_kills_the_phone(
    live: Live, gateway: Gateway, desk: Page
):
    desk.route(TOKEN, lambda route: route.abort(), times=1)
    live.ring()
    desk.locator(".offer").wait_for()
    with gateway.refusing(EXPIRED):
        desk.keyboard.press("F2")
        until(desk, lambda: gateway.sent("listen"))
    talking(desk)
    sound.is_heard(desk, gateway.calls[-1])
    gateway.expire_tokens()
    gateway.cut()  # whoever comes back shows a token
    expect(desk.locator(".phone.is-reconnecting")).to_be_visible()
    talking(desk)
    assert len(gateway.calls) == 1
    sound.is_heard(desk, gateway.calls[-1])
    hang_up(desk)
    until(desk, gateway.calls[-1].leg.ended.is_set)


def test_an_idle_phone_does_not_show_its_old_token_again_and_again(
    live: Live, gateway: Gateway, desk: Page
):
    sockets: list[WebSocket] = []
    desk.on("websocket", lambda socket: sockets.append(socket))
    desk.clock.install()
    live.ring()
    take(desk)
    hang_up(desk)
    until(desk, gateway.calls[0].leg.ended.is_set)
    assert len(sockets) == gateway.devices == 1
    desk.clock.fast_forward(1000 * TOKEN_SECONDS)
    desk.clock.run_for(30_000)  # in which the SDK looks after its sockets
    until(desk, lambda: gateway.devices == 0)
    assert len(sockets) == 1


def test_a_phone_that_gets_no_answer_gives_up_and_can_be_tried_again(
    live: Live, gateway: Gateway, desk: Page
):
    """The SDK's `connect` never settles then."""
    desk.clock.install()
    live.ring()
    desk.locator(".offer").wait_for()
    with gateway.deaf():
        with desk.expect_websocket():
            desk.keyboard.press("F2")
        failed = desk.locator(".phone.is-failed")
        until(desk, lambda: desk.clock.run_for(15_000) or failed.is_visible())
        expect(failed).to_contain_text("n’a pas pu se connecter")
    desk.locator("[data-act=phone]").click()
    talking(desk)
    sound.is_heard(desk, gateway.calls[-1])


def test_a_microphone_that_is_refused_or_not_there_is_named(
    live: Live, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as patch:
        patch.setattr(headers, "_permissions_policy", lambda: "microphone=()")
        desk = live.desk_of(live.world.ana)
    live.ring()
    desk.locator(".offer").wait_for()
    desk.keyboard.press("F2")
    phone = desk.locator(".phone.is-failed")
    expect(phone).to_contain_text("Sans micro")
    expect(desk.locator("#sound-hint")).to_contain_text("bloqué pour cette page")
    desk.add_init_script(NO_MICROPHONE)
    desk.reload()
    expect(phone).to_contain_text("Sans micro")
    expect(desk.locator("#sound-hint")).to_contain_text("aucun micro n’est branché")
    assert gateway.calls == []
    desk.evaluate("delete navigator.mediaDevices.getUserMedia")
    desk.locator("#sound-hint").get_by_role("button", name="Réessayer").click()
    talking(desk)
    [only] = gateway.calls
    sound.is_heard(desk, only)
