"""One row is outbox and lease: nothing is lost, and nothing is stored twice."""

import errno
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from core import db, outbox
from core.clock import now
from core.db import session
from core.outbox import ATTEMPTS, Handler, Hopeless, Later, Lease, LeaseLost, Task
from core.tenants import Client
from tests.conftest import on_sqlite
from tests.core.conftest import at_once
from tests.examples import examples

PAST = timedelta(seconds=1)


class Work:
    """A kind of task whose handler does what the test says, and remembers."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, int]] = []
        self.quarantined: list[tuple[str, str]] = []
        self.does = lambda subject, lease: None

    def handle(self, subject: str, lease: Lease) -> None:
        self.seen.append((subject, lease.attempt))
        self.does(subject, lease)


@pytest.fixture
def work(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    monkeypatch.setattr(outbox, "_kinds", {})
    made = Work()
    outbox.task(
        "test.work",
        give_up_after=timedelta(hours=1),
        on_quarantine=lambda subject, reason: made.quarantined.append((subject, reason)),
    )(made.handle)
    yield made


def posted(subject: str = "one") -> int:
    outbox.post("test.work", subject)
    db.commit()
    return row(subject).id


def row(subject: str = "one") -> Task:
    """As it is stored now; no transaction stays open, for on SQLite it would hold the lock."""
    session.rollback()
    task = session.scalars(
        select(Task).filter_by(subject=subject).execution_options(populate_existing=True)
    ).one()
    session.expunge(task)
    session.rollback()
    return task


def change(subject: str = "one", **values: object) -> None:
    session.execute(update(Task).filter_by(subject=subject).values(**values))
    session.commit()


def waiting() -> list[str]:
    subjects = session.scalars(select(Task.subject).where(outbox.waiting(now()))).all()
    session.rollback()
    return list(subjects)


def add_client(slug: str) -> None:
    session.add(Client(slug=slug, name=slug))
    session.flush()


def clients() -> list[str]:
    slugs = list(session.scalars(select(Client.slug)))
    session.rollback()
    return slugs


def test_the_same_work_twice_is_one_row(work: Work) -> None:
    posted()
    posted()
    assert session.scalars(select(Task.subject)).all() == ["one"]


def test_a_task_rolled_back_leaves_no_work(work: Work) -> None:
    outbox.post("test.work", "one")
    session.rollback()
    assert waiting() == []


def test_results_and_done_come_in_one_commit(work: Work) -> None:
    work.does = lambda subject, lease: add_client("made")
    outbox.run(posted())
    assert clients() == ["made"]
    assert (row().state, row().finished_at is not None) == ("done", True)
    assert waiting() == []


def test_an_attempt_is_counted_before_the_work(work: Work) -> None:
    task_id = posted()
    seen: list[tuple[str, int]] = []
    work.does = lambda subject, lease: seen.append((row().state, row().attempts))
    outbox.run(task_id)
    assert seen == [("leased", 1)]


def test_a_failure_throws_its_results_away_and_backs_off(work: Work) -> None:
    def fail(subject: str, lease: Lease) -> None:
        add_client("half")
        raise OSError("the disk is full")

    work.does = fail
    before = now()
    outbox.run(posted())
    assert clients() == []
    assert row().state == "pending"
    assert row().not_before >= before + timedelta(seconds=outbox.BACK_OFF[0])
    assert row().last_error == "OSError: the disk is full"
    assert waiting() == []


def test_the_fifth_failure_is_quarantined_and_reported(work: Work) -> None:
    def fail(subject: str, lease: Lease) -> None:
        raise ValueError("poison")

    work.does = fail
    task_id = posted()
    for _ in range(ATTEMPTS + 2):
        outbox.run(task_id)
        change(not_before=now() - PAST)
    assert [attempt for _, attempt in work.seen] == [1, 2, 3, 4, 5]
    assert row().state == "quarantined"
    assert work.quarantined == [("one", "ValueError: poison")]
    assert waiting() == []


def test_a_hopeless_task_is_not_tried_again(work: Work) -> None:
    def give_up(subject: str, lease: Lease) -> None:
        add_client("half")
        raise Hopeless("no such recording")

    work.does = give_up
    outbox.run(posted())
    assert clients() == []
    assert (row().state, row().last_error) == ("quarantined", "no such recording")
    assert work.quarantined == [("one", "no such recording")]


def test_later_costs_no_attempt(work: Work) -> None:
    def not_yet(subject: str, lease: Lease) -> None:
        raise Later(timedelta(minutes=3), "not ready")

    work.does = not_yet
    task_id = posted()
    for _ in range(ATTEMPTS + 3):
        outbox.run(task_id)
        assert row().not_before > now() + timedelta(minutes=2)
        change(not_before=now() - PAST)
    assert (row().state, row().attempts) == ("pending", 0)


def test_later_ends_when_there_has_been_enough_of_it(work: Work) -> None:
    def not_yet(subject: str, lease: Lease) -> None:
        raise Later(timedelta(minutes=3), "not ready")

    work.does = not_yet
    task_id = posted()
    change(created_at=now() - timedelta(hours=2))
    outbox.run(task_id)
    assert work.quarantined == [("one", "not ready")]


def test_work_without_room_on_a_disk_waits_for_it_and_costs_no_attempt(work: Work) -> None:
    def write(subject: str, lease: Lease) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/srv/storage")

    work.does = write
    task_id = posted()
    for _ in range(ATTEMPTS + 1):
        outbox.run(task_id)
        change(not_before=now() - PAST, created_at=now() - timedelta(days=9))
    assert (row().state, row().attempts) == ("pending", 0)
    assert row().last_error == "[Errno 28] No space left on device: '/srv/storage'"
    work.does = lambda subject, lease: None  # there is room
    outbox.run(task_id)
    assert (row().state, work.quarantined) == ("done", [])


def test_what_ran_in_between_is_seen(work: Work) -> None:
    task_id = posted()
    before = outbox.beginnings(["test.work"], "one")
    assert before == outbox.beginnings(["test.work", "test.other"], "one") == {"test.work": 0}
    during: list[object] = []
    work.does = lambda subject, lease: during.append(outbox.beginnings(["test.work"], "one"))
    outbox.run(task_id)
    assert during == [None]
    assert outbox.beginnings(["test.work"], "one") == {"test.work": 1}


def test_a_leased_row_is_not_given_twice(work: Work) -> None:
    task_id = posted()
    assert outbox.take(task_id) is not None
    assert outbox.take(task_id) is None
    assert waiting() == []


def test_one_of_many_workers_gets_the_lease(work: Work) -> None:
    task_id = posted()
    taken = at_once(12, lambda _: outbox.take(task_id))
    assert [type(one) for one in taken if one is not None] == [Lease]
    assert row().attempts == 1


def test_a_worker_that_lost_the_lease_stores_nothing(work: Work) -> None:
    task_id = posted()

    def be_overtaken(subject: str, lease: Lease) -> None:
        if lease.attempt > 1:
            add_client("second")
            return
        change(lease_until=now() - PAST)
        outbox.run(task_id)
        add_client("first")

    work.does = be_overtaken
    outbox.run(task_id)
    assert clients() == ["second"]
    assert (row().state, row().attempts) == ("done", 2)


def test_a_worker_that_lost_the_lease_learns_it_when_renewing(work: Work) -> None:
    task_id = posted()
    first = outbox.take(task_id)
    assert first is not None
    change(lease_until=now() - PAST)
    second = outbox.take(task_id)
    assert second is not None
    with pytest.raises(LeaseLost):
        first.renew()
    second.renew()
    assert row().lease_until > now() + timedelta(minutes=4)


def test_a_worker_that_vanished_is_followed_by_another(work: Work) -> None:
    task_id = posted()
    outbox.take(task_id)
    change(lease_until=now() - PAST)
    assert waiting() == ["one"]
    outbox.run(task_id)
    assert work.seen == [("one", 2)]
    assert row().state == "done"


def test_work_that_kills_each_worker_is_quarantined(work: Work) -> None:
    task_id = posted()
    for _ in range(ATTEMPTS):
        assert outbox.take(task_id) is not None
        change(lease_until=now() - PAST)
    outbox.run(task_id)
    assert work.seen == []
    assert (row().state, row().failure) == ("quarantined", "worker-died")
    assert [subject for subject, _ in work.quarantined] == ["one"]


def test_the_last_attempt_is_left_in_peace_while_its_lease_runs(work: Work) -> None:
    task_id = posted()
    change(attempts=ATTEMPTS - 1)
    lease = outbox.take(task_id)
    assert lease is not None
    outbox.run(task_id)
    assert row().state == "leased"
    lease.renew()


def test_the_retry_button_gives_all_attempts_again(work: Work) -> None:
    task_id = posted()
    change(state="quarantined", attempts=ATTEMPTS, finished_at=now())
    outbox.retry(task_id)
    db.commit()
    assert (row().state, row().attempts, waiting()) == ("pending", 0, ["one"])
    outbox.run(task_id)
    assert row().state == "done"


def test_the_retry_button_does_nothing_to_a_task_under_way(work: Work) -> None:
    task_id = posted()
    lease = outbox.take(task_id)
    assert lease is not None
    outbox.retry(task_id)
    db.commit()
    assert row().state == "leased"
    lease.renew()


@pytest.mark.parametrize(("again", "state"), [(False, "done"), (True, "pending")])
def test_done_work_is_done_once_more_only_when_asked(work: Work, again: bool, state: str) -> None:
    outbox.run(posted())
    outbox.post("test.work", "one", again=again)
    db.commit()
    assert row().state == state


def test_work_is_not_handed_out_before_its_time(work: Work) -> None:
    outbox.post("test.work", "one", delay=timedelta(minutes=5))
    db.commit()
    assert waiting() == []
    assert outbox.take(row().id) is None


def test_a_task_that_the_queue_lost_is_handed_out_again(work: Work) -> None:
    posted()
    change(dispatched_at=now())
    assert waiting() == []
    change(dispatched_at=now() - outbox.LOST_AFTER - PAST)
    assert waiting() == ["one"]


def test_without_a_queue_server_the_work_waits(work: Work) -> None:
    posted()
    outbox.dispatch()
    assert row().dispatched_at is None
    assert waiting() == ["one"]


def test_a_task_of_an_older_version_is_left_alone(work: Work) -> None:
    session.add(Task(name="gone.kind", subject="old", queue="default"))
    db.commit()
    outbox.run(row("old").id)
    outbox.run(10_000)
    assert (row("old").state, row("old").attempts) == ("pending", 0)


def fail(_subject: str, _lease: Lease) -> None:
    raise ValueError("poison")


def give_up(_subject: str, _lease: Lease) -> None:
    raise Hopeless("never")


def put_off(_subject: str, _lease: Lease) -> None:
    raise Later(timedelta(minutes=3), "not ready")


def be_done(_subject: str, _lease: Lease) -> None:
    return


def ask_again() -> None:
    outbox.post("test.work", "one", again=True)
    db.commit()


def drain() -> int:
    """Work until nothing is left, whatever its time; how often it was begun."""
    begun = 0
    while (task := row()).state in {"pending", "leased"}:
        change(not_before=now() - PAST)
        if task.state == "leased":
            change(lease_until=now() - PAST)
        outbox.run(task.id)
        begun += 1
    return begun


@pytest.mark.parametrize("attempts", [0, ATTEMPTS - 1])
@pytest.mark.parametrize("ends", [be_done, fail, give_up, put_off])
def test_work_asked_for_again_while_it_runs_is_begun_once_more(
    work: Work, ends: Handler, attempts: int
) -> None:
    task_id = posted()
    change(attempts=attempts)

    def be_asked(subject: str, lease: Lease) -> None:
        session.rollback()
        assert at_once(3, lambda _: ask_again()) == [None] * 3
        work.does = be_done
        ends(subject, lease)

    work.does = be_asked
    outbox.run(task_id)
    assert row().state == "pending"
    assert drain() == 1
    assert (row().state, row().again_at) == ("done", None)


@pytest.mark.parametrize("attempts", [1, ATTEMPTS])
def test_work_asked_for_again_before_its_worker_vanished_is_begun_once_more(
    work: Work, attempts: int
) -> None:
    task_id = posted()
    change(attempts=attempts - 1)
    assert outbox.take(task_id) is not None
    ask_again()
    change(lease_until=now() - PAST)
    outbox.run(task_id)
    drain()
    assert [subject for subject, _ in work.seen] == ["one"]
    assert row().state == "done"


def test_work_asked_for_again_keeps_the_time_that_it_was_asked_for(work: Work) -> None:
    lease = outbox.take(posted())
    assert lease is not None
    outbox.post("test.work", "one", delay=timedelta(minutes=5), again=True)
    db.commit()
    ask_again()  # a second request makes neither one more nor another time
    outbox._work(lease)
    assert row().not_before > now() + timedelta(minutes=4)
    assert waiting() == []


def test_work_not_asked_for_again_is_done_once(work: Work) -> None:
    lease = outbox.take(posted())
    assert lease is not None
    outbox.post("test.work", "one")
    db.commit()
    outbox._work(lease)
    assert (row().state, waiting()) == ("done", [])


def test_whoever_asks_again_as_work_begins_or_ends_is_served(work: Work) -> None:
    """Each asks after a fact of theirs, in one transaction: the last run has seen all facts."""
    seen: list[list[str]] = []
    work.does = lambda subject, lease: seen.append(clients())
    task_id = posted()

    def ask(number: int) -> None:
        add_client(f"fact-{number}")
        ask_again()

    for turn in range(4):
        change(state="pending", attempts=0)
        turns = at_once(3, lambda n, turn=turn: ask(turn * 2 + n) if n < 2 else outbox.run(task_id))
        assert turns == [None] * 3
        drain()
        assert len(seen[-1]) == turn * 2 + 2
    assert row().state == "done"


def test_one_task_is_made_by_many_who_post_it_at_once(work: Work) -> None:
    def post(number: int) -> None:
        outbox.post("test.work", "one", again=number % 2 == 1)
        db.commit()

    assert at_once(8, post) == [None] * 8
    assert session.scalars(select(Task.subject)).all() == ["one"]
    assert drain() == 1


def test_a_task_that_came_back_at_the_last_moment_is_not_given_up(work: Work) -> None:
    """Between the look that finds its lease expired and the quarantine, its worker renews it."""
    task_id = posted()
    change(attempts=ATTEMPTS - 1)
    lease = outbox.take(task_id)
    assert lease is not None
    change(lease_until=now() - PAST)

    def come_back(subject: str, reason: str) -> None:
        session.rollback()
        at_once(1, lambda _: lease.renew())

    kind = replace(outbox._kinds["test.work"], on_quarantine=come_back)
    outbox._kinds["test.work"] = kind
    outbox.run(task_id)
    assert row().state == "leased"
    lease.renew()


ENDS = {"done": be_done, "fail": fail, "hopeless": give_up, "later": put_off, "die": None}


@on_sqlite
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=examples(60),
    deadline=None,
)
@given(st.lists(st.sampled_from(["ask", "begin", *ENDS]), max_size=14))
def test_every_request_is_followed_by_one_beginning(work: Work, moves: list[str]) -> None:
    session.execute(delete(Task))
    task_id = posted()
    lease, owed = None, True
    for move in moves:
        if move == "ask":
            ask_again()
            owed = True
        elif move == "begin" and lease is None:
            change(not_before=now() - PAST)
            lease = outbox.take(task_id)
            owed = owed and lease is None
        elif lease is not None and move in ENDS:
            if ENDS[move] is None:
                change(lease_until=now() - PAST)
            else:
                work.does = ENDS[move]
                outbox._work(lease)
            owed = owed or (move in {"fail", "later", "die"} and row().state != "quarantined")
            lease = None
    work.does = be_done
    if lease is not None:
        outbox._work(lease)
    work.seen.clear()
    drain()
    assert len(work.seen) == owed


AHEAD = timedelta(hours=1)  # the clock was that much fast until now


def test_a_clock_that_is_set_back_holds_no_task_up(work: Work) -> None:
    task_id = posted()
    change(not_before=now() + AHEAD)
    assert waiting() == ["one"]
    change(dispatched_at=now() + AHEAD)
    assert waiting() == ["one"]
    first = outbox.take(task_id)
    assert first is not None and waiting() == []
    change(lease_until=now() + AHEAD)
    assert waiting() == ["one"]
    outbox.run(task_id)
    assert row().state == "done"
    with pytest.raises(LeaseLost):
        first.renew()


def test_the_last_attempt_of_a_clock_that_is_set_back_is_given_up(work: Work) -> None:
    task_id = posted()
    change(state="leased", attempts=ATTEMPTS, lease_until=now() + AHEAD)
    outbox.run(task_id)
    assert row().state == "quarantined"


def test_no_task_waits_longer_than_the_longest_delay(work: Work) -> None:
    def not_yet(subject: str, lease: Lease) -> None:
        raise Later(timedelta(days=1), "not ready")

    work.does = not_yet
    outbox.run(posted())
    assert row().not_before <= now() + outbox.LONGEST_DELAY
    assert waiting() == []
