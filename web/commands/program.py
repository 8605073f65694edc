"""Our `flask` command, which knows our application and our version.

The set-up puts it in place of Flask's own, whose `--version` shows only Flask's version.
"""

import os
import platform
from importlib.metadata import version

import click
from flask.cli import FlaskGroup

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


def main() -> None:
    """Run a command; the application is ours unless another is named."""
    os.environ.setdefault("FLASK_APP", "web.app")
    FlaskGroup(name="flask", add_version_option=False, params=[_VERSION]).main()
