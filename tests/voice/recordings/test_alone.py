"""Which seconds of a recording a caller was alone in, by what the room reported."""

from datetime import timedelta
from email.utils import format_datetime

import pytest

from core import db
from core.db import session
from tests.conftest import World, on_sqlite
from tests.voice.calls.test_calls import leg_of, offer_for, talking
from tests.voice.provider import START, Provider, new_sid
from voice import calls, recordings
from voice.models import Leg, Recording
from voice.recordings.alone import EDGE, alone


def at(second: float) -> str:
    return format_datetime(START + timedelta(seconds=second))


def recording(provider: Provider, began: float) -> Recording:
    row = Recording(
        call_id=provider.call.id,
        state="fetched",
        provider_sid=new_sid("RE"),
        began_at=START + timedelta(seconds=began),
    )
    session.add(row)
    session.flush()
    return row


def talk(provider: Provider, world: World) -> Leg:
    """From second 100 on."""
    provider.ring()
    provider.enter()
    calls.claim(offer_for(world.ana, provider.call).id, world.ana.id)
    db.commit()
    leg = leg_of(provider, world.ana)
    sid = new_sid("CA")
    provider.agent_phone(leg, CallSid=sid)
    provider.room_event("participant-join", leg.label, CallSid=sid, Timestamp=at(100))
    return leg


def end(provider: Provider, second: float, leg: Leg | None = None) -> None:
    provider.room_event("participant-leave", "caller", Timestamp=at(second))
    if leg is not None:
        provider.room_event("participant-leave", leg.label, Timestamp=at(second))


@on_sqlite
def test_nobody_is_alone_in_a_talk_without_a_hold(provider: Provider, on_duty: World):
    leg = talk(provider, on_duty)
    row = recording(provider, 101)
    end(provider, 160, leg)
    assert alone(row) == []


@on_sqlite
def test_a_hold_is_left_out_with_a_second_on_either_side(provider: Provider, on_duty: World):
    talk(provider, on_duty)
    row = recording(provider, 101)
    provider.room_event("participant-hold", "caller", Timestamp=at(120))
    provider.room_event("participant-unhold", "caller", Timestamp=at(150))
    end(provider, 200)
    assert alone(row) == [(19 - EDGE, 49 + EDGE)]


@on_sqlite
def test_waiting_is_left_out_where_it_was_recorded(provider: Provider, on_duty: World):
    talk(provider, on_duty)
    row = recording(provider, 90)
    end(provider, 200)
    ((start, until),) = alone(row)
    assert start < -1000 and until == 10 + EDGE


@on_sqlite
def test_a_line_that_broke_leaves_the_caller_alone(provider: Provider, on_duty: World):
    leg = talk(provider, on_duty)
    row = recording(provider, 101)
    provider.room_event("participant-leave", leg.label, Timestamp=at(130))
    provider.room_event("participant-hold", "caller", Timestamp=at(133))
    calls.claim(offer_for(on_duty.bruno, provider.call).id, on_duty.bruno.id)
    db.commit()
    other = leg_of(provider, on_duty.bruno)
    sid = new_sid("CA")
    provider.agent_phone(other, CallSid=sid)
    provider.room_event("participant-join", other.label, CallSid=sid, Timestamp=at(170))
    provider.room_event("participant-unhold", "caller", Timestamp=at(171))
    end(provider, 200)
    assert alone(row) == [(29 - EDGE, 70 + EDGE)]


@on_sqlite
def test_two_agents_in_the_room_leave_nobody_alone(provider: Provider, on_duty: World):
    """A page was reloaded: the new phone comes before the old one has gone."""
    first = talk(provider, on_duty)
    row = recording(provider, 101)
    sid = new_sid("CA")
    provider.agent_phone(first, CallSid=sid)
    again = leg_of(provider, on_duty.ana)
    assert again.id != first.id
    provider.room_event("participant-join", again.label, CallSid=sid, Timestamp=at(120))
    provider.room_event("participant-leave", first.label, Timestamp=at(124))
    end(provider, 200)
    assert alone(row) == []


@on_sqlite
def test_a_caller_who_hangs_up_on_hold_is_alone_to_the_end(provider: Provider, on_duty: World):
    talk(provider, on_duty)
    row = recording(provider, 101)
    provider.room_event("participant-hold", "caller", Timestamp=at(120))
    end(provider, 140)
    ((start, until),) = alone(row)
    assert start == 19 - EDGE and until > 3600


@on_sqlite
def test_without_the_providers_time_it_is_when_it_was_expected(provider: Provider, on_duty: World):
    talking(provider, on_duty.ana)
    row = Recording(call_id=provider.call.id, state="fetched")
    session.add(row)
    session.flush()
    assert recordings.began_at(row) == row.created_at


@pytest.fixture(autouse=True)
def _rolled_back() -> None:
    session.rollback()
