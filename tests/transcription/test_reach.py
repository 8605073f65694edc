"""The choice of the demo's language, by what is installed and what a real server answers."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.transcription.sources import Shelf, archive, serving
from transcription.catalogue import ModelEntry
from transcription.install import install
from transcription.reach import NoLanguage, choose_demo_language, reachable


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with serving(Shelf(archive())) as served:
        yield served


@pytest.fixture
def closed() -> Shelf:
    """A server that has gone: its port refuses."""
    with serving(Shelf(b"")) as served:
        return served


def named(shelf: Shelf, language: str) -> ModelEntry:
    return replace(shelf.entry(name=language), language=language)


def test_reachable(shelf: Shelf, closed: Shelf) -> None:
    assert reachable(shelf.entry())
    assert not reachable(closed.entry())
    shelf.status = 404
    assert not reachable(shelf.entry())


def test_the_first_language_that_can_be_had(tmp_path: Path, shelf: Shelf, closed: Shelf) -> None:
    entries = (named(closed, "fr"), named(shelf, "en"), named(shelf, "ko"))
    chosen = choose_demo_language(tmp_path, entries=entries)
    assert (chosen.entry.language, chosen.is_installed) == ("en", False)
    assert chosen.reason.startswith("English: its speech model can be fetched; French would come")


def test_an_installed_one_needs_no_network(tmp_path: Path, shelf: Shelf, closed: Shelf) -> None:
    install(named(shelf, "ko"), tmp_path)
    entries = (named(closed, "fr"), named(closed, "en"), named(closed, "ko"))
    chosen = choose_demo_language(tmp_path, entries=entries)
    assert (chosen.entry.language, chosen.is_installed) == ("ko", True)


def test_without_any_language_the_error_names_the_sources(tmp_path: Path, closed: Shelf) -> None:
    entries = tuple(named(closed, language) for language in ("fr", "en", "ko"))
    with pytest.raises(NoLanguage, match=f"127.0.0.1:{closed.port}"):
        choose_demo_language(tmp_path, entries=entries)
