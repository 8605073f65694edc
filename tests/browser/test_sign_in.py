"""Signing in as a person does it, in both languages."""

import pytest
from playwright.sync_api import Page, expect

from core import db
from core.tenants import User
from tests.browser.conftest import Live
from web.accounts.passwords import hash_password

PASSWORD = "a lift between two floors"


@pytest.fixture
def ana(live: Live) -> User:
    kept = db.session.get_one(User, live.world.ana.id)
    kept.password_hash = hash_password(PASSWORD)
    db.commit()
    return kept


def sign_in(page: Page, email: str, password: str) -> None:
    page.fill("#email", email)
    page.fill("#password", password)
    page.press("#password", "Enter")


@pytest.mark.parametrize(("locale", "heading"), [("fr-FR", "Connexion"), ("en-GB", "Sign in")])
def test_the_page_speaks_the_browsers_language(live: Live, locale: str, heading: str):
    page = live.page_of(None, locale=locale)
    page.goto("/login")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def test_from_a_wrong_password_to_the_desk_and_out_again(live: Live, ana: User):
    page = live.page_of(None, locale="en-GB")
    page.goto("/desk")
    sign_in(page, ana.email, "not this one")
    expect(page.locator("#problem")).to_be_visible()
    expect(page.locator("#email")).to_have_value(ana.email)
    sign_in(page, ana.email, PASSWORD)
    page.wait_for_url("**/desk")
    page.get_by_role("button", name="Déconnexion").click()  # her language, not the browser's
    page.wait_for_url("**/login")
    page.goto("/desk")
    expect(page.locator("#password")).to_be_visible()


def test_language_and_colours_stay_as_chosen(live: Live, ana: User):
    page = live.page_of(ana)
    page.goto("/desk")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("#theme").click()
    chosen = page.locator("html").get_attribute("data-theme")
    assert chosen in {"light", "dark"}
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", str(chosen))
    expect(page.locator("html")).to_have_attribute("lang", "en")
