"""What a page asks for when it is opened, and that the browser can run it."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Live
from tests.browser.editor_page import begun, open_draft

FILES = """() => performance.getEntriesByType("resource")
  .filter((entry) => ["link", "script", "css", "img", "other"].includes(entry.initiatorType))
  .map((entry) => entry.name)"""


def few(page: Page) -> None:
    files = page.evaluate(FILES)
    assert any("/bundles/" in file for file in files)
    assert len(files) <= 5, files


@pytest.mark.parametrize("path", ["/login", "/tickets", "/scripts", "/tasks"])
def test_a_page_asks_for_few_files(live: Live, path: str):
    page = live.page_of(None if path == "/login" else live.world.sofia)
    page.goto(path, wait_until="networkidle")
    few(page)


def test_the_desk_asks_for_few_files(live: Live):
    few(live.desk_of(live.world.ana))


def test_the_editor_asks_for_few_files(live: Live):
    draft_id = begun(live.world.acme, live.world.sofia)
    page = live.page_of(live.world.sofia)
    open_draft(page, draft_id)
    few(page)
