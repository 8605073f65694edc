"""Finds a browser for the tests, or installs one where the system allows it."""

import os
import shutil
import subprocess
import time

from tools.steps import STAMPS, SetupError, call, say

SHELL = "chromium-headless-shell"  # draws no windows of its own: tests take two thirds of the time


def install_browser() -> None:
    """Install Chromium, where there is none and the system allows it."""
    if find_browser():
        return
    reason = "installing it needs this system's apt-get and administrator"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        options = ["-y", "-qq", "--no-install-recommends"]
        try:
            call(["apt-get", "update", "-qq"], env=quiet)
            call(["apt-get", "install", *options, _package()], env=quiet)
        except SetupError as failure:
            reason = str(failure).splitlines()[-1]
    if not find_browser():
        say(
            f"set-up: there is no Chromium ({reason}), so the browser tests will be skipped. "
            "Install the package chromium, or set CHROMIUM to a browser's path."
        )


def _package() -> str:
    """The package to install: not every system has the one without windows."""
    result = subprocess.run(["apt-cache", "show", SHELL], capture_output=True, check=False)
    return SHELL if result.returncode == 0 else "chromium"


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


def was_tried_today() -> bool:
    """Whether there is a browser, or an attempt to install one failed today."""
    stamp = STAMPS / "browser"
    recent = stamp.exists() and time.time() - stamp.stat().st_mtime < 86400
    return recent or find_browser() is not None
