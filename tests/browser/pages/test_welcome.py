"""Somebody's first minutes at the desk: a caller who can be had, and a tour in nobody's way."""

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from core import db
from core.tenants import User
from tests.browser.conftest import Live
from tests.browser.desk_page import talking
from tests.browser.waiting import until
from web.welcome import callers

SMALL = {"width": 1093, "height": 500}


@pytest.fixture
def newcomer(live: Live, monkeypatch: pytest.MonkeyPatch) -> User:
    """Ana, at her desk for the first time, where French can be transcribed."""
    monkeypatch.setattr(callers, "_transcribed", lambda: {"fr"})
    user = db.session.get_one(User, live.world.ana.id)
    user.preferences = {}
    db.commit()
    return user


def tour_of(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Premier appel, pas à pas")


def is_apart(one: Locator, other: Locator) -> bool:
    """Whether two elements share no pixel."""
    a, b = one.bounding_box(), other.bounding_box()
    assert a and b
    return (
        a["x"] + a["width"] <= b["x"]
        or b["x"] + b["width"] <= a["x"]
        or a["y"] + a["height"] <= b["y"]
        or b["y"] + b["height"] <= a["y"]
    )


def test_from_the_first_press_to_the_script(live: Live, newcomer: User):
    page = live.page_of(newcomer, viewport=SMALL)
    page.goto("/desk")
    expect(tour_of(page)).to_contain_text("Étape 1 sur 7")
    page.get_by_role("button", name="Faire sonner un appelant").dblclick()
    page.locator(".offer").wait_for()
    expect(page.locator("#status-available")).to_have_attribute("aria-pressed", "true")
    assert len(live.simulator.calls) == 1
    expect(tour_of(page)).to_contain_text("Appuyez sur F2")
    expect(page.locator("#caller-ring")).to_have_count(0)
    page.keyboard.press("F2")
    talking(page)
    expect(tour_of(page)).to_contain_text("Voici le script")
    for covered in (page.locator(".hang-up"), page.locator("#step"), page.locator("#next")):
        assert is_apart(tour_of(page), covered)
    assert page.evaluate("document.activeElement.closest('.tour')") is None


def test_a_press_whose_answer_was_lost_is_the_same_caller_until_another_is_chosen(
    live: Live, newcomer: User
):
    page = live.page_of(newcomer)
    page.goto("/desk")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/desk/simulated-callers", lose, times=2)
    press = page.get_by_role("button", name="Faire sonner un appelant")
    page.locator(".caller-choice summary").click()
    page.route("**/desk/state", lambda route: route.abort())  # an offer takes the button's place
    for choice, calls in ((None, 1), (None, 1), ("Pressé", 2)):
        if choice:
            page.get_by_text(choice).click()
        with page.expect_request("**/desk/simulated-callers"):
            press.click()
        until(page, lambda wanted=calls: len(live.simulator.calls) == wanted)
        expect(page.locator("#caller-ring:not([aria-busy=true])")).to_be_visible()


def test_it_goes_for_good_and_comes_back_from_the_sheet_of_keys(live: Live, newcomer: User):
    page = live.page_of(newcomer)
    page.goto("/desk")
    tour_of(page).wait_for()
    page.locator(".caller-choice summary").click()
    page.locator("#caller-line").focus()
    page.keyboard.press("Escape")  # it is the field's
    expect(tour_of(page)).to_be_visible()
    with page.expect_response("**/desk/tour"):
        page.get_by_role("button", name="Ne plus afficher").press("Escape")
    expect(tour_of(page)).to_have_count(0)
    page.reload()
    page.locator("#desk:not([aria-busy])").wait_for()
    expect(tour_of(page)).to_have_count(0)
    page.keyboard.press("?")
    page.get_by_role("button", name="Expliquer le premier appel pas à pas").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(tour_of(page)).to_contain_text("Étape 1 sur 7")
