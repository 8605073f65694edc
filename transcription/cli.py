"""`flask models …`: list, install and check speech models."""

import sys
import time
from pathlib import Path

import click

from transcription import catalogue, reach
from transcription.install import InstallError, install, installed, verify


def models_dir() -> Path:
    from core.config import settings  # only when a command runs: --help needs no settings

    return settings().models_dir


@click.group()
def models() -> None:
    """Speech models: list, install, verify."""


@models.command("list")
def list_models() -> None:
    """Every model of the catalogue, and whether it is installed."""
    for entry in catalogue.CATALOGUE:
        mark = "installed" if installed(entry, models_dir()) else "-"
        size = f"{entry.megabytes} MB"
        name = reach.language_name(entry)
        click.echo(f"{entry.language:4}{entry.size:7}{size:>9}  {entry.band:10}{mark:11}{name}")


@models.command("install")
@click.argument("language", required=False)
@click.option("--size", type=click.Choice(["small", "large"]), default=None)
@click.option("--first-of", metavar="LANG,…", help="The first of these that can be had.")
def install_model(language: str | None, size: catalogue.Size | None, first_of: str | None) -> None:
    """Fetch the model of a LANGUAGE (fr, en, ko), or finish a fetch that broke off."""
    if bool(language) == bool(first_of):
        raise click.UsageError("Give a language, or --first-of with several.")
    try:
        entry = _first_of(first_of) if first_of else catalogue.find(language or "", size)
        model = install(entry, models_dir(), _Meter())
    except (catalogue.UnknownModel, reach.NoLanguage, InstallError) as problem:
        raise click.ClickException(str(problem)) from None
    click.echo(f"{model.label} is installed in {model.path}.")


def _first_of(languages: str) -> catalogue.ModelEntry:
    choice = reach.choose_demo_language(models_dir(), languages.split(","))
    click.echo(choice.reason)
    return choice.entry


@models.command("verify")
def verify_models() -> None:
    """Compare every installed model with what was installed."""
    faults: list[str] = []
    present = [e for e in catalogue.CATALOGUE if installed(e, models_dir())]
    for entry in present:
        changes = verify(entry, models_dir())
        faults += changes
        click.echo(f"{entry.name}: {'; '.join(changes) or 'as it was installed'}")
    if not present:
        raise click.ClickException(f"No model is installed in {models_dir()}.")
    if faults:
        raise click.ClickException("Remove the damaged folder and install the model again.")


class _Meter:
    """Progress on standard error: a line that moves on a terminal, a line each 10 s elsewhere."""

    def __init__(self) -> None:
        self.printed_at = 0.0
        self.every = 0.2 if sys.stderr.isatty() else 10.0

    def __call__(self, what: str, done: int, total: int | None) -> None:
        moment = time.monotonic()
        if moment - self.printed_at < self.every:
            return
        self.printed_at = moment
        share = f" of {total >> 20}" if total else ""
        end = "\r" if sys.stderr.isatty() else "\n"
        print(f"{what}: {done >> 20}{share} MB", end=end, file=sys.stderr, flush=True)
