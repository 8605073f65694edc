"""Webhooks per second, beside a bare route: `python -m bench webhooks`.

The Procfile's `web` answers signed rings and status callbacks on a PostgreSQL of its own. In turn
with it, under the same line, a bare route (`bench/_bare.py`) answers the same requests: it checks
the signature and writes one row. Then rings again: with one process, and with the clock and the
workers beside. On a machine that does other things too, only the ratios mean something.
"""

import argparse
import os
import socket
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count, cycle
from multiprocessing import get_context
from multiprocessing.pool import Pool
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from urllib.parse import urlencode, urlsplit

from redis import Redis
from rq import Worker
from sqlalchemy import select, text, update
from twilio.request_validator import RequestValidator

from bench._sender import Block, send
from core import db
from core.clock import ClockLock, now
from core.config import settings
from core.db import new_id, session
from core.tenants import Line, User
from tools import memory, postgresql
from voice.models import Call, Offer, Presence
from voice.states import UNANSWERED, CallState, OfferState
from web.commands import processes, stack

AT_ONCE = (1, 4, 8, 16)
BUSY = 8  # at once, where p99 is judged and other things are compared
BLOCK_SECONDS = 0.5
BLOCK_MOST = 2000  # requests
STATUSES = ("initiated", "ringing", "in-progress")  # each reported once of each call
WARM_UP = 3  # blocks
START_SECONDS = 60.0
RING_RATIO, CALLBACK_RATIO, MANY_RATIO, BESIDE_RATIO = 1 / 6, 1 / 3, 1.2, 3 / 4
SLOWEST = 300  # p99 in milliseconds
TABLE = "CREATE TABLE bare_webhooks (id serial PRIMARY KEY, call_sid varchar(34), at timestamptz)"


class Provider:
    """The provider: builds signed requests as they go over the wire."""

    def __init__(self, lines: list[str]) -> None:
        self._sign = RequestValidator(settings().credentials.auth_token).compute_signature
        self._lines, self._numbers = cycle(lines), count()
        self._unreported: deque[tuple[str, str]] = deque()

    def rings(self) -> "Requests":
        """Rings of new calls, each from a number of its own."""
        sids = [f"CA{new_id()}" for _ in range(BLOCK_MOST)]

        def sent(first: int) -> None:
            self._unreported.extend((sid, each) for sid in sids[:first] for each in STATUSES)

        return Requests([self._request("voice", sid, "ringing") for sid in sids], sent)

    def callbacks(self) -> "Requests":
        """Status callbacks of ringing calls, each with a status that its call has not had yet."""
        most = min(BLOCK_MOST, len(self._unreported))
        reports = [self._unreported.popleft() for _ in range(most)]
        ring_again({sid for sid, _ in reports})

        def sent(first: int) -> None:
            self._unreported.extendleft(reversed(reports[first:]))

        return Requests([self._request("status", *each) for each in reports], sent)

    def _request(self, name: str, sid: str, status: str) -> bytes:
        address = f"{settings().public_base_url}/twilio/{name}"
        form = {
            "CallSid": sid,
            "AccountSid": settings().credentials.account_sid,
            "From": f"+3363998{next(self._numbers) % 10_000:04}",
            "To": next(self._lines),
            "CallStatus": status,
            "Direction": "inbound",
            "ApiVersion": "2010-04-01",
        }
        body = urlencode(form)
        where = urlsplit(address)
        head = (
            f"POST {where.path} HTTP/1.1\r\nHost: {where.netloc}\r\nConnection: close\r\n"
            f"X-Twilio-Signature: {self._sign(address, form)}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        )
        return f"{head}\r\n{body}".encode()


@dataclass(frozen=True)
class Requests:
    """Requests of one block; `sent` takes the number of those that were sent, from the first on."""

    ready: list[bytes]
    sent: Callable[[int], None]


@dataclass
class Arm:
    """The measured blocks of one server."""

    blocks: list[Block] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return median(block.rate for block in self.blocks)

    def milliseconds(self, percent: int) -> float:
        taken = [each for block in self.blocks for each in block.taken]
        return quantiles(taken, n=100)[percent - 1] * 1000


@dataclass(frozen=True)
class Bench:
    """The ports of the servers by name, and the process that sends to them."""

    ports: Mapping[str, int]
    sender: Pool
    rounds: int

    def in_turn(
        self, prepare: Callable[[], Requests], at_once: int, names: tuple[str, str]
    ) -> tuple[Arm, Arm]:
        """Measure two servers in turn, so that other work of the machine slows both."""
        arms = Arm(), Arm()
        for _ in range(self.rounds):
            for name, arm in zip(names, arms, strict=True):
                arm.blocks.append(self.block(prepare(), at_once, name))
        return arms

    def block(self, requests: Requests, at_once: int, name: str) -> Block:
        be_available()
        arguments = (self.ports[name], requests.ready, at_once, BLOCK_SECONDS)
        block: Block = self.sender.apply(send, arguments)
        requests.sent(0 if name == "bare" else len(block.taken))
        hang_up()
        return block


def be_available() -> None:
    """Make both agents available, and heard of just now, so that rings are offered to them."""
    for user_id in session.scalars(select(User.id).where(User.staff_role == "agent")):
        session.merge(Presence(user_id=user_id, status="available", seen_at=now()))
    db.commit()


def ring_again(sids: Set[str]) -> None:
    """Their rows say again what their events say, or a report would set them right first."""
    rows = update(Call).where(Call.provider_sid.in_(sids))
    session.execute(rows.values(state=CallState.RINGING, ended_at=None))
    db.commit()


def hang_up() -> None:
    """Let the callers of a block give up, so that only one block waits at the same time."""
    over = {"state": CallState.ABANDONED, "ended_at": now()}
    session.execute(update(Call).where(Call.state.in_(UNANSWERED)).values(over))
    session.execute(update(Offer).values(state=OfferState.WITHDRAWN))
    db.commit()


@contextmanager
def started(commands: Mapping[str, list[str]], environment: Mapping[str, str]) -> Iterator[None]:
    running: processes.Processes = {}
    logs = settings().var_dir / "log"
    logs.mkdir(exist_ok=True)
    try:
        for name, command in commands.items():
            running[name] = processes.start(name, command, environment, logs)
        yield
    finally:
        processes.stop(running)


def procfile(name: str) -> list[str]:
    """The command of one process of the Procfile."""
    lines = (stack.ROOT / "Procfile").read_text().splitlines()
    pairs = dict(line.split(": ", 1) for line in lines)
    return ["sh", "-c", f"exec {pairs[name]}"]


@contextmanager
def prepared(url: str, folder: Path, rounds: int) -> Iterator[Bench]:
    """The started servers, before their first request."""
    os.environ["DATABASE_URL"] = url
    ports = stack.any_ports()
    environment = stack.environment(ports, folder)
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    os.environ.update(environment)
    settings.cache_clear()
    stack.prepare(environment)
    session.execute(text(TABLE))
    db.commit()
    web = procfile("web")
    bare = [word.replace("web.wsgi:app", "bench._bare:app") for word in web]
    arms = {"web": (web, ports.web), "one": (web, ports.stream), "bare": (bare, ports.simulator)}
    with ExitStack() as contexts:
        contexts.enter_context(
            started({"valkey": stack.commands(ports, folder)["valkey"]}, environment)
        )
        for name, (command, port) in arms.items():
            its = {**environment, "PORT": str(port)} | (
                {"WEB_CONCURRENCY": "1"} if name == "one" else {}
            )
            contexts.enter_context(started({name: command}, its))
        await_all(lambda: all(listens(port) for _, port in arms.values()))
        sender = contexts.enter_context(get_context("spawn").Pool(1))
        yield Bench({name: port for name, (_, port) in arms.items()}, sender, rounds)


@contextmanager
def beside() -> Iterator[None]:
    """The clock and both workers, at work."""
    names = ("clock", "worker", "worker-default")
    with started({name: procfile(name) for name in names}, os.environ):
        await_all(all_at_work)
        yield


def await_all(are_ready: Callable[[], bool]) -> None:
    until = time.monotonic() + START_SECONDS
    while not are_ready():
        if time.monotonic() > until:
            raise TimeoutError(f"not every process started; see {settings().var_dir}/log")
        time.sleep(0.2)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((stack.HOST, port)) == 0


def all_at_work() -> bool:
    with db.reading():
        lock = session.scalars(select(ClockLock).where(ClockLock.held_until > now())).first()
    return lock is not None and Worker.count(Redis.from_url(settings().queue_url)) == 2


def report(bench: Bench, provider: Provider) -> bool:
    """Print the table; whether every aim holds."""
    print(f"{os.cpu_count()} cores; {bench.rounds} blocks of {BLOCK_SECONDS} s of each, in turn")
    print(f"{'':36}at once      /s  p50 ms  p99 ms  other/s   ratio")
    kinds = (
        ("rings", provider.rings, RING_RATIO),
        ("callbacks", provider.callbacks, CALLBACK_RATIO),
    )
    good = [
        row(f"{kind}, a bare route", at_once, bench.in_turn(of, at_once, ("web", "bare")), aim)
        for kind, of, aim in kinds
        for at_once in AT_ONCE
    ]
    single = bench.in_turn(provider.rings, BUSY, ("web", "one"))
    good.append(row("rings, one process", BUSY, single, MANY_RATIO))
    together = accompanied(bench, provider)
    good.append(row("rings with clock and workers, none", BUSY, together, BESIDE_RATIO))
    return all(good)


def accompanied(bench: Bench, provider: Provider) -> tuple[Arm, Arm]:
    """Rings with the clock and the workers at work, in turn with rings without them."""
    together, alone = Arm(), Arm()
    for _ in range(bench.rounds):
        with beside():
            together.blocks.append(bench.block(provider.rings(), BUSY, "web"))
        alone.blocks.append(bench.block(provider.rings(), BUSY, "web"))
    return together, alone


def row(name: str, at_once: int, arms: tuple[Arm, Arm], aim: float) -> bool:
    """Print what the first arm did, as a ratio to the second; whether it is as good as we want."""
    arm, other = arms
    ratio, slowest = arm.rate / other.rate, arm.milliseconds(99)
    aims = {f"≥ {aim:.2f}": ratio >= aim}
    if at_once == BUSY:
        aims[f"p99 < {SLOWEST}"] = slowest < SLOWEST
    verdicts = ", ".join(
        f"{aim_name} {'holds' if holds else 'MISSED'}" for aim_name, holds in aims.items()
    )
    print(
        f"  {name:36}{at_once:5}{arm.rate:8.0f}{arm.milliseconds(50):8.0f}{slowest:8.0f}"
        f"{other.rate:9.0f}{ratio:8.2f}  {verdicts}",
        flush=True,
    )
    return all(aims.values())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9, help="blocks of each arm")
    options = parser.parse_args()
    with ExitStack() as contexts:
        try:
            url = contexts.enter_context(postgresql.server())
        except RuntimeError as problem:
            print(f"Not measured: {problem}.", file=sys.stderr)
            return 1
        folder = Path(contexts.enter_context(TemporaryDirectory(dir=memory.folder())))
        bench = contexts.enter_context(prepared(url, folder, options.rounds))
        provider = Provider(list(session.scalars(select(Line.number))))
        for name in (*bench.ports,) * WARM_UP:
            bench.block(provider.rings(), max(AT_ONCE), name)
        return 0 if report(bench, provider) else 1


if __name__ == "__main__":
    sys.exit(main())
