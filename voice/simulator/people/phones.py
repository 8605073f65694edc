"""Connects browser phones, and checks their access tokens as the provider does.

Claims: https://www.twilio.com/docs/iam/access-tokens
"""

from collections.abc import Mapping
from typing import Any

import jwt

from voice.simulator.network.clock import Clock
from voice.simulator.network.exchange import Exchange
from voice.simulator.network.legs import Leg, Party
from voice.simulator.network.lifetime import start_leg
from voice.simulator.network.story import Story
from voice.simulator.people.call import SimulatedCall

CONTENT_TYPE = "twilio-fpa;v=1"
LONGEST_LIFE = 24 * 3600
# Parameters of device.connect may hold so much in all.
LONGEST_PARAMS = 800


class TokenRefused(Exception):
    """`code` is the provider's error code: 20101 invalid, 20104 expired, 31201 and the like."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class DeviceBusy(Exception):
    """The device is in a call already: the SDK throws there, before it asks anybody."""


def identity_of(exchange: Exchange, token: str) -> str:
    """The identity in the token. Raises TokenRefused."""
    credentials = exchange.credentials
    claims = _claims(token, credentials.api_key_secret)
    header = jwt.get_unverified_header(token)
    if header.get("cty") != CONTENT_TYPE:
        raise TokenRefused(20103, "The token's cty header is not an access token's.")
    if header.get("twr", "us1") != exchange.account.region:
        raise TokenRefused(20101, "The token is of a key that this region does not know.")
    if claims["iss"] != credentials.api_key_sid or claims["sub"] != credentials.account_sid:
        raise TokenRefused(20103, "The token is of another account or key.")
    if claims["exp"] - claims.get("nbf", claims.get("iat", claims["exp"])) > LONGEST_LIFE:
        raise TokenRefused(20157, "The token lives longer than a day.")
    return _identity(claims.get("grants"), credentials.twiml_app_sid)


def _claims(token: str, secret: str) -> dict[str, Any]:
    try:
        claims: dict[str, Any] = jwt.decode(
            token, secret, algorithms=["HS256"], options={"require": ["exp", "iss", "sub"]}
        )
    except jwt.ExpiredSignatureError as error:
        raise TokenRefused(20104, "The token has expired.") from error
    except jwt.ImmatureSignatureError as error:
        raise TokenRefused(20105, "The token is not valid yet.") from error
    except jwt.InvalidTokenError as error:
        raise TokenRefused(20101, f"The token is invalid: {error}.") from error
    return claims


def _identity(grants: object, twiml_app_sid: str) -> str:
    if not isinstance(grants, Mapping):
        raise TokenRefused(20106, "The token grants nothing.")
    voice = grants.get("voice")
    outgoing = voice.get("outgoing") if isinstance(voice, Mapping) else None
    if not isinstance(outgoing, Mapping) or outgoing.get("application_sid") != twiml_app_sid:
        raise TokenRefused(20106, "The token does not let this phone call out.")
    identity = grants.get("identity")
    if not isinstance(identity, str) or not identity:
        raise TokenRefused(20106, "The token names nobody.")
    return identity


def connect(
    exchange: Exchange,
    token: str,
    params: Mapping[str, str],
    call: SimulatedCall | None,
    *,
    device: str = "",
) -> Leg:
    """A browser phone dials the TwiML application; a scripted agent's phone keeps `call`'s time.

    One device is in one call at a time, as in the SDK: a second call is refused until the first is
    over. A phone without a name is a device of its own. Raises TokenRefused, DeviceBusy.
    """
    identity = identity_of(exchange, token)
    if device and any(_is_of(leg, device) for leg in list(exchange.by_sid(Leg).values())):
        raise DeviceBusy(device)
    if sum(len(key) + len(value) for key, value in params.items()) > LONGEST_PARAMS:
        raise TokenRefused(31207, "The parameters are too long.")
    clock = call.clock if call else Clock(exchange.phone_speed)
    leg = Leg(
        exchange,
        Party(
            from_number=f"client:{identity}",
            to_number="",
            urls=exchange.urls_of_app(exchange.credentials.twiml_app_sid),
            extra={"ApplicationSid": exchange.credentials.twiml_app_sid},
            first_extra=params,
            geography=False,
        ),
        clock,
        call.story if call else Story(clock),
        chaos=call.scenario.chaos if call else exchange.chaos,
    )
    leg.device = device
    start_leg(leg)
    return leg


def _is_of(leg: Leg, device: str) -> bool:
    return leg.device == device and not leg.ended.is_set()
