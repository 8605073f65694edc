"""What the agent's page is given."""

import json

from core import db, screen
from core.clock import now
from core.db import session
from core.tenants import Client
from tests.conftest import World, token_for
from tests.voice.provider import Provider
from voice import calls, desk_view
from voice.agents import presence
from web import stream
from web.open_pages import OpenPage


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


def test_an_open_page_is_noted_and_no_more(world: World):
    presence.set_status(world.ana.id, "available")
    first = presence.of(world.ana.id).seen_at
    desk_view.state_for(world.ana)
    assert presence.of(world.ana.id).seen_at == first
    presence.note_seen(world.ana.id, first + presence.SEEN_EVERY * 2)
    assert presence.of(world.ana.id).seen_at > first


def test_an_open_stream_keeps_an_agent_available(on_duty: World):
    """On a quiet day the page asks for nothing: that it is open is all that is known."""
    presence.locked(on_duty.ana.id).seen_at = now() - presence.GONE_AFTER * 2
    screen.push([on_duty.ana.id], "call", {})
    db.commit()
    opened = stream.messages(OpenPage(on_duty.ana.id, token_for(on_duty.ana)), 0)
    assert next(opened).startswith("retry")
    assert "event: " in next(opened)
    presence.mark_gone()
    assert presence.of(on_duty.ana.id).status == "available"
    assert presence.of(on_duty.ana.id).seen_at > now() - presence.SEEN_EVERY
