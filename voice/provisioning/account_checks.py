"""What all lines share: the account with its limits, our public address, recordings, countries."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from core.clock import now
from core.config import settings
from voice.gateway import GatewayError, account
from voice.provisioning.findings import Finding, fault, note, warning

MOST_SKEW = 5.0  # seconds; a token of a browser phone is not good before its time
GEO = "Voice, Settings, Geo permissions"
NAMED = 8  # countries, numbers


def the_account() -> Iterator[Finding]:
    try:
        told = account.fetch_account()
    except GatewayError as error:
        if error.status not in (401, 403):
            raise
        yield fault(
            "TWILIO_AUTH_TOKEN is not the token of TWILIO_ACCOUNT_SID in TWILIO_REGION: every "
            "webhook would be refused. Copy the token of this account and region."
        )
        return
    if told.is_trial:
        yield fault(
            "This is a trial account: only verified callers get through, a call ends after 10 "
            "minutes (13805), few are taken at once (10004). Upgrade it under Billing."
        )
    if told.status != "active":
        yield fault(f"The account is {told.status}: the provider's support says why.")
    if told.told_at is not None:
        yield from _clock((now() - told.told_at).total_seconds())


def _clock(ahead: float) -> Iterator[Finding]:
    if abs(ahead) > MOST_SKEW:
        way = "ahead of" if ahead > 0 else "behind"
        yield fault(
            f"This machine's clock is {abs(ahead):.0f} s {way} the provider's: have NTP set it, or "
            "the browser phones are refused."
        )


def profile() -> Iterator[Finding]:
    if not account.has_approved_profile():
        yield warning(
            "This account has no approved primary profile (that of a subaccount is its parent's, "
            "and not seen from here): until one is approved few calls are taken at once (10004). "
            "Trust Hub, Profiles."
        )


def public_address() -> Iterator[Finding]:
    """A request that we sign as the provider does. If all is well it is refused, without a call."""
    base = settings().public_base_url
    if urlsplit(base).scheme != "https" and not settings().simulated:
        yield fault(f"PUBLIC_BASE_URL is {base}: what callers say must go over https://.")
    form = {"AccountSid": settings().credentials.account_sid, "CallSid": ""}
    try:
        answer = account.ask_as_provider("POST", f"{base}/twilio/status", form)
    except GatewayError:
        yield fault(f"Nobody answers at {base}/twilio/status: start `web`, look at proxy and DNS.")
        return
    if answer.status == 403:
        yield fault(
            f"The service at {base} refuses our signature: it runs with another TWILIO_AUTH_TOKEN "
            "or PUBLIC_BASE_URL, or a proxy changes the path."
        )
    elif answer.status != 400 or b"<Response>" not in answer.body:
        yield fault(f"{base}/twilio/status answers {answer.status}, and not as this service does.")


def countries() -> Iterator[Finding]:
    allowed = account.countries()
    risky = sorted(each.name for each in allowed if each.risky)
    if risky:
        yield warning(
            f"Numbers at special rates or known for fraud may be called in {some(risky)}: "
            f"switch them off under {GEO}."
        )
    if len(allowed) > 1:
        yield note(
            f"Calls may be made to {some(sorted(each.name for each in allowed))}: this service "
            f"makes none, and a fallback needs one country at most ({GEO})."
        )


def some(names: list[str]) -> str:
    rest = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {rest} more" if rest > 0 else "")


def recordings() -> Iterator[Finding]:
    newest = account.newest_recording()
    if newest is None:
        yield note(
            "There is no recording yet by which its protection can be seen: run the check again "
            "after the first recorded call."
        )
        return
    if account.media_status(newest.sid, with_key=False) not in (401, 403):
        yield fault(
            "Recordings can be heard by anybody who knows their address: Voice, Settings, General, "
            "Enforce HTTP Auth on Media URLs."
        )
    if newest.encrypted:
        yield fault(
            "Recordings are encrypted with your public key, so that nobody here can hear them: "
            "Voice, Settings, Recording, Voice Recording encryption off."
        )
    elif account.media_status(newest.sid, with_key=True) == 404:
        yield fault(
            "The sound of the newest recording is not with the provider: Voice, Settings, "
            "Recording, Voice Recording external storage off."
        )
