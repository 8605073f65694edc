"""The desk when its stream is down, its token is old, or a text is more than the server takes."""

import re

import pytest
from playwright.sync_api import Page, expect

from core import db
from tests.browser.conftest import Live
from tests.browser.desk_page import at_step, saved, take, typed
from voice.models import Presence
from web import open_pages
from workflows.engine.validation import LONGEST_RAW


@pytest.fixture
def desk(live: Live) -> Page:
    return live.desk_of(live.world.ana)


def test_without_the_stream_the_page_looks_by_itself(live: Live):
    desk = live.page_of(live.world.ana)
    desk.route("**/stream/desk*", lambda route: route.abort())
    desk.goto("/desk")
    desk.locator("[data-status=available]").click()
    live.ring()
    take(desk)
    expect(desk.locator("#trouble")).to_contain_text("toutes les deux secondes")


def test_a_new_sign_in_in_the_same_browser_loses_nothing(live: Live, desk: Page):
    call = live.ring()
    take(desk)
    desk.keyboard.press("1")
    at_step(desk, "Combien de personnes")
    desk.context.clear_cookies()
    desk.context.add_cookies([live.cookie_of(live.world.ana, "fr")])
    desk.keyboard.type("5")
    saved(desk)
    assert typed(call)["people"] == "5"


def test_a_text_that_is_too_long_stays_where_it_was_typed(live: Live, desk: Page):
    call = live.ring()
    take(desk)
    desk.locator(".steps [data-step=story]").click()
    at_step(desk, "Ce qui s’est passé")
    desk.locator("#answer").fill("a" * (LONGEST_RAW + 1))
    expect(desk.locator("#step-told.problem")).to_contain_text("trop long")
    expect(desk.locator("#answer")).to_have_value("a" * (LONGEST_RAW + 1))
    assert "story" not in typed(call)
    desk.locator("#answer").fill("a" * 10)
    saved(desk)
    assert typed(call)["story"] == "a" * 10


def test_a_page_that_hears_of_nothing_looks_at_what_the_clock_changes(live: Live):
    page = live.page_of(live.world.ana)
    page.clock.install()
    page.goto("/desk")
    page.locator("[data-status=available]").click()
    live.ring()
    take(page)
    with page.expect_response("**/desk/state"):
        page.clock.fast_forward(60_000)


def test_a_page_that_gave_its_stream_to_a_newer_one_takes_one_when_its_person_comes(
    live: Live, desk: Page, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(open_pages, "MOST_OF_ONE", 1)
    newer = desk.context.new_page()
    newer.goto("/desk")
    given_up = re.compile("plusieurs autres pages")
    expect(desk.locator("#trouble-text")).to_have_text(given_up)
    expect(newer.locator("#trouble")).to_be_hidden()
    desk.evaluate("dispatchEvent(new Event('focus'))")
    expect(newer.locator("#trouble-text")).to_have_text(given_up)
    expect(desk.locator("#trouble")).to_be_hidden()


def test_a_page_goes_to_the_sign_in_when_its_person_signs_out_elsewhere(live: Live, desk: Page):
    elsewhere = live.page_of(live.world.ana)
    elsewhere.goto("/tickets")
    elsewhere.get_by_role("button", name="Ana").click()
    elsewhere.get_by_role("menuitem", name="Déconnexion partout").click()
    elsewhere.wait_for_url("**/login")
    desk.wait_for_url("**/login?next=%2Fdesk")
    with db.reading():
        assert db.session.get_one(Presence, live.world.ana.id).status == "offline"
