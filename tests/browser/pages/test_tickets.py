"""Tickets as their readers use them: keys, the second that proves an answer, what still comes."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core import db
from core.outbox import Task
from tests.browser.conftest import Live
from tests.browser.waiting import until
from tests.web.portal.finished_calls import (
    FinishedCall,
    answered_call,
    record,
    transcribe,
    whole_case,
)
from tickets import cases
from voice.models import Recording


@pytest.fixture
def done(live: Live) -> FinishedCall:
    return whole_case(live.world.acme.id, live.world.ana)


def open_ticket(live: Live, done: FinishedCall) -> Page:
    page = live.page_of(live.world.rita, "en")
    page.goto(f"/tickets/{done.ticket.id}")
    return page


def sound(page: Page, what: str, position: int = 0) -> Any:
    return page.locator("audio").nth(position).evaluate(f"audio => audio.{what}")


def test_the_list_goes_by_keys_alone(live: Live, done: FinishedCall):
    other = whole_case(live.world.acme.id, live.world.ana)
    page = live.page_of(live.world.rita, "en")
    page.goto("/tickets")
    links = page.locator("td.subject a")
    page.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("J")  # as with Caps Lock
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type(f"jk/ {other.ticket.number}")
    expect(page.locator("#search")).to_have_value(f"jk/ {other.ticket.number}")
    page.locator("#search").fill(str(other.ticket.number))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tickets/{other.ticket.id}")


def test_the_player_of_a_ticket_and_its_state(live: Live, done: FinishedCall):
    page = open_ticket(live, done)
    keys_move_the_player_but_not_while_typing(page)
    solved_and_open_again(page)
    a_clicked_word_is_heard_and_shown(page)
    a_proof_plays_its_seconds_and_stops(page)
    the_page_says_that_the_sound_is_gone(page)


def a_proof_plays_its_seconds_and_stops(page: Page) -> None:
    proof = page.get_by_role("button", name="listen to the proof of: machine in English")
    proof.click()
    until(page, lambda: not sound(page, "paused"))
    until(page, lambda: sound(page, "paused"))
    assert 2.75 <= sound(page, "currentTime") < 12  # the proof's end, and a little more


def a_clicked_word_is_heard_and_shown(page: Page) -> None:
    page.locator(".word", has_text="pump").first.click()
    until(page, lambda: not sound(page, "paused"))
    assert sound(page, "currentTime") >= 1.8
    expect(page.locator(".word.spoken")).to_have_count(1)
    expect(page.get_by_role("button", name="Play or pause")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.keyboard.press("Space")
    until(page, lambda: sound(page, "paused"))
    expect(page.locator(".word.spoken")).to_have_count(0)


def keys_move_the_player_but_not_while_typing(page: Page) -> None:
    until(page, lambda: sound(page, "readyState") >= 1)
    page.keyboard.press("ArrowRight")
    until(page, lambda: sound(page, "currentTime") == 5)
    expect(page.locator(".time")).to_have_text("0:05")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    until(page, lambda: sound(page, "currentTime") == 0)
    page.locator(".speed select").select_option("1.5")
    assert sound(page, "playbackRate") == 1.5
    page.locator(".speed select").focus()
    page.keyboard.press("ArrowRight")
    assert sound(page, "currentTime") == 0


def test_only_one_recording_plays(live: Live, done: FinishedCall):
    transcribe(done, record(done))
    db.commit()
    page = open_ticket(live, done)
    page.locator(".from").first.click()
    until(page, lambda: not sound(page, "paused"))
    page.locator(".part").nth(1).locator(".from").first.click()
    until(page, lambda: sound(page, "paused") and not sound(page, "paused", 1))


def the_page_says_that_the_sound_is_gone(page: Page) -> None:
    until(page, lambda: sound(page, "readyState") >= 1)
    page.route("**/audio", lambda route: route.abort())
    page.locator("audio").evaluate("audio => audio.load()")
    page.get_by_role("button", name="Play or pause").click()
    expect(page.get_by_role("alert")).to_contain_text("cannot be had right now")


def test_a_page_that_waits_shows_the_transcript_by_itself(live: Live):
    done = answered_call(live.world.acme.id, live.world.ana)
    recording = record(done, "available", stored=False)
    db.commit()
    page = open_ticket(live, done)
    expect(page.get_by_role("status")).to_have_text("The recording is being fetched.")
    transcribe(done, recording)
    db.session.get_one(Recording, recording.id).state = "attached"
    db.commit()
    expect(page.locator(".transcript")).to_contain_text("The blue pump, it leaks.")
    expect(page.locator("#ticket")).to_have_attribute("data-moving", "")


def solved_and_open_again(page: Page) -> None:
    page.get_by_role("button", name="Mark as solved").click()
    expect(page.locator(".badges .state")).to_have_text("Solved")
    page.get_by_role("button", name="Open again").click()
    expect(page.locator(".badges .state")).to_have_text("Open")


def test_a_wide_table_scrolls_in_its_frame(live: Live):
    db.session.add(
        Task(name="replay_script", subject="x" * 80, queue="default", state="quarantined")
    )
    db.commit()
    page = live.page_of(live.world.sofia, viewport={"width": 360, "height": 800})
    page.goto("/tasks")
    assert page.locator(".table-frame").evaluate("one => one.scrollWidth > one.clientWidth")
    assert page.locator("html").evaluate("page => page.scrollWidth") <= 360


def test_nothing_sticks_out(live: Live):
    done = whole_case(live.world.acme.id, live.world.ana)
    cases.record_gaps(done.ticket.id, [{"en": "W" * 90}], "x" * 300)
    done.ticket.title, done.ticket.summary, done.ticket.team = "W" * 300, "W" * 300, "W" * 60
    done.transcripts[0].segments[0].text = "x" * 200
    done.transcripts[0].segments[0].words = []
    db.commit()
    page = live.page_of(live.world.rita, "fr")
    for path in ("/tickets", f"/tickets/{done.ticket.id}"):
        page.goto(path)
        for width in (360, 1366, 1920):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
    expect(page.locator("h1")).to_have_text("W" * 300)
    expect(page.locator(".words").first).to_have_text("x" * 200)
