"""What a webhook may cost the database: bounds that a change has to keep, or to explain."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core import db
from tests.conftest import World
from tests.statements import counted
from tests.voice.provider import Provider, new_sid
from voice import calls
from voice.agents import offers
from voice.calls import legs
from voice.models import Leg, Offer

LOOKED_UP = 1  # by the test itself, for the address of its call


def statements(work: Callable[[], object]) -> int:
    """Of a request in a session of its own."""
    db.session.remove()
    with counted() as sent:
        work()
    db.session.remove()
    return len(sent)


@pytest.fixture
def ringing(client: FlaskClient, provider: Provider, on_duty: World, script: None) -> Provider:
    """The second call: the first one finds nothing compiled or counted yet."""
    Provider(client).ring()
    provider.ring()
    return provider


def claim(provider: Provider, user_id: str) -> Leg:
    offered = select(Offer.id).filter_by(call_id=provider.call.id, user_id=user_id)
    call = calls.claim(db.session.scalars(offered).one(), user_id)
    db.commit()
    leg = legs.current(call, user_id)
    assert leg is not None
    return leg


def test_a_ring(client: FlaskClient, ringing: Provider) -> None:
    assert statements(lambda: Provider(client).ring()) <= 15


def test_the_room(ringing: Provider) -> None:
    entering = statements(lambda: ringing.ask("enter", CallStatus="in-progress"))
    assert entering - LOOKED_UP <= 6
    assert statements(lambda: ringing.room_event("participant-join", "caller")) - LOOKED_UP <= 6


def test_a_status_callback(ringing: Provider) -> None:
    counted = statements(lambda: ringing.ask("status", CallStatus="in-progress"))
    assert counted - LOOKED_UP <= 6
    again = statements(lambda: ringing.ask("status", CallStatus="in-progress"))
    assert again < counted  # known already: nothing is written


def test_the_status_of_a_line(ringing: Provider) -> None:
    told = statements(lambda: ringing.post("/twilio/status", CallStatus="in-progress"))
    assert told <= 3


def test_the_look_at_what_waits(client: FlaskClient, ringing: Provider) -> None:
    """As many for many callers as for a few."""
    for _ in range(5):
        Provider(client).ring()
    assert statements(offers.sweep) <= 5


def test_a_claim(ringing: Provider, on_duty: World) -> None:
    ringing.enter()
    assert statements(lambda: claim(ringing, on_duty.ana.id)) <= 27


def test_an_agent_who_joins(ringing: Provider, on_duty: World) -> None:
    ringing.enter()
    leg, sid = claim(ringing, on_duty.ana.id), new_sid("CA")
    ringing.agent_phone(leg, CallSid=sid)
    joins = statements(lambda: ringing.room_event("participant-join", leg.label, CallSid=sid))
    assert joins - 2 * LOOKED_UP <= 16
