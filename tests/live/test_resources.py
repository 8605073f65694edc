"""What the simulator answers has the shape of what the provider answers.

`pytest -m twilio` asks a real account; the same questions to the simulator alone are asked always.
"""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from tests.live.conftest import GIVEN
from tests.live.provider import Asker
from tests.live.shapes import differences
from voice.simulator.server import Simulator

EVENTS_AFTER = timedelta(minutes=15)  # https://www.twilio.com/docs/voice/api/call-event-resource
NO_CALL = "CA" + "0" * 32
APP = "Filrouge: a check, may be deleted"
DIALED = "<Response><Say language='fr-FR'>Ceci est un essai.</Say><Hangup/></Response>"

RESOURCES: dict[str, Callable[[Asker], Any]] = {
    "account": lambda asker: asker.account(".json"),
    "numbers": lambda asker: asker.account("/IncomingPhoneNumbers.json", PageSize="1"),
    "applications": lambda asker: asker.account("/Applications.json", PageSize="1"),
    "calls": lambda asker: asker.account("/Calls.json", PageSize="1"),
    "conferences": lambda asker: asker.account("/Conferences.json", PageSize="1"),
    "recordings": lambda asker: asker.account("/Recordings.json", PageSize="1"),
    "country": lambda asker: asker.elsewhere("voice", "/v1/DialingPermissions/Countries/FR"),
    "countries": lambda asker: asker.elsewhere("voice", "/v1/DialingPermissions/Countries"),
    "profiles": lambda asker: asker.elsewhere("trusthub", "/v1/CustomerProfiles"),
    "nothing": lambda asker: asker.account(f"/Calls/{NO_CALL}.json"),
}


@pytest.mark.twilio
@pytest.mark.parametrize("name", RESOURCES)
def test_resources(real: Asker, simulated: Asker, name: str) -> None:
    assert differences(RESOURCES[name](real), RESOURCES[name](simulated)) == []


@pytest.mark.twilio
def test_an_app_is_made_and_deleted(real: Asker, simulated: Asker) -> None:
    assert differences(app_made_and_deleted(real), app_made_and_deleted(simulated)) == []


def app_made_and_deleted(asker: Asker) -> Any:
    """The App as it was answered; it is gone afterwards, whatever happens."""
    form = {"FriendlyName": APP, "VoiceUrl": "https://example.com/agent#rc=2&rp=all"}
    made = asker.ask("POST", asker.applications(), data=form).json()
    try:
        assert made["voice_url"] == form["VoiceUrl"], "the fragment is kept"
        return made
    finally:
        assert asker.ask("DELETE", asker.applications(made["sid"])).status_code == 204
        assert asker.ask("GET", asker.applications(made["sid"])).status_code == 404


@pytest.mark.twilio
def test_a_ring_has_the_parameters_that_ours_have(real: Asker, network: Simulator) -> None:
    """By the last call that came in and is over for a quarter of an hour."""
    sent = first_parameters(real)
    ours = network.journal.tries("voice")[0].params
    assert {snake(name) for name in ours} - set(sent) == set()


def first_parameters(asker: Asker) -> dict[str, Any]:
    calls = asker.account("/Calls.json", PageSize="50")["calls"]
    before = datetime.now(UTC) - EVENTS_AFTER
    for call in calls:
        ended = call["end_time"] and parsedate_to_datetime(call["end_time"])
        if call["direction"] == "inbound" and call["from"].startswith("+") and ended:
            events = asker.account(f"/Calls/{call['sid']}/Events.json")["events"]
            asked = [e["request"] for e in events if "/twilio/voice" in e["request"]["url"]]
            if ended < before and asked:
                return dict(asked[0]["parameters"])
    pytest.skip("no call came in that is over for a quarter of an hour: phone the line first")


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


@pytest.mark.twilio
def test_a_telephone_is_called_and_the_call_ended(real: Asker, simulated: Asker) -> None:
    """Rings only the number that is given for it."""
    number = GIVEN["TWILIO_TEST_NUMBER"]
    if not number:
        pytest.skip("rings nobody: set TWILIO_TEST_NUMBER to a telephone of yours")
    held = real.account("/IncomingPhoneNumbers.json", PageSize="1")["incoming_phone_numbers"]
    form = {"To": number, "From": held[0]["phone_number"], "Twiml": DIALED, "Timeout": "20"}
    url = f"{real.api}/2010-04-01/Accounts/{real.credentials.account_sid}/Calls"
    made = real.ask("POST", f"{url}.json", data=form).json()
    try:
        deadline = time.monotonic() + 60
        while made["status"] in ("queued", "initiated", "ringing", "in-progress"):
            assert time.monotonic() < deadline, made["status"]
            time.sleep(2)
            made = real.ask("GET", f"{url}/{made['sid']}.json").json()
    finally:
        real.ask("POST", f"{url}/{made['sid']}.json", data={"Status": "completed"})
    assert differences(made, simulated.account("/Calls.json", PageSize="1")["calls"][0]) == []


# The same questions without a real account


@pytest.mark.parametrize("name", RESOURCES)
def test_each_resource_is_answered_by_the_simulator(simulated: Asker, name: str) -> None:
    answer = RESOURCES[name](simulated)
    assert answer["code"] == 20404 if name == "nothing" else answer.get("code") is None
    assert differences(answer, answer) == []


def test_an_app_is_made_and_deleted_at_the_simulator(simulated: Asker) -> None:
    assert app_made_and_deleted(simulated)["friendly_name"] == APP


@pytest.mark.parametrize(
    ("real", "simulated", "found"),
    [
        ({"a": 1, "b": 2}, {"a": 1}, []),
        ({"a": 1}, {"a": 1, "b": 2}, [".b: not at the provider"]),
        ({"a": "1"}, {"a": 1}, [".a: text at the provider, number here"]),
        ({"a": None}, {"a": 1}, []),
        ({"a": [{"b": True}]}, {"a": [{"b": 1, "c": 1}]},
         [".a[0].c: not at the provider", ".a[0].b: boolean at the provider, number here"]),
        ([], [1], []),
        ({"links": {"a": "x"}}, {"links": {"b": "x"}}, []),
    ],
)  # fmt: skip
def test_shapes_are_compared_and_values_are_not(
    real: Any, simulated: Any, found: list[str]
) -> None:
    assert differences(real, simulated) == found


def test_names_of_parameters_are_written_as_in_events() -> None:
    assert [snake(name) for name in ("CallSid", "From", "ToCountry", "ApiVersion")] == [
        "call_sid", "from", "to_country", "api_version",
    ]  # fmt: skip
