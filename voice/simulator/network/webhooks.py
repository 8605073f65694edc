"""Requests to the application with the provider's signature, time-outs, retries and tokens.

Defaults and ranges: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
"""

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin

import requests
from requests.cookies import RequestsCookieJar
from twilio.request_validator import RequestValidator
from urllib3.exceptions import NewConnectionError

from voice.simulator.network.journal import Journal, Try

HARD_CAP = 15.0
MOST_REDIRECTS = 10
LARGEST_ANSWER = 16 * 1024 * 1024
UNREACHABLE = 11200


class WebhookFailed(Exception):
    """The application gave no usable answer; `code` is the provider's error code."""

    def __init__(self, message: str, code: int = UNREACHABLE) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Overrides:
    """Seconds and retries for one request."""

    connect: float = 5.0
    read: float = 15.0
    total: float = HARD_CAP
    retries: int = 1
    policy: frozenset[str] = frozenset({"ct"})

    def retries_on(self, failure: str) -> bool:
        return failure in self.policy or "all" in self.policy


@dataclass(frozen=True)
class Reply:
    """`may_be_kept`: by its headers, the same address need not be asked again."""

    status: int
    content_type: str
    body: bytes
    url: str
    may_be_kept: bool = False


@dataclass(frozen=True)
class _Request:
    kind: str
    method: str
    url: str
    params: Mapping[str, str]
    token: str
    overrides: Overrides


def split_overrides(url: str) -> tuple[str, Overrides]:
    """The URL without its fragment, and what the fragment asks for (clamped to the ranges)."""
    bare, fragment = urldefrag(url)
    fields = dict(parse_qsl(fragment))
    return bare, Overrides(
        connect=_seconds(fields.get("ct"), 5.0, 10.0),
        read=_seconds(fields.get("rt"), 15.0, HARD_CAP),
        total=_seconds(fields.get("tt"), HARD_CAP, HARD_CAP),
        retries=min(int(fields["rc"]), 5) if fields.get("rc", "").isdigit() else 1,
        policy=frozenset(fields.get("rp", "ct").split(",")),
    )


def _seconds(milliseconds: str | None, default: float, most: float) -> float:
    if milliseconds is None or not milliseconds.isdigit():
        return default
    return min(max(int(milliseconds) / 1000, 0.1), most)


def rfc2822(moment: float) -> str:
    """A moment as the provider writes it, for example `Wed, 25 Nov 2026 05:20:00 +0000`."""
    return formatdate(moment, localtime=False, usegmt=False).replace("-0000", "+0000")


class Webhooks:
    """Sends requests; thread-safe, since each attempt has its own connection.

    At addresses that have `refused` in them nobody listens.
    """

    def __init__(self, auth_token: str, region: str, journal: Journal) -> None:
        self._validator = RequestValidator(auth_token)
        self._region = region
        self._journal = journal
        self.refused = ""

    def request(
        self,
        kind: str,
        method: str,
        url: str,
        params: Mapping[str, str],
        *,
        cookies: RequestsCookieJar | None = None,
        token: str = "",
    ) -> Reply:
        """The application's 2xx answer. Raises WebhookFailed after the last allowed try."""
        bare, overrides = split_overrides(url)
        request = _Request(kind, method, bare, params, token or str(uuid.uuid4()), overrides)
        deadline = time.monotonic() + overrides.total
        return self._try_repeatedly(request, deadline, cookies)

    def _try_repeatedly(
        self, request: _Request, deadline: float, cookies: RequestsCookieJar | None
    ) -> Reply:
        failure, message = "", ""
        for attempt in range(request.overrides.retries + 1):
            if time.monotonic() >= deadline:
                break
            try:
                reply = self._follow(request, attempt, deadline, cookies)
            except requests.RequestException as error:
                failure, message = _kind_of_failure(error), f"{type(error).__name__}: {error}"
            else:
                if reply.status < 400:
                    return reply
                failure, message = f"{reply.status // 100}xx", f"HTTP {reply.status}"
            if not request.overrides.retries_on(failure):
                break
        raise WebhookFailed(f"{request.method} {request.url}: {message}")

    def _follow(
        self, request: _Request, attempt: int, deadline: float, cookies: RequestsCookieJar | None
    ) -> Reply:
        method, url, params = request.method, request.url, request.params
        for _ in range(MOST_REDIRECTS + 1):
            step = _Request(request.kind, method, url, params, request.token, request.overrides)
            reply, location = self._send(step, attempt, deadline, cookies)
            if not location:
                return reply
            url = urljoin(url, location)
            if reply.status != 307:
                method = "GET"
        raise requests.TooManyRedirects(f"more than {MOST_REDIRECTS} redirects")

    def _send(
        self, request: _Request, attempt: int, deadline: float, cookies: RequestsCookieJar | None
    ) -> tuple[Reply, str]:
        started = time.monotonic()
        status, error, body = 0, "", b""
        try:
            reply, location = self._exchange(request, deadline, cookies)
            status, body = reply.status, reply.body
            return reply, location
        except requests.RequestException as problem:
            error = f"{type(problem).__name__}: {problem}"
            raise
        finally:
            self._journal.note(
                Try(
                    kind=request.kind,
                    method=request.method,
                    url=request.url,
                    params=request.params,
                    token=request.token,
                    attempt=attempt,
                    status=status,
                    seconds=time.monotonic() - started,
                    error=error,
                    body=body[:65536],
                )
            )

    def _exchange(
        self, request: _Request, deadline: float, cookies: RequestsCookieJar | None
    ) -> tuple[Reply, str]:
        url = request.url
        signed: Mapping[str, str] = request.params
        if request.method == "GET" and request.params:
            url += ("&" if "?" in url else "?") + urlencode(request.params)
            signed = {}
        if self.refused and self.refused in request.url:
            raise requests.ConnectionError(f"nobody listens at {request.url}")
        left = max(0.05, deadline - time.monotonic())
        with requests.Session() as session:
            session.trust_env = False
            if cookies is not None:
                session.cookies = cookies
            with session.request(
                request.method,
                url,
                data=dict(request.params) if request.method == "POST" else None,
                headers=self._headers(url, signed, request.token),
                timeout=(min(request.overrides.connect, left), min(request.overrides.read, left)),
                allow_redirects=False,
                stream=True,
            ) as response:
                body = _read(response, min(deadline, time.monotonic() + request.overrides.read))
                content_type = response.headers.get("Content-Type", "")
                location = response.headers.get("Location", "") if response.is_redirect else ""
                kept = _may_be_kept(response.headers.get("Cache-Control", ""))
                reply = Reply(response.status_code, content_type, body, request.url, kept)
                return reply, location

    def _headers(self, url: str, params: Mapping[str, str], token: str) -> dict[str, str]:
        return {
            "User-Agent": "TwilioProxy/1.1",
            "Accept": "*/*",
            "X-Twilio-Signature": self._validator.compute_signature(url, dict(params)),
            "I-Twilio-Idempotency-Token": token,
            "X-Home-Region": self._region,
        }


def _may_be_kept(cache_control: str) -> bool:
    """RFC 9111, section 5.2.2."""
    directives = {each.strip().lower() for each in cache_control.split(",")}
    age = next((each for each in directives if each.startswith("max-age=")), "max-age=0")
    return age != "max-age=0" and not directives & {"no-store", "no-cache", "private"}


def _read(response: requests.Response, deadline: float) -> bytes:
    """The whole body, unless it drips in past the deadline or is absurdly large."""
    body = bytearray()
    for piece in response.iter_content(16384):
        body += piece
        if time.monotonic() > deadline:
            raise requests.ReadTimeout("the body did not end in time")
        if len(body) > LARGEST_ANSWER:
            raise requests.exceptions.ContentDecodingError("the body is too large")
    return bytes(body)


def _kind_of_failure(error: requests.RequestException) -> str:
    """The provider's word for the failure: `ct` only where there was no connection."""
    if isinstance(error, requests.ConnectTimeout):
        return "ct"
    if isinstance(error, requests.ConnectionError):
        reason = getattr(error.args[0] if error.args else None, "reason", None)
        return "ct" if isinstance(reason, NewConnectionError) else "rt"
    return "rt" if isinstance(error, requests.ReadTimeout) else "partial"
