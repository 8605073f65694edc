"""What callers hear while a part of ours is down, and after how long somebody else answers them.

Seconds are those of the caller's line: what is spoken and waited for on the simulated clock, and
what the provider waits for our answers, which is time of this machine.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import create_engine, text
from werkzeug.wrappers import Request, Response

from core import config, db
from tests.conftest import use_database
from tests.core.silent_server import SilentServer
from tests.serving import served
from tests.stories.conftest import ACME, DOWN, Hotline
from tests.stories.gate import Gate
from voice import addresses, rows
from voice.simulator.network.journal import Try
from voice.simulator.network.webhooks import split_overrides
from voice.simulator.people.call import SimulatedCall
from voice.simulator.server import Simulator
from voice.telephony import rescue, twiml, webhooks

ON_CALL = "+33639980900"
SORRY = "Un incident technique"
MOMENT = "Un instant, s'il vous plaît."
ASKED_AGAIN = webhooks.MOST_AGAIN * 5.0  # seconds of words and pauses until we give up


@pytest.fixture
def gate(postgresql_database: str, environment: pytest.MonkeyPatch) -> Iterator[Gate]:
    made = Gate(postgresql_database)
    yield made
    made.open()
    db.dispose()
    made.close()


@pytest.fixture
def database(gate: Gate, environment: pytest.MonkeyPatch) -> str:
    return use_database(environment, gate.url)


@pytest.fixture
def second_host() -> Iterator[str]:
    """The address of a host that has the text of the fallback, and nothing else."""

    @Request.application
    def answer(_request: Request) -> Response:
        return Response(twiml.fallback(["fr", "en"], ON_CALL, ACME), content_type="text/xml")

    with served(answer) as url:
        yield f"{url}/fallback"


@pytest.fixture
def simulator(
    environment: pytest.MonkeyPatch, address: str, second_host: str
) -> Iterator[Simulator]:
    with Simulator(address, config.settings().credentials, fallback_url=second_host) as running:
        environment.setenv("TWILIO_API_BASE_URL", running.base_url)
        config.settings.cache_clear()
        yield running


def phone(hotline: Hotline, gives_up_after: float = 120.0) -> SimulatedCall:
    placed = hotline.simulator.place_call(ACME, gives_up_after=gives_up_after)
    hotline.simulator.wait(placed.sid)
    return placed


def said(call: SimulatedCall) -> list[str]:
    return [line.text for line in call.story.lines() if line.kind in ("said", "dialed")]


def seconds_until_fallback(hotline: Hotline, call: SimulatedCall) -> tuple[float, float]:
    """(spoken and paused, waited for us) from the ring until the fallback address was asked."""
    at = next(line.at for line in call.story.lines() if line.kind == "fallback")
    tries = hotline.simulator.journal.tries("voice", call.sid)
    ours = [each for each in tries if "/twilio/" in each.url]
    return at, sum(each.seconds for each in ours)


def hears_the_fallback(call: SimulatedCall) -> None:
    assert [line for line in said(call) if line.startswith(SORRY)]
    assert f"{ON_CALL} rings, and nobody answers" in said(call)


def test_a_dead_database_is_bridged_for_some_seconds_and_then_another_host_answers(
    hotline: Hotline, gate: Gate
) -> None:
    gate.refuse()
    call = phone(hotline)
    assert said(call).count(MOMENT) == webhooks.MOST_AGAIN
    hears_the_fallback(call)
    spoken, waited = seconds_until_fallback(hotline, call)
    assert spoken == pytest.approx(ASKED_AGAIN, abs=2)
    assert waited < ASKED_AGAIN


@pytest.fixture
def dies_in_the_room(hotline: Hotline, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database is dead from when the first waiting music was answered.

    The caller's time stands still while we ask the provider, as it does for all requests.
    """
    monkeypatch.setattr(rescue, "begin", rescue.send_elsewhere)
    note = hotline.simulator.journal.note

    def look(attempt: Try) -> None:
        note(attempt)
        if "/twilio/wait/" in attempt.url:
            gate.refuse()

    monkeypatch.setattr(hotline.simulator.journal, "note", look)


def test_whoever_waits_in_the_room_is_sent_to_the_other_host_as_well(
    hotline: Hotline, dies_in_the_room: None
) -> None:
    number = hotline.simulator.hold_number(ACME)
    urls = hotline.simulator.exchange.urls
    number.settings |= {"VoiceUrl": urls.voice, "VoiceFallbackUrl": urls.fallback}
    call = phone(hotline, gives_up_after=600.0)
    assert said(call).count(MOMENT) == rescue.PATIENCE
    hears_the_fallback(call)
    assert seconds_in_room(call) == pytest.approx(rescue.PATIENCE * 12, abs=4)


def seconds_in_room(call: SimulatedCall) -> float:
    """From the first time that the caller is asked to wait until another host speaks."""
    began = next(line.at for line in call.story.lines() if line.text == MOMENT)
    return next(line.at for line in call.story.lines() if line.text.startswith(SORRY)) - began


def test_without_another_host_they_hear_an_apology(
    hotline: Hotline, dies_in_the_room: None
) -> None:
    call = phone(hotline, gives_up_after=600.0)
    assert said(call)[-1].startswith(SORRY)
    assert "the caller gives up" not in [line.text for line in call.story.lines()]


def test_a_database_that_comes_back_soon_costs_the_caller_a_moment(
    hotline: Hotline, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing else: the call is known, and has its ticket."""
    again = twiml.again

    def come_back(url: str) -> str:
        gate.open()
        return again(url)

    monkeypatch.setattr(twiml, "again", come_back)
    gate.refuse()
    call = phone(hotline)
    assert said(call).count(MOMENT) == 1
    assert not [line for line in call.story.lines() if line.kind == "fallback"]
    assert hotline.ticket(call).state == "abandoned"


def test_what_was_lost_meanwhile_is_made_up_from_the_providers_lists(
    hotline: Hotline, gate: Gate
) -> None:
    gate.refuse()
    call = phone(hotline)
    statuses = hotline.simulator.journal.tries("status", call.sid)
    assert [each.status for each in statuses] == [503] * 6  # the last one is lost
    gate.open()
    assert rows.find(call.sid) is None
    hotline.reconcile()
    assert hotline.ticket(call).state == "abandoned"


def hurry_the_provider(hotline: Hotline, monkeypatch: pytest.MonkeyPatch) -> float:
    """Let it wait a tenth of the time for each answer; returns for how long, in seconds."""
    exchange = hotline.simulator.exchange
    quick = {
        name: re.sub(r"rt=\d+", "rt=400", getattr(exchange.urls, name))
        for name in ("voice", "status")
    }
    monkeypatch.setattr(exchange, "urls", replace(exchange.urls, **quick))
    return 0.4


def test_a_database_that_does_not_answer_costs_three_times_of_waiting(
    hotline: Hotline, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    each_waits = hurry_the_provider(hotline, monkeypatch)
    gate.fall_silent()
    call = phone(hotline)
    assert MOMENT not in said(call)
    hears_the_fallback(call)
    spoken, waited = seconds_until_fallback(hotline, call)
    assert (spoken, waited) == (0, pytest.approx(3 * each_waits, abs=each_waits))


def test_a_service_that_is_down_is_not_waited_for(hotline: Hotline) -> None:
    """The proxy answers for it, with an error."""
    DOWN.set()
    call = phone(hotline)
    assert MOMENT not in said(call)
    hears_the_fallback(call)
    spoken, waited = seconds_until_fallback(hotline, call)
    assert spoken == 0 and waited < 2


def test_a_slow_database_is_not_waited_for(
    hotline: Hotline, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each request is given up before the provider gives it up, and frees its thread."""
    limit = 0.3
    monkeypatch.setattr(webhooks, "LONGEST_STATEMENT", limit)
    with create_engine(postgresql_url).connect() as other:
        other.execute(text("LOCK TABLE calls IN ACCESS EXCLUSIVE MODE"))
        call = phone(hotline)
    assert said(call).count(MOMENT) == webhooks.MOST_AGAIN
    hears_the_fallback(call)
    tries = hotline.simulator.journal.tries("voice", call.sid)
    ours = [each.status for each in tries if "/twilio/" in each.url]
    assert ours == [200] * webhooks.MOST_AGAIN + [503]
    spoken, waited = seconds_until_fallback(hotline, call)
    assert waited >= limit * (webhooks.MOST_AGAIN + 1)
    assert spoken == pytest.approx(ASKED_AGAIN, abs=2)


def test_a_request_is_given_up_before_the_provider_does() -> None:
    """Statements that are slow end before the read time-outs of both kinds of addresses."""
    longest = webhooks.LONGEST_CLASH + webhooks.LONGEST_STATEMENT
    for overrides in (addresses.FOR_TWIML, addresses.FOR_CALLBACKS, addresses.FOR_ONCE_MORE):
        assert longest < split_overrides(f"http://host/{overrides}")[1].read
    assert split_overrides(f"http://host/{addresses.FOR_TWIML}")[1].read > db.CONNECT_SECONDS


@pytest.mark.parametrize("part", ["redis", "storage"])
def test_callers_notice_nothing_of_other_parts(
    environment: pytest.MonkeyPatch, hotline: Hotline, part: str
) -> None:
    server = SilentServer()
    silent = {
        "redis": ("REDIS_URL", f"{server.url.replace('http', 'redis')}/0"),
        "storage": ("STORAGE_URL", f"s3://recordings?endpoint={server.url}"),
    }
    environment.setenv(*silent[part])
    config.settings.cache_clear()
    call = hotline.talk()
    server.close()
    assert MOMENT not in said(call)
    assert not [line for line in call.story.lines() if line.kind == "fallback"]
    tries = hotline.simulator.journal.tries(call_sid=call.sid)
    assert {each.status for each in tries} == {200}
    assert hotline.call(call).state == "closed"
