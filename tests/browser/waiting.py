"""Waiting for what no `expect` of Playwright can ask."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

LOOK = 50  # ms between two looks
MOST_LOOKS = 1200


def until(page: Page, holds: Callable[[], Any]) -> None:
    """Look again and again, while the page goes on."""
    for _ in range(MOST_LOOKS):
        if holds():
            return
        page.wait_for_timeout(LOOK)
    pytest.fail("it never came to be")
