"""How many processes answer webhooks and pages, and how many hold streams."""

import os
import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from core import threads
from web.commands import stack
from web.open_pages import SPARE, OpenPages

ROOT = Path(__file__).parents[2]


def workers() -> int:
    return int(runpy.run_path(str(ROOT / "gunicorn.conf.py"))["workers"])


@pytest.mark.parametrize(("cores", "expected"), [(1, 1), (2, 2), (64, 4)])
def test_a_process_for_each_core_that_we_may_use(
    monkeypatch: pytest.MonkeyPatch, cores: int, expected: int
) -> None:
    monkeypatch.delenv("WEB_CONCURRENCY", raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: set(range(cores)), raising=False)
    assert workers() == expected


def test_as_many_as_the_operator_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_CONCURRENCY", "7")
    assert workers() == 7


def test_streams_are_held_by_one_process_wherever_they_are_started(tmp_path: Path) -> None:
    """It counts its open pages, and has a thread for each."""
    (line,) = (
        each for each in (ROOT / "Procfile").read_text().splitlines() if "web.stream" in each
    )
    assert " --workers 1 " in line
    assert "--workers 1 " in " ".join(stack.commands(stack.any_ports(), tmp_path)["stream"])


def test_bounds_follow_from_the_threads_that_were_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "count", threads.count)
    told = runpy.run_path(str(ROOT / "gunicorn.conf.py"))["post_worker_init"]
    told(SimpleNamespace(cfg=SimpleNamespace(threads=SPARE + 3)))
    pages = OpenPages()
    opened = [pages.open(f"person {number}", "") for number in range(4)]
    assert [page is None for page in opened] == [False] * 3 + [True]


def test_gunicorn_takes_every_name_of_the_file_that_is_a_setting_of_its_own() -> None:
    """What the file imports is a setting too, where it has the name of one."""
    gunicorn = Config()
    for name, value in runpy.run_path(str(ROOT / "gunicorn.conf.py")).items():
        if name in gunicorn.settings:
            gunicorn.set(name, value)
    assert gunicorn.threads == 1, "--threads is given on the command line alone"
