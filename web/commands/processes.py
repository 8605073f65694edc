"""Starts child processes and stops them with all that they started, however we end.

Each child gets a session of its own. RQ and the recognizer start further processes, some in process
groups of their own, but none leaves its session, so all of them can be found by it.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from web.commands.logs import file_of

STOP_SECONDS = 15
PR_SET_PDEATHSIG = 1
INTERRUPTS = (signal.SIGINT, signal.SIGTERM)

Processes = dict[str, "subprocess.Popen[bytes]"]


def start(
    name: str, command: list[str], environment: Mapping[str, str], folder: Path
) -> "subprocess.Popen[bytes]":
    """Start a process whose output goes to a file of its name, and which ends with us."""
    with file_of(folder, name).open("ab") as log:
        return subprocess.Popen(
            command,
            env=environment,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )


def _end_with_parent() -> None:
    """In a child: get a signal to stop when the parent dies, even by SIGKILL. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@contextmanager
def interruptible() -> Iterator[None]:
    """A block that Ctrl-C and SIGTERM end, which is no failure. Further ones change nothing: what
    the block started is stopped in order.
    """

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        for number in INTERRUPTS:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in INTERRUPTS}
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


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
