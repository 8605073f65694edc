"""All that a line depends on at the provider, and between it and us, looked at one by one."""

from collections.abc import Iterable, Iterator

from core.config import settings
from core.reading import phone_numbers
from core.tenants import dialed
from voice.gateway import GatewayError, account
from voice.provisioning import account_checks, fallback, findings, plan
from voice.provisioning.account_checks import GEO
from voice.provisioning.findings import Finding, fault, note, warning

APPLY = "run `flask twilio setup` for it"


def run(number: str) -> list[Finding]:
    """Everything that is wrong or cannot be seen, each once, faults first."""
    checks = [
        ("The account cannot be read", account_checks.the_account),
        ("The public address cannot be asked", account_checks.public_address),
        (f"{number} cannot be read", lambda: _number(number)),
        ("The TwiML App cannot be read", _app),
        (f"The fallback of {number} cannot be asked", lambda: _fallback(number)),
        ("The countries that may be called cannot be read", account_checks.countries),
        ("The profiles of the account cannot be read", account_checks.profile),
        ("Recordings cannot be read", account_checks.recordings),
        ("The numbers of the account cannot be read", lambda: _neighbours(number)),
    ]
    found = dict.fromkeys(findings.run(checks))
    return sorted(found, key=lambda each: list(findings.Level).index(each.level))


def _number(number: str) -> Iterator[Finding]:
    if dialed(number) is None:
        yield fault(f"No client has the line {number}: `flask lines create` adds it to one.")
    try:
        held = plan.find_number(number)
    except plan.NoSuchNumber:
        yield fault(
            f"{number} is no number of this account in {settings().twilio_region}: buy it, move "
            "it here from another account, or set TWILIO_ACCOUNT_SID to the one that holds it."
        )
        return
    if not held.takes_calls:
        yield fault(f"{number} takes no voice calls: choose a number with Voice.")
    if held.trunk_sid:
        yield fault(f"{number} belongs to a SIP trunk, which takes its calls: take it out there.")
    yield from _differences(plan.changes_of_number(held))
    yield from _bundle(held)
    yield from _region(number)


def _differences(changes: Iterable[plan.Change]) -> Iterator[Finding]:
    for each in changes:
        yield fault(
            f"{each.subject}: {each.name} is {each.shown}, and should be "
            f"{each.after or 'not set'}: {APPLY}."
        )


def _bundle(held: account.ProviderNumber) -> Iterator[Finding]:
    status = account.bundle_status(held.bundle_sid) if held.bundle_sid else ""
    if status and status != account.APPROVED:
        yield fault(
            f"The regulatory bundle of {held.number} is {status}: the number may be taken away. "
            "Phone Numbers, Regulatory Compliance."
        )


def _region(number: str) -> Iterator[Finding]:
    ours = settings().twilio_region
    try:
        region = account.region_of(number)
    except GatewayError:
        region = ""
    if not region:
        yield note(f"In which region calls to {number} are processed cannot be seen from here.")
    elif region != ours:
        yield fault(
            f"Calls to {number} are processed in {region}, but TWILIO_REGION is {ours}: set one "
            "to the other."
        )


def _app() -> Iterator[Finding]:
    try:
        app = plan.find_app()
    except plan.NoSuchApp as missing:
        yield fault(
            f"TWILIO_TWIML_APP_SID is {missing}, which is no TwiML App of this account and region: "
            "unset it, and `flask twilio setup` makes one."
        )
        return
    if app is None:
        yield fault(f"There is no TwiML App for the browser phones: {APPLY}.")
        return
    if not settings().credentials.twiml_app_sid:
        yield fault(f"Set TWILIO_TWIML_APP_SID={app.sid}, and start `web` again.")
    yield from _differences(plan.changes_of_app(app))


def _fallback(number: str) -> Iterator[Finding]:
    held = account.find_number(number)
    if held is None:
        return
    address = held.addresses["voice_fallback_url"]
    if not address:
        yield fault(
            f"{number} has no fallback address: while this service is down callers hear the "
            "provider's own error. `flask twilio setup` prints the text of a TwiML Bin."
        )
        return
    try:
        fallback.check_address(address)
        found = fallback.ask(address, held.addresses["voice_fallback_method"])
    except fallback.BadFallback as bad:
        yield fault(f"The fallback of {number}: {bad}.")
        return
    if not found.numbers:
        yield note(f"The fallback of {number} apologises and dials nobody.")
    for each in found.numbers:
        yield from may_be_dialed(each)


def may_be_dialed(number: str) -> Iterator[Finding]:
    """Whether the account may call the country of a number that the fallback dials."""
    code = phone_numbers.country(number)
    country = account.country(code) if code else None
    if country is None or not country.allowed:
        name = country.name if country else "its country"
        yield fault(f"The fallback dials {number}, but calls to {name} are not allowed: {GEO}.")


def _neighbours(number: str) -> Iterator[Finding]:
    base = f"{settings().public_base_url}/"
    others = [
        each.number
        for each in account.list_numbers()
        if each.number != number and not f"{each.addresses['voice_url'] or base}".startswith(base)
    ]
    if others:
        yield warning(
            f"Other applications use this account ({account_checks.some(others)}): its limits and "
            "its token are theirs too. A subaccount of its own keeps them apart."
        )
