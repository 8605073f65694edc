"""How to record, the pauses of a recording, and the faults that a scenario gives it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Order:
    """How the application wants a leg recorded."""

    source: str
    channels: int = 2
    trim: bool = False
    callback: str = ""
    method: str = "POST"
    events: frozenset[str] = frozenset({"completed"})
    conference_sid: str = ""


@dataclass
class Pause:
    start: float
    skip: bool
    end: float | None = None


@dataclass(frozen=True)
class MediaFault:
    """What goes wrong at the first `times` fetches: see FAULTS."""

    kind: str = ""
    times: int = 0


NO_FAULT = MediaFault()

# torn: fewer bytes than promised; page: HTML with status 200; empty: no byte; mono: no dual
# version; unavailable: 503; huge: far more bytes than the duration allows; never: 404 for ever;
# absent: the provider says that there is no recording.
FAULTS = ("torn", "page", "empty", "mono", "unavailable", "huge", "never", "absent")
