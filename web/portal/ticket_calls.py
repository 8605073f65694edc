"""A ticket call by call: what each one left on it, under the date of that call."""

from collections.abc import Sequence
from typing import Any

from core import db
from core.languages import say
from core.tenants import User
from tickets.models import Ticket, TicketAnswer
from voice.models import Call
from workflows import library, runs
from workflows.models import Run

Json = dict[str, Any]


def calls_json(ticket: Ticket, calls: Sequence[Call], language: str, known: set[str]) -> list[Json]:
    """The ticket's calls, oldest first; `known` are the transcripts that may be quoted.

    Answers that no call of it accounts for stand alone at the end.
    """
    left = list(ticket.answers)
    told = []
    for call in calls:
        mine = _of_runs(left, {run.id for run in runs.of_call(call.id)} | {call.run_id or ""})
        left = [answer for answer in left if answer not in mine]
        told.append(_call(ticket, call, mine, language, known))
    if left:
        told.append({**_NOBODY, "answers": [answer_json(each, language, known) for each in left]})
    return told


def _of_runs(answers: Sequence[TicketAnswer], run_ids: set[str]) -> list[TicketAnswer]:
    return [answer for answer in answers if answer.run_id in run_ids]


_NOBODY: Json = {
    "id": None, "ticket": None, "own": True, "started_at": None, "agent": "", "missing": [],
    "override_reason": "", "notes": "", "other_scripts": [],
}  # fmt: skip


def _call(
    ticket: Ticket, call: Call, answers: list[TicketAnswer], language: str, known: set[str]
) -> Json:
    """What the call's own ticket says of gaps is the call's, also where it joined this one."""
    own = db.session.get(Ticket, call.own_ticket_id) if call.own_ticket_id else None
    said_of = own or ticket
    current = [each for each in answers if each.run_id in ("", call.run_id)]
    return {
        "id": call.id,
        "ticket": {"id": said_of.id, "number": said_of.number},
        "own": said_of.id == ticket.id,
        "started_at": call.started_at.isoformat(),
        "agent": name_of(call.agent_id),
        "answers": [answer_json(each, language, known) for each in current],
        "missing": [say(title, language) for title in said_of.missing],
        "override_reason": said_of.override_reason,
        "notes": notes_of(call),
        "other_scripts": _other_scripts(call, answers, language, known),
    }


def _other_scripts(
    call: Call, answers: list[TicketAnswer], language: str, known: set[str]
) -> list[Json]:
    """What was answered in scripts that the call left for another one."""
    told = []
    for run in runs.of_call(call.id):
        theirs = [each for each in answers if each.run_id == run.id]
        if run.id != call.run_id and theirs:
            name = library.compiled(run.script_version_id).document.name
            shown = [answer_json(each, language, known) for each in theirs]
            told.append({"script": say(name, language), "answers": shown})
    return told


def answer_json(answer: TicketAnswer, language: str, known: set[str]) -> Json:
    evidence = answer.evidence
    return {
        "key": answer.key,
        "title": say(answer.title, language),
        "value": answer.value,
        "display": say(answer.display, language),
        "state": answer.state,
        "author": name_of(answer.author_id),
        "revision": answer.revision,
        "evidence": evidence if evidence and evidence["transcript_id"] in known else None,
    }


def notes_of(call: Call) -> str:
    """The agent's notes; a call without a script bears them itself."""
    run = db.session.get(Run, call.run_id) if call.run_id else None
    return (run.notes if run else "") or call.notes


def name_of(user_id: str | None) -> str:
    user = db.session.get(User, user_id) if user_id else None
    return user.name if user else ""
