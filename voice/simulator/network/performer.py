"""Carries out a document on a leg, verb by verb.

Rules: https://www.twilio.com/docs/voice/twiml
"""

import math
from collections.abc import Callable, Mapping
from urllib.parse import urljoin

from voice.simulator.network import conference as rooms
from voice.simulator.network import recordings
from voice.simulator.network.conference import Fetch
from voice.simulator.network.legs import Diverted, Document, HungUp, Leg, Listener
from voice.simulator.network.orders import Order
from voice.simulator.network.twiml import Node
from voice.simulator.network.webhooks import WebhookFailed
from voice.simulator.sound.announcements import spoken
from voice.simulator.sound.audio import RATE, SILENCE, tone

_LONGEST_LOOP = 1000


class Rejected(Exception):
    """The call was refused before it was answered."""


class _KeyPressed(Exception):
    """A key interrupts what a <Gather> plays."""


def nothing() -> None:
    """A listener that lets everything pass."""


def perform(
    leg: Leg, document: Document, listener: Listener = nothing, fetch: Fetch | None = None
) -> Document | None:
    """Carry out the verbs; the next document if one of them leads there, None at the end."""
    follow: Fetch = fetch or leg.fetch
    for verb in document.verbs:
        listener()
        leg.obey()
        if verb.name not in ("Pause", "Reject", "Redirect"):
            leg.answer()
        if verb.name in ("Say", "Play", "Pause"):
            _sound(leg, document, verb, listener)
        elif verb.name == "Redirect":
            return follow(verb.get("method", "POST"), _address(document, verb.text), None)
        elif verb.name in _LEADING:
            following = _LEADING[verb.name](leg, document, verb)
            if following is not None:
                return following
    return None


def _address(document: Document, relative: str) -> str:
    return urljoin(document.url, relative) if relative else document.url


def _sound(leg: Leg, document: Document, verb: Node, listener: Listener) -> None:
    if verb.name == "Pause":
        samples = SILENCE
        seconds = verb.number("length", 1)
    elif verb.name == "Say":
        samples = spoken(verb.text, verb.get("language"))
        seconds = len(samples) / RATE
        leg.story.tell("said", verb.text, language=verb.get("language"))
    else:
        try:
            samples = leg.exchange.media(_address(document, verb.text))
        except WebhookFailed as failure:
            leg.exchange.journal.warn(failure.code, str(failure), leg.sid)
            return
        seconds = len(samples) / RATE
        leg.story.tell("played", f"hears {verb.text} ({seconds:.0f} s)", url=verb.text)
    for _ in range(round(verb.number("loop", 1)) or _LONGEST_LOOP):
        leg.listen(seconds, samples, listener)


def _gather(leg: Leg, document: Document, verb: Node) -> Document | None:
    leg.keys.clear()

    def listener() -> None:
        if leg.keys:
            raise _KeyPressed

    try:
        for child in verb.children:
            _sound(leg, document, child, listener)
    except _KeyPressed:
        pass
    digits = _digits(leg, verb)
    if not digits and not verb.flag("actionOnEmptyResult", False):
        return None
    leg.story.tell("keys", f"the caller presses {digits or 'nothing'}")
    return leg.fetch(
        verb.get("method", "POST"), _address(document, verb.get("action")), {"Digits": digits}
    )


def _digits(leg: Leg, verb: Node) -> str:
    """The keys pressed until the time-out after the last one, the finishing key, or the count."""
    wanted = verb.number("numDigits", math.inf)
    finish = verb.get("finishOnKey", "#")
    digits = ""
    deadline = leg.clock.now() + verb.number("timeout", 5)
    while len(digits) < wanted:
        if not leg.keys:
            if not leg.rest(deadline) and leg.clock.now() >= deadline:
                break
            continue
        key = leg.keys.popleft()
        if key == finish:
            break
        digits += key
        deadline = leg.clock.now() + verb.number("timeout", 5)
    return digits


def _dial(leg: Leg, document: Document, verb: Node) -> Document | None:
    if verb.children[0].name == "Number":
        return _ring_out(leg, document, verb)
    try:
        conference, participant = rooms.enter(leg, verb.children[0], document.url)
    except rooms.LabelTaken as taken:
        leg.exchange.journal.warn(rooms.LABEL_TAKEN, f"label {taken} is taken", leg.sid)
        leg.story.tell("error", f"label {taken} is already in the room")
        if leg.exchange.taken_label_asks_action and verb.get("action"):
            return leg.fetch(*_action(document, verb), {"DialCallStatus": "failed"})
        return None
    recording = _dial_recording(leg, document, verb, conference.sid)
    status = "answered"
    try:
        rooms.stay(conference, participant, perform)
    except HungUp:
        rooms.leave(conference, participant)
        _finish(recording)
        _report_after_hang_up(leg, document, verb)
        raise
    except rooms.NotEstablished:
        leg.story.tell("error", "without waiting music the room is not established")
        participant.why_gone, status = rooms.NOT_ADDED, "failed"
    except Diverted:
        participant.why_gone = rooms.BY_API
        raise
    finally:
        rooms.leave(conference, participant)
        _finish(recording)
    if not verb.get("action"):
        return None
    return leg.fetch(*_action(document, verb), {"DialCallStatus": status})


def _ring_out(leg: Leg, document: Document, verb: Node) -> Document | None:
    """Dial a telephone, at which nobody answers: there are none here."""
    leg.story.tell("dialed", f"{verb.children[0].text} rings, and nobody answers")
    seconds = verb.number("timeout", 30)
    leg.listen(seconds, tone(round(seconds * RATE)), nothing)
    if not verb.get("action"):
        return None
    return leg.fetch(*_action(document, verb), {"DialCallStatus": "no-answer"})


def _action(document: Document, verb: Node) -> tuple[str, str]:
    return verb.get("method", "POST"), _address(document, verb.get("action"))


def _finish(recording: recordings.Recording | None) -> None:
    if recording is not None:
        recording.finish()


def _report_after_hang_up(leg: Leg, document: Document, verb: Node, **extra: str) -> None:
    """Tell the action's address that the party hung up; its answer is not carried out."""
    if not verb.get("action"):
        return
    method, url = _action(document, verb)
    params = leg.params(**({"DialCallStatus": "answered"} | extra)) | {"CallStatus": "completed"}
    try:
        leg.exchange.webhooks.request("voice", method, url, params)
    except WebhookFailed as failure:
        leg.exchange.journal.warn(failure.code, str(failure), leg.sid)


def _dial_recording(
    leg: Leg, document: Document, verb: Node, conference_sid: str
) -> recordings.Recording | None:
    mode = verb.get("record", "do-not-record")
    if mode == "do-not-record":
        return None
    channels = 2 if mode.endswith("-dual") else 1
    order = _recording_order(document, verb, "DialVerb", channels, "do-not-trim", conference_sid)
    return recordings.start(leg, order)


def _recording_order(
    document: Document, verb: Node, source: str, channels: int, trim: str, conference_sid: str = ""
) -> Order:
    callback = verb.get("recordingStatusCallback")
    return Order(
        source=source,
        channels=channels,
        trim=verb.get("trim", trim) == "trim-silence",
        callback=_address(document, callback) if callback else "",
        method=verb.get("recordingStatusCallbackMethod", "POST"),
        events=verb.words("recordingStatusCallbackEvent", "completed"),
        conference_sid=conference_sid,
    )


def _record(leg: Leg, document: Document, verb: Node) -> Document | None:
    if verb.flag("playBeep", True):
        leg.listen(1.0, tone(RATE), nothing)
    leg.keys.clear()
    order = _recording_order(document, verb, "RecordVerb", 1, "trim-silence")
    recording = recordings.start(leg, order)
    try:
        key = _speak(leg, verb)
    except HungUp:
        recording.finish()
        _report_after_hang_up(leg, document, verb, **_recorded(recording, "hangup"))
        raise
    finally:
        recording.finish()
    return leg.fetch(*_action(document, verb), _recorded(recording, key))


def _speak(leg: Leg, verb: Node) -> str:
    """Let the caller speak until a key, a silence or the maximum; returns the key."""
    start = leg.clock.now()
    talk = leg.conversation
    spoken = len(talk.caller) / RATE - talk.position(start) if talk else 0.0
    end = start + min(verb.number("maxLength", 3600), max(0.0, spoken) + verb.number("timeout", 5))
    finish = verb.get("finishOnKey", "1234567890*#")
    if talk is not None:
        talk.run(start)
        leg.tell_watchers()
    try:
        while leg.clock.now() < end:
            leg.rest(end)
            while leg.keys:
                key = leg.keys.popleft()
                if key in finish:
                    return key
        return ""
    finally:
        if talk is not None:
            talk.pause(leg.clock.now())


def _recorded(recording: recordings.Recording, digits: str) -> dict[str, str]:
    leg = recording.leg
    ended = leg.clock.now() if recording.ended_at is None else recording.ended_at
    account = leg.exchange.credentials.account_sid
    return {
        "RecordingSid": recording.sid,
        "RecordingUrl": f"https://api.twilio.com/2010-04-01/Accounts/{account}/Recordings/{recording.sid}",
        "RecordingDuration": str(round(ended - recording.started_at)),
        "Digits": digits,
    }


def _hangup(leg: Leg, document: Document, verb: Node) -> Document | None:
    raise HungUp


def _reject(leg: Leg, document: Document, verb: Node) -> Document | None:
    raise Rejected(verb.get("reason", "rejected"))


_LEADING: Mapping[str, Callable[[Leg, Document, Node], Document | None]] = {
    "Gather": _gather,
    "Dial": _dial,
    "Record": _record,
    "Hangup": _hangup,
    "Reject": _reject,
}
