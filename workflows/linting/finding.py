"""One finding about a script."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]
Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Finding:
    """`place` is a path into the document, like ("steps", 3, "next", 0); an error forbids
    publishing. `message` says what is wrong and `remedy` how to mend it, in French and English."""

    code: str
    severity: Severity
    place: Place
    key: str
    message: dict[str, str]
    remedy: dict[str, str]


def error(
    code: str, place: Place, key: str, said: tuple[str, str], mend: tuple[str, str]
) -> Finding:
    """A finding that forbids publishing; texts are (French, English)."""
    return _finding(code, "error", place, key, said, mend)


def warning(
    code: str, place: Place, key: str, said: tuple[str, str], mend: tuple[str, str]
) -> Finding:
    """A finding that people may accept; texts are (French, English)."""
    return _finding(code, "warning", place, key, said, mend)


def _finding(
    code: str,
    severity: Severity,
    place: Place,
    key: str,
    said: tuple[str, str],
    mend: tuple[str, str],
) -> Finding:
    return Finding(
        code, severity, place, key, {"fr": said[0], "en": said[1]}, {"fr": mend[0], "en": mend[1]}
    )
