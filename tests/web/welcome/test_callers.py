"""A simulated caller rings for those who answer calls, once for each press, and only where no
telephony is real."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from core import config, db
from core.config import Settings, settings
from core.tenants import User
from tests.conftest import World
from tests.web.conftest import Person
from voice.agents import presence
from voice.simulator.server import Simulator
from voice.simulator.sound.audio import RATE
from web.welcome import callers

SignedIn = Callable[[User], Person]


@pytest.fixture(autouse=True)
def models(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The languages whose speech model is there: French alone."""
    installed = {"fr"}
    monkeypatch.setattr(callers, "_transcribed", lambda: installed)
    return installed


@pytest.fixture
def simulator(app: Flask, environment: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """A telephone network of this service; nobody answers its webhooks."""
    with Simulator("http://127.0.0.1:1", settings().credentials) as running:
        environment.setenv("TWILIO_API_BASE_URL", running.base_url)
        config.settings.cache_clear()
        yield running


def ask(who: Person, world: World, **wish: Any) -> TestResponse:
    asked = {"line": world.acme_line.number, "speaks": True, "token": "one", **wish}
    return who.post("/desk/simulated-callers", json=asked)


def offered(who: Person) -> Any:
    page = who.get("/desk").get_data(as_text=True)
    boot = page.partition('id="boot">')[2].partition("</script>")[0]
    return json.loads(boot)["callers"]


def status_of(user: User) -> str:
    db.session.rollback()
    return presence.of(user.id).status


def test_a_caller_rings_and_the_agent_is_available(
    simulator: Simulator, signed_in: SignedIn, world: World
):
    reply = ask(signed_in(world.ana), world)
    assert reply.get_json()["number"].startswith("+33 6 39 98 ")
    assert reply.get_json()["made_available"] is True
    assert status_of(world.ana) == "available"
    (call,) = simulator.calls.values()
    scenario = call.scenario
    assert scenario.line == world.acme_line.number
    assert len(scenario.caller) > 60 * RATE
    assert (scenario.gives_up_after, scenario.stays, scenario.speed) == (600.0, 600.0, 1.0)
    assert not scenario.scripted_agent


def test_a_second_press_is_the_same_caller(simulator: Simulator, signed_in: SignedIn, world: World):
    ana = signed_in(world.ana)
    first, again = (ask(ana, world).get_json() for _ in range(2))
    assert first["number"] == again["number"]
    assert again["made_available"] is False
    assert len(simulator.calls) == 1
    ask(ana, world, token="another")
    ask(signed_in(world.bruno), world)  # the token is of each person
    assert len(simulator.calls) == 3


def test_a_caller_may_be_hurried_and_silent(
    simulator: Simulator, signed_in: SignedIn, world: World
):
    assert ask(signed_in(world.ana), world, hurried=True, speaks=False).status_code == 200
    (call,) = simulator.calls.values()
    assert (call.scenario.gives_up_after, len(call.scenario.caller)) == (callers.HURRIED, 0)


def test_a_caller_rings_only_where_the_call_is_offered_to_who_asks(
    simulator: Simulator, signed_in: SignedIn, world: World
):
    numbers = [line["number"] for line in offered(signed_in(world.bruno))["lines"]]
    assert numbers == [world.acme_line.number, world.globex_line.number]
    assert ask(signed_in(world.ana), world, line=world.globex_line.number).status_code == 404
    assert offered(signed_in(world.sofia)) is None  # no client's calls are offered to her
    for nobody_is_called in (world.sofia, world.rita):
        assert ask(signed_in(nobody_is_called), world).status_code == 404
    assert not simulator.calls


def test_nobody_rings_where_telephony_is_real(
    simulator: Simulator, signed_in: SignedIn, world: World, monkeypatch: pytest.MonkeyPatch
):
    ana = signed_in(world.ana)
    monkeypatch.setattr(Settings, "simulated", property(lambda _settings: False))
    assert offered(ana) is None
    assert ask(ana, world).status_code == 404
    assert not simulator.calls


def test_a_language_without_its_model_is_shown_and_not_taken(
    simulator: Simulator, signed_in: SignedIn, world: World, models: set[str]
):
    models.clear()
    ana = signed_in(world.ana)
    assert [line["has_model"] for line in offered(ana)["lines"]] == [False]
    reply = ask(ana, world)
    assert (reply.status_code, reply.get_json()["error"]) == (422, "no_model")
    assert not simulator.calls


def test_without_a_simulator_it_says_what_to_do_and_nobody_is_made_available(
    app: Flask, signed_in: SignedIn, world: World
):
    reply = ask(signed_in(world.ana), world)
    assert (reply.status_code, reply.get_json()["error"]) == (502, "no_simulator")
    assert "make serve" in reply.get_json()["message"]
    assert status_of(world.ana) == "offline"


def test_the_simulator_of_another_service_is_left_alone(
    simulator: Simulator, signed_in: SignedIn, world: World, monkeypatch: pytest.MonkeyPatch
):
    other = simulator.exchange.credentials._replace(account_sid="AC" + "0" * 32)
    monkeypatch.setattr(simulator.exchange, "credentials", other)
    assert ask(signed_in(world.ana), world).status_code == 502
    assert not simulator.calls


def test_who_asks_must_be_signed_in(nobody: Person, simulator: Simulator, world: World):
    assert ask(nobody, world).status_code == 401
    assert not simulator.calls
