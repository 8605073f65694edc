"""The `flask` commands that belong to no package."""

import json
import re
import signal
import sys
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import click
from flask import Flask

from core import audit as core_audit
from core import clock as core_clock
from core import db
from core.config import settings
from web.accounts import cli
from web.commands import clients_cli

if TYPE_CHECKING:
    from alembic.config import Config

ROOT = Path(__file__).resolve().parents[2]


def register(app: Flask) -> None:
    """Put every command on `flask`."""
    from transcription.cli import models
    from voice.simulator.cli import simulate, simulator
    from web.commands import stack
    from web.commands.directory_cli import directory
    from web.commands.scripts_cli import scripts
    from web.commands.twilio_cli import twilio

    own = (audit, database, worker, clock, demo_data, demo, serve)
    groups = (models, scripts, directory, simulate, simulator, twilio, cli.users)
    for each in (*own, *groups, clients_cli.clients, clients_cli.lines):
        app.cli.add_command(each)
    app.extensions["embedded_stack"] = stack.embedded


@click.group("db")
def database() -> None:
    """The database's schema."""


# Alembic is imported where it works: no other process needs it, and it takes long to load.


def alembic_config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return config


@database.command()
def upgrade() -> None:
    """Bring the schema forward to the newest."""
    bring_up_to_date()


def bring_up_to_date() -> None:
    from alembic import command

    command.upgrade(alembic_config(), "head")


@database.command()
def check() -> None:
    """Fail where the tables in the code and the migrations differ."""
    from alembic import command

    command.check(alembic_config())


@database.command()
@click.argument("message")
def revision(message: str) -> None:
    """Write a migration from what differs; read it before you commit it."""
    from alembic import command

    command.revision(alembic_config(), message, autogenerate=True)


@click.command()
@click.argument("queue", type=click.Choice(["default", "transcription"]))
def worker(queue: str) -> None:
    """Work on one queue until told to stop."""
    from voice.upkeep.worker import run_worker

    run_worker(queue)


@click.command()
def clock() -> None:
    """Hand out tasks, sweep, reconcile; a second one is a spare."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    core_clock.run(stop)


AUDIT_FAULTS = {
    "changed": "was changed, or its key is not the one that it names",
    "gone": "is gone",
    "unsealed": "is there without the seal of a key",
    "unknown-key": "was sealed with a key that neither AUDIT_KEY nor AUDIT_KEYS_BEFORE holds",
}


ANCHOR = re.compile(r"[0-9]+:([0-9a-f]{64})?")


@click.group()
def audit() -> None:
    """The list of who did what."""


@audit.command()
@click.argument("anchors", nargs=-1)
def verify(anchors: tuple[str, ...]) -> None:
    """Fail where an entry was changed, added or removed since it was written.

    ANCHORS, as `flask audit head` printed them at some time, show what was cut off the end.
    """
    fault = core_audit.first_fault()
    if fault:
        raise click.ClickException(f"Entry {fault.number} {AUDIT_FAULTS[fault.why]}.")
    for anchor in anchors:
        if not ANCHOR.fullmatch(anchor):
            raise click.UsageError(f"{anchor[:90]!r} is not what `flask audit head` prints.")
        if not core_audit.holds(anchor):
            raise click.ClickException(f"The log no longer has the entry {anchor[:90]}.")
    click.echo(f"Every entry is as it was written, up to {core_audit.head()}.")
    if not anchors:
        click.echo("Whether entries were cut off its end shows only beside a head noted earlier.")


@audit.command("head")
def audit_head() -> None:
    """The last entry's number and hash, to be noted where the database's writers cannot write."""
    click.echo(core_audit.head())


@click.command("demo-data")
@click.option("--upgrade", "upgrade_first", is_flag=True, help="After `flask db upgrade`.")
def demo_data(upgrade_first: bool) -> None:
    """Add the demo's clients, lines, scripts and accounts; does nothing twice."""
    from web.commands import demo as story

    if not settings().demo_data:
        raise click.ClickException("Set DEMO_DATA=true: the demo's accounts are for demos only.")
    if upgrade_first:
        bring_up_to_date()
    story.load()
    db.commit()


@click.command()
@click.option("--json", "as_json", is_flag=True, help="End with the ticket as JSON on one line.")
@click.option("--language", type=click.Choice(["fr", "en", "ko"]), help="Instead of choosing.")
def demo(as_json: bool, language: str | None) -> None:
    """A simulated call from the first ring to the ticket."""
    from web.commands import demo as story
    from web.commands.stack import StackError, embedded

    try:
        with embedded() as stack:
            ticket = story.play(stack, language)
    except (StackError, story.DemoFailed) as problem:
        click.echo(str(problem), err=True)
        sys.exit(1)
    if as_json:
        click.echo(json.dumps(ticket, ensure_ascii=False))


@click.command()
@click.option("--verbose", is_flag=True, help="Show what the processes write as well.")
def serve(verbose: bool) -> None:
    """Everything with demo data, until Ctrl-C."""
    from web.commands import demo as story
    from web.commands import processes, stack

    var = settings().var_dir.resolve()
    try:
        with processes.interruptible(), stack.alone(var, stack.usual_ports) as ports:
            click.echo("Filrouge is starting …")
            with stack.running(ports, var) as started:
                click.echo(story.welcome(stack.addresses_of(ports).web_url))
                stack.watch(started, var, click.echo if verbose else lambda _line: None)
    except stack.StackError as problem:
        click.echo(str(problem), err=True)
        sys.exit(1)
