"""A call comes in, and its caller goes on into the room."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core import audit
from core.clock import now
from core.db import Base, new_id
from core.languages import HOME
from core.reading import phone_numbers
from core.tenants import Client, Line, dialed
from tickets import cases
from voice import rows, screens
from voice.agents import offers
from voice.calls import callers, events
from voice.calls.events import Report
from voice.models import Call
from voice.states import CallState, Happening
from voice.ticketing import facts
from workflows import runs
from workflows.models import Run


@dataclass(frozen=True)
class Ring:
    """A call that comes in: numbers as the network gives them, and its other fields."""

    provider_sid: str
    from_number: str
    to_number: str
    payload: Mapping[str, str] = field(default_factory=dict)


def receive(ring: Ring) -> Call:
    """Make the call's row, its ticket and its run; the dialed number decides the client.

    The same call again gets the same row. An unknown number goes to the unassigned queue.
    """
    earlier = rows.find(ring.provider_sid) if rows.is_known(ring.provider_sid) else None
    if earlier is not None:
        return earlier
    line, client = dialed(ring.to_number) or (None, None)
    call = _new_call(ring, line, client)
    run = _run_of(call, line, client)
    rang = events.first(call, Report("rang", "voice", Happening.RANG, payload=ring.payload))
    offered = offers.first(call)
    _open_case(call, run, [rang, *offered])
    screens.offers_changed([offer.user_id for offer in offered], call.id)
    if line is None:
        audit.record("unknown_number", subject=call.id, detail={"to": call.to_number})
        screens.alert("unknown_number", call.id)
    return call


def _new_call(ring: Ring, line: Line | None, client: Client | None) -> Call:
    given = callers.as_given(ring.from_number)
    caller = callers.key_of(given)
    return Call(
        id=new_id(),
        provider_sid=ring.provider_sid,
        client_id=client.id if client else None,
        client=client,
        line_id=line.id if line else None,
        from_number=caller or given,
        from_withheld=not caller,
        to_number=phone_numbers.of_party(ring.to_number) or callers.as_given(ring.to_number),
        language=line.language if line else HOME,
        recording_mode=client.recording_policy if client else "off",
        state=CallState.RINGING,
        started_at=now(),
    )


def _run_of(call: Call, line: Line | None, client: Client | None) -> Run | None:
    """The run of the line's script, not in the database yet."""
    if line is None or client is None:
        return None
    return runs.prepare(
        client_id=client.id,
        call_id=call.id,
        script_key=line.script_key,
        language=call.language,
        facts=facts.of(call, client),
    )


def _open_case(call: Call, run: Run | None, others: list[Base]) -> None:
    """Write ticket, call and run, which name one another, and the first rows about them."""
    call.ticket_id = call.own_ticket_id = new_id()
    call.run_id = run.id if run else None
    cases.open_for_call(
        client_id=call.client_id,
        language=call.language,
        caller_number=call.caller_key,
        opened_at=call.started_at,
        script_version_id=run.script_version_id if run else None,
        ticket_id=call.ticket_id,
        beside=[call, *([run] if run else []), *others],
    )


def enter_room(call_id: str) -> Call:
    """The caller enters the room."""
    call = rows.locked(call_id)
    events.record(call_id, Report("entered", "enter", Happening.ENTERED))
    return call
