"""`flask clients …` and `flask lines …`: a new client company without a page or a query by hand."""

import re
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
from flask_babel import force_locale
from sqlalchemy import select

from core import audit, db
from core.clock import now
from core.languages import HOME
from core.reading import phone_numbers
from core.tenants import RECORDING_POLICIES, Client, Line
from voice import music
from voice.schedule import hours, on_call
from web.commands.scripts_cli import LANGUAGES as PAGE_LANGUAGES
from web.messages import refusals

SLUG = re.compile(r"[a-z][a-z0-9-]{1,58}")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
LANGUAGES = ("fr", "en", "ko")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class Zone(click.ParamType):
    name = "zone"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            self.fail(f"{value!r} is not a time zone such as Europe/Paris", param, ctx)
        return value


class Day(click.ParamType):
    name = "day"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            self.fail(f"{value!r} is not a day such as 2026-12-25", param, ctx)


@click.group()
def clients() -> None:
    """The companies whose hotlines are answered."""


@click.group()
def lines() -> None:
    """The dialed numbers of clients."""


@clients.command("create")
@click.option("--slug", required=True, help="Short name: small letters, digits and -.")
@click.option("--name", required=True)
@click.option("--language", type=click.Choice(LANGUAGES), default=HOME, show_default=True)
@click.option("--timezone", type=Zone(), default="Europe/Paris", show_default=True)
@click.option("--colour", default="#3451b2", show_default=True)
@click.option("--recording", type=click.Choice(RECORDING_POLICIES), default="on_demand")
@click.option("--recording-basis", default="", help="Legal basis; needed for --recording always.")
def create_client(
    slug: str,
    name: str,
    language: str,
    timezone: str,
    colour: str,
    recording: str,
    recording_basis: str,
) -> None:
    """Add a client company."""
    if not SLUG.fullmatch(slug):
        raise click.BadParameter("small letters, digits and -, at least two", param_hint="--slug")
    if not COLOUR.fullmatch(colour):
        raise click.BadParameter("a colour is # and six digits, as #3451b2", param_hint="--colour")
    if recording == "always" and not recording_basis:
        raise click.UsageError("--recording always needs --recording-basis: why it is allowed.")
    if _client(slug) is not None:
        raise click.ClickException(f"There is a client {slug} already.")
    client = Client(
        slug=slug,
        name=name,
        language=language,
        timezone=timezone,
        colour=colour,
        recording_policy=recording,
        recording_basis=recording_basis,
    )
    db.session.add(client)
    db.session.flush()
    audit.record("client.created", client_id=client.id, subject=slug)
    db.commit()
    click.echo(f"Client {name} is created. Next: flask lines create --client {slug} --number +33…")


@clients.command("announce")
@click.argument("slug")
@click.argument("text")
@click.option("--language", type=click.Choice(LANGUAGES), required=True)
def announce(slug: str, text: str, language: str) -> None:
    """Set what callers hear first: who answers, that it is recorded and why, how to object."""
    client = _existing_client(slug)
    client.announcement = {**client.announcement, language: text.strip()}
    audit.record("client.announcement", client_id=client.id, detail={"language": language})
    db.commit()
    click.echo(f"Callers of {client.name} now hear this in {language}.")


@clients.command("music")
@click.argument("slug")
@click.argument("file", required=False, type=FILE)
@click.option("--house", is_flag=True, help="The house's own music again, without a FILE.")
def set_music(slug: str, file: Path | None, house: bool) -> None:
    """Set what callers hear while they wait: a sound FILE (WAV, MP3, FLAC, Ogg) of the client.

    It is kept as a telephone carries it, softer than speech, and played again and again with words
    between.
    """
    if (file is None) is not house:
        raise click.UsageError("Give a FILE, or --house.")
    client = _existing_client(slug)
    if file is None:
        before, heard = music.drop(client), "the house's music"
    else:
        before, heard = _take_music(client, file)
    audit.record("client.music", client_id=client.id, detail={"sha256": client.hold_music})
    db.commit()
    music.forget(before)
    db.session.rollback()
    click.echo(f"Callers of {client.name} now hear {heard} while they wait.")


def _take_music(client: Client, file: Path) -> tuple[str, str]:
    """The hash of the client's music before, and what callers hear now."""
    with TemporaryDirectory() as folder:
        made = Path(folder) / "music.wav"
        try:
            seconds = music.telephone_sound(file, made)
        except music.Unusable as wrong:
            raise click.ClickException(f"{file} cannot be used: {wrong}.") from None
        return music.take(client, made), f"{file.name} ({seconds:.0f} s)"


@clients.command("hours")
@click.argument("slug")
@click.argument("week")
@click.option("--closed", "closed", multiple=True, type=Day(), help="A day without hours.")
def set_hours(slug: str, week: str, closed: tuple[str, ...]) -> None:
    """Set the hours of WEEK, as "mon-fri 08:00-12:00 14:00-18:00; sat 09:00-12:00"."""
    client = _existing_client(slug)
    try:
        client.opening_hours = hours.read_week(week)
    except hours.BadHours as wrong:
        raise click.BadParameter(str(wrong), param_hint="WEEK") from None
    client.closed_days = sorted(set(closed))
    audit.record("client.hours", client_id=client.id)
    db.commit()
    click.echo(f"Agents now see these hours of {client.name}.")


@clients.command("on-call")
@click.argument("slug")
@click.argument("file", type=FILE)
@click.option("--yes", is_flag=True, help="Do not ask before shifts are taken away.")
@click.option("--language", type=PAGE_LANGUAGES, default="en", help="Language of the faults.")
def set_on_call(slug: str, file: Path, yes: bool, language: str) -> None:
    """Take the people on call from a CSV FILE (from, until, name, phone, note), in place of all.

    It prints what changes, and asks before shifts that are not over yet are taken away.
    """
    client = _existing_client(slug)
    try:
        shifts = on_call.read(client, file.read_bytes())
    except on_call.BadFile as wrong:
        with force_locale(language):
            for one in wrong.lines:
                click.echo(f"{file}:{one.line}: {refusals.sentence(one.refusal)}", err=True)
        raise click.ClickException("Nothing was changed.") from None
    change = on_call.compare(client, shifts)
    db.session.rollback()
    for sign, some in (("-", change.removed), ("+", change.added)):
        for shift in some:
            click.echo(f"{sign} {_shift(shift, ZoneInfo(client.timezone))}")
    if not yes and any(shift.ends_at > now() for shift in change.removed):
        click.confirm("Take these shifts away?", abort=True)
    on_call.replace(client, shifts)
    counts = {"added": len(change.added), "removed": len(change.removed), "same": change.same}
    audit.record("client.on_call", client_id=client.id, detail=counts)
    db.commit()
    said = ", ".join(f"{count} {word}" for word, count in counts.items())
    click.echo(f"{slug}: on call: {said}")


def _shift(shift: on_call.Shift, zone: ZoneInfo) -> str:
    starts, ends = (at.astimezone(zone) for at in (shift.starts_at, shift.ends_at))
    times = f"{starts:%Y-%m-%d %H:%M} to {ends:%Y-%m-%d %H:%M}"
    return "  ".join([times, shift.name, shift.phone, shift.note]).rstrip()


@clients.command("list")
def list_clients() -> None:
    """Every client with its lines."""
    for client in db.session.scalars(select(Client).order_by(Client.slug)):
        click.echo(f"{client.slug:20} {client.name}  (recording: {client.recording_policy})")
        of_client = select(Line).where(Line.client_id == client.id).order_by(Line.number)
        for line in db.session.scalars(of_client):
            click.echo(f"  {line.number:18} {line.language}  {line.script_key}  {line.label}")


@lines.command("create")
@click.option("--client", "slug", required=True)
@click.option("--number", required=True, help="The dialed number, as +33199000900.")
@click.option("--language", type=click.Choice(LANGUAGES), default=HOME, show_default=True)
@click.option("--script", "script_key", required=True, help="Key of the script that leads.")
@click.option("--label", default="")
def create_line(slug: str, number: str, language: str, script_key: str, label: str) -> None:
    """Add a dialed number to a client."""
    client = _existing_client(slug)
    exact = _e164(number)
    taken = db.session.scalars(select(Line).where(Line.number == exact)).first()
    if taken is not None:
        raise click.ClickException(f"{exact} is a line already: a number belongs to one client.")
    db.session.add(
        Line(
            client_id=client.id,
            number=exact,
            language=language,
            script_key=script_key,
            label=label or client.name,
        )
    )
    db.session.flush()
    audit.record("line.created", client_id=client.id, subject=exact)
    db.commit()
    click.echo(f"{exact} is a line of {client.name}.")


def _e164(number: str) -> str:
    exact = phone_numbers.read(number)
    if not exact:
        raise click.BadParameter("write the whole number, as +33199000900")
    return exact


def _client(slug: str) -> Client | None:
    return db.session.scalars(select(Client).where(Client.slug == slug)).first()


def _existing_client(slug: str) -> Client:
    client = _client(slug)
    if client is None:
        raise click.ClickException(f"There is no client {slug}; `flask clients list` shows all.")
    return client
