"""Waiting for what no `expect` of Playwright can ask."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Page, Route

LOOK = 50  # ms between two looks
MOST_LOOKS = 1200
# Playwright looks after 100, 350 and 850 ms, which for what takes 400 is a wait for nothing.
SOON = """([css, pattern]) => [...document.querySelectorAll(css)].some((one) =>
  one.checkVisibility() && new RegExp(pattern).test(one.textContent))"""


def until(page: Page, holds: Callable[[], Any]) -> None:
    """Look again and again, while the page goes on."""
    for _ in range(MOST_LOOKS):
        if holds():
            return
        page.wait_for_timeout(LOOK)
    pytest.fail("it never came to be")


def shows(page: Page, css: str, pattern: str = "") -> None:
    """Wait until something that this selects is in sight, with such a text."""
    page.wait_for_function(SOON, arg=[css, pattern], polling=LOOK / 2)


@contextmanager
def held_requests(page: Page, address: str) -> Iterator[list[Route]]:
    """Keep the requests to an address from the server; the block ends once one was sent."""
    held: list[Route] = []
    page.route(address, lambda route: held.append(route))
    yield held
    until(page, lambda: held)
