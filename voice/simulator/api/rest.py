"""The provider's REST API, as much of it as we use, behind basic authentication.

Resources: https://www.twilio.com/docs/voice/api
"""

import base64
import binascii
import hmac
from typing import Any

from flask import Blueprint, Response, jsonify, request

from voice.simulator.api import shapes
from voice.simulator.api.account import FETCH, AccountRoutes
from voice.simulator.api.answers import RestError, not_found
from voice.simulator.api.calls import Calls
from voice.simulator.api.conferences import Conferences
from voice.simulator.api.numbers import Applications, Numbers
from voice.simulator.api.recordings import Recordings
from voice.simulator.network.exchange import API_VERSION, Exchange

REFUSALS = {401: 20003, 429: 20429}


def blueprint(exchange: Exchange) -> Blueprint:
    """All routes, with basic authentication before each."""
    api = Blueprint("rest", __name__)

    @api.url_value_preprocessor
    def check(endpoint: str | None, values: dict[str, Any] | None) -> None:
        requested = (values or {}).pop("account_sid", "")
        if not (exchange.account.open_media and request.path.endswith(".wav")):
            _authenticate(exchange, needs_token=str(endpoint).endswith(FETCH))
        if requested and requested != exchange.credentials.account_sid:
            raise not_found(f"Accounts/{requested}")
        for part, status in exchange.account.refused.items():
            if part in request.path:
                raise RestError(status, REFUSALS.get(status, 20000 + status), "Refused")

    @api.errorhandler(RestError)
    def refuse(error: RestError) -> tuple[Response, int, dict[str, str]]:
        headers = {"WWW-Authenticate": 'Basic realm="Twilio API"'} if error.status == 401 else {}
        return jsonify(shapes.error(error.status, error.code, str(error))), error.status, headers

    of_account = Blueprint("account", __name__, url_prefix=f"/{API_VERSION}/Accounts/<account_sid>")
    for resource in (Calls, Conferences, Recordings, Numbers, Applications):
        resource(exchange).register(of_account)
    AccountRoutes(exchange).register(api)
    api.register_blueprint(of_account)
    return api


def _authenticate(exchange: Exchange, *, needs_token: bool) -> None:
    """With the account's token or a key, which may not do all that the token may.

    Keys: https://www.twilio.com/docs/iam/api-keys/keys-in-console
    """
    credentials = exchange.credentials
    user, password = _basic(request.headers.get("Authorization", ""))
    pairs = [(credentials.account_sid, credentials.auth_token)]
    if not needs_token:
        pairs.append((credentials.api_key_sid, credentials.api_key_secret))
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
