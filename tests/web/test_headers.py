"""What a browser may do with our pages: for the phone of real calls one page may do more."""

from collections.abc import Callable

import pytest

from core.tenants import User
from tests.conftest import World, set_real_telephony
from tests.web.conftest import Person

SignIn = Callable[[User], Person]
PATHS = ["/login", "/nowhere", "/health", "/static/app.css", "/desk", "/desk/state", "/tickets",
         "/api/tickets", "/api/tickets/nothing"]  # fmt: skip
SIMULATOR = "http://127.0.0.1:1"
TWILIO = ("mediastream:", "twilio.com", "twiliocdn.com")


def policy_of(person: Person, path: str) -> dict[str, set[str]]:
    """The sources by directive."""
    parts = person.get(path).headers["Content-Security-Policy"].split("; ")
    return {name: set(sources) for name, *sources in (part.split(" ") for part in parts)}


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_headers(signed_in: SignIn, world: World, path: str):
    reply = signed_in(world.ana).get(path)
    policy = reply.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "object-src 'none'" in policy
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Referrer-Policy"] == "same-origin"
    if not path.startswith("/static/"):
        assert reply.headers["Cache-Control"] == "no-store"


def test_simulated_calls_need_the_simulator_and_no_microphone(signed_in: SignIn, world: World):
    ana = signed_in(world.ana)
    policy = policy_of(ana, "/desk")
    assert policy["connect-src"] == {"'self'", SIMULATOR}
    assert policy["media-src"] == {"'self'", SIMULATOR, "blob:"}
    assert "microphone=()," in ana.get("/desk").headers["Permissions-Policy"]


def test_the_desk_of_real_calls_may_reach_what_the_phone_needs(
    signed_in: SignIn, world: World, environment: pytest.MonkeyPatch
):
    ana = signed_in(world.ana)
    set_real_telephony(environment, TWILIO_REGION="ie1", STREAM_URL="https://stream.example")
    policy = policy_of(ana, "/desk")
    sounds = {"https://sdk.twilio.com", "https://media.twiliocdn.com"}
    assert policy["connect-src"] == sounds | {
        "'self'",
        "https://stream.example",
        "wss://voice-js.dublin.twilio.com",
        "https://eventgw.twilio.com",
        "https://eventgw.ie1.twilio.com",
    }
    own = {"'self'", "https://stream.example", "blob:"}
    assert policy["media-src"] == sounds | own | {"mediastream:"}
    assert policy["default-src"] == {"'self'"} and "script-src" not in policy
    assert "microphone=(self)," in ana.get("/desk").headers["Permissions-Policy"]


@pytest.mark.parametrize("path", [path for path in PATHS if path != "/desk"])
def test_no_other_page_of_real_calls_may(
    signed_in: SignIn, world: World, environment: pytest.MonkeyPatch, path: str
):
    ana = signed_in(world.ana)
    set_real_telephony(environment)
    reply = ana.get(path)
    assert not any(host in reply.headers["Content-Security-Policy"] for host in TWILIO)
    assert "microphone=()," in reply.headers["Permissions-Policy"]
