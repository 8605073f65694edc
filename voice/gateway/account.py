"""What a person set up at the provider: the account, its numbers, TwiML App and permissions.

Resources: https://www.twilio.com/docs/iam/api/account,
https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource,
https://www.twilio.com/docs/usage/api/applications
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

import requests
from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator

from core.config import settings
from core.reading import phone_numbers
from voice.gateway.client import TIMEOUT, as_gateway_errors, moment_of, rest, rest_with_token

ADDRESSES = {
    "voice_url": "",
    "voice_method": "POST",
    "voice_fallback_url": "",
    "voice_fallback_method": "POST",
    "status_callback": "",
    "status_callback_method": "POST",
}
APPROVED = "twilio-approved"
LARGEST_ANSWER = 64 * 1024

Found = TypeVar("Found")


@dataclass(frozen=True)
class ProviderAccount:
    """`told_at` is the provider's own time when it answered."""

    sid: str
    owner_sid: str
    status: str
    is_trial: bool
    told_at: datetime | None


@dataclass(frozen=True)
class ProviderNumber:
    """`addresses` by the names in ADDRESSES, "" where none is set."""

    sid: str
    number: str
    addresses: Mapping[str, str]
    app_sid: str
    trunk_sid: str
    bundle_sid: str
    takes_calls: bool


@dataclass(frozen=True)
class ProviderApp:
    sid: str
    name: str
    addresses: Mapping[str, str]


@dataclass(frozen=True)
class Country:
    """Whether telephones of a country may be called, and its numbers that cost much."""

    name: str
    allowed: bool
    risky: bool


@dataclass(frozen=True)
class RecordingFile:
    sid: str
    encrypted: bool


@dataclass(frozen=True)
class Answer:
    """What an address of ours or of another host answers."""

    status: int
    body: bytes


def fetch_account() -> ProviderAccount:
    """The account; asked with its token, since most keys may not."""
    with as_gateway_errors():
        told = rest_with_token().api.accounts(_account_sid()).fetch_with_http_info()
    account = told.data
    return ProviderAccount(
        sid=account.sid,
        owner_sid=account.owner_account_sid or account.sid,
        status=str(account.status),
        is_trial=str(account.type).lower() == "trial",
        told_at=moment_of(str((told.headers or {}).get("Date", ""))),
    )


def _account_sid() -> str:
    return settings().credentials.account_sid


def find_number(number: str) -> ProviderNumber | None:
    """A number of the account by its E.164 form, or None."""
    with as_gateway_errors():
        listed = rest().incoming_phone_numbers.list(phone_number=number, limit=20)
    return next((_number(each) for each in listed if each.phone_number == number), None)


def list_numbers() -> list[ProviderNumber]:
    with as_gateway_errors():
        return [_number(each) for each in rest().incoming_phone_numbers.list(limit=1000)]


def update_number(sid: str, changes: Mapping[str, str]) -> None:
    """`changes` by the names in ADDRESSES, or `voice_application_sid`."""
    with as_gateway_errors():
        rest().incoming_phone_numbers(sid).update(**changes)


def _number(given: Any) -> ProviderNumber:
    return ProviderNumber(
        sid=given.sid,
        number=given.phone_number,
        addresses=_addresses(given),
        app_sid=given.voice_application_sid or "",
        trunk_sid=given.trunk_sid or "",
        bundle_sid=given.bundle_sid or "",
        takes_calls=bool((given.capabilities or {}).get("voice"))
        and given.voice_receive_mode in (None, "voice"),
    )


def _addresses(given: Any) -> dict[str, str]:
    return {name: getattr(given, name) or default for name, default in ADDRESSES.items()}


def fetch_app(sid: str) -> ProviderApp | None:
    with as_gateway_errors():
        return _or_none(lambda: _app(rest().applications(sid).fetch()))


def find_app(name: str) -> ProviderApp | None:
    """The oldest TwiML App of that name, or None."""
    with as_gateway_errors():
        listed = rest().applications.list(friendly_name=name, limit=20)
    return _app(min(listed, key=lambda each: each.date_created)) if listed else None


def create_app(name: str, addresses: Mapping[str, str]) -> ProviderApp:
    with as_gateway_errors():
        return _app(rest().applications.create(friendly_name=name, **addresses))


def update_app(sid: str, addresses: Mapping[str, str]) -> None:
    with as_gateway_errors():
        rest().applications(sid).update(**addresses)


def _app(given: Any) -> ProviderApp:
    return ProviderApp(given.sid, given.friendly_name or "", _addresses(given))


def country(iso_code: str) -> Country | None:
    """What the account may call there, or None for a country that the provider does not know."""
    with as_gateway_errors():
        found = _or_none(rest().voice.v1.dialing_permissions.countries(iso_code).fetch)
    return _country(found) if found else None


def countries() -> list[Country]:
    """Those that the account may call."""
    with as_gateway_errors():
        listed = rest().voice.v1.dialing_permissions.countries.list(low_risk_numbers_enabled=True)
    return [_country(each) for each in listed]


def _country(given: Any) -> Country:
    risky = given.high_risk_special_numbers_enabled or given.high_risk_tollfraud_numbers_enabled
    return Country(given.name or given.iso_code, bool(given.low_risk_numbers_enabled), bool(risky))


def bundle_status(sid: str) -> str:
    """Of a regulatory bundle; "" for one that the account does not hold."""
    with as_gateway_errors():
        bundles = rest().numbers.v2.regulatory_compliance.bundles
        found = _or_none(bundles(sid).fetch)
    return str(found.status) if found else ""


def has_approved_profile() -> bool:
    """Whether a profile of this account is approved; a subaccount's is its parent's."""
    with as_gateway_errors():
        return bool(rest().trusthub.v1.customer_profiles.list(status=APPROVED, limit=1))


def region_of(number: str) -> str:
    """The region that processes a number's calls, "" where the provider does not say."""
    with as_gateway_errors():
        found = _or_none(rest().routes.v2.phone_numbers(number).fetch)
    return (found.voice_region or "") if found else ""


def newest_recording() -> RecordingFile | None:
    """The newest recording that is complete, or None."""
    with as_gateway_errors():
        listed = rest().recordings.list(limit=20)
    complete = (each for each in listed if str(each.status) == "completed")
    return next((RecordingFile(e.sid, bool(e.encryption_details)) for e in complete), None)


def media_status(recording_sid: str, *, with_key: bool) -> int:
    """The HTTP status with which the provider answers a download; nothing is downloaded."""
    credentials = settings().credentials
    url = f"{settings().twilio_api_base_url}/2010-04-01/Accounts/{credentials.account_sid}"
    key = (credentials.api_key_sid, credentials.api_key_secret) if with_key else None
    with as_gateway_errors(), _session() as session:
        answer = session.get(
            f"{url}/Recordings/{recording_sid}.wav",
            auth=key,
            allow_redirects=False,
            stream=True,
            timeout=TIMEOUT,
        )
        with answer:
            return int(answer.status_code)


def _session() -> requests.Session:
    session = requests.Session()
    session.trust_env = not settings().simulated
    return session


def ask_as_provider(method: str, url: str, form: Mapping[str, str]) -> Answer:
    """Ask an address as the provider does, signed with the account's token.

    The form of a GET goes into the address. Raises GatewayError where nobody answers.
    """
    bare = url.partition("#")[0]
    if method == "GET":
        bare = f"{bare}{'&' if '?' in bare else '?'}{urlencode(form)}"
    validator = RequestValidator(settings().credentials.auth_token)
    signature = validator.compute_signature(bare, {} if method == "GET" else dict(form))
    with as_gateway_errors(), _session() as session:
        answer = session.request(
            method,
            bare,
            data=form if method == "POST" else None,
            headers={"X-Twilio-Signature": signature},
            allow_redirects=False,
            stream=True,
            timeout=TIMEOUT,
        )
        with answer:
            return Answer(answer.status_code, answer.raw.read(LARGEST_ANSWER, decode_content=True))


def fallback_of(dialed: str) -> str:
    """The address that answers a number's calls where we do not, "" where none is set."""
    found = find_number(phone_numbers.of_party(dialed) or dialed)
    return found.addresses["voice_fallback_url"] if found else ""


def _or_none(ask: Callable[[], Found]) -> Found | None:
    try:
        return ask()
    except TwilioRestException as error:
        if error.status == 404:
            return None
        raise
