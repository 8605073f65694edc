"""The addresses of our webhooks, and the token in them that names a call; only we can make it.

The token is no secret that opens anything: the provider's signature is what lets a request in. It
keeps a genuine request of one call from being answered for another.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from urllib.parse import urlencode

from core.config import settings
from voice.models import Call

_TOKEN = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{24})")

# Retries, time-outs in ms; three tries of 4 s stay below the provider's 15 s
# (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
FOR_TWIML = "#rc=2&rp=all&ct=2000&rt=4000"
FOR_CALLBACKS = "#rc=5&rp=all&ct=2000&rt=2500"
FOR_ONCE_MORE = "#rc=1&rp=ct&ct=2000&rt=4000"  # we ask again ourselves

_TIMES = re.compile(r"[0-9]{1,3}")
# What the provider says in one request alone, and not again when it follows a <Redirect>.
_SAID_ONCE = ("Digits", "DialCallStatus", "leg")
LONGEST_SAID = 64


def address(name: str, call: Call | None = None, overrides: str = FOR_TWIML) -> str:
    """The full address of one of our webhooks."""
    token = f"/{token_of(call.id)}" if call else ""
    return f"{settings().public_base_url}/twilio/{name}{token}{overrides}"


def once_more(url: str, times: int, said: Mapping[str, str]) -> str:
    """The address of a request that we could not answer, for the provider to ask it again.

    It counts, and takes along what would not be said again. The provider signs all of it.
    """
    kept = {name: said[name][:LONGEST_SAID] for name in _SAID_ONCE if said.get(name)}
    query = urlencode({"again": times + 1, **kept})
    return f"{url.partition('?')[0]}?{query}{FOR_ONCE_MORE}"


def times_asked(query: Mapping[str, str]) -> int:
    """How often this request was asked again before."""
    times = query.get("again", "")
    return int(times) if _TIMES.fullmatch(times) else 0


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
