"""The call's token in a webhook's address: it names the call, and only we can make it.

It is no secret that opens anything: the provider's signature is what lets a request in. It keeps a
genuine request of one call from being answered for another.
"""

import hashlib
import hmac
import re

from core.config import settings

_TOKEN = re.compile(r"^([0-9a-f]{32})\.([0-9a-f]{24})$")


def token_of(call_id: str) -> str:
    return f"{call_id}.{_seal(call_id)}"


def call_of(token: str) -> str | None:
    """The id of the call that a token was made for, or None."""
    found = _TOKEN.match(token)
    if found is None or not hmac.compare_digest(found[2], _seal(found[1])):
        return None
    return found[1]


def _seal(call_id: str) -> str:
    key = settings().signing_key.encode()
    return hmac.new(key, f"webhook:{call_id}".encode(), hashlib.sha256).hexdigest()[:24]
