"""`flask scripts …`: check a file, publish it, take it out again, print the schema."""

import json
from pathlib import Path

import click
from flask_babel import force_locale, gettext
from sqlalchemy import select

from core.clock import now
from core.db import commit, session
from core.languages import PAGES
from core.tenants import Client
from web.messages import findings as messages
from workflows import drafting, library
from workflows.document import ScriptDocument
from workflows.engine import compile_script
from workflows.formats.schema import schema
from workflows.formats.yaml_io import (
    FileProblem,
    ScriptFileError,
    dump_stored,
    line_at,
    lines_of,
    load_script,
)
from workflows.linting import Finding, lint
from workflows.models import Publication, Script, ScriptVersion

LANGUAGES = click.Choice(PAGES)


@click.group()
def scripts() -> None:
    """Check, import and export scripts."""


def _read(file: Path, language: str) -> ScriptDocument:
    try:
        return load_script(file.read_bytes())
    except ScriptFileError as error:
        with force_locale(language):
            for problem in error.problems:
                click.echo(f"{file}: {_problem(problem)}", err=True)
        raise SystemExit(1) from None


def _problem(problem: FileProblem) -> str:
    line = gettext("line %(line)s", line=problem.line) if problem.line else ""
    parts = [line, problem.path, messages.fragment_with_remedy(problem.reason)]
    return ": ".join(part for part in parts if part)


def _show(file: Path, finding: Finding, line: int | None) -> str:
    where = f"{file}:{line}" if line else str(file)
    message, remedy = messages.message(finding), messages.remedy(finding)
    return f"{where}: {finding.severity}: {finding.key}: {message} {remedy} [{finding.code}]"


def _lint(file: Path, document: ScriptDocument, language: str, timezone: str = "") -> None:
    """Print the findings; leave with 1 if one of them is an error."""
    lines = lines_of(file.read_bytes())
    findings = lint(compile_script(document), timezone)
    with force_locale(language):
        for finding in findings:
            click.echo(_show(file, finding, line_at(lines, finding.place)))
    if any(finding.severity == "error" for finding in findings):
        raise SystemExit(1)


@scripts.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--language", type=LANGUAGES, default="en", help="Language of the findings.")
def check(file: Path, language: str) -> None:
    """Say what is wrong with FILE, where, and how to mend it."""
    document = _read(file, language)
    _lint(file, document, language)
    click.echo(f"{file}: {document.key}: {len(document.steps)} steps")


@scripts.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--client", "slug", required=True, help="Slug of the client.")
@click.option("--note", default="", help="What changed, for the list of versions.")
@click.option("--language", type=LANGUAGES, default="en", help="Language of the findings.")
def import_script(file: Path, slug: str, note: str, language: str) -> None:
    """Publish FILE as the client's script in force; refused while it has errors."""
    client, document = client_called(slug), _read(file, language)
    _lint(file, document, language, client.timezone)
    version = library.publish(client.id, document.key, document, None, note)
    commit()
    click.echo(f"{slug}: {document.key}: version {version.number} is in force")


@scripts.command("export")
@click.argument("key")
@click.option("--client", "slug", required=True, help="Slug of the client.")
def export_script(key: str, slug: str) -> None:
    """Print the client's script KEY as YAML, as it is in force."""
    version = library.published(client_called(slug).id, key)
    if version is None:
        raise click.ClickException(f"{slug} has no script “{key}”")
    click.echo(dump_stored(version.document), nl=False)


def client_called(slug: str) -> Client:
    """The client with this slug, or a message that there is none."""
    client = session.scalars(select(Client).where(Client.slug == slug)).first()
    if client is None:
        raise click.ClickException(f"there is no client “{slug}”")
    return client


@scripts.command("versions")
@click.argument("key")
@click.option("--client", "slug", required=True, help="Slug of the client.")
def list_versions(key: str, slug: str) -> None:
    """Print every decision about the script KEY, the one that begins last first."""
    script = _script(key, slug)
    current = library.in_force(script.id)
    for publication in drafting.publications(script.id):
        version = session.get_one(ScriptVersion, publication.version_id)
        begins = publication.starts_at.isoformat(" ", "minutes")
        click.echo(
            f"version {version.number:<4} {begins}  {_standing(publication, current):10} "
            f"{publication.note or version.note}".rstrip()
        )


def _standing(publication: Publication, current: Publication | None) -> str:
    if publication.cancelled_at is not None:
        return "cancelled"
    if publication.starts_at > now():
        return "scheduled"
    return "in force" if current is not None and current.id == publication.id else "over"


@scripts.command("rollback")
@click.argument("key")
@click.argument("number", type=int)
@click.option("--client", "slug", required=True, help="Slug of the client.")
@click.option("--note", default="", help="Why, for the list of versions.")
def roll_back(key: str, number: int, slug: str, note: str) -> None:
    """Put version NUMBER of the script KEY in force again, from now on."""
    script = _script(key, slug)
    wanted = select(ScriptVersion).filter_by(script_id=script.id, number=number)
    version = session.scalars(wanted).first()
    if version is None:
        raise click.ClickException(f"{key} has no version {number}")
    drafting.roll_back(script.id, version.id, None, note)
    commit()
    click.echo(f"{slug}: {key}: version {number} is in force")


def _script(key: str, slug: str) -> Script:
    wanted = select(Script).filter_by(client_id=client_called(slug).id, key=key)
    script = session.scalars(wanted).first()
    if script is None:
        raise click.ClickException(f"{slug} has no script “{key}”")
    return script


@scripts.command("schema")
def print_schema() -> None:
    """Print the JSON Schema of a script."""
    click.echo(json.dumps(schema(), indent=2, ensure_ascii=False))
