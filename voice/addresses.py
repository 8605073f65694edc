"""The addresses of our webhooks, and the token in them that names a call; only we can make it.

The token is no secret that opens anything: the provider's signature is what lets a request in. It
keeps a genuine request of one call from being answered for another.
"""

import hashlib
import hmac
import re

from core.config import settings
from voice.models import Call

_TOKEN = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{24})")

# Retries, time-outs in ms; three tries of 4 s stay below the provider's 15 s
# (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
FOR_TWIML = "#rc=2&rp=all&ct=2000&rt=4000"
FOR_CALLBACKS = "#rc=5&rp=all&ct=2000&rt=2500"


def address(name: str, call: Call | None = None, overrides: str = FOR_TWIML) -> str:
    """The full address of one of our webhooks."""
    token = f"/{token_of(call.id)}" if call else ""
    return f"{settings().public_base_url}/twilio/{name}{token}{overrides}"


def token_of(call_id: str) -> str:
    return f"{call_id}.{_seal(call_id)}"


def call_of(token: str) -> str | None:
    """The id of the call that a token was made for, or None."""
    match = _TOKEN.fullmatch(token)
    if match is None or not hmac.compare_digest(match[2], _seal(match[1])):
        return None
    return match[1]


def _seal(call_id: str) -> str:
    key = settings().signing_key.encode()
    return hmac.new(key, f"webhook:{call_id}".encode(), hashlib.sha256).hexdigest()[:24]
