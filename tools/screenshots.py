"""Make the pictures of the README anew: `make screenshots`.

Starts the whole service in a folder of its own, plays the demo call for the ticket, then lets a
caller ring for the desk and answers as the agent would.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import Page, ViewportSize, sync_playwright

from core.config import settings
from tools.browser import find_browser
from web.commands import demo, stack

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
SIZE: ViewportSize = {"width": 1366, "height": 768}
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
CALLER = ROOT / "voice" / "simulator" / "speech" / "en" / "caller.wav"


def main() -> int:
    browser = find_browser()
    if browser is None:
        print(
            "There is no Chromium: install the package chromium, or set CHROMIUM.", file=sys.stderr
        )
        return 1
    if shutil.which("fc-list") and not subprocess.check_output(["fc-list", ":lang=ko"]):
        print("There is no Korean font for the transcript: install fonts-nanum.", file=sys.stderr)
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="filrouge-pictures-"))
    shutil.copy(settings().var_dir / "simulator.json", folder)
    try:
        with stack.embedded(folder) as addresses, sync_playwright() as playwright:
            ticket = demo.play(addresses, None)
            opened = playwright.chromium.launch(executable_path=browser, args=SWITCHES)
            take_ticket(opened.new_page(viewport=SIZE, locale="en-GB"), addresses, ticket)
            take_desk(opened.new_page(viewport=SIZE, locale="en-GB"), addresses)
            take_editor(opened.new_page(viewport=SIZE, locale="en-GB"), addresses)
            take_parts(opened.new_page(viewport=SIZE, locale="en-GB"), addresses)
            opened.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def sign_in(page: Page, addresses: stack.Addresses, email: str) -> None:
    page.goto(f"{addresses.web_url}/login")
    page.fill("#email", email)
    page.fill("#password", settings().demo_password)
    page.press("#password", "Enter")
    page.locator("#person-button").click()
    page.get_by_role("menuitemradio", name="English").click()
    page.locator("html[lang=en]").wait_for()


def take_ticket(page: Page, addresses: stack.Addresses, ticket: dict[str, Any]) -> None:
    sign_in(page, addresses, demo.SUPERVISOR)
    page.goto(f"{addresses.web_url}/tickets/{ticket['ticket']['id']}")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / "ticket.png")


def take_desk(page: Page, addresses: stack.Addresses) -> None:
    sign_in(page, addresses, "bruno@filrouge.example")
    page.locator("#desk:not([aria-busy])").wait_for()
    page.locator("[data-do=endTour]").click()
    page.locator("[data-status=available]").click()
    page.locator("[data-status=available][aria-pressed=true]").wait_for()
    ring(addresses)
    page.locator(".offer").wait_for(timeout=30_000)
    page.keyboard.press("F2")
    page.locator(".call-state.is-connected").wait_for(timeout=60_000)
    for key in ("2", "1"):
        page.locator(".choice").first.wait_for()
        page.keyboard.press(key)
        page.wait_for_timeout(1500)
    page.keyboard.type("Connection to the server was lost")
    page.get_by_text("saved").or_(page.locator("#step-told")).first.wait_for()
    page.wait_for_timeout(1500)
    page.screenshot(path=IMAGES / "desk.png")


def take_editor(page: Page, addresses: stack.Addresses) -> None:
    """With a step that branches, so that the graph shows where its answers lead."""
    sign_in(page, addresses, demo.SUPERVISOR)
    page.goto(f"{addresses.web_url}/scripts")
    page.get_by_role("link", name="IT incident").click()
    page.locator("form[action$='/draft'] button").first.click()
    page.get_by_text("What it is about").first.click()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)
    page.screenshot(path=IMAGES / "editor.png")


def take_parts(page: Page, addresses: stack.Addresses) -> None:
    """The page of all parts, whole, in both themes."""
    sign_in(page, addresses, demo.SUPERVISOR)
    page.goto(f"{addresses.web_url}/parts")
    page.locator("[data-drawn=tabs] [role=tab]").first.wait_for()
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.screenshot(path=IMAGES / f"parts-{theme}.png", full_page=True)


def ring(addresses: stack.Addresses) -> None:
    call = {
        "line": demo.LINES["en"],
        "from": "+33639980177",
        "caller": str(CALLER),
        "agent": None,
        "scripted_agent": False,
        "speed": 1.0,
    }
    reply = requests.post(f"{addresses.simulator_url}/simulator/calls", json=call, timeout=10)
    reply.raise_for_status()


if __name__ == "__main__":
    sys.exit(main())
