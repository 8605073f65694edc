"""Whose request it is, and what a browser phone may do.

Signatures: https://www.twilio.com/docs/usage/webhooks/webhooks-security
Tokens: https://www.twilio.com/docs/iam/access-tokens
"""

from collections.abc import Mapping
from typing import NamedTuple

from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import VoiceGrant
from twilio.request_validator import RequestValidator

from core.config import settings
from core.regions import NEAREST_EDGE
from voice.gateway.client import home_region

# No single token can be revoked at the provider; a call goes on when the one it began with expires.
TOKEN_SECONDS = 600


def is_genuine(url: str, form: Mapping[str, str], signature: str | None) -> bool:
    """Whether the provider signed this request with one of the tokens in force.

    `url` is the public base URL with the raw path and query, as the provider wrote them; `form`
    holds every parameter received, as a MultiDict.
    """
    if not signature:
        return False
    tokens = (settings().credentials.auth_token, settings().twilio_auth_token_secondary)
    return any(RequestValidator(t).validate(url, form, signature) for t in tokens if t)


def is_our_account(account_sid: str) -> bool:
    return account_sid == settings().credentials.account_sid


def phone_token(identity: str, seconds: int = TOKEN_SECONDS) -> str:
    """An access token for the browser phone of one agent, good for so many seconds."""
    credentials = settings().credentials
    token = AccessToken(
        credentials.account_sid,
        credentials.api_key_sid,
        credentials.api_key_secret,
        identity=identity,
        ttl=seconds,
        region=home_region(),
    )
    token.add_grant(VoiceGrant(outgoing_application_sid=credentials.twiml_app_sid))
    return str(token.to_jwt())


class PhoneHosts(NamedTuple):
    """What a page with the browser phone may ask, as sources of a Content-Security-Policy."""

    connect: tuple[str, ...]
    media: tuple[str, ...]


def phone_hosts() -> PhoneHosts:
    """The hosts of the browser phone, by the README of the SDK for browsers.

    Once it is connected, it reports to the gateway of the region that the network names. Where it
    came in by the nearest edge, it comes back to that one by its name (`device.ts` of the SDK).
    """
    sounds = ("https://sdk.twilio.com", "https://media.twiliocdn.com")
    reports = (
        "https://eventgw.twilio.com",
        f"https://eventgw.{settings().twilio_region}.twilio.com",
    )
    edge = settings().phone_edge
    edges = settings().region.public_edges if edge == NEAREST_EDGE else (edge,)
    signalling = (f"wss://voice-js.{name}.twilio.com" for name in edges)
    return PhoneHosts((*signalling, *reports, *sounds), ("mediastream:", *sounds))
