"""The provider's REST API, as much of it as we use.

Resources: https://www.twilio.com/docs/voice/api
"""

import base64
import binascii
import hmac
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from flask import Blueprint, Response, jsonify, request

from voice.simulator import recordings, shapes
from voice.simulator.conference import Conference, Participant
from voice.simulator.exchange import API_VERSION, Exchange
from voice.simulator.legs import Document, Leg
from voice.simulator.media import media_of
from voice.simulator.recordings import Recording
from voice.simulator.twiml import TwimlError, parse

LARGEST_PAGE = 1000
Item = TypeVar("Item")


class RestError(Exception):
    """Answered as the provider answers errors."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


def blueprint(exchange: Exchange) -> Blueprint:
    """All routes below one account, with basic authentication before each."""
    account = exchange.credentials.account_sid
    api = Blueprint("rest", __name__, url_prefix=f"/{API_VERSION}/Accounts/<account_sid>")

    @api.url_value_preprocessor
    def check(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        asked = (values or {}).pop("account_sid", "")
        _authenticate(exchange)
        if asked != account:
            raise _not_found(f"Accounts/{asked}")

    @api.errorhandler(RestError)
    def refuse(error: RestError) -> tuple[Response, int, dict[str, str]]:
        headers = {"WWW-Authenticate": 'Basic realm="Twilio API"'} if error.status == 401 else {}
        return jsonify(shapes.error(error.status, error.code, str(error))), error.status, headers

    Calls(exchange).register(api)
    Conferences(exchange).register(api)
    Recordings(exchange).register(api)
    return api


def _authenticate(exchange: Exchange) -> None:
    known = exchange.credentials
    user, password = _basic(request.headers.get("Authorization", ""))
    pairs = ((known.account_sid, known.auth_token), (known.api_key_sid, known.api_key_secret))
    if not any(user == name and hmac.compare_digest(password, word) for name, word in pairs):
        raise RestError(401, 20003, "Authenticate")


def _basic(header: str) -> tuple[str, str]:
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        user, _, password = base64.b64decode(encoded, validate=True).decode("ascii").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return user, password


def _not_found(what: str) -> RestError:
    return RestError(404, 20404, f"The requested resource /{what} was not found")


def _page(name: str, items: Iterable[Item], shape: Callable[[Item], object]) -> Response:
    found = list(items)
    size = min(request.args.get("PageSize", 50, type=int), LARGEST_PAGE)
    number = request.args.get("Page", 0, type=int)
    part = found[number * size : (number + 1) * size]
    more = len(found) > (number + 1) * size
    return jsonify(shapes.page(name, [shape(item) for item in part], number, size, more))


def _in_days(moment: float, field: str) -> bool:
    """Whether the filters `field`, `field<` and `field>` of the request let that moment pass."""
    day = shapes.day(moment)
    exact, before, after = (request.args.get(f"{field}{sign}", "")[:10] for sign in ("", "<", ">"))
    return (
        (not exact or day == exact)
        and (not before or day <= before)
        and (not after or day >= after)
    )


def _same(field: str, value: str) -> bool:
    return request.args.get(field, value) == value


class Calls:
    """Calls, and what hangs on one call."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def register(self, api: Blueprint) -> None:
        api.get("/Calls.json", endpoint="calls-list_calls")(self.list_calls)
        api.get("/Calls/<sid>.json", endpoint="calls-fetch")(self.fetch)
        api.post("/Calls/<sid>.json", endpoint="calls-update")(self.update)
        api.post("/Calls/<sid>/Recordings.json", endpoint="calls-record")(self.record)
        api.get("/Calls/<sid>/Recordings.json", endpoint="calls-list_recordings")(
            self.list_recordings
        )
        api.post("/Calls/<sid>/Recordings/<recording_sid>.json", endpoint="calls-update_recording")(
            self.update_recording
        )

    def find(self, sid: str) -> Leg:
        leg = self._exchange.legs.get(sid)
        if leg is None:
            raise _not_found(f"Calls/{sid}")
        return leg

    def list_calls(self) -> Response:
        found = [
            leg
            for leg in reversed(list(self._exchange.legs.values()))
            if _same("Status", leg.status)
            and _same("From", leg.party.from_number)
            and _same("To", leg.party.to_number)
            and _in_days(leg.created_at, "StartTime")
        ]
        return _page("calls", found, shapes.call)

    def fetch(self, sid: str) -> Response:
        return jsonify(shapes.call(self.find(sid)))

    def update(self, sid: str) -> Response:
        leg = self.find(sid)
        if leg.ended.is_set():
            raise RestError(400, 21220, "Call is not in-progress. Cannot redirect.")
        if request.form.get("Status") in ("completed", "canceled"):
            leg.hang_up()
        elif "Twiml" in request.form:
            leg.divert(_given_document(leg, request.form["Twiml"]))
        elif "Url" in request.form:
            url, method = request.form["Url"], request.form.get("Method", "POST")
            leg.divert(lambda: leg.fetch(method, url))
        else:
            raise RestError(400, 20001, "Nothing to update.")
        return jsonify(shapes.call(leg))

    def record(self, sid: str) -> tuple[Response, int]:
        leg = self.find(sid)
        if leg.status != "in-progress":
            raise RestError(400, 21220, "Requested resource is not eligible for recording")
        form = request.form
        order = recordings.Order(
            source="StartCallRecordingAPI",
            channels=2 if form.get("RecordingChannels") == "dual" else 1,
            trim=form.get("Trim") == "trim-silence",
            callback=form.get("RecordingStatusCallback", ""),
            method=form.get("RecordingStatusCallbackMethod", "POST"),
            events=frozenset(" ".join(form.getlist("RecordingStatusCallbackEvent")).split())
            or frozenset({"completed"}),
        )
        return jsonify(shapes.recording(recordings.start(leg, order))), 201

    def list_recordings(self, sid: str) -> Response:
        return _page("recordings", _kept(self.find(sid).recordings), shapes.recording)

    def update_recording(self, sid: str, recording_sid: str) -> Response:
        recording = self._current(self.find(sid), recording_sid)
        status = request.form.get("Status", "")
        with self._exchange.lock:
            if status == "paused":
                recording.pause(skip=request.form.get("PauseBehavior", "silence") == "skip")
            elif status == "in-progress":
                recording.resume()
            elif status == "stopped":
                recording.finish()
            else:
                raise RestError(400, 20001, f"There is no recording status {status}.")
        return jsonify(shapes.recording(recording))

    @staticmethod
    def _current(leg: Leg, recording_sid: str) -> Recording:
        opened = [each for each in leg.recordings if each.open]
        if recording_sid == "Twilio.CURRENT":
            if len(opened) > 1:
                raise RestError(400, 21220, "Several recordings are in progress; name one.")
        else:
            opened = [each for each in opened if each.sid == recording_sid]
        if not opened:
            raise _not_found(f"Recordings/{recording_sid}")
        return opened[0]


def _given_document(leg: Leg, twiml: str) -> Callable[[], Document]:
    try:
        verbs = parse(twiml.encode(), "text/xml")
    except TwimlError as error:
        raise RestError(400, error.code, str(error)) from error
    return lambda: Document(leg.party.voice_url, verbs)


class Conferences:
    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def register(self, api: Blueprint) -> None:
        api.get("/Conferences.json", endpoint="conferences-list_conferences")(self.list_conferences)
        api.get("/Conferences/<sid>.json", endpoint="conferences-fetch")(self.fetch)
        api.post("/Conferences/<sid>.json", endpoint="conferences-update")(self.update)
        api.get("/Conferences/<sid>/Participants.json", endpoint="conferences-list_participants")(
            self.list_participants
        )
        api.get(
            "/Conferences/<sid>/Participants/<who>.json", endpoint="conferences-fetch_participant"
        )(self.fetch_participant)
        api.post(
            "/Conferences/<sid>/Participants/<who>.json", endpoint="conferences-update_participant"
        )(self.update_participant)
        api.delete(
            "/Conferences/<sid>/Participants/<who>.json", endpoint="conferences-remove_participant"
        )(self.remove_participant)

    def _find(self, sid: str) -> Conference:
        conference = self._exchange.conferences.get(sid)
        if conference is None:
            raise _not_found(f"Conferences/{sid}")
        return conference

    def _participant(self, sid: str, who: str) -> tuple[Conference, Participant]:
        conference = self._find(sid)
        participant = conference.find(who)
        if participant is None:
            raise _not_found(f"Conferences/{sid}/Participants/{who}")
        return conference, participant

    def list_conferences(self) -> Response:
        found = [
            each
            for each in reversed(list(self._exchange.conferences.values()))
            if _same("Status", each.status)
            and _same("FriendlyName", each.room)
            and _in_days(each.created_at, "DateCreated")
        ]
        return _page("conferences", found, shapes.conference)

    def fetch(self, sid: str) -> Response:
        return jsonify(shapes.conference(self._find(sid)))

    def update(self, sid: str) -> Response:
        conference = self._find(sid)
        if request.form.get("Status") != "completed":
            raise RestError(400, 20001, "A conference can only be completed.")
        with self._exchange.lock:
            conference.finish("conference-ended-via-api")
        return jsonify(shapes.conference(conference))

    def list_participants(self, sid: str) -> Response:
        conference = self._find(sid)
        found = [each for each in conference.participants if _same("Muted", _said(each.muted))]
        return _page("participants", found, lambda each: shapes.participant(conference, each))

    def fetch_participant(self, sid: str, who: str) -> Response:
        return jsonify(shapes.participant(*self._participant(sid, who)))

    def update_participant(self, sid: str, who: str) -> Response:
        with self._exchange.lock:
            conference, participant = self._participant(sid, who)
            form = request.form
            if "Hold" in form:
                url, method = form.get("HoldUrl", ""), form.get("HoldMethod", "POST")
                conference.hold(participant, form["Hold"].lower() == "true", url, method)
            if "Muted" in form:
                conference.mute(participant, form["Muted"].lower() == "true")
            if "EndConferenceOnExit" in form:
                participant.end_on_exit = form["EndConferenceOnExit"].lower() == "true"
                conference.tell("modify", participant)
            return jsonify(shapes.participant(conference, participant))

    def remove_participant(self, sid: str, who: str) -> tuple[str, int]:
        with self._exchange.lock:
            conference, participant = self._participant(sid, who)
            participant.why_gone = "participant_kicked"
            conference.dismiss(participant)
            participant.change()
        return "", 204


def _said(value: bool) -> str:
    return str(value).lower()


def _kept(found: Iterable[Recording]) -> list[Recording]:
    deleted_too = request.args.get("IncludeSoftDeleted", "").lower() == "true"
    return [each for each in found if deleted_too or not each.deleted]


class Recordings:
    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def register(self, api: Blueprint) -> None:
        api.get("/Recordings.json", endpoint="recordings-list_recordings")(self.list_recordings)
        api.get("/Recordings/<sid>.json", endpoint="recordings-fetch")(self.fetch)
        api.get("/Recordings/<sid>.wav", endpoint="recordings-media")(self.media)
        api.get("/Recordings/<sid>", endpoint="recordings-media-plain")(self.media)
        api.delete("/Recordings/<sid>.json", endpoint="recordings-delete")(self.delete)

    def _find(self, sid: str) -> Recording:
        recording = self._exchange.recordings.get(sid)
        if recording is None or recording.deleted:
            raise _not_found(f"Recordings/{sid}")
        return recording

    def list_recordings(self) -> Response:
        found = [
            each
            for each in _kept(reversed(list(self._exchange.recordings.values())))
            if _same("CallSid", each.leg.sid)
            and _same("ConferenceSid", each.order.conference_sid)
            and _in_days(each.started_at, "DateCreated")
        ]
        return _page("recordings", found, shapes.recording)

    def fetch(self, sid: str) -> Response:
        return jsonify(shapes.recording(self._find(sid)))

    def media(self, sid: str) -> Response:
        recording = self._find(sid)
        response = media_of(recording, request.args.get("RequestedChannels", ""))
        if response is None:
            raise _not_found(f"Recordings/{sid}.wav")
        return response

    def delete(self, sid: str) -> tuple[str, int]:
        recording = self._find(sid)
        if recording.status not in ("completed", "absent"):
            raise RestError(400, 21220, "Only a completed recording can be deleted.")
        recording.deleted = True
        recording.path.unlink(missing_ok=True)
        return "", 204
