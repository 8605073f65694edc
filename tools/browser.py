"""Finds a browser for the tests, or installs one where the system allows it."""

import os
import shutil
import subprocess

from tools.steps import call_apt, say, was_tried_today

SHELL = "chromium-headless-shell"  # draws no windows of its own: tests take two thirds of the time
INSTALL = "apt-get install -y -qq --no-install-recommends"  # not every system has that one


def install_browser() -> None:
    """Install Chromium, where there is none and the system allows it."""
    if find_browser():
        return
    reason = call_apt(["sh", "-c", f"{INSTALL} {SHELL} || {INSTALL} chromium"])
    if not find_browser():
        say(
            f"set-up: there is no Chromium ({reason}), so the browser tests will be skipped. "
            "Install the package chromium, or set CHROMIUM to a browser's path."
        )


def find_browser() -> str | None:
    """The path of a browser that runs; some systems have only a hint under this name."""
    names = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    named = os.environ.get("CHROMIUM")
    places = [named] if named else [shutil.which(name) for name in names]
    return next((place for place in places if place and _runs(place)), None)


def _runs(program: str) -> bool:
    try:
        result = subprocess.run(
            [program, "--version"], capture_output=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return result.returncode == 0


def is_there_or_was_tried() -> bool:
    """Whether there is a browser, or an attempt to install one failed today."""
    return was_tried_today("browser") or find_browser() is not None
