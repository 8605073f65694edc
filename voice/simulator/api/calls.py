"""REST: calls, and the recordings that hang on one call.

Resource: https://www.twilio.com/docs/voice/api/call-resource
"""

from collections.abc import Callable

from flask import Blueprint, Response, jsonify, request

from voice.simulator.api import shapes
from voice.simulator.api.answers import (
    RestError,
    in_days,
    matches_filter,
    not_deleted,
    not_found,
    page,
)
from voice.simulator.network import recordings
from voice.simulator.network.exchange import Exchange
from voice.simulator.network.legs import Document, Leg
from voice.simulator.network.recordings import Recording
from voice.simulator.network.twiml import TwimlError, parse

RECORDING_EVENTS = frozenset({"in-progress", "completed", "absent"})


class Calls:
    """The routes of calls, and of one call's recordings."""

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
        leg = self._exchange.by_sid(Leg).get(sid)
        if leg is None:
            raise not_found(f"Calls/{sid}")
        return leg

    def list_calls(self) -> Response:
        legs = [
            leg
            for leg in reversed(list(self._exchange.by_sid(Leg).values()))
            if matches_filter("Status", leg.status)
            and matches_filter("From", leg.party.from_number)
            and matches_filter("To", leg.party.to_number)
            and in_days(leg.created_at, "StartTime")
        ]
        return page("calls", legs, shapes.call)

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
            source=recordings.BY_REST,
            channels=2 if form.get("RecordingChannels") == "dual" else 1,
            trim=form.get("Trim") == "trim-silence",
            callback=form.get("RecordingStatusCallback", ""),
            method=form.get("RecordingStatusCallbackMethod", "POST"),
            events=_events(form.getlist("RecordingStatusCallbackEvent")),
        )
        return jsonify(shapes.recording(recordings.start(leg, order))), 201

    def list_recordings(self, sid: str) -> Response:
        return page("recordings", not_deleted(recordings.of_leg(self.find(sid))), shapes.recording)

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
        opened = [each for each in recordings.of_leg(leg) if each.open]
        if recording_sid == "Twilio.CURRENT":
            if len(opened) > 1:
                raise RestError(400, 21220, "Several recordings are in progress; name one.")
        else:
            opened = [each for each in opened if each.sid == recording_sid]
        if not opened:
            raise not_found(f"Recordings/{recording_sid}")
        return opened[0]


def _events(given: list[str]) -> frozenset[str]:
    """The events of one field, with spaces between them."""
    words = frozenset(given[0].split()) if given else frozenset({"completed"})
    if len(given) > 1 or not words or not words <= RECORDING_EVENTS:
        raise RestError(400, 13621, "Invalid 'recordingStatusCallbackEvent'")
    return words


def _given_document(leg: Leg, twiml: str) -> Callable[[], Document]:
    try:
        verbs = parse(twiml.encode(), "text/xml")
    except TwimlError as error:
        raise RestError(400, error.code, str(error)) from error
    return lambda: Document(leg.party.urls.voice, verbs)
