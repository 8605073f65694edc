"""Two calls at one desk, as the telephone network sees them: who is in which room."""

import pytest
from playwright.sync_api import Page, expect

from core import db
from core.db import session
from tests.browser.conftest import Live
from tests.browser.desk.test_calls import tab, two_calls
from tests.browser.desk_page import REASON, stored
from tests.browser.waiting import until
from voice.models import Leg
from voice.simulator.network.conference import Conference
from voice.simulator.people.call import SimulatedCall
from voice.upkeep import jobs


@pytest.fixture
def desk(live: Live) -> Page:
    return live.desk_of(live.world.ana)


def people(live: Live, call: SimulatedCall) -> list[str]:
    """Who is in the caller's room now; a caller with music is told apart."""
    return sorted(
        ("caller on hold" if each.held else "caller") if each.leg.sid == call.sid else "agent"
        for room in live.simulator.exchange.by_sid(Conference).values()
        if room.room == stored(call).room
        for each in room.participants
    )


def in_rooms(live: Live, desk: Page, *expected: tuple[SimulatedCall, list[str]]) -> None:
    """The network comes to this, sooner or later."""
    until(desk, lambda: all(people(live, call) == names for call, names in expected))


def connected(desk: Page) -> None:
    desk.locator(".call-card .call-state.is-connected").wait_for()
    desk.locator(".phone.is-on").wait_for()


TALK, MUSIC = ["agent", "caller"], ["caller on hold"]


def test_the_agent_is_in_one_room_of_two_and_of_three_calls(live: Live, desk: Page):
    first, second = two_calls(live, desk)
    the_other_caller_hears_music(live, desk, first, second)
    third = a_third_call_is_not_offered_while_one_talks(live, desk)
    in_rooms(live, desk, (first, MUSIC), (second, MUSIC), (third, TALK))
    a_parked_caller_who_hangs_up_is_wrapped_up_after_the_other(live, desk, first, third)


def the_other_caller_hears_music(
    live: Live, desk: Page, first: SimulatedCall, second: SimulatedCall
) -> None:
    in_rooms(live, desk, (first, MUSIC), (second, TALK))
    for here, other in ((first, second), (second, first), (first, second)):
        desk.keyboard.press("Alt+w")
        connected(desk)
        in_rooms(live, desk, (here, TALK), (other, MUSIC))
        assert {stored(here).state, stored(other).state} == {"connected", "held"}
    phones = live.phones_of(live.world.ana)
    assert len([leg for leg in phones if not leg.ended.is_set()]) == 1


def a_parked_caller_who_hangs_up_is_wrapped_up_after_the_other(
    live: Live, desk: Page, first: SimulatedCall, third: SimulatedCall
) -> None:
    first.leg.hang_up()
    expect(tab(desk, "39 98 01 11").locator(".call-state")).to_have_text("Clôture")
    in_rooms(live, desk, (first, []), (third, TALK))
    assert (stored(first).state, stored(third).state) == ("wrapping", "connected")
    jobs.close_long_wrap_ups()
    assert stored(first).state == "wrapping"
    tab(desk, "39 98 01 11").locator("[data-tab]").click()
    desk.fill("#override", REASON)
    desk.press("#override", "Enter")
    expect(desk.locator(".tab")).to_have_count(2)
    connected(desk)
    assert (stored(first).state, stored(third).state) == ("closed", "connected")


def a_third_call_is_not_offered_while_one_talks(live: Live, desk: Page) -> SimulatedCall:
    third = live.ring(from_number="+33639980333")
    desk.wait_for_timeout(500)
    expect(desk.locator(".offer")).to_have_count(0)
    desk.keyboard.press("F4")
    desk.locator(".call-card .call-state.is-held").wait_for()
    desk.locator(".offer").wait_for()
    desk.keyboard.press("F2")
    connected(desk)
    expect(desk.locator(".tab")).to_have_count(3)
    in_rooms(live, desk, (third, TALK))
    return third


def test_a_page_that_crashes_gives_the_talk_back_first_and_keeps_the_other(live: Live, desk: Page):
    first, second = two_calls(live, desk)
    live.contexts[0].close()
    live.contexts.clear()
    desk = live.desk_of(live.world.ana)
    in_rooms(live, desk, (first, MUSIC))
    assert stored(first).state == "held"
    expect(desk.locator(".tab, .offer").first).to_be_visible()
    legs = session.query(Leg).filter_by(call_id=stored(first).id).count()
    db.session.rollback()
    assert legs == 1 and stored(second).state in ("waiting", "claimed", "connected")
