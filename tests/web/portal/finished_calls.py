"""A call that is over, with its ticket: recorded, transcribed, its answers proved."""

import wave
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from core import db
from core.config import settings
from core.storage import storage
from core.tenants import User
from tickets import cases
from tickets.cases import AnswerInput, OutcomeInput
from tickets.models import Ticket
from tickets.states import Event
from transcription.models import Segment, Transcript
from voice.models import Call, Recording

RANG = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
RATE, SECONDS = 8000, 12
TURNS = [
    (0, "caller", "The blue pump, it leaks.", ["the", "blue", "pump", "it", "leaks"], 1.0),
    (1, "agent", "The blue pump.", ["the", "blue", "pump"], 4.0),
    (0, "caller", "Since eight.", ["since", "eight"], 7.0),
]


@dataclass
class FinishedCall:
    """The rows of a call that is over."""

    ticket: Ticket
    call: Call
    recordings: list[Recording] = field(default_factory=list)
    transcripts: list[Transcript] = field(default_factory=list)


def answered_call(client_id: str | None, agent: User, **fields: Any) -> FinishedCall:
    """A talk of a minute, and the ticket that it left; `given` are facts of the call."""
    ticket = cases.open_for_call(
        client_id=client_id, language="en", caller_number="+33199000042", opened_at=RANG
    )
    facts = {
        "from_number": "+33199000042", "to_number": "+33199000900", "language": "en",
        "state": "closed", "recording_mode": "always", "agent_id": agent.id,
        "provider_sid": f"CA{ticket.number:032}", "started_at": RANG,
        "waiting_at": RANG + timedelta(seconds=9), "connected_at": RANG + timedelta(seconds=20),
        "ended_at": RANG + timedelta(seconds=85), "closed_at": RANG + timedelta(seconds=99),
    }  # fmt: skip
    call = Call(client_id=client_id, ticket_id=ticket.id, **facts | fields)
    db.session.add(call)
    db.session.flush()
    cases.mark_waited(ticket.id, 11)
    cases.advance(ticket.id, Event.COMPLETED, actor_id=agent.id)
    return FinishedCall(ticket, call)


def record(
    done: FinishedCall, state: str = "attached", *, stored: bool = True, **fields: Any
) -> Recording:
    """A recording of the call, with sound in storage unless that is gone."""
    number = len(done.recordings)
    made = Recording(
        call_id=done.call.id, client_id=done.call.client_id, state=state, duration=float(SECONDS),
        provider_sid=f"RE{done.ticket.number:016}{number:016}",
        created_at=RANG + timedelta(minutes=number), **fields,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    if stored:
        made.storage_key = f"recordings/{done.call.client_id or 'none'}/{made.id}.wav"
        storage().put(made.storage_key, write_sound(settings().var_dir / f"{made.id}.wav"))
    done.recordings.append(made)
    return made


def write_sound(path: Path) -> Path:
    """Two channels of 8 kHz PCM: a low tone for the caller, a high one for the agent."""
    times = np.arange(RATE * SECONDS) / RATE
    both = np.stack([np.sin(2 * np.pi * tone * times) for tone in (300, 600)], axis=1)
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, RATE, 0, "NONE", ""))
        file.writeframes((both * 8000).astype("<i2").tobytes())
    return path


def transcribe(done: FinishedCall, recording: Recording) -> Transcript:
    """What is said in the recording, on the ticket."""
    made = Transcript(
        client_id=recording.client_id, call_id=done.call.id, recording_id=recording.id,
        language="en", model="vosk-model-test", duration=float(SECONDS),
    )  # fmt: skip
    for position, (channel, speaker, text, words, start) in enumerate(TURNS):
        timed = [
            [word, start + 0.4 * n, start + 0.4 * n + 0.35, 0.95] for n, word in enumerate(words)
        ]
        if words[-1] == "eight":
            timed[-1][3] = 0.31
        made.segments.append(
            Segment(position=position, channel=channel, speaker=speaker, text=text,
                    start=start, end=timed[-1][2], words=timed)
        )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    cases.attach_transcript(done.ticket.id, made.id)
    done.transcripts.append(made)
    return made


def answer_all(done: FinishedCall, agent: User) -> None:
    """One answer in each state; the proofs are in the first transcript."""
    proof = {"channel": 0, "start": 1.4, "end": 2.15, "quote": "blue pump"}
    proof["transcript_id"] = done.transcripts[0].id if done.transcripts else ""

    def answer(key: str, text: str, state: str, **answers: Any) -> AnswerInput:
        facts: dict[str, Any] = {
            "title": {"fr": f"{key} en français", "en": f"{key} in English"},
            "display": {"fr": text, "en": text}, "value": text, "author_id": agent.id,
            "evidence": None if state == "typed" or not done.transcripts else proof,
        }  # fmt: skip
        return AnswerInput(key=key, state=state, **facts | answers)

    answers = [
        answer("machine", "Blue pump", "confirmed"),
        answer("problem", "It leaks", "heard"),
        answer("since", "9 am", "contradicted"),
        answer("name", "Jo <b>Doe</b>", "typed"),
        answer("phone", "no idea", "typed", value=None),
    ]
    cases.record_answers(
        done.ticket.id,
        answers,
        OutcomeInput("Pump leaks", "The blue pump leaks.", 1, "On call", 90),
    )


def whole_case(client_id: str | None, agent: User) -> FinishedCall:
    """All of it, committed."""
    done = answered_call(client_id, agent)
    transcribe(done, record(done))
    answer_all(done, agent)
    db.commit()
    return done
