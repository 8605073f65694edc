"""A script for French callers, from nothing to the calls of a line, without a word of English."""

import re

from playwright.sync_api import Page, expect

from core import db
from core.tenants import Line
from tests.browser.conftest import Live
from tests.browser.editor_page import field, ready, saved


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def begin(page: Page) -> None:
    page.goto("/scripts")
    press(page, "New script")
    form = page.get_by_role("dialog")
    form.get_by_label("Client").select_option(label="Acme")
    form.get_by_label("English", exact=True).uncheck()
    expect(form.get_by_label("Name in English")).to_be_hidden()
    form.get_by_label("Name in French").fill("Panne de porte")
    press(page, "Create and write it")
    ready(page)


def write(page: Page) -> None:
    """What is blank is something to write until it was left, and something wrong from then on."""
    page.keyboard.press("Control+Enter")
    expect(field(page, "title", "fr")).to_be_focused()
    expect(page.locator("#findings-count")).to_contain_text("To write")
    expect(
        page.locator("#findings-list .is-warning", has_text="No rule names a team")
    ).to_be_visible()
    expect(page.locator("#findings-list .is-to-do").first).to_contain_text("French is missing")
    wrong = page.locator("#form .field-error.is-error")
    expect(wrong).to_have_count(0)
    expect(page.locator("#form [lang=en]")).to_have_count(0)
    page.keyboard.press("Tab")
    expect(wrong.first).to_contain_text("the text in French is missing")
    field(page, "title", "fr").fill("Porte")
    expect(wrong).to_have_count(0)
    field(page, "ask", "fr", 0).fill("Quelle porte ?")
    saved(page)
    expect(page.locator("#findings-count")).not_to_contain_text(re.compile("Error|To write"))


def publish(page: Page) -> None:
    page.locator("#act-submit").click()
    page.locator("#submit-go").click()
    press(page, "Approve")
    press(page, "Publish")


def test_a_french_script_comes_to_a_line(live: Live):
    page = live.page_of(live.world.sofia, "en")
    begin(page)
    write(page)
    publish(page)
    lines = page.locator("#lines")
    expect(lines).to_contain_text("No line uses this script")
    lines.get_by_role("button", name="Use this script on").click()
    expect(lines.get_by_role("status")).to_contain_text("that begin from now on use this script")
    expect(lines).not_to_contain_text("No line uses this script")
    with db.reading():
        line = db.session.get_one(Line, live.world.acme_line.id)
        assert line.script_key == "panne_de_porte"
