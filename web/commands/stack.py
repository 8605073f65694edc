"""All processes of the service on this machine: for `flask serve`, the demo and the tests.

A folder of data has one service only: a second one would answer calls with the rows of the first.
"""

import fcntl
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import redis
import requests

from core.config import embedded_queue, settings
from voice.simulator.remote import is_running
from web.commands import logs, processes, valkey
from web.commands.processes import Processes

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
PREFERRED = {"web": 5000, "stream": 5001, "simulator": 5002}
START_SECONDS = 180
LOOK_SECONDS = 0.5
SLOWING = {"PYTHONDONTWRITEBYTECODE"}  # each of the processes would compile everything anew


class StackError(Exception):
    """The service did not come up; the text says which process and where its log is."""


class AlreadyRuns(StackError):
    """Another process serves this folder of data, at `addresses`."""

    def __init__(self, addresses: "Addresses") -> None:
        self.addresses = addresses
        super().__init__(f"Filrouge runs already, at {addresses.web_url}.")


@dataclass(frozen=True)
class Ports:
    web: int
    stream: int
    simulator: int


@dataclass(frozen=True)
class Addresses:
    """The addresses of a running service."""

    web_url: str
    stream_url: str
    simulator_url: str


def addresses_of(ports: Ports) -> Addresses:
    return Addresses(
        *(f"http://{HOST}:{port}" for port in (ports.web, ports.stream, ports.simulator))
    )


def queue_of(var: Path) -> str:
    """The URL of the folder's queue server, with its password."""
    return embedded_queue(var, settings().signing_key)


def usual_ports() -> Ports:
    """The usual ports, or others where those are taken."""
    return Ports(**{name: _free_port(preferred) for name, preferred in PREFERRED.items()})


def any_ports() -> Ports:
    return Ports(**{name: _free_port(0) for name in PREFERRED})


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
    """The environment of the processes; a person's own database and storage settings win."""
    where = addresses_of(ports)
    own_settings = {
        "FLASK_APP": "web.app",
        "VAR_DIR": str(var),
        "MODELS_DIR": str(settings().models_dir.resolve()),
        "DATABASE_URL": f"sqlite:///{var}/filrouge.db",
        "STORAGE_URL": f"file:{var}/storage",
        "REDIS_URL": queue_of(var),
        "PUBLIC_BASE_URL": where.web_url,
        "STREAM_URL": where.stream_url,
        "TWILIO_API_BASE_URL": where.simulator_url,
        "TELEPHONY": "simulated",
        "DEMO_DATA": "true",
        "COOKIES_SECURE": "false",
        "PYTHONUNBUFFERED": "1",
    }
    chosen = {
        name: os.environ[name] for name in ("DATABASE_URL", "STORAGE_URL") if name in os.environ
    }
    inherited = {name: os.environ[name] for name in os.environ.keys() - SLOWING}
    return {**inherited, **own_settings, **chosen}


def commands(ports: Ports, var: Path) -> dict[str, list[str]]:
    """The command of each process, in the order in which they are started."""
    flask = [sys.executable, "-m", "flask"]
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
    return {
        "valkey": valkey.command(queue_of(var), var / "valkey"),
        "simulator": [*flask, "simulator", "run", "--port", str(ports.simulator)],
        "web": [*gunicorn, "--threads", "16", "--bind", f"{HOST}:{ports.web}", "web.wsgi:app"],
        "stream": [
            *(*gunicorn, "--workers", "1", "--threads", "100"),
            *("--bind", f"{HOST}:{ports.stream}", "web.stream:app"),
        ],
        "clock": [*flask, "clock"],
        "worker-default": [*flask, "worker", "default"],
        "worker-transcription": [*flask, "worker", "transcription"],
    }


@contextmanager
def embedded(var: Path | None = None) -> Iterator[Addresses]:
    """The whole service for the length of a block; logs are in VAR_DIR/log.

    A service that runs on the same data already is used, and left running.
    """
    folder = (var or settings().var_dir).resolve()
    try:
        with alone(folder, any_ports) as ports, running(ports, folder):
            yield addresses_of(ports)
    except AlreadyRuns as other:
        if not is_running(other.addresses.simulator_url, settings().credentials.account_sid):
            raise
        yield other.addresses


@contextmanager
def alone(folder: Path, choose: Callable[[], Ports]) -> Iterator[Ports]:
    """Hold the folder's data, brought up to date, and the ports; raises AlreadyRuns."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "service.json").open("a+") as note:
        try:
            fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the system frees it when we die
        except BlockingIOError:
            raise AlreadyRuns(_addresses_in(folder)) from None
        note.truncate(0)
        prepare(environment(choose(), folder))
        ports = choose()  # now, because another may have taken one meanwhile
        note.write(json.dumps(vars(addresses_of(ports))))
        note.flush()
        yield ports


def _addresses_in(folder: Path) -> Addresses:
    try:
        return Addresses(**json.loads((folder / "service.json").read_text()))
    except (ValueError, TypeError):
        raise StackError("Filrouge is being started by another process; try again soon.") from None


@contextmanager
def running(ports: Ports, folder: Path) -> Iterator[Processes]:
    """All processes for the length of a block, which begins once each address answers.

    Raises StackError.
    """
    written = log_folder(folder)
    written.mkdir(exist_ok=True)
    variables = environment(ports, folder)
    started: Processes = {}
    try:
        for name, command in commands(ports, folder).items():
            started[name] = processes.start(name, command, variables, written)
        await_health(ports, variables, started, written)
        yield started
    finally:
        processes.stop(started)


def log_folder(folder: Path) -> Path:
    return folder / "log"


def watch(started: Processes, folder: Path, tell: Callable[[str], None]) -> NoReturn:
    """Keep the logs short, and tell each line that is written, until a process ends.

    Raises StackError then, with the last words of that process.
    """
    written = logs.Logs(log_folder(folder), started)
    while True:
        for line in written.news():
            tell(line)
        written.shorten()
        _check_alive(started, log_folder(folder))
        time.sleep(LOOK_SECONDS)


def prepare(variables: dict[str, str]) -> None:
    """Bring the schema up to date and add the demo's clients, before anything reads them."""
    words = ["flask", "demo-data", "--upgrade"]
    result = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT, env=variables, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if result.returncode:
        raise StackError(f"{' '.join(words)} failed: {result.stderr.strip()[-800:]}")


def await_health(
    ports: Ports, variables: dict[str, str], started: Processes, written: Path
) -> None:
    """Wait until every address answers; raises StackError."""
    where = addresses_of(ports)
    account_sid = settings().credentials.account_sid
    waiting: dict[str, Callable[[], bool]] = {
        "valkey": lambda: _answers_ping(variables["REDIS_URL"]),
        "simulator": lambda: is_running(where.simulator_url, account_sid),
        "web": lambda: _answers(f"{where.web_url}/health"),
        "stream": lambda: _answers(f"{where.stream_url}/health"),
    }
    deadline = time.monotonic() + START_SECONDS
    while waiting:
        waiting = {name: answers for name, answers in waiting.items() if not answers()}
        _check_alive(started, written)
        if waiting and time.monotonic() > deadline:
            raise StackError(f"{', '.join(waiting)} did not answer; see {written}")
        time.sleep(0.1)


def _check_alive(started: Processes, written: Path) -> None:
    for name, process in started.items():
        if process.poll() is not None:
            raise StackError(f"{name} stopped: {logs.last_words(written, name)}")


def _answers(address: str) -> bool:
    try:
        reply = requests.get(address, timeout=2, proxies={"http": "", "https": ""})
    except requests.RequestException:
        return False
    return reply.status_code == 200


def _answers_ping(url: str) -> bool:
    try:
        return bool(redis.Redis.from_url(url, socket_timeout=2).ping())
    except redis.RedisError:
        return False
