"""One simulator and one small application for each test."""

from collections.abc import Iterator

import pytest

from core.config import TwilioCredentials
from tests.voice.simulator.standin import StandIn, made_up_credentials
from voice.simulator.server import Simulator


@pytest.fixture
def credentials() -> TwilioCredentials:
    return made_up_credentials()


@pytest.fixture
def application(credentials: TwilioCredentials) -> Iterator[StandIn]:
    stand_in = StandIn(credentials)
    yield stand_in
    stand_in.server.shutdown()
    stand_in.server.server_close()


@pytest.fixture
def simulator(application: StandIn, credentials: TwilioCredentials) -> Iterator[Simulator]:
    with Simulator(application.url, credentials) as running:
        application.phone_url = running.base_url
        yield running
