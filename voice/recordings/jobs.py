"""Tasks of recordings: each calls one step, and says which errors are worth another attempt."""

from datetime import timedelta

from core import outbox, storage
from core.clock import now
from core.outbox import Failure, Hopeless, Later, Lease
from transcription.recognizer import ModelUnusable
from transcription.sound_file import AudioError
from voice import gateway
from voice.gateway import GatewayError
from voice.recordings import control, erasure, lifecycle, pipeline
from voice.recordings.download import TornDownload
from voice.recordings.pipeline import NoModel, StoredFileChanged

SOONEST, LATEST = timedelta(seconds=2), timedelta(minutes=30)
STILL_RECORDS = timedelta(seconds=5)
REST_MAY_COME = timedelta(hours=1)  # of a torn recording; after that only the attempts are left


def patience(lease: Lease) -> timedelta:
    """Half the time since the task was made: attempts are frequent at first, then rarer."""
    return min(max((now() - lease.created_at) / 2, SOONEST), LATEST)


@outbox.task(lifecycle.FOLLOW, lease=timedelta(seconds=30), give_up_after=timedelta(hours=1))
def follow_recording(subject: str, lease: Lease) -> None:
    """Have the provider record a talk, or not record who waits."""
    try:
        control.follow(subject.partition(":")[0])
    except control.Unsure as error:
        raise Later(control.ASK_AGAIN, str(error)) from error
    except GatewayError as error:
        if error.permanent:
            raise
        raise Later(control.ASK_AGAIN, str(error)) from error


@outbox.task(lifecycle.FETCH, on_quarantine=pipeline.give_up)
def fetch_recording(recording_id: str, lease: Lease) -> None:
    try:
        pipeline.fetch(recording_id, lease.renew, torn_too=lease.attempt >= outbox.ATTEMPTS)
    except TornDownload as error:  # the provider may not have finished it, or the line broke
        if now() - lease.created_at > REST_MAY_COME:
            raise
        raise Later(patience(lease), str(error)) from error
    except GatewayError as error:
        if error.status == 404:  # often announced a little before it can be fetched
            raise Later(patience(lease), pipeline.NOT_THERE, Failure.RECORDING_GONE) from error
        _judge(error)


@outbox.task(lifecycle.TRANSCRIBE, queue="transcription", on_quarantine=pipeline.give_up)
def transcribe_recording(recording_id: str, lease: Lease) -> None:
    hopeless = (NoModel, ModelUnusable, AudioError, StoredFileChanged, storage.StoredFileMissing)
    try:
        pipeline.transcribe(recording_id, lease.renew)
    except hopeless as error:
        raise Hopeless(str(error)) from error


@outbox.task(lifecycle.ATTACH, on_quarantine=pipeline.give_up)
def attach_transcript(recording_id: str, lease: Lease) -> None:
    pipeline.attach(recording_id)


@outbox.task(lifecycle.DELETE_AT_PROVIDER)
def delete_at_provider(recording_id: str, lease: Lease) -> None:
    try:
        pipeline.delete_at_provider(recording_id)
    except GatewayError as error:
        _judge(error)


@outbox.task(lifecycle.ERASE)
def erase_recording(recording_id: str, lease: Lease) -> None:
    try:
        erasure.erase(recording_id)
    except erasure.StillRecording as error:
        raise Later(STILL_RECORDS, str(error)) from error
    except erasure.StillInWork as error:
        raise Later(patience(lease), str(error)) from error
    except GatewayError as error:
        _judge(error)


@outbox.task(lifecycle.SWEEP, lease=timedelta(hours=1))
def sweep_leftovers(_subject: str, lease: Lease) -> None:
    erasure.sweep_leftovers()


def _judge(error: gateway.GatewayError) -> None:
    """Give the task up where another attempt cannot help."""
    if error.permanent:
        raise Hopeless(str(error)) from error
    raise error
