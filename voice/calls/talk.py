"""Operations of agent and caller during a talk.

Operations that ask the provider (`hang_up`, `hold`, `resume`, `start_recording`) commit first, with
`rows.commit_then_ask`.
"""

from contextlib import suppress

from core import audit, outbox
from core.db import session
from voice import gateway, recordings, rows, screens
from voice.agents import capacity
from voice.calls import events, hold_music, parking, transfers
from voice.calls.events import Report
from voice.calls.lookout import look_soon
from voice.errors import AgentBusy, NotNow
from voice.models import Call
from voice.states import IN_TALK, LIVE, WITH_AGENT, CallState, Happening
from voice.ticketing import ticket_of_call
from workflows import runs
from workflows.runs import RunFinished, SavedNotes


def hang_up(call_id: str, by: str) -> None:
    """End the call for the caller. Commits, then asks the provider; raises GatewayError."""
    call = _live(call_id)
    events.record(call_id, Report(events.HANG_UP, "hang_up", Happening.NOTED, payload={"by": by}))
    look_soon(call_id)
    rows.commit_then_ask(gateway.end_call, call.provider_sid)


def hold(call_id: str) -> None:
    """Put the caller on hold (`hold_music.ask`); raises NotNow too.

    The state follows from the provider's own report."""
    _set_hold(call_id, on=True)


def resume(call_id: str) -> None:
    """Take the caller off hold, and the call back from a colleague who has not taken it.

    A parked call gets a new leg when the agent takes it back (`parking.switch`). Raises what `hold`
    raises, and AgentBusy."""
    call = rows.get(call_id)
    if call.parked_at is not None:
        parking.switch(call_id, str(call.agent_id))
    else:
        _set_hold(call_id, on=False)


def _set_hold(call_id: str, *, on: bool) -> None:
    call = _live(call_id)
    if call.conference_sid is None or call.state not in WITH_AGENT:
        raise NotNow(call.state)
    if not on:
        _check_may_talk(call)
    hold_music.ask(call_id, on=on)


def _check_may_talk(call: Call) -> None:
    """Raise AgentBusy where the agent talks in another call; end their offer to a colleague."""
    agent_id = str(call.agent_id)
    if any(each.state in IN_TALK for each in capacity.others(agent_id, call.id)):
        raise AgentBusy(agent_id)
    transfers.take_back(call.id, agent_id)


def start_recording(call_id: str, by: str) -> None:
    """Record from now on; a recording that was asked for goes on.

    Commits. Raises GatewayError, and NotNow where the client's policy does not let agents decide.
    """
    call = _live(call_id)
    if call.recording_mode != "on_demand" or call.recording_objected:
        raise NotNow(call.recording_mode)
    if recordings.expect(call):
        ticket_of_call.note(call, "recording_started", by)
    with suppress(recordings.Unsure):  # pressed twice
        recordings.follow(call_id)


def _live(call_id: str) -> Call:
    call = rows.locked(call_id)
    if call.state not in LIVE:
        raise NotNow(call.state)
    return call


def object_to_recording(call_id: str, by: str | None) -> None:
    """The caller objects, by key (`by` None) or to the agent: all recordings are erased."""
    call = rows.locked(call_id)
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
        outbox.post(recordings.STOP, call_id)
    screens.call_changed(call)


def save_notes(call_id: str, text: str, base_revision: int, by: str | None) -> SavedNotes:
    """Save the agent's notes: with the script's run, or with the call where it has none.

    Raises RevisionConflict, RunFinished, TooLong.
    """
    call = rows.locked(call_id)
    if call.run_id is not None:
        return runs.save_notes(call.run_id, text, base_revision, by)
    if call.state == CallState.CLOSED:
        raise RunFinished(call_id)
    saved = runs.next_notes(SavedNotes(call.notes, call.notes_revision), text, base_revision)
    call.notes, call.notes_revision = saved.text, saved.revision
    session.flush()
    return saved
