"""Looks quickly which models this machine can fetch, and chooses the demo's language.

Every look has a budget in seconds. It runs in threads that nobody joins, because a name look-up may
block far longer than any time-out that can be set.
"""

import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from transcription.catalogue import (
    CATALOGUE,
    ArchiveSource,
    ModelEntry,
    Source,
    WheelSource,
    find,
)
from transcription.download import AGENT, FetchError, pip_command
from transcription.install import installed

LANGUAGE_NAMES = {"fr": "French", "en": "English", "ko": "Korean"}


@dataclass
class _Look:
    """The looks at one entry's sources, filled in by threads."""

    entry: ModelEntry
    answers: list[bool] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def start(self, budget: float) -> "_Look":
        for source in self.entry.sources:
            threading.Thread(target=self._ask, args=(source, budget), daemon=True).start()
        return self

    def _ask(self, source: Source, budget: float) -> None:
        answer = _answers(source, budget)
        with self.changed:
            self.answers.append(answer)
            self.changed.notify_all()

    def result(self, until: float) -> bool:
        """True once one source answers; False when all said no, or at `until` (monotonic)."""
        with self.changed:
            self.changed.wait_for(self._settled, max(0.0, until - time.monotonic()))
            return any(self.answers)

    def _settled(self) -> bool:
        return any(self.answers) or len(self.answers) == len(self.entry.sources)


def reachable(entry: ModelEntry, budget_seconds: float = 5.0) -> bool:
    """Say whether one of the entry's sources answers within the budget."""
    until = time.monotonic() + budget_seconds
    return _Look(entry).start(budget_seconds).result(until)


def _answers(source: Source, budget: float) -> bool:
    if isinstance(source, ArchiveSource):
        return _address_answers(source, budget)
    return _package_answers(source, budget)


def _address_answers(source: ArchiveSource, budget: float) -> bool:
    request = urllib.request.Request(source.url, method="HEAD", headers={"User-Agent": AGENT})
    try:
        with urllib.request.urlopen(request, timeout=budget) as reply:
            return bool(reply.status == 200)
    except (OSError, ValueError):
        return False


def _package_answers(source: WheelSource, budget: float) -> bool:
    try:
        done = subprocess.run(
            [
                *pip_command(),
                "index",
                "versions",
                "--disable-pip-version-check",
                source.project,
            ],
            capture_output=True,
            text=True,
            timeout=budget,
        )
    except (FetchError, OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and source.version in done.stdout


@dataclass(frozen=True)
class LanguageChoice:
    """The language of the demo. `reason` is one sentence for the person who started it."""

    entry: ModelEntry
    is_installed: bool
    reason: str


class NoLanguage(Exception):
    """No language is installed or can be fetched; the text names the sources that were tried."""


def choose_demo_language(
    models_dir: Path,
    order: Sequence[str] = ("fr", "en", "ko"),
    budget: float = 5.0,
    entries: Sequence[ModelEntry] = CATALOGUE,
) -> LanguageChoice:
    """Return the first language of `order` whose model is installed or can be fetched.

    The looks at the network run side by side and together take at most `budget` seconds. Raises
    NoLanguage when there is none.
    """
    until = time.monotonic() + budget
    candidates = [find(language, entries=entries) for language in order]
    looks = _start_looks(candidates, models_dir, budget)
    passed: list[ModelEntry] = []
    for entry in candidates:
        is_installed = entry.name not in looks
        if is_installed or looks[entry.name].result(until):
            return LanguageChoice(entry, is_installed, _reason(entry, is_installed, passed))
        passed.append(entry)
    raise NoLanguage(
        f"No speech model is installed, and none can be reached: looked at {_sources(passed)}; "
        "connect this machine to one of them, then start again."
    )


def _start_looks(
    candidates: Sequence[ModelEntry], models_dir: Path, budget: float
) -> dict[str, _Look]:
    """Look for the models before the first installed one; later ones cannot be chosen."""
    looks: dict[str, _Look] = {}
    for entry in candidates:
        if installed(entry, models_dir):
            break
        looks[entry.name] = _Look(entry).start(budget)
    return looks


def _reason(entry: ModelEntry, is_installed: bool, passed: Sequence[ModelEntry]) -> str:
    how = "is installed" if is_installed else "can be fetched"
    sentence = f"{language_name(entry)}: its speech model {how}"
    if not passed:
        return f"{sentence}."
    names = " and ".join(language_name(other) for other in passed)
    return f"{sentence}; {names} would come first, but {_sources(passed)} did not answer."


def _sources(entries: Sequence[ModelEntry]) -> str:
    return ", ".join(str(source) for entry in entries for source in entry.sources)


def language_name(entry: ModelEntry) -> str:
    """Return the language in English words."""
    return LANGUAGE_NAMES.get(entry.language, entry.language)
