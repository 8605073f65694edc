"""Rows that are written at once are there, complete, and known to the session."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.clock import now
from core.db import new_id, session
from core.tenants import Client, Line, User
from core.writing import write
from tests.conftest import World
from tests.statements import counted
from voice.models import Call, CallEvent, Offer
from voice.states import CallState, Happening, OfferState


def a_call(**more: object) -> Call:
    return Call(
        id=new_id(),
        provider_sid=f"CA{new_id()}",
        from_number="+33639980001",
        to_number="+33199000900",
        language="fr",
        state=CallState.RINGING,
        **more,
    )


def an_event(call: Call) -> CallEvent:
    return CallEvent(
        call_id=call.id, natural_key="rang", kind="voice", happening=Happening.RANG, payload={}
    )


def an_offer(call: Call, user: User) -> Offer:
    return Offer(call_id=call.id, user_id=user.id, state=OfferState.OPEN)


def test_rows_may_name_those_that_come_later(world: World) -> None:
    call = a_call(client_id=world.acme.id)
    write([an_offer(call, world.ana), an_event(call), an_offer(call, world.bruno), call])
    session.commit()
    session.expunge_all()
    offered = session.scalars(select(Offer.user_id).where(Offer.call_id == call.id))
    assert set(offered) == {world.ana.id, world.bruno.id}
    kept = session.scalars(select(CallEvent).where(CallEvent.call_id == call.id)).one()
    assert (kept.natural_key, kept.outcome, kept.leg_k) == ("rang", "ignored", None)


def test_defaults_are_filled_in_and_nothing_is_read_again(world: World) -> None:
    began, call = now(), a_call()
    write([call, an_event(call)])
    with counted() as sent:
        assert (call.notes, call.notes_revision, call.agent_id) == ("", 0, None)
        assert began <= call.started_at <= now()
        assert session.get(Call, call.id) is call
    assert sent == []
    call.notes = "changed"
    session.commit()
    assert session.scalars(select(Call.notes).where(Call.id == call.id)).one() == "changed"


def test_what_was_added_before_is_there_before(database: str) -> None:
    client = Client(id=new_id(), slug="acme", name="Acme")
    session.add(client)
    write([Line(client_id=client.id, number="+33199000900", script_key="acme")])
    session.commit()
    assert session.scalars(select(Line.client_id)).one() == client.id


def test_all_of_them_or_none(world: World) -> None:
    call = a_call()
    with pytest.raises(IntegrityError):
        write([call, an_event(call), an_event(call)])
    session.rollback()
    assert session.scalars(select(Call)).all() == []


def test_a_row_that_names_nothing_is_refused(world: World) -> None:
    call = a_call(client_id=new_id())
    with pytest.raises(IntegrityError):
        write([call, an_event(call)])
        session.commit()  # SQLite looks at it now
    session.rollback()
    assert session.scalars(select(Call)).all() == []
