"""The demo: fictional clients, accounts for trying out, and one call from ring to ticket."""

import time
from functools import cache
from pathlib import Path
from typing import Any

import click
import yaml
from flask_babel import force_locale, gettext
from sqlalchemy import select

from core import db
from core.config import settings
from core.languages import HOME, PAGES
from core.tenants import Client, Line, Membership, User
from transcription.catalogue import find
from transcription.install import InstallError, install, installed
from transcription.reach import NoLanguage, choose_demo_language, language_name
from voice.schedule import on_call
from voice.simulator.remote import (
    CallFailed,
    CallRefused,
    RemoteSimulator,
    Tickets,
    recorded_callers,
)
from web.accounts import demo_people
from web.accounts.passwords import hash_password
from web.commands.stack import Addresses
from workflows.directory import entries_of, import_csv
from workflows.formats.yaml_io import load_script
from workflows.library import publish, published

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "demo"
SPEECH = ROOT / "voice" / "simulator" / "speech"
CLIENTS = {"fr": "comptaflor", "en": "tilleuls", "ko": "belleroche"}
LINES = {language: caller.dials for language, caller in recorded_callers().items()}
CALLERS = {"fr": "+33639980301", "en": "+33639980202", "ko": "+33639980103"}
NOTE = "demo"
SUPERVISOR = "sofia@filrouge.example"
AGENT = "ana@filrouge.example"
TRANSCRIPT_SECONDS = 240.0
TYPES_AFTER = 2.0
WAITS = 10.0  # seconds of music before the agent takes the call


class DemoFailed(Exception):
    """The call did not become a ticket; the text says what is missing."""


def load() -> None:
    """Add the demo's clients, lines, scripts and people; existing rows stay as they are."""
    data = yaml.safe_load((DATA / "clients.yaml").read_text())
    clients = {row["slug"]: _client(row) for row in data["clients"]}
    for row in data["people"]:
        _person(row, clients)
    for slug, client in clients.items():
        for file in (DATA / "scripts" / f"{slug}.yaml", *_files_of("scripts", slug)):
            _script(client, file)
        for file in _files_of("directory", slug):
            _directory(client, file.stem.partition("_")[2], file)
        shifts = DATA / "on_call" / f"{slug}.csv"
        if shifts.exists():
            on_call.replace(client, on_call.read(client, shifts.read_bytes()))
    db.session.flush()


def _files_of(folder: str, slug: str) -> list[Path]:
    return sorted((DATA / folder).glob(f"{slug}_*"))


def _script(client: Client, file: Path) -> None:
    """Publish a script of the demo, unless somebody has published their own in its place."""
    document = load_script(file.read_bytes())
    current = published(client.id, document.key)
    if current is None or (current.created_by is None and current.note == NOTE):
        publish(client.id, document.key, document, None, NOTE)


def _directory(client: Client, kind: str, file: Path) -> None:
    if not entries_of(client.id, kind, inactive=True):
        import_csv(client.id, kind, file.read_bytes())


def _client(row: dict[str, Any]) -> Client:
    client = db.session.scalars(select(Client).where(Client.slug == row["slug"])).first()
    if client is None:
        client = Client(**{name: value for name, value in row.items() if name != "lines"})
        db.session.add(client)
        db.session.flush()
    for line in row["lines"]:
        same_number = select(Line).where(Line.number == line["number"])
        if db.session.scalars(same_number).first() is None:
            db.session.add(Line(client_id=client.id, **line))
    return client


def _person(row: dict[str, Any], clients: dict[str, Client]) -> None:
    user = db.session.scalars(select(User).where(User.email == row["email"])).first()
    if user is None:
        user = User(
            email=row["email"],
            name=row["name"],
            staff_role=row.get("staff_role", ""),
            language=row.get("language", HOME),
        )
        db.session.add(user)
        user.password_hash = _hashed(settings().demo_password)
        db.session.flush()
    for slug, role in row.get("clients", {}).items():
        key = {"user_id": user.id, "client_id": clients[slug].id}
        if db.session.scalars(select(Membership).filter_by(**key)).first() is None:
            db.session.add(Membership(**key, role=role))


@cache
def _hashed(password: str) -> str:
    """One hash for all people of the demo: to make each takes long, and their password is known."""
    return hash_password(password)


def welcome(address: str) -> str:
    """The text that `make serve` prints."""
    with force_locale("en"):
        people = "\n".join(f"    {each.email:30} {each.job}" for each in demo_people.everybody())
        ring = gettext("Have a caller ring")
    return f"""
  Filrouge is at {address}

  Open it, click Ana, click “{ring}”: F2 takes the call.

{people}
    password of all:               {settings().demo_password}

  What all pages are made of, part by part: {address}/parts
  Telephony is simulated. Logs are in {settings().var_dir / "log"}; make serve VERBOSE=1 shows them.
  Ctrl-C stops everything.
"""


def play(stack: Addresses, language: str | None) -> dict[str, Any]:
    """Play one call, print its story and its ticket, and return the ticket as the API gives it."""
    began = time.monotonic()
    language = language or _choose_language()
    _ensure_model(language)
    folder = SPEECH / language
    conversation = yaml.safe_load((folder / "conversation.yaml").read_text())
    _say(f"\n{conversation['title']}: {CALLERS[language]} dials {LINES[language]}\n")
    ready = time.monotonic()
    try:
        outcome = RemoteSimulator(stack.simulator_url).play(
            _call(language, folder, conversation), _print_line
        )
        over = time.monotonic()
        if not outcome.ticket_id:
            raise CallFailed(
                f"The simulated agent did not get the call: {AGENT} has another one in hand, or"
                " somebody at a desk took this one. Close what is open there, and start again."
            )
        tickets = Tickets(stack.web_url, SUPERVISOR, settings().demo_password)
        ticket = tickets.wait_for(outcome.ticket_id, outcome.recorded, TRANSCRIPT_SECONDS)
    except (CallFailed, CallRefused) as problem:
        raise DemoFailed(f"{problem} Logs are in {settings().var_dir / 'log'}.") from None
    done = time.monotonic()
    print_ticket(ticket, conversation["turns"])
    _say(
        f"\nStart {ready - began:.1f} s, call {over - ready:.1f} s, "
        f"recording and transcript {done - over:.1f} s.\n"
        "Look at it: make serve, sign in as sofia@filrouge.example "
        f"(password {settings().demo_password}), and open ticket {ticket['ticket']['number']}."
    )
    return ticket


def _choose_language() -> str:
    try:
        choice = choose_demo_language(settings().models_dir)
    except NoLanguage as problem:
        raise DemoFailed(str(problem)) from None
    _say(f"Language of the call – {choice.reason}")
    return choice.entry.language


def _ensure_model(language: str) -> None:
    entry = find(language)
    if installed(entry, settings().models_dir):
        return
    _say(f"Fetching the {language_name(entry)} speech model …")
    try:
        install(entry, settings().models_dir)
    except InstallError as problem:
        raise DemoFailed(str(problem)) from None


def _call(language: str, folder: Path, conversation: dict[str, Any]) -> dict[str, Any]:
    return {
        "line": LINES[language],
        "from": CALLERS[language],
        "caller": str(folder / "caller.wav"),
        "agent": str(folder / "agent.wav"),
        "scripted_agent": True,
        "agent_email": AGENT,
        "agent_password": settings().demo_password,
        "answers": {"answers": typed_answers(language, conversation), "notes": ""},
        "gives_up_after": 600.0,
        "keys": [],
        "waits": WAITS,
        "speed": "fast",
    }


def typed_answers(language: str, conversation: dict[str, Any]) -> list[dict[str, Any]]:
    """The answers of the demo's agent, each typed soon after the caller says it."""
    script = load_script((DATA / "scripts" / f"{CLIENTS[language]}.yaml").read_bytes())
    steps = {step.key for step in script.steps}
    answers = [
        {"step": key, "raw": str(each["value"]), "at": each["said_at"] + TYPES_AFTER}
        for key, each in conversation["answers"].items()
        if key in steps
    ]
    last = max(each["at"] for each in answers)
    own = yaml.safe_load((DATA / "answers" / f"{language}.yaml").read_text())
    answers += [{"step": each["step"], "raw": each["raw"], "at": last} for each in own]
    return sorted(answers, key=lambda each: each["at"])


def _print_line(line: dict[str, Any]) -> None:
    _say(f"{line['at']:8.1f}  {line['text']}")


def _say(text: str) -> None:
    click.echo(text, err=True)


def print_ticket(document: dict[str, Any], turns: list[dict[str, Any]]) -> None:
    """Print the ticket as a person reads it; `turns` are what was said, perhaps translated."""
    ticket, transcript = document["ticket"], document["transcript"]
    click.echo(f"\nTicket {ticket['number']}  {ticket['title']}")
    where = f"{document['client']['name']}, priority {ticket['priority']}"
    click.echo(f"  {where}, {ticket['team_name']}")
    click.echo(f"  {ticket['summary']}")
    for answer in document["answers"]:
        click.echo(f"  {answer['title']}: {answer['display']}  [{answer['state']}]")
        if answer["evidence"]:
            proof = answer["evidence"]
            click.echo(f"      {proof['start']:.1f} s: “{proof['quote']}”")
    segments = transcript["segments"] if transcript else []
    beside = translations(segments, turns)
    if any(beside):
        click.echo(
            "\n  What was heard. In brackets: translation from the demo’s script, not made from the"
            " sound."
        )
    for segment, translated in zip(segments, beside, strict=True):
        click.echo(f"  {segment['start']:6.1f}  {segment['speaker']:7} {segment['text']}")
        for language, text in translated.items():
            click.echo(f"{'':18}[{language}: {text}]")


def translations(
    segments: list[dict[str, Any]], turns: list[dict[str, Any]]
) -> list[dict[str, str]]:
    """For each segment that was heard, the translations of what the script says at that time.

    A turn goes with the one segment of its speaker that it shares most time with.
    """
    said: list[dict[str, list[str]]] = [{} for _ in segments]
    for turn in turns:
        shared = [
            (min(turn["end"], one["end"]) - max(turn["start"], one["start"]), -at)
            for at, one in enumerate(segments)
            if one["speaker"] == turn["speaker"]
        ]
        longest, at = max(shared, default=(0, 0))
        if longest > 0:
            for language in (one for one in PAGES if one in turn):
                said[-at].setdefault(language, []).append(turn[language])
    return [{language: " ".join(texts) for language, texts in one.items()} for one in said]
