"""The account as a person has set it up: its kind and limits, numbers, TwiML Apps, permissions."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

# What a request may set of a number and of an application, in the API's own spelling.
VOICE_FIELDS = (
    "VoiceUrl",
    "VoiceMethod",
    "VoiceFallbackUrl",
    "VoiceFallbackMethod",
    "StatusCallback",
    "StatusCallbackMethod",
)
NUMBER_FIELDS = (*VOICE_FIELDS, "VoiceApplicationSid", "TrunkSid", "BundleSid", "FriendlyName")
TRIAL_SECONDS = 600.0  # a call of a trial account lasts no longer


@dataclass
class Number:
    """A number of the account; `settings` are by the API's names of fields."""

    sid: str
    number: str
    settings: dict[str, str] = field(default_factory=dict)
    voice: bool = True
    region: str = "us1"
    created_at: float = field(default_factory=time.time)
    updated_at: float = field(default_factory=time.time)


@dataclass
class Application:
    """A TwiML App."""

    sid: str
    name: str
    settings: dict[str, str] = field(default_factory=dict)
    created_at: float = field(default_factory=time.time)
    updated_at: float = field(default_factory=time.time)


@dataclass
class Country:
    """Whether telephones of a country may be called."""

    iso_code: str
    name: str
    prefixes: tuple[str, ...]
    allowed: bool = False
    special: bool = False
    toll_fraud: bool = False


@dataclass
class Account:
    """`most_calls` is a limit to calls at once, None for none; `bundles` have a status by sid. Its
    calls, key, token and numbers are in `region`.

    `refused` answers requests whose path holds a text with that status, as missing rights do.
    `open_media` lets everybody hear recordings, `encrypted` makes them with a key of one's own.
    """

    trial: bool = False
    most_calls: int | None = None
    status: str = "active"
    owner_sid: str = ""
    verified: frozenset[str] = frozenset()
    profiles: tuple[str, ...] = ("twilio-approved",)
    bundles: Mapping[str, str] = field(default_factory=dict)
    countries: dict[str, Country] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    clock_skew: float = 0.0
    region: str = "us1"
    open_media: bool = False
    encrypted: bool = False

    def __post_init__(self) -> None:
        for country in (
            Country("FR", "France", ("+33",), allowed=True),
            Country("GB", "United Kingdom", ("+44",)),
            Country("US", "United States/Canada", ("+1",), allowed=True),
        ):
            self.countries.setdefault(country.iso_code, country)
