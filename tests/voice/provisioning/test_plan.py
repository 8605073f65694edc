"""What a set-up changes: only what differs, as often as one likes, also after half of it failed."""

import pytest

from core.config import settings
from tests.voice.provisioning.world import ACME
from voice import addresses
from voice.gateway import GatewayError
from voice.provisioning import plan
from voice.simulator.network.account import Application, Number
from voice.simulator.network.webhooks import split_overrides
from voice.simulator.server import Simulator


@pytest.fixture
def database(sqlite_database: str) -> str:
    """Nothing is asked of it here."""
    return sqlite_database


@pytest.fixture
def without_app(simulator: Simulator) -> dict[str, Application]:
    """The settings name no TwiML App, and the account holds none."""
    settings().__dict__["credentials"] = settings().credentials._replace(twiml_app_sid="")
    apps = simulator.exchange.by_sid(Application)
    apps.clear()
    return apps


def test_every_address_says_what_is_repeated(number: Number) -> None:
    """On the TwiML App too: an agent's phone whose first request fails would be silent."""
    for address in (
        plan.of_number()["voice_url"],
        plan.of_number()["status_callback"],
        plan.of_app()["voice_url"],
    ):
        overrides = split_overrides(address)[1]
        assert overrides.retries_on("5xx") and overrides.retries >= 2 and overrides.read < 15


def test_the_second_plan_is_empty(number: Number) -> None:
    first = plan.make(ACME, "https://second.example/fallback")
    assert {each.name for each in first.of_number} == {
        "voice_url", "status_callback", "voice_fallback_url", "voice_fallback_method",
    }  # fmt: skip
    assert plan.carry_out(first) is None
    assert plan.make(ACME, "https://second.example/fallback").changes == ()
    assert number.settings["VoiceUrl"] == addresses.address("voice")
    assert number.settings["VoiceFallbackMethod"] == "GET"


def test_a_fallback_that_is_there_stays(number: Number) -> None:
    number.settings |= {"VoiceUrl": "https://a.example", "VoiceFallbackUrl": "https://b.example"}
    plan.carry_out(plan.make(ACME))
    assert number.settings["VoiceFallbackUrl"] == "https://b.example"


def test_an_app_that_would_be_asked_instead_is_taken_off_the_number(number: Number) -> None:
    number.settings["VoiceApplicationSid"] = "AP" + "0" * 32
    made = plan.make(ACME)
    assert [each.name for each in made.changes if each.after == ""] == ["voice_application_sid"]
    plan.carry_out(made)
    assert number.settings["VoiceApplicationSid"] == ""


def test_an_app_of_the_settings_is_put_right(simulator: Simulator, number: Number) -> None:
    (app,) = simulator.exchange.by_sid(Application).values()
    app.settings["VoiceUrl"] = "https://old.example/agent"
    assert plan.carry_out(plan.make(ACME)) is None
    assert app.settings["VoiceUrl"] == addresses.address("agent")


def test_an_app_is_made_once(number: Number, without_app: dict[str, Application]) -> None:
    made = plan.carry_out(plan.make(ACME))
    assert made is not None and list(without_app) == [made.sid]
    assert plan.carry_out(plan.make(ACME)) is None
    assert len(without_app) == 1


def test_a_set_up_that_stopped_half_way_goes_on_where_it_stopped(
    simulator: Simulator, number: Number, without_app: dict[str, Application]
) -> None:
    wanted = plan.make(ACME)
    simulator.exchange.account.refused["IncomingPhoneNumbers"] = 429
    with pytest.raises(GatewayError):
        plan.carry_out(wanted)
    assert len(without_app) == 1 and number.settings == {}
    simulator.exchange.account.refused.clear()
    rest = plan.make(ACME)
    assert rest.of_app == () and rest.of_number
    plan.carry_out(rest)
    assert plan.make(ACME).changes == () and len(without_app) == 1


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("", "not set"),
        ("POST", "POST"),
        ("https://u:p@h.example:8443/a?t=1#rc=2", "https://h.example:8443/a?…"),
        ("https://h.example/a", "https://h.example/a"),
    ],
)
def test_addresses_are_shown_without_their_secrets(address: str, shown: str) -> None:
    assert plan.shown(address) == shown
