"""Database: one scoped session per thread, one way to commit.

Operations add and flush; a route or a job calls `commit()`, and `voice.rows.commit_then_ask` before
the provider is asked.
"""

import math
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import local
from typing import Any, TypeVar, TypeVarTuple
from uuid import uuid4

from sqlalchemy import (
    JSON,
    URL,
    DateTime,
    Engine,
    MetaData,
    Select,
    String,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.engine import Connection, CursorResult, Dialect
from sqlalchemy.exc import DisconnectionError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, scoped_session, sessionmaker
from sqlalchemy.types import TypeDecorator

from core import wake
from core.config import settings

Texts = dict[str, str]
Json = JSON(none_as_null=True)
Id = String(32)
Result = TypeVar("Result")
Columns = TypeVarTuple("Columns")
TRIES = 3
RESTED_SECONDS = 5.0
CONNECT_SECONDS = 3  # the system itself would try for minutes
BUSY_SECONDS = 20.0  # that SQLite waits for another writer

_mode = local()
_CONNECTING = {"connect_timeout": CONNECT_SECONDS}


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {dict[str, Any]: Json, dict[str, str]: Json, list[str]: Json}


def new_id() -> str:
    return uuid4().hex


def storable(text: str) -> str:
    """The text without NUL and half surrogates, which PostgreSQL cannot keep."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def utc(moment: datetime) -> datetime:
    """The same time in UTC; raises ValueError where it has no zone."""
    if moment.tzinfo is None:
        raise ValueError("a time without zone was given to the database")
    return moment.astimezone(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in, aware UTC out, on databases that keep zones and on those that do not."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_engines: dict[str, Engine] = {}


def engine() -> Engine:
    """One engine for each address, whose compiled statements outlive its connections."""
    address = settings().database_url
    if address not in _engines:
        _engines[address] = _make_engine(make_url(address))
    return _engines[address]


def _make_engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        made = create_engine(
            url,
            pool_size=10,
            max_overflow=30,
            connect_args={} if "connect_timeout" in url.query else _CONNECTING,
        )
        event.listen(made, "begin", _begin_postgresql)
        event.listen(made, "checkin", _note_return)
        event.listen(made, "checkout", _check_rested)
        return made
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    new_engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(new_engine, "connect", _prepare_sqlite)
    event.listen(new_engine, "begin", _begin_sqlite)
    return new_engine


def _note_return(_connection: Any, record: Any) -> None:
    record.info["returned"] = time.monotonic()


def _check_rested(connection: Any, record: Any, _proxy: Any) -> None:
    """A connection may have died while nobody used it; to ask it before each use costs each use."""
    if time.monotonic() - record.info.get("returned", time.monotonic()) < RESTED_SECONDS:
        return
    try:
        engine().dialect.do_ping(connection)
    except Exception as error:
        raise DisconnectionError from error  # the pool opens another one


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, below
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")  # an erased transcript is overwritten, not let go
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A deferred transaction that reads and then writes fails at once when another wrote between
    (SQLITE_BUSY_SNAPSHOT, which no time-out covers), so one that may write locks from its start.
    """
    connection.exec_driver_sql(f"PRAGMA busy_timeout={round(1000 * (_limit() or BUSY_SECONDS))}")
    deferred = getattr(_mode, "reading", False)
    connection.exec_driver_sql("BEGIN" if deferred else "BEGIN IMMEDIATE")


def _begin_postgresql(connection: Connection) -> None:
    if limit := _limit():
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {round(1000 * limit)}")


def _limit() -> float:
    """Seconds that a statement may take in this thread; 0 for as long as it needs."""
    limit: float = getattr(_mode, "limit", 0.0)
    return limit


class _CurrentEngine(sessionmaker[Session]):
    def __call__(self, **local_kw: Any) -> Session:
        return super().__call__(bind=engine(), **local_kw)


session: scoped_session[Session] = scoped_session(_CurrentEngine(expire_on_commit=False))


def columns(
    statement: Select[*Columns], values: Mapping[str, Any] | None = None
) -> CursorResult[*Columns]:
    """Rows of columns, read past the ORM, which would take as long as the database does."""
    session.flush()
    return session.connection().execute(statement, values)


def commit() -> None:
    """Commit, and wake the screens and the clock where something was left for them."""
    session.commit()
    if session.info.pop("wake", False):
        wake.call()


def wake_after_commit() -> None:
    session.info["wake"] = True


@contextmanager
def hurried(seconds: float) -> Iterator[None]:
    """Inside, a statement that takes longer than that, or waits longer for a lock, raises
    OperationalError."""
    before, _mode.limit = _limit(), seconds
    try:
        yield
    finally:
        _mode.limit = before


def with_retries(
    work: Callable[[], Result],
    retry_on: tuple[type[Exception], ...] = (OperationalError,),
    within: float = math.inf,
) -> Result:
    """Do the work, and do it again where it raises one of `retry_on`, as requests that clash do.

    So the work must begin anew each time, and be safe to do twice. After `within` seconds it is not
    begun again.
    """
    deadline = time.monotonic() + within
    for left in reversed(range(TRIES)):
        try:
            return work()
        except retry_on:
            session.rollback()
            if not left or time.monotonic() >= deadline:
                raise
            time.sleep(0.05)
    raise AssertionError("the last try returns or raises")


@contextmanager
def reading() -> Iterator[None]:
    """For work that only reads (streams, sweeps): takes no write lock on SQLite."""
    before = getattr(_mode, "reading", False)
    _mode.reading = True
    try:
        yield
    finally:
        session.rollback()
        _mode.reading = before


def dispose() -> None:
    """Forget session and connections: before a fork, and between tests."""
    session.remove()
    for each in _engines.values():
        each.dispose()
