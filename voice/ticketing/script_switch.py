"""The script of a call: that of its line, until the agent switches to another one of the client."""

from typing import Any

from core.db import session
from core.languages import say
from tickets.models import Ticket
from voice import rows, screens
from voice.errors import NotNow
from voice.models import Call
from voice.states import BUSY, CallState
from voice.ticketing import facts, ticket_of_call
from workflows import library, runs
from workflows.models import Run
from workflows.runs import RunLeft, UnknownScript

__all__ = ["RunLeft", "UnknownScript", "of_call", "others_of", "switch_script"]

Json = dict[str, Any]


def switch_script(call_id: str, script_key: str, by: str | None) -> Call:
    """Switch to another script of the client; answers that both scripts have are carried over.

    Switching to the current script changes nothing. Raises NotNow, UnknownScript, RunFinished.
    """
    call = rows.locked(call_id)
    if call.state not in BUSY:
        raise NotNow(call.state)
    before = call.run_id
    run = runs.switch(before, script_key) if before else _begin(call, script_key)
    if run.id == before:
        return call
    call.run_id = run.id
    own_id = ticket_of_call.own_ticket(call)
    if own_id is not None:
        session.get_one(Ticket, own_id).script_version_id = run.script_version_id
    session.flush()
    ticket_of_call.note(call, "script_switched", by, script=script_key)
    if call.state == CallState.WRAPPING:
        ticket_of_call.record_answers(call)
    screens.call_changed(call)
    return call


def _begin(call: Call, script_key: str) -> Run:
    """Start a run for a call whose line had no script in force; its notes are carried over."""
    client = call.client
    run = client and runs.start(
        client_id=client.id,
        call_id=call.id,
        script_key=script_key,
        language=call.language,
        facts=facts.of(call, client),
    )
    if not run:
        raise UnknownScript(script_key)
    run.notes, run.notes_revision = call.notes, call.notes_revision
    return run


def of_call(call: Call, language: str) -> list[Json]:
    """The client's scripts in force, and the one in use, for a screen."""
    if call.client_id is None:
        return []
    run = session.get(Run, call.run_id) if call.run_id else None
    used = runs.script_of(run) if run else None
    return [
        {"key": one.key, "name": say(one.name, language), "current": one.script_id == used}
        for one in library.scripts_of(call.client_id)
    ]


def others_of(call: Call, language: str) -> list[Json]:
    """Scripts that this call left, with the answers that the current script does not have."""
    others = []
    for run, views in ticket_of_call.left_behind(call):
        name = library.compiled(run.script_version_id).document.name
        answers = [
            {"title": say(view.title, language), "display": say(view.display, language)}
            for view in views
        ]
        others.append({"name": say(name, language), "answers": answers})
    return others
