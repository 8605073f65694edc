"""What a check found, as a sentence for whoever sets the service up."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from voice.gateway import GatewayError

# What to do where the provider refuses to be asked.
REFUSED = {
    0: "nobody answers at the provider: look at this machine's way to the internet",
    401: "the provider does not know the key: TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET must be "
    "of TWILIO_ACCOUNT_SID and of TWILIO_REGION",
    403: "the key may not: use a Standard key, or give this one the right",
    404: "the provider does not know it in this account and region",
    429: "the provider is asked too much right now: try again in a minute",
}


class Level(Enum):
    """A fault keeps calls from being answered well; a warning may; a note says what is not seen."""

    FAULT = "fault"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    level: Level
    text: str


OF_ALL = {0, 401, 429}  # nothing can be read then, whatever is asked for

Check = Callable[[], Iterable[Finding]]


def fault(text: str) -> Finding:
    return Finding(Level.FAULT, text)


def warning(text: str) -> Finding:
    return Finding(Level.WARNING, text)


def note(text: str) -> Finding:
    return Finding(Level.NOTE, text)


def refused(what: str, error: GatewayError) -> str:
    """Why something could not be read or changed, and what to do about it."""
    why = REFUSED.get(error.status, f"the provider answers {error}: try again later")
    said = f"{why[0].upper()}{why[1:]}" if error.status in OF_ALL else f"{what}: {why}"
    return f"{said} ({error.status or 'no answer'})."


def run(checks: Iterable[tuple[str, Check]]) -> Iterator[Finding]:
    """What all the checks find; one that cannot be made does not keep the others from it.

    A check has a name, which stands where the provider refuses to tell.
    """
    for name, check in checks:
        try:
            yield from check()
        except GatewayError as error:
            yield fault(refused(name, error))
