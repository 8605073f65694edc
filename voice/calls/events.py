"""Record what happened to a call, once, and let the call be what its events make of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm.attributes import set_committed_value

from core import db
from core.clock import now
from core.db import session
from core.writing import write
from voice import rows
from voice.calls import effects
from voice.calls.effects import Before
from voice.calls.story import Story, StoryEvent, fold, in_order
from voice.models import Call, CallEvent, Leg
from voice.states import Happening, Outcome

HANG_UP = "hang_up"  # the key of the event that an agent has asked for the end


@dataclass(frozen=True)
class Report:
    """One thing that somebody says happened. `happening` is None where their word is unknown."""

    natural_key: str
    kind: str
    happening: Happening | None
    leg: int | None = None
    conference: str | None = None
    sequence: int | None = None
    stamped_at: datetime | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)


def of(call_id: str) -> list[CallEvent]:
    chosen = select(CallEvent).where(CallEvent.call_id == call_id).order_by(CallEvent.id)
    return list(session.scalars(chosen))


def record(call_id: str, report: Report) -> Outcome:
    """Keep the event, and move the call if the event does; the same event again changes nothing."""
    call = rows.locked(call_id)
    past = story_events(call_id)
    if any(event.key == report.natural_key for event in past):
        return Outcome.IGNORED
    row = _row(call_id, report)
    before, after = fold(past), fold([*past, _story_event(row)])
    outcome = _outcome(report, before, after)
    row.outcome = outcome
    write([row])
    settle(call, before, after)
    return outcome


def first(call: Call, report: Report) -> CallEvent:
    """The first event of a call that nobody else can know yet, not written yet."""
    row = _row(call.id, report)
    row.outcome = Outcome.MOVED
    return row


def _row(call_id: str, report: Report) -> CallEvent:
    return CallEvent(
        call_id=call_id,
        natural_key=report.natural_key,
        kind=report.kind,
        happening=report.happening or Happening.NOTED,
        leg_k=report.leg,
        conference_sid=report.conference,
        sequence=report.sequence,
        stamped_at=report.stamped_at,
        received_at=now(),
        payload=dict(report.payload),
    )


def _outcome(report: Report, before: Story, after: Story) -> Outcome:
    """A second report of a known event moves nothing."""
    if report.happening is None:
        return Outcome.UNKNOWN
    is_first = not before.moved and after.moved
    changed = _place(before) != _place(after)
    return Outcome.MOVED if is_first or changed else Outcome.IGNORED


def _place(story: Story) -> tuple[object, ...]:
    return story.state, story.leg, story.parked_at


def record_here(call_id: str, happening: Happening, key: str, leg: int | None = None) -> Outcome:
    """Record what we do ourselves now: after all known events of the rooms, before the rest.

    The provider numbers its events by thousands (`reports.STEP`), so that ours fit in between.
    """
    rows.locked(call_id)
    numbered = [each for each in in_order(story_events(call_id)) if each.sequence is not None]
    last = numbered[-1] if numbered else None
    return record(
        call_id,
        Report(
            natural_key=key,
            kind=happening,
            happening=happening,
            leg=leg,
            conference=last.conference if last else None,
            sequence=(last.sequence or 0) + 1 if last else None,
        ),
    )


_STORY = (
    select(
        CallEvent.natural_key,
        CallEvent.happening,
        CallEvent.received_at,
        CallEvent.leg_k,
        CallEvent.conference_sid,
        CallEvent.sequence,
        CallEvent.stamped_at,
    )
    .where(CallEvent.call_id == bindparam("call_id"))
    .order_by(CallEvent.id)
)


def story_events(call_id: str) -> list[StoryEvent]:
    """The events of a call as the fold takes them, without their payloads."""
    return [_story_event(row) for row in db.columns(_STORY, {"call_id": call_id})]


def _story_event(row: Any) -> StoryEvent:
    return StoryEvent(
        key=row.natural_key,
        happening=Happening(row.happening),
        received_at=row.received_at,
        leg=row.leg_k,
        conference=row.conference_sid,
        sequence=row.sequence,
        stamped_at=row.stamped_at,
    )


def story_of(call_id: str) -> Story:
    return fold(story_events(call_id))


_COPIED_COLUMNS = (
    "state",
    "waiting_at",
    "claimed_at",
    "connected_at",
    "parked_at",
    "ended_at",
    "closed_at",
)


def settle(call: Call, before: Story, after: Story) -> None:
    """Write the story into the call's row by compare-and-set, then do what follows from it."""
    was = Before.of(call)
    values = {name: getattr(after, name) for name in _COPIED_COLUMNS}
    values |= {"agent_id": _agent(call, before, after), "conference_sid": after.conference}
    changed = {name: value for name, value in values.items() if getattr(call, name) != value}
    session.flush()
    if not changed:
        return
    written = session.execute(
        update(Call)
        .where(Call.id == call.id, Call.state == was.state)
        .values(changed)
        .returning(Call.id)
        .execution_options(synchronize_session=False)
    ).first()
    if written is None:
        raise RuntimeError(f"call {call.id} was changed outside of its lock")
    for name, value in changed.items():
        set_committed_value(call, name, value)
    if Before.of(call) != was:
        effects.follow(call, was)


def _agent(call: Call, before: Story, after: Story) -> str | None:
    if after.leg is None or after.leg == before.leg:
        return call.agent_id if after.leg else None
    chosen = select(Leg.user_id).where(Leg.call_id == call.id, Leg.number == after.leg)
    return session.scalars(chosen).first()
