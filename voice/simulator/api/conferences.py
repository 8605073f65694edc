"""REST: conferences and their participants.

Resource: https://www.twilio.com/docs/voice/api/conference-resource
"""

from flask import Blueprint, Response, jsonify, request

from voice.simulator.api import shapes
from voice.simulator.api.answers import RestError, in_days, matches_filter, not_found, page
from voice.simulator.network.conference import BY_API, Conference, Participant
from voice.simulator.network.exchange import Exchange


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
        conference = self._exchange.by_sid(Conference).get(sid)
        if conference is None:
            raise not_found(f"Conferences/{sid}")
        return conference

    def _participant(self, sid: str, who: str) -> tuple[Conference, Participant]:
        conference = self._find(sid)
        participant = conference.find(who)
        if participant is None:
            raise not_found(f"Conferences/{sid}/Participants/{who}")
        return conference, participant

    def list_conferences(self) -> Response:
        listed = [
            each
            for each in reversed(list(self._exchange.by_sid(Conference).values()))
            if matches_filter("Status", each.status)
            and matches_filter("FriendlyName", each.room)
            and in_days(each.created_at, "DateCreated")
        ]
        return page("conferences", listed, shapes.conference)

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
        listed = [
            each
            for each in conference.participants
            if matches_filter("Muted", _boolean(each.muted))
        ]
        return page("participants", listed, lambda each: shapes.participant(conference, each))

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
            participant.why_gone, participant.removed = BY_API, True
            conference.dismiss(participant)
            participant.change()
        return "", 204


def _boolean(value: bool) -> str:
    return str(value).lower()
