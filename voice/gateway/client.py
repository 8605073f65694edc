"""Asks the provider: with which key, how long, how many at once; its refusals become ours."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client as TwilioClient

from core.config import TwilioCredentials, settings
from core.outbox import Failure
from core.regions import UNITED_STATES
from core.threads import Bulkhead, Crowded

TIMEOUT = 8.0  # seconds; the SDK itself would wait for ever
PERMANENT = frozenset({400, 401, 403, 404, 405, 410})


class GatewayError(Exception):
    """The provider refused or did not answer; `permanent` says that asking again cannot help."""

    failure = Failure.PROVIDER

    def __init__(self, message: str, *, permanent: bool, status: int = 0) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.status = status


class ProviderBusy(GatewayError):
    """The provider was not asked: enough requests wait for it, or it has not answered of late."""


_waiting = Bulkhead()
_person: ContextVar[str] = ContextVar("person", default="")


@contextmanager
def asking_for(person: str) -> Iterator[None]:
    """What is asked inside is for this person, who may keep a few threads waiting at most."""
    token = _person.set(person)
    try:
        yield
    finally:
        _person.reset(token)


def home_region() -> str | None:
    """The region to name; None for the one that is meant without a name."""
    region = settings().twilio_region
    return None if region == UNITED_STATES else region


class _NoAnswer(requests.Timeout, TimeoutError):
    """The provider let the time go by; a kind of both the HTTP library's error and the system's."""


# It tells each request in a dozen lines, with the numbers of callers in their addresses.
logging.getLogger("twilio.http_client").setLevel(logging.WARNING)


class _HttpClient(TwilioHttpClient):
    """Bounded in time and number; with simulated telephony all of it goes to the simulator, without
    a proxy."""

    def __init__(self) -> None:
        super().__init__(timeout=TIMEOUT)
        self.session.trust_env = not settings().simulated

    def request(self, method: str, url: str, *args: Any, **named: Any) -> Any:
        address = _at_simulator(url) if settings().simulated else url
        with _waiting.place(_person.get()):
            try:
                return super().request(method, address, *args, **named)
            except requests.Timeout as error:
                raise _NoAnswer(str(error)) from error


def _at_simulator(url: str) -> str:
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
    return settings().twilio_api_base_url + url.removeprefix(origin)


_NO_ENVIRONMENT = {"TWILIO_REGION": ""}  # the SDK would read what is set there once more


@cache
def _client(credentials: TwilioCredentials, region: str | None) -> TwilioClient:
    return TwilioClient(
        credentials.api_key_sid,
        credentials.api_key_secret,
        credentials.account_sid,
        region=region,
        edge=settings().region.api_edge,
        http_client=_HttpClient(),
        environment=_NO_ENVIRONMENT,
    )


def rest() -> TwilioClient:
    return _client(settings().credentials, home_region())


def rest_with_token() -> TwilioClient:
    """With the account's token in place of the key, for what a key may not ask."""
    credentials = settings().credentials
    as_key = credentials._replace(
        api_key_sid=credentials.account_sid, api_key_secret=credentials.auth_token
    )
    return _client(as_key, home_region())


@contextmanager
def as_gateway_errors() -> Iterator[None]:
    """Turn the SDK's errors into ours."""
    try:
        yield
    except Crowded as error:
        raise ProviderBusy(str(error), permanent=False) from error
    except (TwilioException, requests.RequestException) as error:
        status = _status_of(error)
        raise GatewayError(
            _words(error, status),
            permanent=status in PERMANENT,
            status=status,
        ) from error


def _words(error: Exception, status: int) -> str:
    if status:
        return f"{status}: {getattr(error, 'msg', error)}"
    return f"no answer ({type(error).__name__})"


def _status_of(error: Exception) -> int:
    """The HTTP status behind an error, 0 where nobody answered; lists bear it in a response."""
    if isinstance(error, TwilioRestException):
        return int(error.status)
    response = error.args[1] if len(error.args) > 1 else None
    return int(getattr(response, "status_code", 0))


def moment_of(text: str) -> datetime | None:
    """A time as the provider writes it in its forms (RFC 2822), or None."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
