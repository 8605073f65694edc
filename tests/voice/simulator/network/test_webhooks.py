"""Signatures, overrides, retries, redirects and time-outs on the wire, against a real server."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from flask import Flask, Response, redirect, request
from requests.cookies import RequestsCookieJar
from twilio.request_validator import RequestValidator
from werkzeug.serving import make_server

from voice.simulator.network.journal import Journal
from voice.simulator.network.webhooks import (
    Overrides,
    WebhookFailed,
    Webhooks,
    rfc2822,
    split_overrides,
)

TOKEN = "0123456789abcdef"


class Server:
    """Does what `behaviour` says at /hook; remembers the requests' headers and addresses."""

    def __init__(self) -> None:
        self.behaviour: Callable[[int], Response] = lambda _try: Response("ok")
        self.headers: list[dict[str, str]] = []
        self.valid: list[bool] = []
        app = Flask("hooks")
        app.add_url_rule("/<path:rest>", "hook", self._hook, methods=["GET", "POST"])
        self._server = make_server("127.0.0.1", 0, app, threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def _hook(self, rest: str) -> Response:
        self.headers.append(dict(request.headers))
        raw = str(request.environ["REQUEST_URI"])
        signature = request.headers["X-Twilio-Signature"]
        self.valid.append(RequestValidator(TOKEN).validate(self.url + raw, request.form, signature))
        return self.behaviour(len(self.headers))

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.stop()


@pytest.fixture
def journal() -> Journal:
    return Journal()


@pytest.fixture
def webhooks(journal: Journal) -> Webhooks:
    return Webhooks(TOKEN, "ie1", journal)


def fails_first(times: int, status: int) -> Callable[[int], Response]:
    return lambda attempt: Response("x", status=status if attempt <= times else 200)


def test_the_fragment_is_neither_sent_nor_signed(server: Server, webhooks: Webhooks) -> None:
    url = f"{server.url}/a%27b?x=%3A1&y=2#rc=2&rp=all"
    reply = webhooks.request("voice", "POST", url, {"To": "+33199000101", "Accent": "é"})
    assert reply.body == b"ok"
    assert server.valid == [True]


def test_get_signs_the_whole_query(server: Server, webhooks: Webhooks) -> None:
    webhooks.request("voice", "GET", f"{server.url}/hook?a=1", {"From": "client:ana"})
    assert server.valid == [True]


@pytest.mark.parametrize(
    ("fragment", "status", "tries"),
    [
        ("", 500, 1),
        ("#rc=2", 500, 1),
        ("#rc=2&rp=5xx", 500, 3),
        ("#rc=2&rp=4xx", 500, 1),
        ("#rc=5&rp=4xx,5xx", 404, 6),
        ("#rc=9&rp=all", 503, 6),
        ("#rc=0&rp=all", 503, 1),
    ],
)
def test_retries_are_those_that_the_fragment_asks_for(
    server: Server, webhooks: Webhooks, fragment: str, status: int, tries: int
) -> None:
    server.behaviour = fails_first(99, status)
    with pytest.raises(WebhookFailed):
        webhooks.request("voice", "POST", f"{server.url}/hook{fragment}", {})
    assert len(server.headers) == tries


def test_one_idempotency_token_for_all_tries_and_another_for_the_next_request(
    server: Server, webhooks: Webhooks
) -> None:
    server.behaviour = fails_first(2, 500)
    for _ in range(2):
        webhooks.request("voice", "POST", f"{server.url}/hook#rc=3&rp=all", {})
    tokens = [headers["I-Twilio-Idempotency-Token"] for headers in server.headers]
    assert tokens[0] == tokens[1] == tokens[2] != tokens[3]


def test_a_refused_connection_is_tried_once_more_by_default(
    webhooks: Webhooks, journal: Journal
) -> None:
    with pytest.raises(WebhookFailed):
        webhooks.request("voice", "POST", "http://127.0.0.1:9/hook", {})
    assert [each.attempt for each in journal.tries()] == [0, 1]


def test_a_slow_answer_is_given_up_and_not_retried_by_default(
    server: Server, webhooks: Webhooks, journal: Journal
) -> None:
    release = threading.Event()

    def slow(_attempt: int) -> Response:
        release.wait(5)
        return Response("late")

    server.behaviour = slow
    with pytest.raises(WebhookFailed):
        webhooks.request("voice", "POST", f"{server.url}/hook#rt=200", {})
    release.set()
    assert [each.status for each in journal.tries()] == [0]
    assert "ReadTimeout" in journal.tries()[0].error


def test_a_body_that_drips_is_cut_off(server: Server, webhooks: Webhooks) -> None:
    def drip() -> Iterator[bytes]:
        while True:
            yield b"x"
            time.sleep(0.05)

    server.behaviour = lambda _attempt: Response(drip(), content_type="text/xml")
    with pytest.raises(WebhookFailed):
        webhooks.request("voice", "POST", f"{server.url}/hook#rt=300&rc=0", {})


def test_redirects_are_followed_ten_times_and_cookies_come_back(
    server: Server, webhooks: Webhooks
) -> None:
    def twice(attempt: int) -> Response:
        response = redirect("/again", 302) if attempt < 3 else Response("there")
        response.set_cookie("call", "1")
        return response  # type: ignore[return-value]

    server.behaviour = twice
    jar = RequestsCookieJar()
    assert webhooks.request("voice", "POST", f"{server.url}/hook", {}, cookies=jar).body == b"there"
    assert all(server.valid)
    assert server.headers[-1]["Cookie"] == "call=1"
    server.behaviour = lambda _attempt: redirect("/round", 302)  # type: ignore[assignment,return-value]
    with pytest.raises(WebhookFailed, match="redirects"):
        webhooks.request("voice", "POST", f"{server.url}/hook", {})


def test_overrides_are_clamped_to_the_documented_ranges() -> None:
    bare, overrides = split_overrides("https://a.example/x?y=1#ct=1&rt=99999&tt=99999&rc=7&rp=rt")
    assert bare == "https://a.example/x?y=1"
    assert overrides == Overrides(0.1, 15.0, 15.0, 5, frozenset({"rt"}))
    assert split_overrides("https://a.example/x")[1] == Overrides()


def test_timestamps_are_rfc_2822() -> None:
    assert rfc2822(0) == "Thu, 01 Jan 1970 00:00:00 +0000"
