"""Files, links and headings that README and docs name are there."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.setup.test_documented_commands import FENCE, PAGES, ROOT
from web.app import create_app, create_provider_app
from web.stream import create_stream

CODE = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"[\w./-]*\w\.(?:py|js|css|html|md|toml|txt|in|npz)\b")
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)#?([^)\s]*)\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
ADDRESS = re.compile(r"`(/[a-z][a-z/]+)`")


def prose() -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        yield page, FENCE.sub("", page.read_text())


def anchors(page: Path) -> set[str]:
    """The headings of a page as the end of an address."""
    return {
        re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        for heading in HEADING.findall(page.read_text())
    }


def test_every_file_in_code_marks_exists() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, check=True)
    files = [f"/{path}" for path in listed.stdout.decode().splitlines()]
    named = [
        (page.name, name)
        for page, text in prose()
        for code in CODE.findall(text)
        for name in FILE.findall(code)
    ]
    assert len(named) > 100
    assert [
        (page, name)
        for page, name in named
        if not any(file.endswith(f"/{name.lstrip('/')}") for file in files)
    ] == []


def test_every_link_leads_somewhere() -> None:
    links = [
        (page, path, heading) for page, text in prose() for path, heading in LINK.findall(text)
    ]
    assert len(links) > 30
    for page, path, heading in links:
        place = (page.parent / path) if path else page
        assert place.exists(), f"{page.name}: {path}"
        assert not heading or heading in anchors(place), f"{page.name}: {path}#{heading}"


def test_every_address_in_code_marks_is_answered(environment: pytest.MonkeyPatch) -> None:
    apps = create_app(), create_provider_app(), create_stream()
    rules = [str(rule) for app in apps for rule in app.url_map.iter_rules()]
    named = [(page.name, path) for page, text in prose() for path in ADDRESS.findall(text)]
    assert len(named) > 2
    assert [
        (page, path) for page, path in named if not any(rule.startswith(path) for rule in rules)
    ] == []
