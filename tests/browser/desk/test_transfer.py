"""A call handed from one desk to another, as the telephone network and both agents see it."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Event

import pytest
from playwright.sync_api import Page, Route, expect

from core import db
from core.clock import now
from tests.browser.conftest import Live
from tests.browser.desk.test_calls import hand_over
from tests.browser.desk.test_two_calls import MUSIC, TALK, in_rooms
from tests.browser.desk_page import REASON, at_step, stored, take, talking, typed
from voice.calls import transfers
from voice.simulator.network.courier import Courier, Letter
from voice.simulator.people.call import SimulatedCall
from workflows import runs


@pytest.fixture
def desk(live: Live) -> Page:
    return live.desk_of(live.world.ana)


@pytest.fixture
def colleague(live: Live) -> Page:
    return live.desk_of(live.world.bruno, "en")


@pytest.fixture
def hold_may_be_reported(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """The network puts a caller on hold at once, and says so when this is set."""
    may_report, deliver = Event(), Courier._deliver

    def wait(self: Courier, letter: Letter, copies: int) -> None:
        if letter.params.get("StatusCallbackEvent") == "participant-hold":
            may_report.wait(60)
        deliver(self, letter, copies)

    monkeypatch.setattr(Courier, "_deliver", wait)
    yield may_report
    may_report.set()


def expire(call_id: str) -> None:
    """What the clock does once the colleague has not answered for long enough."""
    transfers.expire(call_id, now() + timedelta(minutes=1))
    db.commit()


def test_a_transfer_not_taken_in_time_then_taken_and_each_agent_in_a_call(
    live: Live, desk: Page, colleague: Page
):
    call = live.ring(from_number="+33639980111")
    take(desk)
    an_offer_not_taken_in_time_leaves_the_call_with_the_first_agent(live, desk, colleague, call)
    the_caller_hears_music_then_the_colleague_and_the_first_agent_is_out(
        live, desk, colleague, call
    )
    both_agents_talk_in_a_call(live, desk, call)
    colleague.keyboard.press("F8")
    colleague.locator(".call-state.is-wrapping").wait_for()
    colleague.fill("#override", REASON)
    colleague.press("#override", "Enter")
    colleague.locator(".call-state.is-closed").wait_for()


def both_agents_talk_in_a_call(live: Live, desk: Page, first: SimulatedCall) -> None:
    """The one that went to the colleague is theirs alone."""
    expect(desk.locator("#idle")).to_be_visible()
    second = live.ring(from_number="+33639980222")
    take(desk)
    in_rooms(live, desk, (first, TALK), (second, TALK))
    assert {stored(first).agent_id, stored(second).agent_id} == {
        live.world.ana.id, live.world.bruno.id,
    }  # fmt: skip


def the_caller_hears_music_then_the_colleague_and_the_first_agent_is_out(
    live: Live, desk: Page, colleague: Page, call: SimulatedCall
) -> None:
    desk.keyboard.press("1")
    at_step(desk, "Combien de personnes")
    in_rooms(live, desk, (call, TALK))
    hand_over(desk, "Bruno", "")
    in_rooms(live, desk, (call, ["agent", *MUSIC]))
    take(colleague)
    in_rooms(live, desk, (call, TALK))
    expect(desk.locator(".phone.is-on")).to_have_count(0)
    phones = live.phones_of(live.world.ana)
    assert all(leg.ended.wait(60) for leg in phones)
    at_step(colleague, "How many people")
    colleague.keyboard.type("3")
    expect(colleague.locator("#step-told")).to_contain_text("saved by Bruno")
    history = runs.stored(str(stored(call).run_id))
    authors = {key: answer.author_id for key, answer in history.items()}
    db.session.rollback()
    assert authors == {"trapped": live.world.ana.id, "people": live.world.bruno.id}
    assert typed(call) == {"trapped": "yes", "people": "3"}


def an_offer_not_taken_in_time_leaves_the_call_with_the_first_agent(
    live: Live, desk: Page, colleague: Page, call: SimulatedCall
) -> None:
    hand_over(desk, "Bruno", "Facture")
    colleague.locator(".offer").wait_for()
    expire(stored(call).id)
    expect(desk.locator(".toast")).to_contain_text("Bruno")
    expect(desk.locator(".hands-over")).to_have_count(0)
    expect(colleague.locator(".offer")).to_have_count(0)
    desk.keyboard.press("F4")
    talking(desk)
    in_rooms(live, desk, (call, TALK))
    assert stored(call).agent_id == live.world.ana.id


def test_a_hold_that_is_reported_late_is_not_shown_as_a_talk_and_a_caller_who_goes_is_over(
    hold_may_be_reported: Event, live: Live, desk: Page, colleague: Page
):
    """Taking the caller back is that also before the network has said that they are on hold."""
    call = live.ring()
    take(desk)
    hand_over(desk, "Bruno", "Facture")
    expect(desk.locator(".call-state.is-holding")).to_be_visible()
    colleague.locator(".offer").wait_for()
    expire(stored(call).id)
    expect(desk.locator(".hands-over")).to_have_count(0)
    in_rooms(live, desk, (call, ["agent", *MUSIC]))
    desk.keyboard.press("F4")
    in_rooms(live, desk, (call, TALK))
    hold_may_be_reported.set()
    talking(desk)
    in_rooms(live, desk, (call, TALK))
    a_caller_does_not_wait_for_the_colleague(live, desk, colleague, call)


def test_an_answer_that_comes_after_newer_news_is_not_shown(
    hold_may_be_reported: Event, live: Live, desk: Page
):
    live.ring()
    take(desk)
    answers: list[tuple[Route, str]] = []
    desk.route("**/hold", lambda route: answers.append((route, route.fetch().text())))
    desk.keyboard.press("F4")
    expect(desk.locator(".call-state.is-connected")).to_be_visible()
    while not answers:
        desk.wait_for_timeout(50)
    hold_may_be_reported.set()
    desk.locator(".call-state.is-held").wait_for()
    route, body = answers.pop()
    with desk.expect_response("**/hold"):
        route.fulfill(body=body, content_type="application/json")
    desk.wait_for_timeout(200)
    expect(desk.locator(".call-state.is-held")).to_be_visible()


def a_caller_does_not_wait_for_the_colleague(
    live: Live, desk: Page, colleague: Page, call: SimulatedCall
) -> None:
    hand_over(desk, "Bruno", "")
    colleague.locator(".offer").wait_for()
    call.leg.hang_up()
    desk.locator(".call-state.is-wrapping").wait_for()
    expect(colleague.locator(".offer")).to_have_count(0)
    assert stored(call).agent_id == live.world.ana.id
