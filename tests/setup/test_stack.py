"""One folder of data has one service; ports are found; a start that fails says why."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from web.commands import stack
from web.commands.stack import AlreadyRuns, Ports, StackError

PORTS = Ports(1, 2, 3)


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """What the database would have been brought up to date with."""
    calls: list[dict[str, str]] = []
    monkeypatch.setattr(stack, "prepare", calls.append)
    return calls


def test_a_port_that_is_taken_is_left_to_its_owner() -> None:
    with socket.socket() as taken:
        taken.bind((stack.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert stack._free_port(port) not in (0, port)


def test_a_second_service_on_the_same_data_learns_where_the_first_is(
    tmp_path: Path, prepared: list[dict[str, str]]
) -> None:
    with (
        stack.alone(tmp_path, lambda: PORTS) as ports,
        pytest.raises(AlreadyRuns, match=r"runs already, at http://127\.0\.0\.1:1\.") as caught,
        stack.alone(tmp_path, stack.any_ports),
    ):
        pass
    assert caught.value.addresses == stack.addresses_of(ports)
    assert len(prepared) == 1


def test_after_the_first_has_ended_another_may_start(
    tmp_path: Path, prepared: list[dict[str, str]]
) -> None:
    for _ in range(2):
        with stack.alone(tmp_path, lambda: PORTS):
            pass
    assert len(prepared) == 2


def test_a_service_that_was_killed_holds_nothing(
    tmp_path: Path, prepared: list[dict[str, str]]
) -> None:
    hold = (
        "import fcntl, os, signal, sys\n"
        "file = open(sys.argv[1], 'w'); fcntl.flock(file, fcntl.LOCK_EX)\n"
        'file.write(\'{"web_url": "half\'); file.flush(); os.kill(os.getpid(), signal.SIGKILL)\n'
    )
    subprocess.run([sys.executable, "-c", hold, str(tmp_path / "service.json")], check=False)
    with stack.alone(tmp_path, lambda: PORTS):
        noted = json.loads((tmp_path / "service.json").read_text())
    assert noted == vars(stack.addresses_of(PORTS))


def test_a_second_service_says_that_the_first_is_still_starting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start_another(_variables: dict[str, str]) -> None:
        with stack.alone(tmp_path, lambda: PORTS):
            pass

    monkeypatch.setattr(stack, "prepare", start_another)
    with (
        pytest.raises(StackError, match="is being started by another process"),
        stack.alone(tmp_path, lambda: PORTS),
    ):
        pass


def test_processes_find_each_other_and_the_demo_only(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    environment.delenv("DATABASE_URL")
    environment.setenv("PYTHONDONTWRITEBYTECODE", "1")
    variables = stack.environment(PORTS, tmp_path)
    assert variables["PUBLIC_BASE_URL"] == "http://127.0.0.1:1"
    assert variables["REDIS_URL"] == stack.queue_of(tmp_path)
    assert variables["DATABASE_URL"] == f"sqlite:///{tmp_path}/filrouge.db"
    assert variables["TELEPHONY"] == "simulated"
    assert "PYTHONDONTWRITEBYTECODE" not in variables


def test_a_process_that_ends_at_once_is_shown_with_its_last_words(
    environment: pytest.MonkeyPatch, tmp_path: Path, prepared: list[dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    ill = [sys.executable, "-c", "import sys; sys.exit('the disk is full')"]
    monkeypatch.setattr(stack, "commands", lambda ports, folder: {"clock": ill})
    with (
        pytest.raises(StackError, match="clock stopped: the disk is full"),
        stack.embedded(tmp_path),
    ):
        pass
