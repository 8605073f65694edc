"""What processes write is in files that stay short, and each line can be shown once."""

import sys
from pathlib import Path

import pytest

from web.commands import logs, processes


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LARGEST", 20)


def write(folder: Path, name: str, text: str) -> None:
    with logs.file_of(folder, name).open("a") as file:
        file.write(text)


def test_each_whole_line_is_shown_once_with_its_process(tmp_path: Path) -> None:
    for name in ("web", "clock"):
        write(tmp_path, name, "before\n")
    shown = logs.Logs(tmp_path, ["web", "clock"])
    assert list(shown.news()) == []
    write(tmp_path, "web", "one\ntwo\nhal")
    write(tmp_path, "clock", "tick\n")
    assert list(shown.news()) == ["web   | one", "web   | two", "clock | tick"]
    write(tmp_path, "web", "f\n")
    assert list(shown.news()) == ["web   | half"]


def test_what_is_too_long_is_set_aside_once_and_the_process_writes_on(
    tmp_path: Path, short: None
) -> None:
    write(tmp_path, "web", "of long ago, and long\n")
    shown = logs.Logs(tmp_path, ["web"])
    shown.shorten()
    code = "import sys; print(sys.argv[1])"
    child = [sys.executable, "-c", code, "said by a process at last"]
    processes.start("web", child, {}, tmp_path).wait()
    assert list(shown.news()) == ["web | said by a process at last"]
    shown.shorten()
    assert (tmp_path / "web.log").read_text() == ""
    assert (tmp_path / "web.log.1").read_text() == "said by a process at last\n"


def test_a_process_that_goes_on_after_its_log_was_set_aside_loses_nothing(
    tmp_path: Path, short: None
) -> None:
    with logs.file_of(tmp_path, "web").open("ab", buffering=0) as its_own:
        its_own.write(b"x" * 30 + b"\n")
        shown = logs.Logs(tmp_path, ["web"])
        shown.shorten()
        its_own.write(b"next\n")
    assert (tmp_path / "web.log").read_text() == "next\n"
    assert list(shown.news()) == ["web | next"]
