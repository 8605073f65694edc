"""Record what happened to a call, once, and let the call be what its events make of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from core.clock import now
from core.db import session
from voice import rows
from voice.calls import effects
from voice.calls.story import Story, Told, fold, in_order
from voice.models import Call, CallEvent, Leg
from voice.states import Happening, Outcome


@dataclass(frozen=True)
class Report:
    """One thing that somebody says happened. `happening` None: in words that we do not know."""

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
    """Keep the event and move the call if it does; the same event again changes nothing."""
    call = rows.locked(call_id)
    if _is_known(call_id, report.natural_key):
        return Outcome.IGNORED
    before = story_of(call_id)
    row = _row(call_id, report)
    session.add(row)
    if report.conference and report.happening is Happening.ENTERED:
        call.conference_sid = report.conference
    session.flush()
    story = fold(told(of(call_id)))
    row.outcome = _outcome(report, before, story)
    settle(call, story)
    return Outcome(row.outcome)


def _is_known(call_id: str, natural_key: str) -> bool:
    found = select(CallEvent.id).filter_by(call_id=call_id, natural_key=natural_key)
    return session.scalars(found).first() is not None


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
    """A second report of what is known already moves nothing."""
    if report.happening is None:
        return Outcome.UNKNOWN
    is_first = not before.moved and after.moved
    changed = _place(before) != _place(after)
    return Outcome.MOVED if is_first or changed else Outcome.IGNORED


def _place(story: Story) -> tuple[object, ...]:
    return story.state, story.leg, story.parked_at


def record_here(call_id: str, happening: Happening, key: str, leg: int | None = None) -> Outcome:
    """Something of our own that happens now: after all that is known of the rooms, before the rest.

    The provider numbers its events by thousands (`reports.STEP`), so that ours fit in between.
    """
    call = rows.locked(call_id)
    numbered = [each for each in in_order(told(of(call.id))) if each.sequence is not None]
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


def told(rows: list[CallEvent]) -> list[Told]:
    """The events as the fold takes them."""
    return [
        Told(
            key=row.natural_key,
            happening=Happening(row.happening),
            received_at=row.received_at,
            leg=row.leg_k,
            conference=row.conference_sid,
            sequence=row.sequence,
            stamped_at=row.stamped_at,
        )
        for row in rows
    ]


def story_of(call_id: str) -> Story:
    return fold(told(of(call_id)))


def settle(call: Call, story: Story) -> None:
    """Write the story into the call's row by compare-and-set, then do what follows from it."""
    before, agent_before, told_before = call.state, call.agent_id, _told_on(call)
    session.flush()
    written = session.execute(
        update(Call)
        .where(Call.id == call.id, Call.state == before)
        .values(
            state=story.state,
            agent_id=_agent(call.id, story),
            waiting_at=story.waiting_at,
            claimed_at=story.claimed_at,
            connected_at=story.connected_at,
            parked_at=story.parked_at,
            ended_at=story.ended_at,
            closed_at=story.closed_at,
        )
        .returning(Call.id)
        .execution_options(synchronize_session=False)
    ).first()
    if written is None:
        raise RuntimeError(f"call {call.id} was changed outside of its lock")
    session.refresh(call)
    if (call.state, call.agent_id, _told_on(call)) != (before, agent_before, told_before):
        effects.follow(call, before, agent_before)


def _told_on(call: Call) -> tuple[datetime | None, ...]:
    """The times that others are told; a late report with the provider's clock may mend them."""
    return call.waiting_at, call.connected_at, call.parked_at, call.ended_at


def _agent(call_id: str, story: Story) -> str | None:
    if story.leg is None:
        return None
    chosen = select(Leg.user_id).where(Leg.call_id == call_id, Leg.number == story.leg)
    return session.scalars(chosen).first()
