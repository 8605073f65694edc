"""A simulated caller who rings at a person's own desk, to try it out or to rehearse.

There is none where telephony is real: the simulator refuses to run there, and nobody asks for it.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.config import settings
from core.db import session
from core.tenants import Client, Line, Membership, User
from transcription import catalogue
from transcription.install import installed
from voice.simulator import remote
from voice.simulator.remote import RemoteSimulator
from web.languages import page_language
from web.messages.fields import language_word

PATIENT, HURRIED = 600.0, 30.0  # seconds until the caller gives up
STAYS = 600.0  # seconds after the last word: the agent hangs up
LONGEST_TOKEN = 64


class UnknownLine(LookupError):
    """No line whose calls are offered to this person."""


class NoModel(LookupError):
    """What this caller says could not be transcribed; the text is the language."""


class NoNetwork(Exception):
    """No simulator of this service answers."""


@dataclass(frozen=True)
class Wish:
    """The caller somebody asks for. The same `token` again is the same call."""

    line: str
    hurried: bool
    speaks: bool
    token: str


def for_page(user: User) -> dict[str, Any] | None:
    """The lines on which a caller may ring, the usual one first; None where nobody may."""
    transcribed = _transcribed()
    lines = [_for_page(line, client, transcribed) for line, client in _lines(user, transcribed)]
    return {"lines": lines, "hurried": int(HURRIED)} if lines else None


def _lines(user: User, transcribed: set[str]) -> list[tuple[Line, Client]]:
    """Those whose calls are offered to this person; first where a call is transcribed, then in
    their own language, then on the line that a recorded caller dials."""
    if not settings().simulated:
        return []
    chosen = (
        select(Line, Client)
        .join(Client, Client.id == Line.client_id)
        .join(Membership, Membership.client_id == Client.id)
        .where(Membership.user_id == user.id, Membership.role == "agent")
        .order_by(Client.name, Line.number)
    )
    dialed = {caller.dials for caller in remote.recorded_callers().values()}
    language = page_language()

    def is_unusual(line: Line) -> tuple[bool, bool, bool]:
        spoken = line.language
        return spoken not in transcribed, spoken != language, line.number not in dialed

    rows = [(line, client) for line, client in session.execute(chosen)]
    return sorted(rows, key=lambda row: is_unusual(row[0]))


def _transcribed() -> set[str]:
    """The languages whose speech model is installed."""
    languages = {entry.language for entry in catalogue.CATALOGUE}
    folder = settings().models_dir
    return {one for one in languages if installed(catalogue.find(one), folder)}


def _for_page(line: Line, client: Client, transcribed: set[str]) -> dict[str, Any]:
    caller = remote.recorded_callers().get(line.language)
    return {
        "number": line.number,
        "name": f"{client.name} – {line.label or line.number}",
        "language": line.language,
        "language_shown": language_word(line.language),
        "has_model": line.language in transcribed,
        "says": caller.title if caller else "",
    }


def call_for(user: User, wish: Wish) -> dict[str, Any]:
    """The call for the simulator. Raises UnknownLine, NoModel."""
    transcribed = _transcribed()
    lines = {line.number: line for line, _client in _lines(user, transcribed)}
    line = lines.get(wish.line)
    if line is None:
        raise UnknownLine(wish.line)
    if line.language not in transcribed:
        raise NoModel(line.language)
    caller = remote.recorded_callers().get(line.language) if wish.speaks else None
    return {
        "line": line.number,
        "caller": str(caller.file) if caller else None,
        "scripted_agent": False,
        "gives_up_after": HURRIED if wish.hurried else PATIENT,
        "silent_talk": STAYS,
        "stays": STAYS,
        "speed": 1.0,
        "token": f"{user.id} {wish.token[:LONGEST_TOKEN]}" if wish.token else "",
    }


def place(call: dict[str, Any]) -> str:
    """Let the caller ring; returns their number. Raises NoNetwork.

    It asks another process: no row may be locked meanwhile.
    """
    address = settings().twilio_api_base_url
    if not remote.is_running(address, settings().credentials.account_sid):
        raise NoNetwork(address)
    try:
        return RemoteSimulator(address).place(call).from_number
    except (remote.CallRefused, remote.Unreachable) as refusal:
        raise NoNetwork(str(refusal)) from refusal
