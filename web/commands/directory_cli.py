"""`flask directory …`: take a file in, list it, take an entry out."""

from pathlib import Path

import click
from flask_babel import force_locale
from sqlalchemy import select

from core.db import commit, session
from web.commands.scripts_cli import LANGUAGES, client_called
from web.messages import refusals
from workflows import directory as entries
from workflows.directory.models import KINDS, DirectoryEntry

KIND = click.Choice(KINDS)


@click.group()
def directory() -> None:
    """The sites, assets and people of clients, proposed to agents while they type."""


@directory.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--client", "slug", required=True, help="Slug of the client.")
@click.option("--kind", type=KIND, required=True)
@click.option("--whole", is_flag=True, help="Take out what the file does not have.")
@click.option("--yes", is_flag=True, help="Do not ask before entries are taken out.")
@click.option("--language", type=LANGUAGES, default="en", help="Language of the problems.")
def import_file(file: Path, slug: str, kind: str, whole: bool, yes: bool, language: str) -> None:
    """Add and change entries from a CSV FILE; all of it, or nothing where a line is wrong."""
    client_id, source = client_called(slug).id, file.read_bytes()
    report = entries.import_csv(client_id, kind, source, whole=whole)
    with force_locale(language):
        for problem in report.problems:
            sentence = refusals.sentence(problem.refusal)
            click.echo(f"{file}:{problem.line}: {sentence}", err=True)
    if report.problems:
        raise click.ClickException("Nothing was changed.")
    if report.removed and not yes:
        session.rollback()
        click.echo("".join(f"- {name}\n" for name in report.removed), nl=False)
        click.confirm("Take these entries out?", abort=True)
        report = entries.import_csv(client_id, kind, source, whole=whole)
    commit()
    counts = f"{report.added} added, {report.changed} changed, {report.same} as they were"
    taken_out = f", {len(report.removed)} taken out" if whole else ""
    click.echo(f"{slug}: {kind}: {counts}{taken_out}")


@directory.command("list")
@click.option("--client", "slug", required=True, help="Slug of the client.")
@click.option("--kind", type=KIND)
@click.option("--search", "query", help="Only what an agent who types this would see.")
def list_entries(slug: str, kind: str | None, query: str | None) -> None:
    """Print the client's entries, one a line."""
    client = client_called(slug)
    for each in (kind,) if kind else KINDS:
        listed = (
            entries.entries_of(client.id, each)
            if query is None
            else entries.search(client.id, each, query)
        )
        for entry in listed:
            click.echo(_line(entry))


def _line(entry: DirectoryEntry) -> str:
    fields = [entry.kind, entry.name, entry.reference, entry.site, entry.detail]
    return "\t".join([*fields, "|".join(entry.aliases)]).rstrip("\t")


@directory.command("deactivate")
@click.argument("name")
@click.option("--client", "slug", required=True, help="Slug of the client.")
@click.option("--kind", type=KIND, required=True)
def deactivate(name: str, slug: str, kind: str) -> None:
    """Propose the entry NAME no more; what was answered with it stays."""
    client = client_called(slug)
    wanted = select(DirectoryEntry).filter_by(client_id=client.id, kind=kind, name=name)
    entry = session.scalars(wanted).first()
    if entry is None:
        raise click.ClickException(f"{slug} has no {kind} “{name}”")
    entries.deactivate(client.id, entry.id)
    commit()
    click.echo(f"{slug}: {kind}: {name} is proposed no more")
