"""What can be done to a call. Operations add and flush, routes and jobs commit.

Only what has to ask the provider (`hang_up`, `hold`, `resume`, `start_recording`) ends the current
transaction first: nothing may be locked while the provider, which calls back, is being asked.
"""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select

from core import audit, db, outbox
from core.clock import now
from core.db import new_id, session
from core.tenants import Client, Line, User, eligible_agents, find_line
from tickets import cases
from voice import gateway, phrases, recordings, screens
from voice.agents import capacity, offers
from voice.agents.capacity import of_agent
from voice.calls import callers, events, hold_music, legs, parking, transfers
from voice.calls.events import Report, UnknownCall
from voice.calls.legs import add as add_leg
from voice.calls.legs import current as current_leg
from voice.errors import AgentBusy, AlreadyTaken, NotNow, UnknownOffer
from voice.models import Call, Leg, Offer
from voice.states import BUSY, LIVE, OVER, UNANSWERED, CallState, Happening, Outcome
from voice.telephony import twiml
from voice.ticketing import facts, ticket_of_call
from workflows import runs
from workflows.runs import GateClosed, ReasonTooShort, RunFinished, SavedNotes

__all__ = [
    "AgentBusy",
    "AlreadyTaken",
    "GateClosed",
    "NotNow",
    "ReasonTooShort",
    "UnknownCall",
    "UnknownOffer",
    "add_leg",
    "current_leg",
    "of_agent",
]

LOOK_AFTER = timedelta(seconds=6)


def find(provider_sid: str) -> Call | None:
    return session.scalars(select(Call).filter_by(provider_sid=provider_sid)).first()


def get(call_id: str) -> Call:
    """The call; raises UnknownCall."""
    call = session.get(Call, call_id)
    if call is None:
        raise UnknownCall(call_id)
    return call


# The ring


def receive(form: Mapping[str, str]) -> Call:
    """A call comes in: the dialed number finds the client; ticket and run exist from now on.

    The same call again is the same row. A number nobody knows gets the unassigned queue.
    """
    known = find(form["CallSid"])
    if known is not None:
        return known
    line = find_line(form.get("To", ""))
    client = session.get(Client, line.client_id) if line else None
    call = _new_call(form, line, client)
    session.add(call)
    session.flush()
    _open_case(call, line, client)
    events.record(call.id, Report("rang", "voice", Happening.RANG, payload=dict(form)))
    offers.offer(call)
    if line is None:
        audit.record("unknown_number", subject=call.id, detail={"to": call.to_number})
        screens.alert("unknown_number", call.id)
    return call


def _new_call(form: Mapping[str, str], line: Line | None, client: Client | None) -> Call:
    number = callers.as_given(form.get("From", ""))
    return Call(
        id=new_id(),
        provider_sid=form["CallSid"],
        client_id=client.id if client else None,
        line_id=line.id if line else None,
        from_number=number,
        from_withheld=callers.is_withheld(number),
        to_number=callers.as_given(form.get("To", "")),
        language=line.language if line else phrases.FALLBACK,
        recording_mode=client.recording_policy if client else "off",
        state=CallState.RINGING,
        started_at=now(),
    )


def _open_case(call: Call, line: Line | None, client: Client | None) -> None:
    if client is not None and line is not None:
        run = runs.start(
            client_id=client.id,
            call_id=call.id,
            script_key=line.script_key,
            language=call.language,
            facts=facts.of(call, client),
        )
        call.run_id = run.id if run else None
        version_id = run.script_version_id if run else None
    else:
        version_id = None
    ticket = cases.open_for_call(
        client_id=call.client_id,
        language=call.language,
        caller_number=call.caller_key,
        opened_at=call.started_at,
        script_version_id=version_id,
    )
    call.ticket_id = call.own_ticket_id = ticket.id
    session.flush()


def enter_room(call_id: str) -> Call:
    """The caller goes on into the room, where the recording begins if there is one."""
    call = events.locked(call_id)
    events.record(call_id, Report("entered", "enter", Happening.ENTERED))
    if call.is_recorded and call.state not in OVER:
        recordings.expect(call)
    return call


# The agent


def claim(offer_id: str, user_id: str) -> Call:
    """Take an offered call: exactly one of all who try gets it; the same agent twice is once.

    What this agent has on hold is parked. Raises UnknownOffer, AgentBusy, AlreadyTaken.
    """
    offered = _offered(offer_id, user_id)
    call = parking.locked(
        offered.id, user_id
    )  # who comes second sees what the first has made of it
    if call.agent_id == user_id and call.state in BUSY:
        return call
    capacity.check_room(user_id, but=call.id)
    happening = _taking(call, user_id)
    if happening is None:
        raise AlreadyTaken(_taker(call))
    parking.park(capacity.others(user_id, call.id), user_id)
    leg = legs.add(call, user_id, takes_up=call.connected_at is not None)
    key = f"claim:{leg.number}"
    if happening is Happening.HANDED_OVER:  # from now on, whenever their phone comes
        events.record_here(call.id, happening, key, leg.number)
    else:
        events.record(call.id, Report(key, "claim", happening, leg=leg.number))
    outbox.post("voice.release_leg", leg.id, delay=parking.JOIN_WITHIN)
    return call


def _taking(call: Call, user_id: str) -> Happening | None:
    """What it is for this agent to take the call now; None where it cannot be taken."""
    if call.state in UNANSWERED:
        return Happening.CLAIMED
    pending = transfers.open_of(call.id)
    if pending is not None and pending.to_user_id == user_id:
        return Happening.HANDED_OVER
    return None


def _taker(call: Call) -> str:
    other = session.get(User, call.agent_id) if call.agent_id else None
    return other.name if other and call.state in BUSY else ""


def _offered(offer_id: str, user_id: str) -> Call:
    offer = session.get(Offer, offer_id)
    if offer is None or offer.user_id != user_id:
        raise UnknownOffer(offer_id)
    call = get(offer.call_id)
    if user_id not in {user.id for user in eligible_agents(call.client_id)}:
        raise UnknownOffer(offer_id)
    return call


def agent_arrives(leg_id: str, user_id: str, call_sid: str) -> tuple[Call, Leg] | None:
    """An agent's phone asks to be let in; None where the call is not theirs (any more).

    The same phone again is the same leg. Another phone of the same agent (the page was loaded
    anew) is a new leg, since the old one may still be in the room under its own label.
    """
    leg = _leg_of_phone(leg_id, call_sid)
    if leg is None or leg.user_id != user_id:
        return None
    call = events.locked(leg.call_id)
    session.refresh(leg)
    if leg.number <= events.story_of(call.id).let_go:
        return None
    if leg.provider_sid == call_sid:
        return (call, leg) if _is_theirs(call, user_id) else None
    if leg.provider_sid is not None:
        return _rejoin(call, leg, call_sid)
    if not _is_theirs(call, user_id):
        return None
    return call, _let_in(call, leg, call_sid)


def _leg_of_phone(leg_id: str, call_sid: str) -> Leg | None:
    known = session.scalars(select(Leg).filter_by(provider_sid=call_sid)).first()
    return known or session.get(Leg, leg_id)


def _is_theirs(call: Call, user_id: str) -> bool:
    """Theirs, and still in need of them: not over, and not waiting for somebody else."""
    return call.agent_id == user_id and call.state in LIVE - UNANSWERED


def _rejoin(call: Call, before: Leg, call_sid: str) -> tuple[Call, Leg] | None:
    """Their line broke: back in, unless the caller is gone or somebody else has the call."""
    if call.agent_id != before.user_id or call.state not in LIVE:
        return None
    leg = legs.add(call, before.user_id, takes_up=before.takes_up)
    report = Report(f"claim:{leg.number}", "rejoin", Happening.CLAIMED, leg=leg.number)
    events.record(call.id, report)
    return call, _let_in(call, leg, call_sid)


def _let_in(call: Call, leg: Leg, call_sid: str) -> Leg:
    leg.provider_sid = call_sid
    session.flush()
    look_soon(call.id)
    return leg


def look_soon(call_id: str) -> None:
    """Ask the provider in a moment, in case a callback is lost."""
    outbox.post("voice.check_room", call_id, delay=LOOK_AFTER, again=True)


def release_leg(leg_id: str) -> Outcome:
    """The agent's phone never came: the call is offered again."""
    leg = session.get_one(Leg, leg_id)
    call = events.locked(leg.call_id)
    session.refresh(leg)
    if leg.provider_sid is not None:
        return Outcome.IGNORED
    report = Report(f"released:{leg.number}", "no phone", Happening.RELEASED, leg=leg.number)
    return events.record(call.id, report)


# During the talk


def hang_up(call_id: str, by: str) -> None:
    """End the call for the caller. Commits, then asks the provider; raises GatewayError."""
    call = _live(call_id)
    events.record(call_id, Report("hang_up", "hang_up", Happening.NOTED, payload={"by": by}))
    sid = call.provider_sid
    look_soon(call_id)
    db.commit()
    gateway.end_call(sid)


def hold(call_id: str) -> None:
    """Let the caller wait. Commits, then asks the provider; raises GatewayError, NotNow.

    The state follows from the provider's own report."""
    _set_hold(call_id, on=True)


def resume(call_id: str) -> None:
    """Take the caller back from hold, and from a colleague who has not answered; otherwise as
    `hold`. What is parked is taken up with a new leg (`hand.switch`). Raises AgentBusy too."""
    call = get(call_id)
    if call.parked_at is not None:
        parking.switch(call_id, str(call.agent_id))
    else:
        _set_hold(call_id, on=False)


def _set_hold(call_id: str, *, on: bool) -> None:
    call = _live(call_id)
    if call.conference_sid is None or call.state not in (CallState.CONNECTED, CallState.HELD):
        raise NotNow(call.state)
    if not on:
        _check_may_talk(call)
    room, sid, address = call.conference_sid, call.provider_sid, twiml.address("wait", call)
    hold_music.forget_taking_up(call_id)
    look_soon(call_id)
    db.commit()
    gateway.set_hold(room, sid, on=on, music_url=address)


def _check_may_talk(call: Call) -> None:
    """The agent is in no other talk; and what they offered to a colleague is theirs again."""
    agent_id = str(call.agent_id)
    if any(each.state in capacity.IN_TALK for each in capacity.others(agent_id, call.id)):
        raise AgentBusy(agent_id)
    transfers.take_back(call.id, agent_id)


def start_recording(call_id: str, by: str) -> None:
    """Where the client's policy lets the agent decide; what is recorded already goes on.

    Commits; raises GatewayError, NotNow."""
    call = _live(call_id)
    if call.recording_mode != "on_demand" or call.recording_objected:
        raise NotNow(call.recording_mode)
    if recordings.is_running(call_id):
        return
    recordings.expect(call)
    ticket_of_call.note(call, "recording_started", by)
    sid, callback = call.provider_sid, twiml.address("recording", call, twiml.TOLD)
    db.commit()
    gateway.start_recording(sid, callback)


def _live(call_id: str) -> Call:
    call = events.locked(call_id)
    if call.state not in LIVE:
        raise NotNow(call.state)
    return call


def object_to_recording(call_id: str, by: str | None) -> None:
    """The caller objects, by key (`by` None) or to the agent: nothing of it is kept."""
    call = events.locked(call_id)
    if call.recording_objected:
        return
    call.recording_objected = True
    session.flush()
    events.record(call_id, Report("objection", "objection", Happening.NOTED, payload={"by": by}))
    ticket_of_call.note(call, "recording_objected", by)
    audit.record("recording_objected", actor_id=by, client_id=call.client_id, subject=call_id)
    for recording in recordings.of_call(call_id):
        outbox.post(recordings.ERASE, recording.id, again=True)
    if call.state in LIVE:
        outbox.post("voice.stop_recording", call_id)
    screens.call_changed(call)


def save_notes(call_id: str, text: str, base_revision: int, by: str | None) -> SavedNotes:
    """Save the agent's notes: with the script's run, or with the call where it has none.

    Raises RevisionConflict, RunFinished, TooLong.
    """
    call = events.locked(call_id)
    if call.run_id is not None:
        return runs.save_notes(call.run_id, text, base_revision, by)
    if call.state == CallState.CLOSED:
        raise RunFinished(call_id)
    saved = runs.next_notes(SavedNotes(call.notes, call.notes_revision), text, base_revision)
    call.notes, call.notes_revision = saved.text, saved.revision
    session.flush()
    return saved


# The end


def close(call_id: str, by: str | None, override_reason: str = "") -> Call:
    """End the wrap-up: the one way in which a call that was answered is closed.

    Raises NotNow while the caller is there, GateClosed while mandatory answers are missing and no
    reason is given, ReasonTooShort for a reason that says nothing. Closed already is closed.
    """
    call = events.locked(call_id)
    if call.state == CallState.CLOSED:
        return call
    if call.state != CallState.WRAPPING:
        raise NotNow(call.state)
    if call.run_id is not None:
        runs.finish(call.run_id, author_id=by, override_reason=override_reason)
    events.record(call_id, Report("closed", "close", Happening.CLOSED, payload={"by": by}))
    ticket_of_call.complete(call, by)
    return call


def close_overdue(call_id: str) -> None:
    """Nobody has ended the wrap-up in time: closed with what is known, and the ticket says so."""
    call = events.locked(call_id)
    reason = phrases.say(phrases.WRAP_UP_OVERDUE, ticket_of_call.language_of(call))
    close(call_id, None, reason)
    ticket_of_call.note(call, "wrap_up_overdue")


def end_abandoned_run(call_id: str) -> None:
    """The caller gave up, and no late news of a talk came: the script ends as it stands."""
    call = events.locked(call_id)
    if call.state == CallState.ABANDONED and call.run_id is not None:
        reason = phrases.say(phrases.GAVE_UP, ticket_of_call.language_of(call))
        runs.finish(call.run_id, author_id=None, override_reason=reason)
        if ticket_of_call.record_if_any(call):
            ticket_of_call.record_gaps(call)
