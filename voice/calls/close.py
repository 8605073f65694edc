"""The one way in which a call ends for us: the gate of its script, then the ticket."""

from voice import recordings, rows
from voice.calls import events
from voice.calls.events import Report
from voice.errors import NotNow
from voice.models import Call
from voice.states import CallState, Happening, Unfinished
from voice.ticketing import ticket_of_call
from workflows import runs


def close(call_id: str, by: str | None, override_reason: str = "") -> Call:
    """End the wrap-up: the one way in which a call that was answered is closed.

    Raises NotNow while the caller is there, GateClosed while mandatory answers are missing and no
    reason is given, ReasonTooShort for a reason that says nothing. A closed call stays closed.
    """
    call = rows.locked(call_id)
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
    """Close a call whose wrap-up nobody ended in time, with what is known; the ticket says so."""
    call = rows.locked(call_id)
    close(call_id, None, Unfinished.WRAP_UP_OVERDUE)
    ticket_of_call.note(call, "wrap_up_overdue")


def end_abandoned_run(call_id: str) -> None:
    """End the script of a caller who gave up, after no late report of a talk came."""
    call = rows.locked(call_id)
    if call.state == CallState.ABANDONED and call.run_id is not None:
        reason = Unfinished.CALLER_GAVE_UP
        runs.finish(call.run_id, author_id=None, override_reason=reason)
        if ticket_of_call.record_if_any(call):
            ticket_of_call.record_gaps(call)
        recordings.check_answers_again(call_id)
