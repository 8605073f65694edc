"""Our webhooks at a real address, the simulated account, and a second host."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from twilio.request_validator import RequestValidator
from werkzeug.wrappers import Request, Response

from core import config
from core.db import session
from tests.conftest import World
from tests.serving import served
from voice.simulator.network.account import Number
from voice.simulator.server import Simulator
from voice.telephony import twiml, webhooks

ACME = "+33199000900"
ON_CALL = "+33639980900"


@pytest.fixture
def address(environment: pytest.MonkeyPatch, world: World) -> Iterator[str]:
    app = Flask("webhooks")
    app.register_blueprint(webhooks.blueprint)
    app.teardown_appcontext(lambda _error: session.remove())
    with served(app) as url:
        environment.setenv("PUBLIC_BASE_URL", url)
        config.settings.cache_clear()
        yield url


@pytest.fixture
def simulator(environment: pytest.MonkeyPatch, address: str) -> Iterator[Simulator]:
    with Simulator(address, config.settings().credentials) as running:
        environment.setenv("TWILIO_API_BASE_URL", running.base_url)
        config.settings.cache_clear()
        yield running


@pytest.fixture
def number(simulator: Simulator) -> Number:
    """Acme's, bought and not set up."""
    return simulator.hold_number(ACME)


@dataclass
class SecondHost:
    """Answers as a TwiML Bin does: with its text, to what is signed for the account."""

    url: str = ""
    text: str = ""
    status: int = 200

    @Request.application
    def answer(self, request: Request) -> Response:
        validator = RequestValidator(config.settings().credentials.auth_token)
        signature = request.headers.get("X-Twilio-Signature", "")
        if not validator.validate(request.url, {}, signature):
            return Response("Not Authorized", 401)
        return Response(self.text, self.status, content_type="text/xml")


@pytest.fixture
def second_host(simulator: Simulator) -> Iterator[SecondHost]:
    host = SecondHost(text=twiml.fallback(["fr"], ON_CALL, ACME))
    with served(host.answer) as url:
        host.url = f"{url}/fallback"
        yield host
