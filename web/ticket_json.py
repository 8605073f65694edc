"""A ticket as one document: what the page shows and what the API gives."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from core import db
from core.tenants import Client, User
from tickets import cases
from tickets.models import Ticket, TicketAnswer
from transcription.models import Transcript
from voice.models import Call, Recording
from workflows.models import Script, ScriptVersion

PRESENT_STATES = ("fetched", "transcribed", "attached")


def ticket_document(ticket: Ticket, language: str) -> dict[str, Any]:
    """The whole ticket, JSON-able; times are ISO 8601 UTC, evidence in seconds of its recording."""
    calls = list(
        db.session.scalars(
            select(Call).where(Call.ticket_id == ticket.id).order_by(Call.started_at)
        )
    )
    call = calls[-1] if calls else None
    attached = cases.transcripts_of(ticket.id)
    transcript = db.session.get(Transcript, attached[-1].transcript_id) if attached else None
    recording = _recording(call, transcript)
    return {
        "ticket": _ticket(ticket),
        "client": _client(ticket.client_id),
        "answers": [_answer(answer, language) for answer in ticket.answers],
        "missing": [_said(title, language) for title in ticket.missing],
        "override_reason": ticket.override_reason,
        "transcript": _transcript(transcript),
        "recording": _recorded(recording),
        "call": _call(call),
        "timings": _timings(call, transcript, attached[-1].attached_at if attached else None),
        "history": _history(ticket),
    }


def _ticket(ticket: Ticket) -> dict[str, Any]:
    return {
        "id": ticket.id,
        "number": ticket.number,
        "state": ticket.state,
        "title": ticket.title,
        "summary": ticket.summary,
        "priority": ticket.priority,
        "team": ticket.team,
        "opened_at": _iso(ticket.opened_at),
        "due_at": _iso(ticket.due_at),
        "closed_at": _iso(ticket.closed_at),
        "waited_seconds": ticket.waited_seconds,
        "caller": ticket.caller_number,
        "language": ticket.language,
        "script": _script(ticket.script_version_id),
    }


def _script(version_id: str | None) -> dict[str, Any] | None:
    version = db.session.get(ScriptVersion, version_id) if version_id else None
    if version is None:
        return None
    return {"key": db.session.get_one(Script, version.script_id).key, "version": version.number}


def _client(client_id: str | None) -> dict[str, Any] | None:
    client = db.session.get(Client, client_id) if client_id else None
    if client is None:
        return None
    named = {"id": client.id, "slug": client.slug, "name": client.name}
    return {**named, "colour": client.colour, "timezone": client.timezone}


def _said(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def _answer(answer: TicketAnswer, language: str) -> dict[str, Any]:
    return {
        "key": answer.key,
        "title": _said(answer.title, language),
        "value": answer.value,
        "display": _said(answer.display, language),
        "state": answer.state,
        "author": _name(answer.author_id),
        "revision": answer.revision,
        "evidence": answer.evidence,
    }


def _transcript(transcript: Transcript | None) -> dict[str, Any] | None:
    if transcript is None:
        return None
    return {
        "id": transcript.id,
        "language": transcript.language,
        "model": transcript.model,
        "duration": transcript.duration,
        "segments": [
            {
                "channel": segment.channel,
                "speaker": segment.speaker,
                "start": segment.start,
                "end": segment.end,
                "text": segment.text,
                "words": [
                    {"text": text, "start": start, "end": end, "confidence": confidence}
                    for text, start, end, confidence in segment.words
                ],
            }
            for segment in transcript.segments
        ],
    }


def _recording(call: Call | None, transcript: Transcript | None) -> Recording | None:
    if transcript is not None:
        return db.session.get(Recording, transcript.recording_id)
    if call is None:
        return None
    chosen = select(Recording).where(Recording.call_id == call.id).order_by(Recording.created_at)
    return db.session.scalars(chosen.limit(1)).first()


def _recorded(recording: Recording | None) -> dict[str, Any] | None:
    if recording is None:
        return None
    return {
        "id": recording.id,
        "state": recording.state,
        "duration": recording.duration,
        "channels": recording.channels,
        "caller_channel": recording.caller_channel,
        "playable": bool(recording.storage_key) and recording.state in PRESENT_STATES,
        "error": recording.error,
    }


def _call(call: Call | None) -> dict[str, Any] | None:
    if call is None:
        return None
    return {
        "id": call.id,
        "state": call.state,
        "line": call.to_number,
        "agent": _name(call.agent_id),
        "recording_objected": call.recording_objected,
        "recording_mode": call.recording_mode,
    }


def _timings(
    call: Call | None, transcript: Transcript | None, attached_at: datetime | None
) -> dict[str, str | None]:
    told = {"transcribed_at": _iso(transcript.created_at) if transcript else None}
    told["attached_at"] = _iso(attached_at)
    if call is not None:
        told["rang_at"] = _iso(call.started_at)
        for moment in ("waiting", "claimed", "connected", "ended", "closed"):
            told[f"{moment}_at"] = _iso(getattr(call, f"{moment}_at"))
    return told


def _history(ticket: Ticket) -> list[dict[str, Any]]:
    return [
        {
            "at": _iso(event.at),
            "kind": event.kind,
            "actor": _name(event.actor_id),
            "detail": event.detail,
        }
        for event in ticket.events
    ]


def _name(user_id: str | None) -> str:
    user = db.session.get(User, user_id) if user_id else None
    return user.name if user else ""


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
