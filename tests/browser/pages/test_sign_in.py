"""Signing in as a person does it, in both languages."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from core import db, sign_ins
from core.tenants import User
from tests.browser.conftest import Live
from tests.browser.waiting import held_requests
from web.accounts.passwords import hash_password

PASSWORD = "a lift between two floors"


@pytest.fixture
def with_password(live: Live) -> User:
    user = db.session.get_one(User, live.world.ana.id)
    user.password_hash = hash_password(PASSWORD)
    db.commit()
    return user


def sign_in(page: Page, email: str, password: str) -> None:
    page.fill("#email", email)
    page.fill("#password", password)
    page.press("#password", "Enter")


@pytest.mark.parametrize(("locale", "heading"), [("fr-FR", "Connexion"), ("en-GB", "Sign in")])
def test_the_page_speaks_the_browsers_language(live: Live, locale: str, heading: str):
    page = live.page_of(None, locale=locale)
    page.goto("/login")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def test_from_a_wrong_password_to_the_desk_and_out_again(live: Live, with_password: User):
    ana = with_password
    page = live.page_of(None, locale="en-GB")
    page.goto("/desk")
    sign_in(page, ana.email, "not this one")
    expect(page.locator("#problem")).to_be_visible()
    expect(page.locator("#email")).to_have_value(ana.email)
    sign_in(page, ana.email, PASSWORD)
    page.wait_for_url("**/desk")
    page.get_by_role("button", name=ana.name).click()
    # Her language, not the browser's.
    page.get_by_role("menuitem", name="Déconnexion", exact=True).click()
    page.wait_for_url("**/login")
    page.goto("/desk")
    expect(page.locator("#password")).to_be_visible()


def test_what_the_page_is_told_meanwhile_does_not_lead_away_from_signing_out(live: Live):
    ana = live.world.ana
    page = live.desk_of(ana)
    page.get_by_role("button", name=ana.name).click()
    with held_requests(page, "**/logout") as held:
        page.get_by_role("menuitem", name="Déconnexion", exact=True).click(no_wait_after=True)
    with page.expect_response(lambda answer: answer.status == 401):
        sign_ins.end(ana.id)
        db.commit()
    held[0].continue_()
    page.wait_for_url("**/login")


def test_language_and_colours_stay_as_chosen_and_their_menu_goes_by_keys(live: Live):
    ana = live.world.ana
    page = live.page_of(ana)
    page.goto("/desk")
    menu = page.get_by_role("button", name=ana.name)
    menu.click()
    page.get_by_role("menuitemradio", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    for choice, theme in (("Dark", "dark"), ("Light", "light"), ("As the system", "auto")):
        menu.click()
        page.get_by_role("menuitemradio", name=choice).click()
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
        page.reload()
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    the_menu_goes_by_keys(page, menu)


def the_menu_goes_by_keys(page: Page, button: Locator) -> None:
    button.press("Enter")
    item = page.get_by_role("menu").get_by_role
    expect(item("menuitemradio", name="English")).to_be_focused()  # the one that holds
    page.keyboard.press("ArrowDown")
    expect(item("menuitemradio", name="Light")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    expect(item("menuitem", name="Sign out everywhere")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(item("menuitem", name="Sign out", exact=True)).to_be_focused()
    page.keyboard.type("da")
    expect(item("menuitemradio", name="Dark")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_have_count(0)
    expect(button).to_be_focused()


def test_the_language_can_be_chosen_before_the_sign_in(live: Live):
    page = live.page_of(None, locale="en-GB")
    page.goto("/login?next=/tickets?q%3Dlift#email")
    page.get_by_role("button", name="Language and theme").click()
    page.get_by_role("menuitemradio", name="Français").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Connexion")
    expect(page).to_have_url(re.compile(r"/login\?next=/tickets\?q%3Dlift#email$"))
