"""A ticket as one document, for the page and for the API."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core import db
from core.languages import readable_name, say
from core.tenants import Client
from tickets import cases
from tickets.models import Ticket
from voice.models import Call
from voice.states import OVER
from web.languages import page_language
from web.messages import reasons
from web.portal import recordings
from web.portal.recordings import Part
from web.portal.ticket_calls import calls_json, name_of, notes_of, script_json

MOMENTS = ("waiting", "claimed", "connected", "ended", "closed")


def ticket_document(ticket: Ticket, language: str, *, staff: bool) -> dict[str, Any]:
    """The whole ticket, JSON-able; times are ISO 8601 UTC, evidence in seconds of its recording.

    `calls` has the answers of each call about it, `answers` those of all calls. `transcript` and
    `recording` are the latest ones; `recordings` lists all. Only staff see technical details.
    """
    calls = recordings.calls_of(ticket.id)
    parts = recordings.parts_of(ticket.id, calls)
    part, call = recordings.current(parts), calls[-1] if calls else own_call(ticket.id)
    quotable = {each.transcript.id for each in parts if each.transcript}
    by_call = calls_json(ticket, calls, language, quotable)
    return {
        "ticket": _ticket(ticket, language),
        "client": _client(ticket.client_id),
        "answers": [answer for each in by_call for answer in each["answers"]],
        "missing": [say(title, language) for title in ticket.missing],
        "override_reason": reasons.sentence(ticket.override_reason),
        "notes": notes_of(call) if call and calls else "",
        "calls": by_call,
        "transcript": recordings.transcript_json(part),
        "recording": recordings.recording_json(part),
        "recordings": [recordings.recording_json(each) for each in parts],
        "call": _call(call),
        "timings": _timings(ticket, call, part),
        "history": _history(ticket, staff),
    }


def own_call(ticket_id: str) -> Call | None:
    """The call for which a merged ticket was opened; it is about another ticket now."""
    return db.session.scalars(select(Call).where(Call.own_ticket_id == ticket_id)).first()


def mark(ticket: Ticket) -> tuple[str, bool]:
    """A text that changes when there is something new to see, and whether more is expected."""
    calls = recordings.calls_of(ticket.id)
    parts = recordings.parts_of(ticket.id, calls)
    parts_of_mark = [ticket.state, str(len(ticket.events)), str(len(ticket.answers))]
    parts_of_mark += [call.state for call in calls]
    parts_of_mark += [f"{each.recording.state}{'+' if each.transcript else ''}" for each in parts]
    return ".".join(parts_of_mark), _is_moving(calls, parts)


def _is_moving(calls: Sequence[Call], parts: Sequence[Part]) -> bool:
    awaited = any(each.recording.state in recordings.ON_ITS_WAY for each in parts)
    return awaited or any(call.state not in OVER for call in calls)


def team_name(team: str, clients: Sequence[Client]) -> str:
    """What people of these clients call a team; clients may call theirs differently."""
    if not team:
        return ""
    known = [client for client in clients if team in client.teams]
    names = [
        readable_name(team, each.teams[team], page_language(), each.language) for each in known
    ]
    return " / ".join(dict.fromkeys(names)) or readable_name(team, {}, page_language())


def _ticket(ticket: Ticket, language: str) -> dict[str, Any]:
    client = db.session.get(Client, ticket.client_id) if ticket.client_id else None
    return {
        "id": ticket.id,
        "number": ticket.number,
        "state": ticket.state,
        "title": ticket.title,
        "summary": ticket.summary,
        "priority": ticket.priority,
        "team": ticket.team,
        "team_name": team_name(ticket.team, [client] if client else []),
        "opened_at": _iso(ticket.opened_at),
        "due_at": _iso(ticket.due_at),
        "closed_at": _iso(ticket.closed_at),
        "waited_seconds": ticket.waited_seconds,
        "caller": ticket.caller_number,
        "language": ticket.language,
        "script": script_json(ticket.script_version_id, language),
        "merged_into": _merged_into(ticket),
    }


def _merged_into(ticket: Ticket) -> dict[str, Any] | None:
    """The ticket into which this one was merged; it is of the same client."""
    other = db.session.get(Ticket, ticket.merged_into_id) if ticket.merged_into_id else None
    return {"id": other.id, "number": other.number, "title": other.title} if other else None


def _client(client_id: str | None) -> dict[str, Any] | None:
    client = db.session.get(Client, client_id) if client_id else None
    if client is None:
        return None
    named = {"id": client.id, "slug": client.slug, "name": client.name}
    return {**named, "colour": client.colour, "timezone": client.timezone}


def _call(call: Call | None) -> dict[str, Any] | None:
    if call is None:
        return None
    return {
        "id": call.id,
        "state": call.state,
        "line": call.to_number,
        "agent": name_of(call.agent_id),
        "recording_objected": call.recording_objected,
        "recording_mode": call.recording_mode,
    }


def _timings(ticket: Ticket, call: Call | None, part: Part | None) -> dict[str, str | None]:
    transcript = part.transcript if part else None
    attached = {each.transcript_id: each.attached_at for each in cases.transcripts_of(ticket.id)}
    timings = {
        "rang_at": _iso(call.started_at if call else ticket.opened_at),
        "transcribed_at": _iso(transcript.created_at if transcript else None),
        "attached_at": _iso(attached.get(transcript.id) if transcript else None),
    }
    for moment in MOMENTS:
        timings[f"{moment}_at"] = _iso(getattr(call, f"{moment}_at") if call else None)
    return timings


def _history(ticket: Ticket, staff: bool) -> list[dict[str, Any]]:
    return [
        {
            "at": _iso(event.at),
            "kind": event.kind,
            "actor": name_of(event.actor_id),
            "detail": event.detail if staff else {},
        }
        for event in ticket.events
    ]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
