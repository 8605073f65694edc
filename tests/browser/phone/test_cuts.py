"""What an agent can rely on while the phone's signalling is cut: mute is mute, and over is over."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Live
from tests.browser.desk_page import REASON, hang_up, take, talking, wait_for_close
from tests.browser.phone import sound
from tests.browser.waiting import until
from voice.simulator.signalling.gateway import Gateway


def reconnecting(page: Page) -> None:
    expect(page.locator(".phone.is-reconnecting")).to_contain_text("se reconnecte")


def pressed(page: Page, act: str) -> None:
    page.locator(f"[data-act={act}]").click()


def test_a_call_outlives_cuts_of_5_and_of_20_seconds_and_ends_in_a_third(
    live: Live, gateway: Gateway
):
    """Mute is mute meanwhile, and the next call has a phone."""
    desk = sound.desk_with_connections(live)
    live.ring()
    take(desk)
    [phone] = gateway.calls
    sound.is_heard(desk, phone)
    with gateway.down():
        reconnecting(desk)
        pressed(desk, "mute")
        sound.is_silent(desk, phone)
        desk.wait_for_timeout(5_000)
    talking(desk)
    sound.is_silent(desk, phone)
    with gateway.down():
        reconnecting(desk)
        pressed(desk, "mute")
        sound.is_heard(desk, phone)
        desk.wait_for_timeout(20_000)
    talking(desk)
    pressed(desk, "mute")
    sound.is_silent(desk, phone)
    assert gateway.calls == [phone] and not phone.leg.ended.is_set()
    hanging_up_in_a_cut_ends_the_call_and_the_next_one_has_a_phone(live, gateway, desk)


def hanging_up_in_a_cut_ends_the_call_and_the_next_one_has_a_phone(
    live: Live, gateway: Gateway, desk: Page
) -> None:
    [first] = gateway.calls
    pressed(desk, "mute")
    sound.is_heard(desk, first)
    with gateway.down():
        reconnecting(desk)
        hang_up(desk)
        expect(desk.locator(".phone")).to_have_count(0)
        until(desk, lambda: desk.evaluate(sound.OPEN_CONNECTIONS) == 0)
        until(desk, first.leg.ended.is_set)
        desk.fill("#override", REASON)
        desk.press("#override", "Enter")
        wait_for_close(desk)
        live.ring(from_number="+33639980222")
        desk.locator(".offer").wait_for()
        desk.keyboard.press("F2")
        expect(desk.locator(".phone.is-connecting")).to_be_visible()
    talking(desk)
    sound.is_heard(desk, gateway.calls[-1])


def test_a_phone_is_cut_before_its_answer_in_its_sound_and_for_good(
    live: Live, gateway: Gateway, desk: Page
):
    live.ring()
    desk.locator(".offer").wait_for()
    with gateway.keeping_answers():
        desk.keyboard.press("F2")
        until(desk, lambda: gateway.calls)
        pressed(desk, "mute")
        gateway.cut()
    talking(desk)
    sound.is_silent(desk, gateway.calls[-1])
    pressed(desk, "mute")
    sound.is_heard(desk, gateway.calls[-1])
    sound_that_breaks_off_comes_back_and_mute_is_mute(gateway, desk)
    a_call_that_is_lost_is_taken_up_again_by_itself(gateway, desk)
    hang_up(desk)
    until(desk, gateway.calls[-1].leg.ended.is_set)


def sound_that_breaks_off_comes_back_and_mute_is_mute(gateway: Gateway, desk: Page) -> None:
    phone = gateway.calls[-1]
    invited = len(gateway.sent("reinvite"))
    pressed(desk, "mute")
    gateway.cut_sound(phone)
    until(desk, lambda: len(gateway.sent("reinvite")) > invited)
    sound.is_silent(desk, phone)
    talking(desk)
    pressed(desk, "mute")
    sound.is_heard(desk, phone)


def a_call_that_is_lost_is_taken_up_again_by_itself(gateway: Gateway, desk: Page) -> None:
    phone, before = gateway.calls[-1], len(gateway.calls)
    pressed(desk, "mute")
    with gateway.down():
        reconnecting(desk)
        phone.leg.hang_up()
        until(desk, phone.leg.ended.is_set)
    until(desk, lambda: len(gateway.calls) == before + 1)
    talking(desk)
    sound.is_silent(desk, gateway.calls[-1])
    pressed(desk, "mute")
    sound.is_heard(desk, gateway.calls[-1])
