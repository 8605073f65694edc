"""What the agent's page is given."""

import json
from datetime import timedelta

from flask.testing import FlaskClient

from core import db
from core.db import session
from core.tenants import Client, Membership
from tests.conftest import World, on_sqlite
from tests.statements import counted
from tests.voice.calls.test_calls import talking, wrapping
from tests.voice.provider import START, Provider
from voice import calls, desk_view
from voice.agents import offers, presence


def test_a_page_that_was_away_needs_only_this(provider: Provider, on_duty: World, script: None):
    session.merge(Client(id=on_duty.acme.id, greeting={"fr": "Acme, bonjour"}))
    db.commit()
    provider.ring()
    provider.enter()
    before = desk_view.state_for(on_duty.ana)
    json.dumps(before)
    (offer,) = before["offers"]
    assert (offer["client"]["name"], offer["greeting"]) == ("Acme", "Acme, bonjour")
    assert offer["caller"] == "+33639980001" and offer["waiting_since"]
    calls.claim(offer["id"], on_duty.ana.id)
    db.commit()
    after = desk_view.state_for(on_duty.ana)
    json.dumps(after)
    assert after["offers"] == [] and after["number"] > before["number"]
    (call_view,) = after["calls"]
    assert call_view["state"] == "claimed" and call_view["leg"]["number"] == 1
    assert [step["key"] for step in call_view["run"]["steps"]] == ["machine", "stopped", "done"]
    assert call_view["ticket"]["number"] > 0
    assert call_view["timers"]["claimed_at"] and not call_view["timers"]["connected_at"]


@on_sqlite
def test_a_withheld_number_is_not_shown_as_one(provider: Provider, on_duty: World):
    provider.ring(From="+266696687")
    (offer,) = desk_view.state_for(on_duty.ana)["offers"]
    assert (offer["caller"], offer["withheld"], offer["open_tickets"]) == ("", True, [])


def test_an_unassigned_call_has_no_client_and_no_script(provider: Provider, on_duty: World):
    provider.ring(To="+33199000999")
    (offer,) = desk_view.state_for(on_duty.ana)["offers"]
    assert offer["client"]["id"] is None
    calls.claim(offer["id"], on_duty.ana.id)
    (call_view,) = desk_view.state_for(on_duty.ana)["calls"]
    assert call_view["run"] is None and call_view["ticket"] is not None


@on_sqlite
def test_an_open_page_is_noted_and_no_more(world: World):
    presence.set_status(world.ana.id, "available")
    first = presence.of(world.ana.id).seen_at
    desk_view.state_for(world.ana)
    assert presence.of(world.ana.id).seen_at == first
    presence.note_seen(world.ana.id, first + presence.SEEN_EVERY * 2)
    assert presence.of(world.ana.id).seen_at > first


@on_sqlite
def test_an_agent_hears_of_callers_that_wait_also_where_none_is_offered(
    client: FlaskClient, provider: Provider, on_duty: World
):
    nobody = {"count": 0, "since": None}
    assert desk_view.state_for(on_duty.ana)["queue"] == nobody
    wrapping(provider, on_duty.ana)
    presence.set_status(on_duty.bruno.id, "break", "lunch")
    waiting = [Provider(client), Provider(client), Provider(client, to="+33199000999")]
    for each in waiting:
        each.ring()
    since = waiting[0].call.started_at.isoformat()
    for user in (on_duty.ana, on_duty.bruno):
        state = desk_view.state_for(user)
        assert (state["offers"], state["queue"]) == ([], {"count": 3, "since": since})
    with counted() as sent:
        offers.queue_of(on_duty.ana.id)
    assert len(sent) == 1
    waiting[0].ask("dial-end", DialCallStatus="answered", CallStatus="completed")
    assert desk_view.state_for(on_duty.ana)["queue"]["count"] == 2


@on_sqlite
def test_a_wait_does_not_begin_anew_after_the_greeting(provider: Provider, on_duty: World):
    provider.ring()
    rang = provider.call.started_at.isoformat()
    for follows in (provider.enter, lambda: presence.set_status(on_duty.ana.id, "break", "lunch")):
        (offer,) = desk_view.state_for(on_duty.ana)["offers"]
        assert offer["waiting_since"] == rang
        follows()
    assert provider.call.waiting_at not in (None, provider.call.started_at)
    assert desk_view.state_for(on_duty.ana)["queue"] == {"count": 1, "since": rang}


def test_callers_of_another_client_are_not_counted(provider: Provider, on_duty: World):
    provider.ring()
    rows = session.query(Membership).filter_by(user_id=on_duty.ana.id, client_id=on_duty.acme.id)
    rows.update({"role": "reader"})
    assert offers.queue_of(on_duty.ana.id).count == 0
    assert offers.queue_of(on_duty.bruno.id).count == 1


@on_sqlite
def test_since_when_a_caller_is_on_hold(provider: Provider, on_duty: World):
    def held_at() -> object:
        (call,) = desk_view.state_for(on_duty.ana)["calls"]
        return call["timers"]["held_at"]

    talking(provider, on_duty.ana)
    assert held_at() is None
    provider.room_event("participant-hold", "caller")
    began = (START + timedelta(seconds=provider.sequence)).isoformat()
    assert held_at() == began
    provider.room_event("participant-hold", "caller")  # said twice, by two events
    assert held_at() == began
    provider.room_event("participant-unhold", "caller")
    assert held_at() is None
