"""Our `flask` command, which knows our application and our version.

The set-up puts it in place of Flask's own, whose `--version` shows only Flask's version.
"""

import os
import platform
from importlib.metadata import version

import click
from flask.cli import FlaskGroup
from sqlalchemy.exc import OperationalError, ProgrammingError

from core import db
from web.version import VERSION


def _show_version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if not wanted or context.resilient_parsing:
        return
    click.echo(f"Filrouge {VERSION}")
    click.echo(f"Python {platform.python_version()}, Flask {version('flask')}")
    context.exit()


_VERSION = click.Option(
    ["--version"],
    help="Show the version of Filrouge, and of what it runs on.",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
)


class _Commands(FlaskGroup):
    """A database that has no such table, or does not answer, is told in words."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (OperationalError, ProgrammingError) as error:
            raise click.ClickException(
                f"{str(error.orig).strip()}\n"
                f"The database is {db.engine().url!s}. `flask db upgrade` makes its tables, or"
                " brings them up to this version."
            ) from error


def main() -> None:
    """Run a command; the application is ours unless another is named."""
    os.environ.setdefault("FLASK_APP", "web.app")
    _Commands(name="flask", add_version_option=False, params=[_VERSION]).main()
