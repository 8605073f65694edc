"""Recordings at the provider: https://www.twilio.com/docs/voice/api/recording."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import requests
from twilio.base.exceptions import TwilioRestException

from core.config import settings
from voice.gateway.client import PERMANENT, TIMEOUT, GatewayError, as_gateway_errors, rest

RECORDING_SID = re.compile(r"RE[0-9a-f]{32}")
# Events of recordings, for TwiML and REST alike: one text, with spaces.
RECORDING_EVENTS = "in-progress completed absent"
# How we order recordings (https://www.twilio.com/docs/voice/api/recording, `source`).
OUR_SOURCES = frozenset({"DialVerb", "StartCallRecordingAPI"})
CURRENT = "Twilio.CURRENT"  # the recording that runs; refused where several do
FINISHED = frozenset({"completed", "absent", "failed", "deleted"})  # states of recordings


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
    with as_gateway_errors():
        recordings = rest().recordings.list(date_created_after=since, page_size=500)
        return [_recording(each) for each in recordings]


def recordings_of(call_sid: str, *, deleted_too: bool = False) -> list[ProviderRecording]:
    """The recordings of a call; deleted ones are still known by name for a while."""
    with as_gateway_errors():
        listed = rest().recordings.list(
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
    with as_gateway_errors():
        return _recording(
            rest()
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
    with as_gateway_errors():
        try:
            recording = rest().calls(call_sid).recordings(recording_sid or CURRENT)
            return _recording(recording.update(**how))
        except TwilioRestException as error:
            if recording_sid is None and error.status == 404:
                return None
            raise


def stop_recordings(call_sid: str) -> None:
    """Stop all recordings of a call that run; right also where none does.

    A list shows one that runs as `processing`, like one that was stopped and is made ready.
    """
    with as_gateway_errors():
        recordings = rest().calls(call_sid).recordings
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
    with as_gateway_errors():
        recording = rest().recordings(_checked(recording_sid))
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
    with as_gateway_errors(), requests.Session() as session:
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
