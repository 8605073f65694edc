"""What tasks do, and why they failed, for the operators' page."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from core.outbox import Failure

SENTENCES: dict[str, LazyString] = {
    Failure.UNKNOWN: _l("Something unforeseen went wrong; the details say what."),
    Failure.PROVIDER: _l("The telephony provider did not answer, or refused."),
    Failure.NO_ROOM: _l("The disk has no room left."),
    Failure.STORAGE: _l("The storage of recordings does not answer, or refuses."),
    Failure.NO_MODEL: _l("The speech model of this language is missing or cannot be opened."),
    Failure.UNREADABLE: _l("The recording cannot be read."),
    Failure.RECORDING_GONE: _l("The recording is not there any more."),
    Failure.WORKER_DIED: _l("The process that did the work died each time."),
}
NAMES: dict[str, LazyString] = {
    "replay_script": _l("Replay a draft over past calls"),
    "voice.attach_transcript": _l("Put a transcript on its ticket"),
    "voice.check_room": _l("Compare a call with the provider"),
    "voice.right_hold": _l("Put a caller on hold, or off hold"),
    "voice.delete_at_provider": _l("Delete a recording at the provider"),
    "voice.erase_recording": _l("Erase a recording"),
    "voice.fetch_recording": _l("Fetch a recording"),
    "voice.follow_recording": _l("Record a talk, or pause its recording"),
    "voice.put_out": _l("Disconnect an agent's phone"),
    "voice.reconcile": _l("Compare all calls and recordings with the provider"),
    "voice.release_leg": _l("Give back a call whose agent's phone never came"),
    "voice.stop_recording": _l("Stop a recording"),
    "voice.sweep_leftovers": _l("Remove files that nothing refers to"),
    "voice.tell_ticket": _l("Bring a ticket up to date"),
    "voice.transcribe_recording": _l("Transcribe a recording"),
}


def sentence(failure: str) -> str:
    """Why it failed, in the reader's language."""
    return str(SENTENCES.get(failure, SENTENCES[Failure.UNKNOWN]))


def name(task: str) -> str:
    """What a task does; the name of one that this version does not know, as it is."""
    return str(NAMES.get(task, task))
