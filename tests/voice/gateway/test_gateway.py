"""The provider's REST side as it may answer: slowly, wrongly, elsewhere."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
import pytest
import requests
from twilio.http.http_client import TwilioHttpClient

from core.config import settings
from tests.core.test_config import PRODUCTION
from tests.voice.provider import new_sid
from voice import gateway
from voice.gateway import GatewayError


class Answers:
    """A small server that answers with what it is told, and remembers what it was asked."""

    def __init__(self) -> None:
        self.status, self.body, self.headers = 200, b"{}", {"Content-Type": "application/json"}
        self.asked: list[tuple[str, str, str | None]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                self.rfile.read(length)
                authorization = self.headers.get("Authorization")
                outer.asked.append((self.command, self.path, authorization))
                self.send_response(outer.status)
                for name, value in outer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(outer.body)))
                self.end_headers()
                self.wfile.write(outer.body)

            do_GET = do_POST = do_DELETE = answer

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()


@pytest.fixture
def answers(environment: pytest.MonkeyPatch) -> Iterator[Answers]:
    server = Answers()
    environment.setenv("TWILIO_API_BASE_URL", server.url)
    settings.cache_clear()
    yield server
    server.server.shutdown()
    server.server.server_close()


def error_of(answers: Answers, status: int) -> GatewayError:
    answers.status, answers.body = status, b'{"code": 20003, "message": "No", "status": 400}'
    with pytest.raises(GatewayError) as caught:
        gateway.list_calls(datetime(2026, 3, 2, tzinfo=UTC))
    return caught.value


@pytest.mark.parametrize(
    ("status", "permanent"), [(401, True), (404, True), (429, False), (503, False)]
)
def test_errors_say_whether_asking_again_can_help(answers: Answers, status: int, permanent: bool):
    error = error_of(answers, status)
    assert (error.status, error.permanent) == (status, permanent)


def test_what_is_asked_of_the_provider_is_not_in_the_log(
    answers: Answers, caplog: pytest.LogCaptureFixture
):
    caplog.set_level("INFO")
    answers.status = 404
    gateway.delete_recording(new_sid("RE"))
    assert answers.asked and not [one for one in caplog.records if one.name.startswith("twilio")]


def test_nobody_answers(environment: pytest.MonkeyPatch):
    environment.setenv("TWILIO_API_BASE_URL", "http://127.0.0.1:1")
    settings.cache_clear()
    with pytest.raises(GatewayError) as caught:
        gateway.end_call(new_sid("CA"))
    assert not caught.value.permanent


def test_deleting_a_recording_that_is_gone_succeeds(answers: Answers):
    answers.status = 404
    gateway.delete_recording(new_sid("RE"))
    assert answers.asked[0][0] == "DELETE"


def test_a_recording_that_is_there_after_its_deletion_is_not_deleted(answers: Answers):
    answers.status, answers.body = 200, b'{"sid": "RE"}'
    with pytest.raises(GatewayError, match="still has") as caught:
        gateway.delete_recording(new_sid("RE"))
    assert not caught.value.permanent
    assert [asked[0] for asked in answers.asked] == ["DELETE", "GET"]


def test_a_call_that_is_over_can_be_ended(answers: Answers):
    answers.status, answers.body = 400, b'{"code": 21220, "message": "Call is not in-progress."}'
    gateway.end_call(new_sid("CA"))


@pytest.mark.parametrize("sid", ["", "RE1", "RE" + "0" * 31 + "/", "../Accounts", "RE" + "A" * 32])
def test_only_a_recordings_id_makes_an_address(answers: Answers, sid: str):
    with pytest.raises(GatewayError) as caught, gateway.open_recording(sid, 2):
        raise AssertionError("opened")
    assert caught.value.permanent and answers.asked == []


def test_credentials_follow_no_redirect(answers: Answers):
    elsewhere = Answers()
    answers.status, answers.headers = 302, {"Location": elsewhere.url + "/steal"}
    with pytest.raises(GatewayError), gateway.open_recording(new_sid("RE"), 2):
        raise AssertionError("opened")
    assert answers.asked[0][2] is not None and elsewhere.asked == []
    elsewhere.server.shutdown()
    elsewhere.server.server_close()


def test_a_recording_is_asked_for_with_both_sides(answers: Answers):
    answers.body, answers.headers = b"RIFF", {"Content-Type": "audio/x-wav"}
    sid = new_sid("RE")
    with gateway.open_recording(sid, 2) as answer:
        assert answer.content == b"RIFF"
    account = settings().credentials.account_sid
    assert answers.asked[0][1] == (
        f"/2010-04-01/Accounts/{account}/Recordings/{sid}.wav?RequestedChannels=2"
    )


def test_the_phones_token_names_the_agent_and_nothing_else():
    credentials = settings().credentials
    token = gateway.phone_token("a" * 32)
    claims = jwt.decode(token, credentials.api_key_secret, algorithms=["HS256"])
    assert claims["grants"]["identity"] == "a" * 32
    assert claims["grants"]["voice"] == {"outgoing": {"application_sid": credentials.twiml_app_sid}}
    assert claims["exp"] - claims["nbf"] == gateway.TOKEN_SECONDS <= 600


# Regions


class Asked(Exception):
    """The address that would have been asked."""


@pytest.fixture
def real_telephony(environment: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    def ask(
        _client: TwilioHttpClient, _method: str, url: str, *_args: object, **_named: object
    ) -> None:
        raise Asked(url)

    def open_sound(_session: requests.Session, url: str, **_named: object) -> None:
        raise Asked(url)

    environment.delenv("TWILIO_API_BASE_URL", raising=False)
    for name, value in PRODUCTION.items():
        environment.setenv(name, value)
    environment.setattr(TwilioHttpClient, "request", ask)
    environment.setattr(requests.Session, "get", open_sound)
    return environment


HOSTS = [
    ({}, "api.twilio.com"),
    ({"TWILIO_EDGE": "frankfurt"}, "api.twilio.com"),
    ({"TWILIO_REGION": "us1"}, "api.twilio.com"),
    ({"TWILIO_REGION": "ie1"}, "api.dublin.ie1.twilio.com"),
    ({"TWILIO_REGION": "ie1", "TWILIO_EDGE": "london-ix"}, "api.dublin.ie1.twilio.com"),
    ({"TWILIO_REGION": "au1"}, "api.sydney.au1.twilio.com"),
]


@pytest.mark.parametrize(("region", "host"), HOSTS)
def test_everything_is_asked_of_the_region_of_the_account(
    real_telephony: pytest.MonkeyPatch, region: dict[str, str], host: str
):
    for name, value in region.items():
        real_telephony.setenv(name, value)
    settings.cache_clear()
    with pytest.raises(Asked, match=f"^https://{host}/2010-04-01/Accounts/AC0+/Calls/"):
        gateway.fetch_call(new_sid("CA"))
    media = pytest.raises(Asked, match=f"^https://{host}/2010-04-01/Accounts/AC0+/Recordings/")
    with media, gateway.open_recording(new_sid("RE"), 2):
        raise AssertionError("opened")


def test_simulated_calls_never_reach_a_real_region(
    answers: Answers, environment: pytest.MonkeyPatch
):
    environment.setenv("TWILIO_REGION", "ie1")
    environment.setenv("TWILIO_EDGE", "dublin")
    settings.cache_clear()
    answers.status = 404
    assert gateway.fetch_call(new_sid("CA")) is None
    assert len(answers.asked) == 1


def test_the_phone_of_another_region_says_so(environment: pytest.MonkeyPatch):
    assert "twr" not in jwt.get_unverified_header(gateway.phone_token("a"))
    environment.setenv("TWILIO_REGION", "au1")
    settings.cache_clear()
    assert jwt.get_unverified_header(gateway.phone_token("a"))["twr"] == "au1"
    assert gateway.phone_hosts() == (
        (
            "wss://voice-js.sydney.twilio.com",
            "https://eventgw.twilio.com",
            "https://eventgw.au1.twilio.com",
            "https://sdk.twilio.com",
            "https://media.twiliocdn.com",
        ),
        ("mediastream:", "https://sdk.twilio.com", "https://media.twiliocdn.com"),
    )


def test_a_phone_that_came_in_by_the_nearest_edge_may_come_back_by_its_name(
    environment: pytest.MonkeyPatch,
):
    edges = ("roaming", "ashburn", "umatilla", "dublin", "frankfurt", "sao-paulo", "singapore",
             "sydney", "tokyo")  # fmt: skip
    connect = gateway.phone_hosts().connect
    assert [host for host in connect if host.startswith("wss:")] == [
        f"wss://voice-js.{edge}.twilio.com" for edge in edges
    ]
    environment.setenv("TWILIO_EDGE", "frankfurt")
    settings.cache_clear()
    assert "wss://voice-js.frankfurt.twilio.com" in gateway.phone_hosts().connect
    assert "wss://voice-js.roaming.twilio.com" not in gateway.phone_hosts().connect
