"""Finds an nginx for the tests, or fetches Debian's where the system allows it.

The package is unpacked and not installed: installed, it starts a server on port 80.
"""

import os
import shutil
import subprocess

from tools.steps import VENV, call_apt, say, was_tried_today

FOLDER = VENV / "nginx"
SYSTEM = "/usr/sbin:/usr/local/sbin"  # where it stands, and not on the PATH of all
UNPACK = "apt-get download -qq nginx && for package in *.deb; do dpkg-deb -x $package .; done"


def fetch_nginx() -> None:
    """Fetch nginx, where there is none and the system allows it."""
    if find_nginx():
        return
    FOLDER.mkdir(exist_ok=True)
    reason = call_apt(["sh", "-c", UNPACK], folder=FOLDER)
    if not find_nginx():
        say(
            f"set-up: there is no nginx ({reason}), so the tests of the proxy will be skipped. "
            "Install the package nginx."
        )


def find_nginx() -> str | None:
    """The path of an nginx that runs."""
    found = shutil.which("nginx", path=f"{os.environ['PATH']}:{SYSTEM}:{FOLDER}/usr/sbin")
    works = found and not subprocess.run([found, "-v"], capture_output=True, check=False).returncode
    return found if works else None


def is_there_or_was_tried() -> bool:
    """Whether there is an nginx, or an attempt to fetch one failed today."""
    return was_tried_today("nginx") or find_nginx() is not None
