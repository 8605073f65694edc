"""REST: the account's numbers and TwiML Apps.

Resources: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource and
https://www.twilio.com/docs/usage/api/applications
"""

import time
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from flask import Blueprint, Response, jsonify, request

from voice.simulator.api import account_shapes as shapes
from voice.simulator.api.answers import RestError, matches_filter, not_found, page
from voice.simulator.network.account import NUMBER_FIELDS, VOICE_FIELDS, Application, Number
from voice.simulator.network.exchange import Exchange

INVALID_URL = 21402
FALLBACK_ALONE = 21405
ADDRESSES = ("VoiceUrl", "VoiceFallbackUrl", "StatusCallback")


class Numbers:
    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def register(self, api: Blueprint) -> None:
        api.get("/IncomingPhoneNumbers.json", endpoint="numbers-list")(self.list_numbers)
        api.get("/IncomingPhoneNumbers/<sid>.json", endpoint="numbers-fetch")(self.fetch)
        api.post("/IncomingPhoneNumbers/<sid>.json", endpoint="numbers-update")(self.update)

    def _find(self, sid: str) -> Number:
        number = self._exchange.by_sid(Number).get(sid)
        if number is None:
            raise not_found(f"IncomingPhoneNumbers/{sid}")
        return number

    def list_numbers(self) -> Response:
        listed = [
            each
            for each in self._exchange.by_sid(Number).values()
            if matches_filter("PhoneNumber", each.number)
        ]
        return page("incoming_phone_numbers", listed, self._shape)

    def _shape(self, number: Number) -> shapes.Json:
        return shapes.number(self._exchange.credentials.account_sid, number)

    def fetch(self, sid: str) -> Response:
        return jsonify(self._shape(self._find(sid)))

    def update(self, sid: str) -> Response:
        number = self._find(sid)
        with self._exchange.lock:
            number.settings |= _asked(NUMBER_FIELDS, number.settings)
            number.updated_at = time.time()
        return jsonify(self._shape(number))


class Applications:
    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def register(self, api: Blueprint) -> None:
        api.get("/Applications.json", endpoint="applications-list")(self.list_applications)
        api.post("/Applications.json", endpoint="applications-create")(self.create)
        api.get("/Applications/<sid>.json", endpoint="applications-fetch")(self.fetch)
        api.post("/Applications/<sid>.json", endpoint="applications-update")(self.update)
        api.delete("/Applications/<sid>.json", endpoint="applications-delete")(self.delete)

    def _shape(self, application: Application) -> shapes.Json:
        return shapes.application(self._exchange.credentials.account_sid, application)

    def _find(self, sid: str) -> Application:
        application = self._exchange.by_sid(Application).get(sid)
        if application is None:
            raise not_found(f"Applications/{sid}")
        return application

    def list_applications(self) -> Response:
        listed = [
            each
            for each in self._exchange.by_sid(Application).values()
            if matches_filter("FriendlyName", each.name)
        ]
        return page("applications", listed, self._shape)

    def create(self) -> tuple[Response, int]:
        made = Application(self._exchange.new_sid("AP"), request.form.get("FriendlyName", ""))
        made.settings |= _asked(VOICE_FIELDS, {})
        with self._exchange.lock:
            self._exchange.register(made)
        return jsonify(self._shape(made)), 201

    def fetch(self, sid: str) -> Response:
        return jsonify(self._shape(self._find(sid)))

    def update(self, sid: str) -> Response:
        application = self._find(sid)
        with self._exchange.lock:
            application.settings |= _asked(VOICE_FIELDS, application.settings)
            application.name = request.form.get("FriendlyName", application.name)
            application.updated_at = time.time()
        return jsonify(self._shape(application))

    def delete(self, sid: str) -> tuple[str, int]:
        with self._exchange.lock:
            self._exchange.by_sid(Application).pop(self._find(sid).sid)
        return "", 204


def _asked(fields: Sequence[str], before: Mapping[str, str]) -> dict[str, str]:
    """What the request sets. Raises RestError."""
    asked = {name: request.form[name] for name in fields if name in request.form}
    for name in ADDRESSES:
        parts = urlsplit(asked.get(name, ""))
        if asked.get(name) and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise RestError(400, INVALID_URL, f"{name} is not a valid URL")
    after = {**before, **asked}
    if after.get("VoiceFallbackUrl") and not after.get("VoiceUrl"):
        raise RestError(400, FALLBACK_ALONE, "Cannot set VoiceFallbackUrl without setting Url")
    return asked
