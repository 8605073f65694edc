"""Moves of a call from page to page, call to call and desk to desk, with the SDK at each desk."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Live
from tests.browser.desk.test_calls import hand_over, two_calls
from tests.browser.desk.test_two_calls import MUSIC, TALK, connected, in_rooms
from tests.browser.desk_page import at_step, hang_up, take, talking
from tests.browser.phone import sound
from tests.browser.waiting import until
from voice.simulator.signalling.gateway import Gateway


def test_a_reload_asks_in_a_call_alone_and_comes_back(live: Live, gateway: Gateway, desk: Page):
    asked: list[str] = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    call = live.ring()
    take(desk)
    [first] = gateway.calls
    desk.reload()
    talking(desk)
    assert asked == ["beforeunload"]
    until(desk, first.leg.ended.is_set)
    in_rooms(live, desk, (call, TALK))
    sound.is_heard(desk, gateway.calls[-1])
    hang_up(desk)
    desk.reload()
    desk.locator(".call-state.is-wrapping").wait_for()
    assert asked == ["beforeunload"]


def test_two_calls_have_one_phone_which_goes_from_room_to_room(
    live: Live, gateway: Gateway, desk: Page
):
    first, second = two_calls(live, desk)
    in_rooms(live, desk, (first, MUSIC), (second, TALK))
    for here, other in ((first, second), (second, first)):
        desk.keyboard.press("Alt+w")
        connected(desk)
        in_rooms(live, desk, (here, TALK), (other, MUSIC))
        sound.is_heard(desk, gateway.calls[-1])
    assert [call.leg.ended.is_set() for call in gateway.calls] == [True, True, True, False]


def test_a_call_goes_from_one_desk_to_the_other(live: Live, gateway: Gateway, desk: Page):
    colleague = live.desk_of(live.world.bruno, "en")
    call = live.ring()
    take(desk)
    desk.keyboard.press("1")
    at_step(desk, "Combien de personnes")
    hand_over(desk, "Bruno", "")
    in_rooms(live, desk, (call, ["agent", *MUSIC]))
    take(colleague)
    in_rooms(live, desk, (call, TALK))
    of_ana, of_bruno = gateway.calls
    until(desk, of_ana.leg.ended.is_set)
    expect(desk.locator(".phone")).to_have_count(0)
    sound.is_heard(colleague, of_bruno)
    hang_up(colleague)
    until(colleague, of_bruno.leg.ended.is_set)
