"""Time, and the duties of the `clock` process."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Mapped, mapped_column

from core import db, wake
from core.db import Base, UtcDateTime, session

log = logging.getLogger(__name__)
HOLD = timedelta(seconds=15)
APART = timedelta(minutes=1)  # the clocks of the machines agree within this


def now() -> datetime:
    return datetime.now(UTC)


def long_ago(noted: Any, at: datetime, age: timedelta) -> Any:
    """Whether what was noted at `noted`, a time or a column, is older than `age` at `at`.

    A time that has not come yet was noted before the clock was set back, nobody knows when: it must
    hold nothing up until the clock gets there again.
    """
    return (noted < at - age) | (noted > at + APART)


def is_over(until: Any, at: datetime, longest: timedelta) -> Any:
    """Whether a time limit, a time or a column, has passed that is set for `longest` at most.

    One that is farther away was set before the clock was set back.
    """
    return (until < at) | (until > at + longest + APART)


class ClockLock(Base):
    """The single row that makes a second clock a spare."""

    __tablename__ = "clock_lock"
    id: Mapped[int] = mapped_column(primary_key=True)
    holder: Mapped[str] = mapped_column(db.Id)
    held_until: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass
class Duty:
    name: str
    seconds: float
    run: Callable[[], object]
    due: float = field(default=0.0)


_duties: dict[str, Duty] = {}


def periodic(seconds: float) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register a duty that the clock carries out every `seconds`; the duty commits itself."""

    def register(run: Callable[[], object]) -> Callable[[], object]:
        name = f"{run.__module__}.{run.__qualname__}"
        _duties[name] = Duty(name, seconds, run)
        return run

    return register


def hold_lock(holder: str, at: datetime) -> bool:
    """Take or keep the clock's lock until `at` + 15 s; False where another clock holds it."""
    taken = session.execute(
        update(ClockLock)
        .where(ClockLock.id == 1)
        .where((ClockLock.holder == holder) | is_over(ClockLock.held_until, at, HOLD))
        .values(holder=holder, held_until=at + HOLD)
        .returning(ClockLock.id)
    ).first()
    if taken is None and session.get(ClockLock, 1) is None:
        session.add(ClockLock(id=1, holder=holder, held_until=at + HOLD))
        session.flush()
        return True
    return taken is not None


def tick(woken: bool = False, *, only: str | None = None) -> None:
    """Run every duty that is due; a wake-up makes the fast ones (≤ 1 s) due at once."""
    for duty in list(_duties.values()):
        if only is not None and duty.name != only:
            continue
        moment = time.monotonic()
        if moment >= duty.due or (woken and duty.seconds <= 1) or only:
            duty.due = moment + duty.seconds
            _carry_out(duty)


def _carry_out(duty: Duty) -> None:
    try:
        duty.run()
    except Exception:  # one duty that fails must not stop the others
        log.exception("the clock's duty %s failed", duty.name)
    finally:
        session.rollback()
        session.remove()


def run(stop: Event) -> None:
    """Run the clock process until `stop`: look every second, and at every wake-up."""
    holder = db.new_id()
    for woken in wake.listen(idle_seconds=0.5):
        if stop.is_set():
            return
        try:
            holds = hold_lock(holder, now())
            db.commit()
        except Exception:
            log.exception("the clock could not reach the database")
            session.remove()
            time.sleep(1)
            continue
        if holds:
            tick(woken)
