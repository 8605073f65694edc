"""What a number and the TwiML App must be set to, and the changes that lead there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from core.config import settings
from voice import addresses
from voice.gateway import account
from voice.gateway.account import ProviderApp, ProviderNumber
from voice.provisioning.fallback import METHOD as FALLBACK_METHOD


class NoSuchNumber(LookupError):
    """The account does not hold the number."""


class NoSuchApp(LookupError):
    """TWILIO_TWIML_APP_SID names no TwiML App of the account."""


@dataclass(frozen=True)
class Change:
    """`subject` is a number or the name of a TwiML App, `name` the provider's name of a setting."""

    subject: str
    name: str
    before: str
    after: str

    @property
    def shown(self) -> str:
        """What is there now, for people to see."""
        return shown(self.before)


@dataclass(frozen=True)
class Plan:
    """`app` is None where it is still to be made."""

    number: ProviderNumber
    app: ProviderApp | None
    of_number: tuple[Change, ...]
    of_app: tuple[Change, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        return (*self.of_app, *self.of_number)


def of_number(fallback: str = "") -> dict[str, str]:
    """The addresses of a number; without `fallback`, what is set there stays."""
    wanted = {
        "voice_url": addresses.address("voice"),
        "voice_method": "POST",
        "status_callback": addresses.address("status", None, addresses.FOR_CALLBACKS),
        "status_callback_method": "POST",
    }
    if fallback:
        wanted |= {"voice_fallback_url": fallback, "voice_fallback_method": FALLBACK_METHOD}
    return wanted


def of_app() -> dict[str, str]:
    """The addresses of the TwiML App, by which browser phones come in."""
    return {"voice_url": addresses.address("agent"), "voice_method": "POST"}


def app_name() -> str:
    """By this name an app is found that an earlier run made and nobody wrote down."""
    return f"Filrouge {urlsplit(settings().public_base_url).netloc}"


def shown(address: str) -> str:
    """Another application's address may hold a password or a token: those stay out of sight."""
    if not address or address.startswith(settings().public_base_url):
        return address or "not set"
    parts = urlsplit(address)
    if not parts.hostname:
        return address
    host = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
    return urlunsplit((parts.scheme, host, parts.path, "…" if parts.query else "", ""))


def find_number(number: str) -> ProviderNumber:
    """Raises NoSuchNumber."""
    found = account.find_number(number)
    if found is None:
        raise NoSuchNumber(number)
    return found


def find_app() -> ProviderApp | None:
    """The app of the settings, or one that an earlier run made. Raises NoSuchApp."""
    sid = settings().credentials.twiml_app_sid
    if not sid:
        return account.find_app(app_name())
    app = account.fetch_app(sid)
    if app is None:
        raise NoSuchApp(sid)
    return app


def make(number: str, fallback: str = "") -> Plan:
    """Raises NoSuchNumber, NoSuchApp, GatewayError. Changes nothing."""
    held, app = find_number(number), find_app()
    return Plan(
        held,
        app,
        tuple(changes_of_number(held, fallback)),
        tuple(changes_of_app(app)),
    )


def changes_of_app(app: ProviderApp | None) -> Iterator[Change]:
    name = app.name if app else app_name()
    yield from _changes(name, app.addresses if app else {}, of_app())


def changes_of_number(held: ProviderNumber, fallback: str = "") -> Iterator[Change]:
    yield from _changes(held.number, held.addresses, of_number(fallback))
    if held.app_sid:  # it would be asked in place of the addresses
        yield Change(held.number, "voice_application_sid", held.app_sid, "")


def _changes(subject: str, now: Mapping[str, str], wanted: Mapping[str, str]) -> Iterator[Change]:
    for name, after in wanted.items():
        if now.get(name, "") != after:
            yield Change(subject, name, now.get(name, ""), after)


def carry_out(plan: Plan) -> ProviderApp | None:
    """Make the changes; the TwiML App where it was just made. Raises GatewayError.

    What was done before an error stays done, and the next plan lacks it.
    """
    made = None
    if plan.app is None:
        made = account.create_app(app_name(), of_app())
    elif plan.of_app:
        account.update_app(plan.app.sid, {each.name: each.after for each in plan.of_app})
    if plan.of_number:
        account.update_number(plan.number.sid, {each.name: each.after for each in plan.of_number})
    return made
