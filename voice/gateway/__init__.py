"""Twilio: the only room that knows the provider's SDK, names and addresses.

Door: what is here; `account` is what a person set up there.

Signatures: https://www.twilio.com/docs/usage/webhooks/webhooks-security
REST: https://www.twilio.com/docs/voice/api · Tokens: https://www.twilio.com/docs/iam/access-tokens
"""

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import VoiceGrant
from twilio.request_validator import RequestValidator
from twilio.rest import Client as TwilioClient
from twilio.twiml.voice_response import Dial as Dial
from twilio.twiml.voice_response import Gather as Gather
from twilio.twiml.voice_response import VoiceResponse as VoiceResponse

from core.config import TwilioCredentials, settings
from core.outbox import Failure
from core.regions import NEAREST_EDGE, UNITED_STATES
from core.threads import Bulkhead, Crowded

TIMEOUT = 8.0  # seconds; the SDK itself would wait for ever
# No single token can be revoked at the provider; a call goes on when the one it began with expires.
TOKEN_SECONDS = 600
RECORDING_SID = re.compile(r"RE[0-9a-f]{32}")
PERMANENT = frozenset({400, 401, 403, 404, 405, 410})
ENDED = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
# Events of recordings, for TwiML and REST alike: one text, with spaces.
RECORDING_EVENTS = "in-progress completed absent"
# How we order recordings (https://www.twilio.com/docs/voice/api/recording, `source`).
OUR_SOURCES = frozenset({"DialVerb", "StartCallRecordingAPI"})
CURRENT = "Twilio.CURRENT"  # the recording that runs; refused where several do
FINISHED = frozenset({"completed", "absent", "failed", "deleted"})  # states of recordings


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


def is_genuine(url: str, form: Mapping[str, str], signature: str | None) -> bool:
    """Whether the provider signed this request with one of the tokens in force.

    `url` is the public base URL with the raw path and query, as the provider wrote them; `form`
    holds every parameter received, as a MultiDict.
    """
    if not signature:
        return False
    tokens = (settings().credentials.auth_token, settings().twilio_auth_token_secondary)
    return any(RequestValidator(t).validate(url, form, signature) for t in tokens if t)


def is_our_account(account_sid: str) -> bool:
    return account_sid == settings().credentials.account_sid


def phone_token(identity: str, seconds: int = TOKEN_SECONDS) -> str:
    """An access token for the browser phone of one agent, good for so many seconds."""
    credentials = settings().credentials
    token = AccessToken(
        credentials.account_sid,
        credentials.api_key_sid,
        credentials.api_key_secret,
        identity=identity,
        ttl=seconds,
        region=_home_region(),
    )
    token.add_grant(VoiceGrant(outgoing_application_sid=credentials.twiml_app_sid))
    return str(token.to_jwt())


def _home_region() -> str | None:
    """The region to name; None for the one that is meant without a name."""
    region = settings().twilio_region
    return None if region == UNITED_STATES else region


class PhoneHosts(NamedTuple):
    """What a page with the browser phone may ask, as sources of a Content-Security-Policy."""

    connect: tuple[str, ...]
    media: tuple[str, ...]


def phone_hosts() -> PhoneHosts:
    """The hosts of the browser phone, by the README of the SDK for browsers.

    Once it is connected, it reports to the gateway of the region that the network names. Where it
    came in by the nearest edge, it comes back to that one by its name (`device.ts` of the SDK).
    """
    sounds = ("https://sdk.twilio.com", "https://media.twiliocdn.com")
    reports = (
        "https://eventgw.twilio.com",
        f"https://eventgw.{settings().twilio_region}.twilio.com",
    )
    edge = settings().phone_edge
    edges = settings().region.public_edges if edge == NEAREST_EDGE else (edge,)
    signalling = (f"wss://voice-js.{name}.twilio.com" for name in edges)
    return PhoneHosts((*signalling, *reports, *sounds), ("mediastream:", *sounds))


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


def _rest() -> TwilioClient:
    return _client(settings().credentials, _home_region())


def _rest_with_token() -> TwilioClient:
    """With the account's token in place of the key, for what a key may not ask."""
    credentials = settings().credentials
    as_key = credentials._replace(
        api_key_sid=credentials.account_sid, api_key_secret=credentials.auth_token
    )
    return _client(as_key, _home_region())


@contextmanager
def _as_gateway_errors() -> Iterator[None]:
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


def end_call(call_sid: str) -> None:
    """Hang up a caller; right also where the call is over."""
    with _as_gateway_errors():
        try:
            _rest().calls(call_sid).update(status="completed")
        except TwilioRestException as error:
            if error.code not in (21220, 20404):
                raise


def send_call(call_sid: str, url: str) -> None:
    """Take a call out of where it is, and have it go on with the document at that address."""
    with _as_gateway_errors():
        _rest().calls(call_sid).update(url=url, method="POST")


def speak_to_call(call_sid: str, document: str) -> None:
    """The same with a document that we have at hand."""
    with _as_gateway_errors():
        _rest().calls(call_sid).update(twiml=document)


def set_hold(conference_sid: str, call_sid: str, *, on: bool, music_url: str) -> None:
    """Put the caller on hold with a waiting message, or take them back."""
    with _as_gateway_errors():
        participant = _rest().conferences(conference_sid).participants(call_sid)
        if on:
            participant.update(hold=True, hold_url=music_url, hold_method="POST")
        else:
            participant.update(hold=False)


@dataclass(frozen=True)
class RoomView:
    """The labels of those who are in a room now, and of those who are on hold there."""

    sid: str
    labels: frozenset[str]
    held: frozenset[str]


def look_into_room(room: str) -> RoomView | None:
    """The open room of that name, or None."""
    with _as_gateway_errors():
        rooms = _rest().conferences.list(friendly_name=room, status="in-progress", limit=1)
        if not rooms:
            return None
        people = _rest().conferences(rooms[0].sid).participants.list(limit=20)
        return RoomView(
            rooms[0].sid,
            labels=frozenset(str(each.label) for each in people),
            held=frozenset(str(each.label) for each in people if each.hold),
        )


@dataclass(frozen=True)
class ProviderCall:
    sid: str
    from_number: str
    to_number: str
    direction: str
    status: str
    started_at: datetime | None
    ended_at: datetime | None

    @property
    def has_ended(self) -> bool:
        return self.status in ENDED


def fetch_call(call_sid: str) -> ProviderCall | None:
    """A call as the provider knows it, or None."""
    with _as_gateway_errors():
        try:
            return _call(_rest().calls(call_sid).fetch())
        except TwilioRestException as error:
            if error.status == 404:
                return None
            raise


def list_calls(since: datetime) -> list[ProviderCall]:
    """Calls that began on the day of `since` or later (the provider filters by days)."""
    with _as_gateway_errors():
        return [_call(each) for each in _rest().calls.list(start_time_after=since, page_size=500)]


def _call(call: Any) -> ProviderCall:
    return ProviderCall(
        sid=call.sid,
        from_number=call._from or "",
        to_number=call.to or "",
        direction=call.direction or "",
        status=str(call.status),
        started_at=call.start_time,
        ended_at=call.end_time,
    )


def moment_of(text: str) -> datetime | None:
    """A time as the provider writes it in its forms (RFC 2822), or None."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass(frozen=True)
class ProviderRecording:
    """What the provider says of a recording; `duration` in seconds, `source` is how it began."""

    sid: str
    call_sid: str
    status: str
    channels: int
    duration: float | None
    error_code: int
    source: str = ""
    started_at: datetime | None = None


def list_recordings(since: datetime) -> list[ProviderRecording]:
    """Recordings made on the day of `since` or later."""
    with _as_gateway_errors():
        recordings = _rest().recordings.list(date_created_after=since, page_size=500)
        return [_recording(each) for each in recordings]


def recordings_of(call_sid: str, *, deleted_too: bool = False) -> list[ProviderRecording]:
    """The recordings of a call; deleted ones are still known by name for a while."""
    with _as_gateway_errors():
        listed = _rest().recordings.list(
            call_sid=call_sid, include_soft_deleted=deleted_too, limit=50
        )
        return [_recording(each) for each in listed]


def _recording(recording: Any) -> ProviderRecording:
    return ProviderRecording(
        sid=recording.sid,
        call_sid=recording.call_sid,
        status=str(recording.status),
        channels=int(recording.channels or 1),
        duration=None if recording.duration in (None, "-1") else float(recording.duration),
        error_code=int(recording.error_code or 0),
        source=str(recording.source),
        started_at=recording.start_time,
    )


def start_recording(call_sid: str, callback_url: str) -> ProviderRecording:
    """Record a caller's leg from now on, both sides apart."""
    with _as_gateway_errors():
        return _recording(
            _rest()
            .calls(call_sid)
            .recordings.create(
                recording_channels="dual",
                trim="do-not-trim",
                recording_status_callback=callback_url,
                recording_status_callback_event=RECORDING_EVENTS,
            )
        )


def set_recording(
    call_sid: str, recording_sid: str | None, *, on: bool
) -> ProviderRecording | None:
    """Go on recording a call, or record silence in its place, so that its seconds stay.

    Without `recording_sid` it is the one that runs; None where none does.
    """
    how = {"status": "in-progress"} if on else {"status": "paused", "pause_behavior": "silence"}
    with _as_gateway_errors():
        try:
            recording = _rest().calls(call_sid).recordings(recording_sid or CURRENT)
            return _recording(recording.update(**how))
        except TwilioRestException as error:
            if recording_sid is None and error.status == 404:
                return None
            raise


def stop_recordings(call_sid: str) -> None:
    """Stop all recordings of a call that run; right also where none does.

    A list shows one that runs as `processing`, like one that was stopped and is made ready.
    """
    with _as_gateway_errors():
        recordings = _rest().calls(call_sid).recordings
        _stop(recordings(CURRENT))
        for each in recordings_of(call_sid):
            if each.status not in FINISHED:
                _stop(recordings(each.sid))


def _stop(recording: Any) -> None:
    """Right also where it does not run any more."""
    try:
        recording.update(status="stopped")
    except TwilioRestException as error:
        if error.status not in (400, 404):
            raise


def delete_recording(recording_sid: str) -> None:
    """Delete at the provider, and look that it is gone; right also where it was gone already."""
    with _as_gateway_errors():
        recording = _rest().recordings(_checked(recording_sid))
        try:
            recording.delete()
            recording.fetch()
        except TwilioRestException as error:
            if error.status == 404:
                return
            raise
    raise GatewayError("the provider still has the recording that it deleted", permanent=False)


def _checked(recording_sid: str) -> str:
    if not RECORDING_SID.fullmatch(recording_sid):
        raise GatewayError(f"{recording_sid!r} is no recording's id", permanent=True)
    return recording_sid


@contextmanager
def open_recording(recording_sid: str, channels: int) -> Iterator[requests.Response]:
    """The sound of a recording as a stream of its bytes, undecoded.

    The address is built from the id, never taken from a webhook; credentials follow no redirect.
    Raises GatewayError: status 404 means not there yet, or not any more; 400 means that there is no
    version with so many channels.
    """
    credentials = settings().credentials
    url = (
        f"{settings().twilio_api_base_url}/2010-04-01/Accounts/{credentials.account_sid}"
        f"/Recordings/{_checked(recording_sid)}.wav"
    )
    with _as_gateway_errors(), requests.Session() as session:
        session.trust_env = not settings().simulated
        answer = session.get(
            url,
            params={"RequestedChannels": str(channels)},
            auth=(credentials.api_key_sid, credentials.api_key_secret),
            headers={"Accept-Encoding": "identity"},
            allow_redirects=False,
            stream=True,
            timeout=TIMEOUT,
        )
        with answer:
            if answer.status_code != 200:
                raise GatewayError(
                    f"the recording is answered with {answer.status_code}",
                    permanent=answer.status_code in PERMANENT - {404},
                    status=answer.status_code,
                )
            yield answer
