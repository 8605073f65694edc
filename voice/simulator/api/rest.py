"""The provider's REST API, as much of it as we use, behind basic authentication.

Resources: https://www.twilio.com/docs/voice/api
"""

import base64
import binascii
import hmac
from typing import Any

from flask import Blueprint, Response, jsonify, request

from voice.simulator.api import shapes
from voice.simulator.api.answers import RestError, not_found
from voice.simulator.api.calls import Calls
from voice.simulator.api.conferences import Conferences
from voice.simulator.api.recordings import Recordings
from voice.simulator.network.exchange import API_VERSION, Exchange


def blueprint(exchange: Exchange) -> Blueprint:
    """All routes below one account, with basic authentication before each."""
    account = exchange.credentials.account_sid
    api = Blueprint("rest", __name__, url_prefix=f"/{API_VERSION}/Accounts/<account_sid>")

    @api.url_value_preprocessor
    def check(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        requested = (values or {}).pop("account_sid", "")
        _authenticate(exchange)
        if requested != account:
            raise not_found(f"Accounts/{requested}")

    @api.errorhandler(RestError)
    def refuse(error: RestError) -> tuple[Response, int, dict[str, str]]:
        headers = {"WWW-Authenticate": 'Basic realm="Twilio API"'} if error.status == 401 else {}
        return jsonify(shapes.error(error.status, error.code, str(error))), error.status, headers

    Calls(exchange).register(api)
    Conferences(exchange).register(api)
    Recordings(exchange).register(api)
    return api


def _authenticate(exchange: Exchange) -> None:
    credentials = exchange.credentials
    user, password = _basic(request.headers.get("Authorization", ""))
    pairs = (
        (credentials.account_sid, credentials.auth_token),
        (credentials.api_key_sid, credentials.api_key_secret),
    )
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
