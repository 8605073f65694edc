"""Whatever way a parent ends, its processes end with it, down to those in groups of their own."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from web.commands import processes

PATIENCE = 20.0
STUBBORN = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = os.fork()
if child == 0:
    os.setpgrp()  # as RQ does for a job
with open(sys.argv[1], "a") as file:
    file.write(f"{os.getpid()}\\n")
time.sleep(600)
"""
PARENT = """
import os, pathlib, sys, time
from web.commands import processes
processes.start("child", [sys.executable, "-c", "import time; time.sleep(600)"], os.environ,
                pathlib.Path(sys.argv[1]))
print("started", flush=True)
time.sleep(600)
"""
INTERRUPTED = """
import os, pathlib, sys, time
from web.commands import processes
with processes.interruptible():
    processes.start("child", [sys.executable, "-c", "import time; time.sleep(600)"], os.environ,
                    pathlib.Path(sys.argv[1]))
    try:
        print("started", flush=True)
        time.sleep(600)
    finally:
        print("stopping", flush=True)
        time.sleep(0.5)  # a second signal may come meanwhile
print("in order", flush=True)
"""


def alive(pid: int) -> bool:
    """A dead process that nobody has waited for is dead."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):  # the second while it is being read
        return False
    return state != "Z"


def await_gone(pids: list[int]) -> list[int]:
    deadline = time.monotonic() + PATIENCE
    while (left := [pid for pid in pids if alive(pid)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def read_pids(path: Path, count: int) -> list[int]:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if path.exists() and len(words := path.read_text().split()) == count:
            return [int(word) for word in words]
        time.sleep(0.05)
    raise AssertionError(f"{path} never held {count} process ids")


linux = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux ends children of a killed parent"
)


def test_a_process_that_ignores_signals_is_killed_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "STOP_SECONDS", 0.2)
    noted = tmp_path / "pids"
    command = [sys.executable, "-c", STUBBORN, str(noted)]
    started = {"stubborn": processes.start("stubborn", command, os.environ, tmp_path)}
    pids = read_pids(noted, 2)
    processes.stop(started)
    assert await_gone(pids) == []


def test_a_process_that_has_ended_can_be_stopped(tmp_path: Path) -> None:
    started = {"short": processes.start("short", [sys.executable, "-c", ""], os.environ, tmp_path)}
    started["short"].wait()
    processes.stop(started)


@linux
def test_a_killed_parent_takes_its_children_along(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PARENT, str(tmp_path)]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    assert parent.stdout.readline() == "started\n"
    children = _children(parent.pid)
    assert len(children) == 1
    parent.kill()
    parent.wait()
    assert await_gone(children) == []


def _children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_who_is_told_to_stop_twice_stops_in_order(tmp_path: Path, how: signal.Signals) -> None:
    command = [sys.executable, "-c", INTERRUPTED, str(tmp_path)]
    told = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert told.stdout is not None
    for said in ("started\n", "stopping\n"):
        assert told.stdout.readline() == said
        told.send_signal(how)
    assert told.stdout.read() == "in order\n"
    assert told.wait(PATIENCE) == 0
