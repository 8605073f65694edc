"""REST: recordings and their sound.

Resource: https://www.twilio.com/docs/voice/api/recording
"""

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
from voice.simulator.api.media import media_of
from voice.simulator.network.exchange import Exchange
from voice.simulator.network.recordings import Recording


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
        recording = self._exchange.by_sid(Recording).get(sid)
        if recording is None or recording.deleted:
            raise not_found(f"Recordings/{sid}")
        return recording

    def list_recordings(self) -> Response:
        listed = [
            each
            for each in not_deleted(reversed(list(self._exchange.by_sid(Recording).values())))
            if matches_filter("CallSid", each.leg.sid)
            and matches_filter("ConferenceSid", each.order.conference_sid)
            and in_days(each.started_at, "DateCreated")
        ]
        return page("recordings", listed, shapes.recording)

    def fetch(self, sid: str) -> Response:
        return jsonify(shapes.recording(self._find(sid)))

    def media(self, sid: str) -> Response:
        recording = self._find(sid)
        response = media_of(recording, request.args.get("RequestedChannels", ""))
        if response is None:
            raise not_found(f"Recordings/{sid}.wav")
        return response

    def delete(self, sid: str) -> tuple[str, int]:
        recording = self._find(sid)
        if recording.status != "completed":
            raise RestError(400, 21220, "Only a completed recording can be deleted.")
        recording.deleted = True
        recording.path.unlink(missing_ok=True)
        return "", 204
