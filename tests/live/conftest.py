"""The real account whose credentials are in the environment, and a simulated one beside it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.config import TwilioCredentials
from core.regions import REGIONS
from tests.live.provider import Asker
from tests.voice.simulator.standin import LINE, StandIn, answered_call, made_up_credentials
from voice.simulator.network.account import Number
from voice.simulator.server import Simulator

NEEDED = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_API_KEY_SID", "TWILIO_API_KEY_SECRET")
# Tests get an environment of their own; this is the one in which they were started.
OPTIONAL = ("TWILIO_REGION", "TWILIO_TEST_NUMBER")
GIVEN = {name: os.environ.get(name, "") for name in (*NEEDED, *OPTIONAL)}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """No test asks a real account unless somebody means it to."""
    reason = ""
    missing = [name for name in NEEDED if not GIVEN[name]]
    if "twilio" not in str(config.option.markexpr):
        reason = "asks a real account: run `pytest -m twilio`"
    elif missing:
        reason = f"asks a real account: set {', '.join(missing)}"
    for item in items:
        if item.get_closest_marker("twilio") and reason:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture
def real() -> Asker:
    region = REGIONS[GIVEN["TWILIO_REGION"] or "us1"]
    credentials = TwilioCredentials(*(GIVEN[name] for name in NEEDED), "")
    return Asker(region.api, credentials)


@pytest.fixture
def network(tmp_path: Path) -> Iterator[Simulator]:
    """A simulator that has had a call with a recording."""
    credentials = made_up_credentials()
    application = StandIn(credentials)
    with Simulator(application.url, credentials, not_found_first=0) as running:
        application.phone_url = running.base_url
        answered_call(running, tmp_path)
        running.exchange.register(Number(running.exchange.new_sid("PN"), LINE))
        yield running
    application.server.shutdown()
    application.server.server_close()


@pytest.fixture
def simulated(network: Simulator) -> Asker:
    return Asker(network.base_url, network.exchange.credentials, network.base_url)
