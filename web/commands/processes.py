"""Starts child processes and stops them with all that they started, however we end.

Each child gets a session of its own. RQ and the recognizer start further processes, some in process
groups of their own, but none leaves its session, so all of them can be found by it.
"""

import ctypes
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from honcho import process as honcho_process
from honcho.manager import Manager
from honcho.printer import Printer

STOP_SECONDS = 15
PR_SET_PDEATHSIG = 1

Processes = dict[str, "subprocess.Popen[bytes]"]


def start(
    name: str, command: list[str], environment: Mapping[str, str], logs: Path
) -> "subprocess.Popen[bytes]":
    """Start a process whose output goes to a file of its name, and which ends with us."""
    with (logs / f"{name}.log").open("ab") as log:
        return subprocess.Popen(
            command,
            env=environment,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )


def _end_with_parent(number: int = signal.SIGTERM) -> None:
    """In a child: get a signal to stop when the parent dies, even by SIGKILL. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)


def stop(processes: Processes) -> None:
    """Stop all processes, first those that no other one needs; kill those that do not stop."""
    for process in reversed(processes.values()):
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes.values():
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
    kill_sessions(process.pid for process in processes.values())
    for process in processes.values():
        process.wait()


def kill_sessions(leaders: Iterable[int]) -> None:
    """Kill all processes that are left in these sessions."""
    wanted = set(leaders)
    for pid in _all_pids():
        with suppress(ProcessLookupError, PermissionError):
            if os.getsid(pid) in wanted:
                os.kill(pid, signal.SIGKILL)


def _all_pids() -> list[int]:
    listed = subprocess.run(["ps", "-axo", "pid="], capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        return [int(word) for word in listed.stdout.split()]
    return [int(path.name) for path in Path("/proc").glob("[0-9]*")]


class _Child(honcho_process.Popen):
    def __init__(self, command: str, **options: object) -> None:
        super().__init__(f"exec {command}", preexec_fn=_end_with_parent, **options)


class _HonchoProcess(honcho_process.Process):
    """honcho's process between itself and a command; both end when honcho does."""

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)
        self._child_ctor = _Child

    def run(self, *arguments: object, **options: object) -> None:
        _end_with_parent(signal.SIGKILL)  # it ignores SIGTERM
        super().run(*arguments, **options)


class _Printer(Printer):
    """Ctrl-C may come while a line is being written, and the handler writes one as well: Python
    refuses that, and without this the traceback would take the place of the orderly end."""

    def write(self, message: Any) -> None:
        with suppress(RuntimeError):
            super().write(message)


def run_under_honcho(commands: Mapping[str, list[str]], environment: Mapping[str, str]) -> int:
    """Run all until one ends or we are told to stop; returns the exit code for the shell."""
    manager = Manager(_Printer(sys.stdout))
    manager._process_ctor = _HonchoProcess
    for name, words in commands.items():
        manager.add_process(name, shlex.join(words), env=dict(environment))
    try:
        manager.loop()
    finally:
        kill_sessions(one["pid"] for one in manager._processes.values() if "pid" in one)
    was_stopped = manager.returncode in (130, 143)  # Ctrl-C and SIGTERM are the usual end
    return 0 if was_stopped else manager.returncode or 0
