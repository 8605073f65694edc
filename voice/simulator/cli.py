"""`flask simulator run` and `flask simulate call`."""

import json
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask import current_app, has_app_context

from core.config import settings
from voice.simulator.network.account import Account
from voice.simulator.people.desk_client import DeskError
from voice.simulator.people.scenario import BadScenario, Typing, read_answers, voices
from voice.simulator.remote import CallFailed, CallRefused, RemoteSimulator, Tickets, is_running
from voice.simulator.server import Simulator
from voice.simulator.sound.audio import BadAudio

DEFAULT_PORT = 5002
# The application registers here a context manager that starts a whole service for one command, and
# has `simulator_url` and `web_url`. It is above this package, so it cannot be imported.
STACK = "embedded_stack"
SUPERVISOR = "sofia@filrouge.example"
BAD_FILE = 2
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def simulator() -> None:
    """The simulated telephone network."""


@simulator.command()
@click.option("--port", default=DEFAULT_PORT, show_default=True)
@click.option("--clock", default="1", show_default=True, help="fast, or times a person's speed")
@click.option("--number", "numbers", multiple=True, help="One that the account holds, as +33….")
@click.option("--trial", is_flag=True, help="As a trial account: ten minutes, verified callers.")
@click.option("--verified", multiple=True, help="A caller who is verified with the trial account.")
@click.option("--most-calls", type=click.IntRange(min=1), help="Calls that may be at once.")
def run(
    port: int,
    clock: str,
    numbers: tuple[str, ...],
    trial: bool,
    verified: tuple[str, ...],
    most_calls: int | None,
) -> None:
    """Serve the simulator on the loopback until it is told to stop."""
    _refuse_real_telephony()
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    speed: str | float = clock if clock == "fast" else float(clock)
    base, credentials = settings().public_base_url, settings().credentials
    account = Account(
        trial=trial,
        most_calls=most_calls,
        verified=frozenset(verified),
        region=settings().twilio_region,
    )
    heard = settings().var_dir.resolve() / "heard"
    with Simulator(
        base, credentials, speed, port=port, account=account, heard_dir=heard
    ) as running:
        for held in numbers:
            running.hold_number(held)
        click.echo(f"Simulated telephony on {running.base_url}", err=True)
        stopping.wait()


def _refuse_real_telephony() -> None:
    if not settings().simulated:
        raise click.ClickException("Telephony is real here; the simulator stays out of it.")


@click.group()
def simulate() -> None:
    """Simulated calls."""


@simulate.command()
@click.option("--line", required=True, help="The dialed number, +33…")
@click.option("--caller", type=FILE, required=True, help="What is said.")
@click.option("--from", "from_number", default="", help="The caller's number.")
@click.option("--agent", type=FILE, help="What a played agent says.")
@click.option("--answers", type=FILE, help="What a played agent types, YAML.")
@click.option("--agent-email", default="ana@filrouge.example", show_default=True)
@click.option("--no-agent", is_flag=True, help="A person answers, or the caller gives up.")
@click.option("--gives-up-after", type=float, default=600.0, help="The caller's patience, s.")
@click.option("--key", "keys", type=(float, str), multiple=True, help="Second and digit.")
@click.option("--real-time", is_flag=True, help="Take the time that people take.")
@click.option("--timeout", type=float, default=300.0, help="Longest wait for the transcript, s.")
@click.option("--json", "as_json", is_flag=True, help="The ticket on one line.")
def call(caller: Path, agent: Path | None, answers: Path | None, **options: Any) -> None:
    """Run one call and print the ticket that comes out of it as JSON.

    With --agent or --answers an agent is played. Without, one is played after a few seconds only
    where nobody at a desk can take the call.
    """
    _refuse_real_telephony()
    try:
        voices(caller, agent)
        typing = read_answers(answers) if answers else Typing()
    except (BadAudio, BadScenario) as error:
        _fail(str(error), BAD_FILE)
    description = _description(caller, agent, typing, options)
    try:
        with _stack() as (simulator_url, application_url):
            ticket = _play(description, simulator_url, application_url, options["timeout"])
    except CallRefused as error:
        _fail(str(error), BAD_FILE)
    except (CallFailed, DeskError) as error:
        _fail(str(error), 1)
    click.echo(json.dumps(ticket, ensure_ascii=False, indent=None if options["as_json"] else 2))


def _fail(message: str, code: int) -> None:
    click.echo(message, err=True)
    sys.exit(code)


def _description(
    caller: Path, agent: Path | None, typing: Typing, options: dict[str, Any]
) -> dict[str, Any]:
    """The call for the control interface, which may run in another folder."""
    return {
        "line": options["line"],
        "from": options["from_number"],
        "caller": str(caller.resolve()),
        "agent": str(agent.resolve()) if agent else None,
        "scripted_agent": not options["no_agent"],
        "leaves_to_people": agent is None and not typing.answers,
        "agent_email": options["agent_email"],
        "agent_password": settings().demo_password,
        "answers": {
            "answers": [
                {"step": each.step, "raw": each.raw, "at": each.at} for each in typing.answers
            ],
            "notes": typing.notes,
        },
        "gives_up_after": options["gives_up_after"],
        "keys": list(options["keys"]),
        "speed": 1.0 if options["real_time"] else "fast",
    }


@contextmanager
def _stack() -> Iterator[tuple[str, str]]:
    """Addresses of a running simulator and application, or of a stack started for this call."""
    running = settings().twilio_api_base_url
    if is_running(running, settings().credentials.account_sid):
        yield running, settings().public_base_url
        return
    embedded = current_app.extensions.get(STACK) if has_app_context() else None
    if embedded is None:
        raise CallFailed(f"No simulator of ours runs at {running}; start the service first.")
    click.echo("Nothing runs yet: starting the whole service for this call.", err=True)
    with embedded() as stack:
        yield stack.simulator_url, stack.web_url


def _play(
    description: dict[str, Any], simulator_url: str, application_url: str, timeout: float
) -> dict[str, Any]:
    started = time.monotonic()
    outcome = RemoteSimulator(simulator_url).play(description, _print_line)
    tickets = Tickets(application_url, SUPERVISOR, settings().demo_password)
    ticket_id = outcome.ticket_id or tickets.find(outcome.from_number)
    if outcome.recorded:
        click.echo("          … the recording is fetched and transcribed", err=True)
    ticket = tickets.wait_for(ticket_id, outcome.recorded, timeout)
    click.echo(f"          done in {time.monotonic() - started:.1f} s", err=True)
    return ticket


def _print_line(line: dict[str, Any]) -> None:
    click.echo(f"{line['at']:8.1f}  {line['text']}", err=True)
