"""A ticket call by call: the answers, gaps and notes of each call."""

import re
from collections.abc import Sequence
from typing import Any

from core import db
from core.languages import say
from core.tenants import User
from tickets.models import Ticket, TicketAnswer
from voice.models import Call
from voice.ticketing import ticket_of_call
from web.messages import reasons
from workflows import library, runs
from workflows.engine import moment_in, said_moment
from workflows.models import CONTRADICTED, TYPED, Run, Script, ScriptVersion

Json = dict[str, Any]
HANGUL = re.compile("[가-힣ㄱ-ㆎ]")  # no other language that is understood is written in it


def calls_json(
    ticket: Ticket, calls: Sequence[Call], language: str, quotable: set[str]
) -> list[Json]:
    """The ticket's calls, oldest first; `quotable` are the ids of transcripts that may be quoted.

    Answers of none of these calls come alone at the end.
    """
    left = list(ticket.answers)
    entries = []
    for call in calls:
        of_call = _of_runs(left, {run.id for run in runs.of_call(call.id)} | {call.run_id or ""})
        left = [answer for answer in left if answer not in of_call]
        entries.append(_call(ticket, call, of_call, language, quotable))
    if left:
        entries.append(
            {**_NOBODY, "answers": [answer_json(each, language, quotable) for each in left]}
        )
    return entries


def _of_runs(answers: Sequence[TicketAnswer], run_ids: set[str]) -> list[TicketAnswer]:
    return [answer for answer in answers if answer.run_id in run_ids]


_NOBODY: Json = {
    "id": None, "ticket": None, "own": True, "started_at": None, "line": "", "caller": "",
    "agent": "", "waited_seconds": None, "talk_seconds": None, "script": None, "missing": [],
    "override_reason": "", "notes": "", "other_scripts": [],
}  # fmt: skip


def facts_json(call: Call, language: str) -> Json:
    """What one call was: its line, people, times and script; None is what has not happened."""
    run = db.session.get(Run, call.run_id) if call.run_id else None
    is_wait_over = call.connected_at or call.ended_at
    return {
        "started_at": call.started_at.isoformat(),
        "line": call.to_number,
        "caller": call.caller_key,
        "agent": name_of(call.agent_id),
        "waited_seconds": ticket_of_call.seconds_waited(call) if is_wait_over else None,
        "talk_seconds": _talk_seconds(call),
        "script": script_json(run.script_version_id if run else None, language),
    }


def _talk_seconds(call: Call) -> float | None:
    if call.connected_at is None or call.ended_at is None:
        return None
    return max(0.0, (call.ended_at - call.connected_at).total_seconds())


def script_json(version_id: str | None, language: str) -> Json | None:
    version = db.session.get(ScriptVersion, version_id) if version_id else None
    if version is None:
        return None
    return {
        "key": db.session.get_one(Script, version.script_id).key,
        "name": say(version.document["name"], language),
        "version": version.number,
    }


def _call(
    ticket: Ticket, call: Call, answers: list[TicketAnswer], language: str, quotable: set[str]
) -> Json:
    """The call's gaps are on its own ticket, also where the call has joined this one."""
    own = db.session.get(Ticket, call.own_ticket_id) if call.own_ticket_id else None
    subject = own or ticket
    current = [each for each in answers if each.run_id in ("", call.run_id)]
    return {
        "id": call.id,
        "ticket": {"id": subject.id, "number": subject.number},
        "own": subject.id == ticket.id,
        **facts_json(call, language),
        "answers": [answer_json(each, language, quotable) for each in current],
        "missing": [say(title, language) for title in subject.missing],
        "override_reason": reasons.sentence(subject.override_reason),
        "notes": notes_of(call),
        "other_scripts": _other_scripts(call, answers, language, quotable),
    }


def _other_scripts(
    call: Call, answers: list[TicketAnswer], language: str, quotable: set[str]
) -> list[Json]:
    """The answers in scripts that the call left for another one."""
    entries = []
    for run in runs.of_call(call.id):
        of_run = [each for each in answers if each.run_id == run.id]
        if run.id != call.run_id and of_run:
            name = library.compiled(run.script_version_id).document.name
            listed = [answer_json(each, language, quotable) for each in of_run]
            entries.append({"script": say(name, language), "answers": listed})
    return entries


def answer_json(answer: TicketAnswer, language: str, quotable: set[str]) -> Json:
    evidence = answer.evidence
    if evidence and evidence["transcript_id"] not in quotable:
        evidence = None
    # Nobody can check what says the opposite once its words are gone.
    is_baseless = answer.state == CONTRADICTED and evidence is None
    return {
        "key": answer.key,
        "title": say(answer.title, language),
        "value": answer.value,
        "display": say(answer.display, language),
        "moment": _moment(answer.value, language),
        "state": TYPED if is_baseless else answer.state,
        "author": name_of(answer.author_id),
        "revision": answer.revision,
        "evidence": evidence,
    }


def _moment(value: Any, language: str) -> Json | None:
    """A moment as the reader says it, and in the words that it was given in."""
    if not isinstance(value, dict) or not value.get("at"):
        return None
    said = said_moment(value)
    written_in = "ko" if HANGUL.search(said) else ""
    return {"text": moment_in(value, language), "said": said, "language": written_in}


def notes_of(call: Call) -> str:
    """The agent's notes, from the run; from the call where it has no script."""
    run = db.session.get(Run, call.run_id) if call.run_id else None
    return (run.notes if run else "") or call.notes


def name_of(user_id: str | None) -> str:
    user = db.session.get(User, user_id) if user_id else None
    return user.name if user else ""
