"""How often passwords may be tried: by whom, for whom, and who is not held up by others."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from itsdangerous import TimestampSigner
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from core import config, db
from core.audit import AuditEntry
from core.clock import tick
from tests.conftest import World, on_sqlite
from tests.core.conftest import FAILING, at_once, failing_valkey
from tests.web.conftest import QUICK, Person
from web.accounts import attempts, auth, known_browsers
from web.accounts.attempts import ACCOUNT, ADDRESS, BROWSER, PAIR, AttemptBucket, Limit, buckets

PASSWORD = "a lift between two floors"
WRONG = "not her password"
HASHED = QUICK.hash(PASSWORD)
START = datetime(2025, 11, 30, 8, 0, tzinfo=UTC)
STRANGER, ELSEWHERE = "198.51.100.7", "203.0.113.20"
pytestmark = pytest.mark.usefixtures("quick_passwords")


class Clock:
    """The time that attempts see."""

    at = START

    def __call__(self) -> datetime:
        return self.at

    def go_on(self, time: timedelta) -> None:
        self.at += time


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(auth, "now", made)
    return made


@pytest.fixture
def proxied(environment: pytest.MonkeyPatch) -> None:
    """One proxy is in front."""
    environment.setenv("TRUSTED_PROXIES", "1")


@pytest.fixture
def world(world: World) -> World:
    """All have a password."""
    for user in (world.ana, world.bruno, world.rita):
        user.password_hash = HASHED
    db.commit()
    return world


@pytest.fixture
def attempt(proxied: None, app: Flask, clock: Clock, world: World) -> Callable[..., TestResponse]:
    """Try to sign in from an address, with a fresh browser unless one is given."""
    app.config["WTF_CSRF_ENABLED"] = False

    def call(
        email: str = "ana@filrouge.example",
        password: str = WRONG,
        come_from: str = STRANGER,
        who: Person | None = None,
    ) -> TestResponse:
        browser = who.browser if who else app.test_client()
        form = {"email": email, "password": password}
        return browser.post("/login", data=form, headers={"X-Forwarded-For": come_from})

    return call


Attempt = Callable[..., TestResponse]


def statuses(replies: list[TestResponse]) -> list[int]:
    return [reply.status_code for reply in replies]


def addresses(count: int) -> list[str]:
    return [f"203.0.{number // 250}.{number % 250}" for number in range(count)]


def actions(action: str) -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).filter_by(action=action)))


def test_whoever_tries_one_account_from_everywhere_is_stopped(attempt: Attempt):
    replies = [attempt(come_from=address) for address in addresses(40)]
    assert statuses(replies) == [401] * ACCOUNT.holds + [429] * (40 - ACCOUNT.holds)


def test_a_forged_header_is_of_no_use(attempt: Attempt):
    forged = [f"{address}, {STRANGER}" for address in addresses(15)]
    replies = [attempt(come_from=header) for header in forged]
    assert statuses(replies) == [401] * PAIR.holds + [429] * (15 - PAIR.holds)


def test_whoever_tries_many_accounts_from_one_address_is_stopped(attempt: Attempt):
    replies = [attempt(f"stranger-{number}@filrouge.example") for number in range(65)]
    assert statuses(replies) == [401] * ADDRESS.holds + [429] * (65 - ADDRESS.holds)
    assert attempt(password=PASSWORD, come_from=ELSEWHERE).status_code == 302


def test_unknown_accounts_are_counted_alike(attempt: Attempt):
    """Nobody learns from the limit which accounts there are."""
    known = [attempt(come_from=address) for address in addresses(35)]
    unknown = [attempt("nobody@filrouge.example", come_from=address) for address in addresses(35)]
    assert statuses(known) == statuses(unknown)
    assert known[-1].headers["Retry-After"] == unknown[-1].headers["Retry-After"]


def test_one_stranger_locks_nobody_out(attempt: Attempt, clock: Clock):
    """Hours of attempts from one address, and everyone who comes from another one signs in."""
    for _ in range(PAIR.holds * 3):
        assert 401 in statuses([attempt(), attempt()])
        clock.go_on(PAIR.empties)
    assert attempt().status_code == 401
    for name in ("ana", "bruno", "rita"):
        email = f"{name}@filrouge.example"
        assert attempt(email, PASSWORD, come_from=ELSEWHERE).status_code == 302


def test_a_browser_that_has_signed_in_before_is_not_held_up_by_others(
    attempt: Attempt, nobody: Person
):
    assert attempt(password=PASSWORD, who=nobody).status_code == 302
    replies = [attempt(come_from=address) for address in addresses(31)]
    replies += [attempt(f"stranger-{number}@filrouge.example") for number in range(61)]
    assert replies[30].status_code == replies[-1].status_code == 429
    assert attempt(password=PASSWORD, who=nobody).status_code == 302
    assert attempt(password=PASSWORD).status_code == 429
    assert attempt("bruno@filrouge.example", PASSWORD, who=nobody).status_code == 429


def test_a_known_browser_may_not_try_for_ever_either(attempt: Attempt, nobody: Person):
    attempt(password=PASSWORD, who=nobody)
    replies = [attempt(who=nobody, come_from=address) for address in addresses(12)]
    assert statuses(replies) == [401] * BROWSER.holds + [429] * 2
    assert attempt(password=PASSWORD).status_code == 302


def test_a_shared_computer_is_known_for_all_who_use_it(attempt: Attempt, nobody: Person):
    for name in ("ana", "bruno"):
        attempt(f"{name}@filrouge.example", PASSWORD, who=nobody)
        nobody.browser.delete_cookie("session")
    for address in addresses(31):
        attempt(come_from=address)
    assert attempt(password=PASSWORD, who=nobody).status_code == 302
    nobody.browser.delete_cookie("session")
    assert 429 in statuses([attempt(who=nobody) for _ in range(BROWSER.holds + 1)])
    assert attempt("bruno@filrouge.example", PASSWORD, who=nobody).status_code == 302


def let_pass(seconds: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """For what is signed with its time."""
    later = int(time.time()) + seconds
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _signer: later)


def test_a_browser_is_known_for_half_a_year(
    attempt: Attempt, nobody: Person, monkeypatch: pytest.MonkeyPatch
):
    attempt(password=PASSWORD, who=nobody)
    let_pass(known_browsers.KEPT_SECONDS + 9, monkeypatch)
    for address in addresses(ACCOUNT.holds):
        attempt(come_from=address)
    assert attempt(password=PASSWORD, who=nobody).status_code == 429


@pytest.mark.parametrize(("more", "status"), [(-9, 302), (9, 404)])
def test_an_invitation_holds_for_a_day(
    nobody: Person, world: World, monkeypatch: pytest.MonkeyPatch, more: int, status: int
):
    path = f"/login/{known_browsers.invitation(world.ana)}"
    let_pass(known_browsers.INVITATION_SECONDS + more, monkeypatch)
    assert nobody.get(path).status_code == status


@pytest.mark.parametrize("cookie", ["", "made-up", "W10.made.up"])
def test_a_forged_cookie_makes_no_browser_known(attempt: Attempt, nobody: Person, cookie: str):
    nobody.browser.set_cookie("known", cookie)
    for address in addresses(30):
        attempt(come_from=address)
    assert attempt(password=PASSWORD, who=nobody).status_code == 429


def test_it_says_when_to_try_again_and_lets_in_then(attempt: Attempt, clock: Clock):
    for _ in range(PAIR.holds):
        attempt()
    clock.go_on(timedelta(seconds=30))
    late = attempt(password=PASSWORD)
    assert (late.status_code, late.headers["Retry-After"]) == (429, "570")
    assert "Réessayez dans 10 minutes" in late.get_data(as_text=True)
    clock.go_on(timedelta(seconds=569))
    assert "Réessayez dans une minute" in attempt().get_data(as_text=True)
    clock.go_on(timedelta(seconds=1))
    assert attempt(password=PASSWORD).status_code == 302


def test_it_says_so_in_english(attempt: Attempt, nobody: Person):
    nobody.post("/language", data={"language": "en"})
    for _ in range(PAIR.holds):
        attempt()
    page = attempt(who=nobody).get_data(as_text=True)
    assert "Try again in 10 minutes" in page and 'role="alert"' in page


def test_the_right_password_is_no_attempt(attempt: Attempt, app: Flask):
    """A whole shift signs in from one address within a few minutes."""
    replies = [attempt(password=PASSWORD) for _ in range(PAIR.holds + 2)]
    assert set(statuses(replies)) == {302}
    assert statuses([attempt(password=PASSWORD) for _ in range(2)]) == [302, 302]


def test_what_is_tried_while_held_up_does_not_count(attempt: Attempt, clock: Clock):
    for _ in range(PAIR.holds * 3):
        attempt()
    clock.go_on(PAIR.empties)
    assert attempt(password=PASSWORD).status_code == 302


def test_an_attempt_counts_before_the_password_is_looked_at(
    attempt: Attempt, monkeypatch: pytest.MonkeyPatch
):
    """However it ends: many attempts at once, or a process that dies over each, are no more."""

    def broken(_password: str, _hashed: str) -> str:
        raise RuntimeError("ended here")

    monkeypatch.setattr(auth, "verified", broken)
    replies = [attempt() for _ in range(PAIR.holds + 1)]
    assert statuses(replies) == [500] * PAIR.holds + [429]


def test_where_the_proxy_does_not_tell_who_asks_nobody_stands_for_all(
    attempt: Attempt, caplog: pytest.LogCaptureFixture
):
    replies = [attempt(f"stranger-{number}@filrouge.example", come_from="") for number in range(65)]
    assert set(statuses(replies)) == {401}
    assert attempt(password=PASSWORD, come_from="").status_code == 302


def test_whoever_is_held_up_is_noted(
    attempt: Attempt, world: World, caplog: pytest.LogCaptureFixture
):
    for _ in range(PAIR.holds + 5):
        attempt()
    (entry,) = actions("sign_in.held_up")
    assert (entry.subject, entry.detail) == (world.ana.id, {"limits": ["address, account"]})
    assert len(actions("sign_in.refused")) == PAIR.holds
    assert f"too many attempts (address, account) from {STRANGER}" in caplog.text


def test_nothing_that_was_typed_is_stored(attempt: Attempt):
    attempt("my secret password")
    rows = db.session.scalars(select(AttemptBucket)).all()
    assert {row.limit_name for row in rows} == {"address", "account", "address, account"}
    for row in rows:
        assert re.fullmatch(r"[0-9a-f]{64}", row.key)
        assert row.account == "" or re.fullmatch(r"[0-9a-f]{64}", row.account)


@pytest.mark.parametrize("how", FAILING)
def test_the_queue_servers_state_is_of_no_importance(
    how: str, environment: pytest.MonkeyPatch, tmp_path: Path, request: pytest.FixtureRequest
):
    with failing_valkey(how, tmp_path) as url:
        environment.setenv("REDIS_URL", url)
        attempt: Attempt = request.getfixturevalue("attempt")
        replies = [attempt() for _ in range(14)]
        assert statuses(replies) == [401] * PAIR.holds + [429] * (14 - PAIR.holds)
        assert attempt(password=PASSWORD, come_from=ELSEWHERE).status_code == 302


def test_empty_buckets_are_forgotten_by_the_clock(attempt: Attempt):
    attempt()  # a year ago, by the real clock
    attempts.take(buckets("bruno@filrouge.example", "", ""), datetime.now(UTC))
    db.commit()
    tick(only="web.accounts.attempts.forget_empty")
    assert db.session.scalar(select(func.count()).select_from(AttemptBucket)) == 1


def test_supervisors_see_and_admit_who_is_held_up(
    attempt: Attempt, app: Flask, nobody: Person, world: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("web.accounts.cli.now", lambda: START)
    for address in addresses(31):
        attempt(come_from=address)
    attempt("bruno@filrouge.example")

    def run(*words: str) -> str:
        result = app.test_cli_runner().invoke(args=["users", *words])
        assert result.exit_code == 0, result.output
        return result.output

    listed = run("attempts")
    assert "ana@filrouge.example (account): 30 of 30, held up until 2025-11-30 08:05:00" in listed
    assert "bruno@filrouge.example (account): 1 of 30\n" in listed
    assert "bruno" not in run("attempts", "ANA@filrouge.example")
    *_, address = run("admit", "ana@filrouge.example").split()
    assert "ana" not in run("attempts")
    assert [entry.subject for entry in actions("user.admitted")] == [world.ana.id]
    for other in addresses(31):
        attempt(come_from=other)
    path = address.removeprefix(config.settings().public_base_url)
    assert nobody.get(path).location == "/login"
    assert attempt(password=WRONG, who=nobody).status_code == 401
    assert attempt("bruno@filrouge.example", who=nobody).status_code == 401
    assert attempt(password=PASSWORD, who=nobody).status_code == 302
    assert nobody.get("/login/made-up").status_code == 404


def test_a_bucket_empties_one_by_one():
    limit = Limit("x", 3, timedelta(minutes=1))
    assert limit.tried(START, START) == 0 and not limit.wait(START, START)
    full = START + 3 * limit.empties
    assert limit.tried(full, START) == 3 and limit.wait(full, START) == limit.empties
    later = START + timedelta(seconds=61)
    assert limit.tried(full, later) == 2 and not limit.wait(full, later)


def test_a_clock_that_is_set_back_keeps_nobody_out_for_so_long(database: str):
    chosen = buckets("ana@filrouge.example", STRANGER, "")
    jump = timedelta(hours=20)
    for _ in range(PAIR.holds):
        assert not attempts.take(chosen, START + jump)
    assert attempts.take(chosen, START) == PAIR.empties
    assert not attempts.take(chosen, START + PAIR.empties)
    assert attempts.take(chosen, START + PAIR.empties) == PAIR.empties


def test_many_at_once_are_no_more_than_that(database: str):
    """Also the first ones, which make the bucket."""
    chosen = buckets("ana@filrouge.example", STRANGER, "")

    def one(_number: int) -> bool:
        wait = db.with_retries(lambda: _counted(chosen), auth.CLASHES)
        return not wait

    assert at_once(24, one).count(True) == PAIR.holds


def _counted(chosen: list[attempts.Bucket]) -> timedelta:
    wait = attempts.take(chosen, START)
    db.commit()
    return wait


@on_sqlite
def test_a_right_password_among_wrong_ones_takes_back_its_own(database: str):
    chosen = buckets("ana@filrouge.example", STRANGER, "")
    for _ in range(3):
        attempts.take(chosen, START)
    attempts.give_back(chosen)
    rows = attempts.of_account("ana@filrouge.example")
    assert [attempts.LIMITS[row.limit_name].tried(row.empty_at, START) for row in rows] == [2, 2]
    attempts.forget("ana@filrouge.example")
    assert attempts.of_account("ana@filrouge.example") == []
    attempts.give_back(chosen)
