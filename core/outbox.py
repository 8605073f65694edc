"""Outbox and lease in one row: the database is the truth, the queue is a hurry-up.

A webhook or an action adds a Task in its own transaction (`post`). The clock hands due rows to
workers (`dispatch`). A job takes the lease on its row, does one thing, and its results are
committed only if its fencing number still holds (`run`), so every job may run twice and a queue
may be emptied at any moment. Rows whose lease ran out, or that the queue lost, are handed out
again, and a row that was posted again during its run is run once more.

Whoever changes a call locks the call first and the rows of its tasks after it, jobs as well.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from redis import RedisError
from sqlalchemy import ColumnElement, String, UniqueConstraint, and_, bindparam, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from core import db, disk, wake
from core.clock import is_over, long_ago, now, periodic
from core.db import Base, UtcDateTime, session
from core.queue import TaskQueue

log = logging.getLogger(__name__)

ATTEMPTS = 5
LOST_AFTER = timedelta(seconds=60)  # handed out, not begun: is it still in the queue?
BACK_OFF = (2, 10, 60, 300)  # seconds after attempt 1, 2, 3, 4
FULL_DISK = timedelta(seconds=60)  # until the next look for room
LONGEST_DELAY = timedelta(minutes=30)
_INSERT: dict[str, Callable[..., Any]] = {
    "postgresql": postgresql.insert,
    "sqlite": sqlite.insert,
}


class Failure(StrEnum):
    """Why work failed, as codes: `web/messages/failures.py` has their sentences."""

    UNKNOWN = "unknown"
    PROVIDER = "provider"
    NO_ROOM = "no-room"
    STORAGE = "storage"
    NO_MODEL = "no-model"
    UNREADABLE = "unreadable"
    RECORDING_GONE = "recording-gone"
    WORKER_DIED = "worker-died"


def failure_of(error: BaseException) -> Failure:
    """The code that the error, or one that caused it, has as its `failure`."""
    cause: BaseException | None = error
    while cause is not None:
        found = getattr(cause, "failure", None)
        if isinstance(found, Failure):
            return found
        if disk.is_full(cause):
            return Failure.NO_ROOM
        cause = cause.__cause__
    return Failure.UNKNOWN


class Task(Base):
    """One piece of work on one subject: pending → leased → done, or quarantined."""

    __tablename__ = "tasks"
    __table_args__ = (UniqueConstraint("name", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(80))
    queue: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(16), default="pending", index=True)
    fence: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    not_before: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    dispatched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    again_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # posted again while leased
    failure: Mapped[str] = mapped_column(String(20), default="", server_default="")
    last_error: Mapped[str] = mapped_column(String(500), default="")


class Later(Exception):
    """Come again after a while; this does not count as a failed attempt.

    Given up after a time that the kind of task says, unless `endless`.
    """

    def __init__(
        self,
        delay: timedelta,
        reason: str,
        failure: Failure | None = None,
        *,
        endless: bool = False,
    ) -> None:
        super().__init__(reason)
        self.delay, self.failure, self.endless = delay, failure, endless


class Hopeless(Exception):
    """No further attempt can help: quarantine at once."""


class LeaseLost(Exception):
    """Another worker has the row: the results of this job are thrown away."""


@dataclass(frozen=True)
class Lease:
    task_id: int
    fence: int
    length: timedelta
    attempt: int
    created_at: datetime

    def renew(self) -> None:
        """Prolong, between pieces of slow work. Commits. Raises LeaseLost."""
        self.row().lease_until = now() + self.length
        db.commit()

    def row(self) -> Task:
        """The row as it is now, locked. Raises LeaseLost."""
        mine = and_(Task.id == self.task_id, Task.fence == self.fence, Task.state == "leased")
        row = _locked(mine)
        if row is None:
            session.rollback()
            raise LeaseLost(f"task {self.task_id}")
        return row


def _locked(which: ColumnElement[bool]) -> Task | None:
    """The row as it is now, locked until this transaction ends."""
    chosen = select(Task).where(which).with_for_update()
    return session.scalars(chosen, execution_options={"populate_existing": True}).first()


Handler = Callable[[str, Lease], None]


@dataclass(frozen=True)
class Kind:
    handler: Handler
    queue: str
    lease: timedelta
    give_up_after: timedelta
    on_quarantine: Callable[[str, str], None] | None


_kinds: dict[str, Kind] = {}


def kinds() -> list[str]:
    """The names of all kinds of task that this process knows."""
    return sorted(_kinds)


def task(
    name: str,
    *,
    queue: str = "default",
    lease: timedelta = timedelta(minutes=5),
    give_up_after: timedelta = timedelta(days=1),
    on_quarantine: Callable[[str, str], None] | None = None,
) -> Callable[[Handler], Handler]:
    """Register the handler of a kind of task.

    The handler holds no transaction over slow work; it adds and flushes, the runner commits.
    `on_quarantine(subject, reason)` sets the state that people see.
    """

    def register(handler: Handler) -> Handler:
        _kinds[name] = Kind(handler, queue, lease, give_up_after, on_quarantine)
        return handler

    return register


def post(name: str, subject: str, *, delay: timedelta = timedelta(0), again: bool = False) -> None:
    """Leave work to be done after the commit; the same work twice is one row.

    With `again`, work that has begun is begun once more, since it may have looked before this
    change: soon where it has ended, else as soon as it ends, in whichever way.
    """
    due = now() + delay
    if _add(name, subject, due) or (again and _ask_again(name, subject, due)):
        db.wake_after_commit()


def _add(name: str, subject: str, due: datetime) -> bool:
    """Make the row; False where there is one, also where another transaction makes it now."""
    row = {"name": name, "subject": subject, "queue": _kinds[name].queue, "not_before": due}
    insert = _INSERT[session.get_bind().dialect.name](Task).values(row)
    made = insert.on_conflict_do_nothing(index_elements=["name", "subject"]).returning(Task.id)
    return session.execute(made).first() is not None


def _ask_again(name: str, subject: str, due: datetime) -> bool:
    """Have the work begin once more; False where it has not begun, or will begin again anyway."""
    row = _locked(and_(Task.name == name, Task.subject == subject))
    if row is None or row.state == "pending" or row.again_at is not None:
        return False
    if row.state == "leased":
        row.again_at = due
    else:
        _rearm(row, due)
    session.flush()
    return True


def retry(task_id: int) -> None:
    """The button beside a quarantined task."""
    row = _locked(and_(Task.id == task_id, Task.state == "quarantined"))
    if row is not None:
        _rearm(row, now())
        db.wake_after_commit()


def _rearm(row: Task, due: datetime) -> None:
    row.state, row.attempts, row.dispatched_at, row.again_at = "pending", 0, None, None
    row.not_before, row.created_at, row.finished_at = due, now(), None
    row.failure, row.last_error = "", ""


def _end(row: Task, state: str, failure: str = "", reason: str = "") -> None:
    """The work is over, until it was asked for again meanwhile."""
    row.state, row.lease_until, row.finished_at = state, None, now()
    row.failure, row.last_error = failure, reason[:500]
    if row.again_at is not None:
        _rearm(row, row.again_at)
        db.wake_after_commit()
    session.flush()


def beginnings(names: Sequence[str], subject: str) -> dict[str, int] | None:
    """How often each of these tasks has begun; None while a worker may be at one of them.

    Where the answer is the same twice, none of them ran in between.
    """
    chosen = select(Task.name, Task.fence, Task.state).where(
        Task.name.in_(names), Task.subject == subject
    )
    rows = session.execute(chosen).all()
    if any(row.state == "leased" for row in rows):
        return None
    return {row.name: row.fence for row in rows}


def waiting(at: datetime) -> ColumnElement[bool]:
    """Rows that should be handed to the queue at `at`."""
    unhanded = or_(Task.dispatched_at.is_(None), long_ago(Task.dispatched_at, at, LOST_AFTER))
    return and_(_free(at), or_(Task.state == "leased", unhanded))


def _free(at: datetime) -> ColumnElement[bool]:
    """Rows whose lease may be taken at `at`."""
    now_or_set_back = or_(Task.not_before <= at, is_over(Task.not_before, at, LONGEST_DELAY))
    due = and_(Task.state == "pending", now_or_set_back)
    expired = [Task.lease_until < at]
    for length in {kind.lease for kind in _kinds.values()}:
        names = [name for name, kind in _kinds.items() if kind.lease == length]
        expired.append(and_(Task.name.in_(names), is_over(Task.lease_until, at, length)))
    return or_(due, and_(Task.state == "leased", or_(*expired)))


@periodic(seconds=1)
def dispatch() -> None:
    """Hand due rows to workers by their numbers, each once however long it waits.

    Where Redis is down they stay, and are handed over later.
    """
    at = now()
    with db.reading():
        due = session.execute(select(Task.queue, Task.id, Task.fence).where(waiting(at))).all()
    if not due:
        return
    connection = wake.connect(timeout=2)
    try:
        for name in {row.queue for row in due}:
            rows = [row for row in due if row.queue == name]
            TaskQueue(name, connection=connection).hand_over(row.id for row in rows)
            _note_dispatched([{"number": row.id, "seen": row.fence} for row in rows], at)
    except RedisError as error:
        log.warning("the queue server fails, %s tasks wait: %s", len(due), error)


def _note_dispatched(rows: list[dict[str, int]], at: datetime) -> None:
    """Commits. A row that a worker took meanwhile, and perhaps gave back, is left as it is."""
    held = and_(Task.id == bindparam("number"), Task.fence == bindparam("seen"))
    session.connection().execute(
        update(Task)
        .where(held)
        .values(dispatched_at=at)
        .execution_options(synchronize_session=False),
        rows,
    )
    db.commit()


def run(task_id: int) -> None:
    """What a worker does with a number from its queue."""
    try:
        lease = take(task_id)
        if lease is not None:
            _work(lease)
    except LeaseLost as lost:
        log.warning("%s: another worker holds it, the result is thrown away", lost)
    finally:
        session.remove()


def take(task_id: int) -> Lease | None:
    """Take the lease, or None where there is nothing to do. Commits.

    The attempt is counted before the work, so a job that kills its process is counted too.
    """
    at = now()
    row = session.get(Task, task_id)
    if row is None or row.name not in _kinds:
        session.rollback()
        return None
    kind, fence = _kinds[row.name], row.fence
    leased = row.attempts >= ATTEMPTS and row.lease_until is not None
    if leased and is_over(row.lease_until, at, kind.lease):
        _quarantine_expired(row, kind, at)
        return None
    taken = session.execute(
        update(Task)
        .where(Task.id == task_id, Task.fence == fence, _free(at))
        .values(
            state="leased",
            fence=Task.fence + 1,
            attempts=Task.attempts + 1,
            lease_until=at + kind.lease,
            again_at=None,  # whoever asked until now is served by this run
        )
        .returning(Task.fence, Task.attempts)
    ).first()
    created_at = row.created_at
    db.commit()
    return Lease(task_id, taken[0], kind.lease, taken[1], created_at) if taken else None


def _quarantine_expired(row: Task, kind: Kind, at: datetime) -> None:
    """The last attempt never came back: its process died each time."""
    subject, reason = row.subject, row.last_error or "the job's process died each time"
    failure = row.failure or Failure.WORKER_DIED
    is_expired = is_over(Task.lease_until, at, kind.lease)
    which = and_(Task.id == row.id, Task.fence == row.fence, is_expired)
    if kind.on_quarantine:
        kind.on_quarantine(subject, reason)
    expired = _locked(which)
    if expired is None:  # it has come back, or another worker was first
        session.rollback()
        return
    expired.fence += 1
    _end(expired, "quarantined", failure, reason)
    db.commit()


def _work(lease: Lease) -> None:
    row = session.get_one(Task, lease.task_id)
    name, subject = row.name, row.subject
    kind = _kinds[name]
    session.rollback()
    try:
        kind.handler(subject, lease)
        _end(lease.row(), "done")
        db.commit()
    except LeaseLost:
        raise
    except Later as later:
        _come_again(lease, kind, subject, later)
    except Hopeless as error:
        _quarantine(lease, kind, subject, error, str(error))
    except Exception as error:
        if disk.is_full(error):
            full = Later(FULL_DISK, str(error), Failure.NO_ROOM, endless=True)
            _come_again(lease, kind, subject, full)
            return
        log.exception("task %s failed at attempt %s", name, lease.attempt)
        _fail(lease, kind, subject, error)


def _come_again(lease: Lease, kind: Kind, subject: str, later: Later) -> None:
    session.rollback()
    if not later.endless and now() - lease.created_at > kind.give_up_after:
        _quarantine(lease, kind, subject, later, str(later))
        return
    _release(lease, later.delay, later, str(later), attempts=lease.attempt - 1)


def _fail(lease: Lease, kind: Kind, subject: str, error: Exception) -> None:
    session.rollback()
    reason = f"{type(error).__name__}: {error}"
    if lease.attempt >= ATTEMPTS:
        _quarantine(lease, kind, subject, error, reason)
    else:
        back_off = timedelta(seconds=BACK_OFF[lease.attempt - 1])
        _release(lease, back_off, error, reason, attempts=lease.attempt)


def _release(
    lease: Lease, delay: timedelta, error: Exception, reason: str, *, attempts: int
) -> None:
    row = lease.row()
    row.state, row.lease_until, row.dispatched_at = "pending", None, None
    row.not_before, row.attempts = now() + min(delay, LONGEST_DELAY), attempts
    row.failure, row.last_error = failure_of(error), reason[:500]
    db.commit()


def _quarantine(lease: Lease, kind: Kind, subject: str, error: Exception, reason: str) -> None:
    session.rollback()
    if kind.on_quarantine:
        kind.on_quarantine(subject, reason)
    _end(lease.row(), "quarantined", failure_of(error), reason)
    db.commit()
    log.error("task %s %s is quarantined: %s", lease.task_id, subject, reason)
