"""Calls that go another way: nobody answers, an unknown number, a broken line, two agents."""

from typing import Any

import pytest
from sqlalchemy import select

from core.audit import AuditEntry
from core.db import session
from core.screen import ScreenMessage
from tests.conftest import on_sqlite
from tests.stories.conftest import Hotline
from voice import calls
from voice.models import Leg, Offer
from voice.simulator.network.legs import Leg as ProviderLeg
from voice.simulator.people import call as simulated
from voice.simulator.people.agent import ScriptedAgent


@on_sqlite
def test_a_caller_who_gives_up_waiting_leaves_a_ticket_with_the_waiting_time(
    hotline: Hotline,
) -> None:
    placed = hotline.phone(gives_up_after=65.0)
    hotline.work()
    call, ticket = hotline.call(placed), hotline.ticket(placed)
    assert (call.state, ticket.state) == ("abandoned", "abandoned")
    heard = (call.ended_at - call.waiting_at).total_seconds()
    assert ticket.waited_seconds == pytest.approx(heard, abs=1)
    assert 30 < ticket.waited_seconds <= 65
    states = session.scalars(select(Offer.state).where(Offer.call_id == call.id)).all()
    assert set(states) <= {"withdrawn"}


@on_sqlite
def test_a_caller_who_hangs_up_during_the_greeting_has_a_ticket(hotline: Hotline) -> None:
    placed = hotline.phone(gives_up_after=3.0)
    hotline.work()
    assert hotline.call(placed).state == "abandoned"
    assert hotline.ticket(placed).state == "abandoned"
    assert hotline.recordings() == []


@on_sqlite
def test_a_call_to_an_unknown_number_alerts_supervisors(hotline: Hotline) -> None:
    placed = hotline.simulator.place_call("+33199000999", gives_up_after=40.0)
    hotline.simulator.wait(placed.sid)
    call, ticket = hotline.call(placed), hotline.ticket(placed)
    assert (call.client_id, ticket.client_id, call.state) == (None, None, "abandoned")
    assert call.waiting_at is not None
    entries = select(AuditEntry).filter_by(action="unknown_number", subject=call.id)
    assert session.scalars(entries).one().detail == {"to": "+33199000999"}
    alerts = session.scalars(select(ScreenMessage).filter_by(event="alert")).all()
    assert [alert.payload["kind"] for alert in alerts] == ["unknown_number"]


@on_sqlite
def test_withheld_callers_are_strangers_to_each_other(hotline: Hotline) -> None:
    first = hotline.phone(from_number="anonymous", gives_up_after=30.0)
    second = hotline.phone(from_number="anonymous", gives_up_after=30.0)
    assert hotline.call(first).ticket_id != hotline.call(second).ticket_id
    assert {hotline.ticket(each).caller_number for each in (first, second)} == {""}


class AgentWhoReloads(ScriptedAgent):
    """Loads the page anew in the middle of the talk."""

    def _talk(self) -> None:
        mine = f"client:{self._desk.state()['user']['id']}_"
        for leg in list(self._call.leg.exchange.by_sid(ProviderLeg).values()):
            if leg.party.from_number.startswith(mine):
                leg.hang_up()
        self._pause(5.0)
        self._view = self._desk.get(self._path)
        if self._view["state"] == "waiting":
            self._claim_again()
        self._connect()
        super()._talk()

    def _claim_again(self) -> None:
        offer = self._wait_for_offer()
        assert offer is not None
        assert self._claim(offer)


@on_sqlite
def test_an_agent_who_loads_the_page_anew_is_back_in_the_call(
    hotline: Hotline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulated, "ScriptedAgent", AgentWhoReloads)
    placed = hotline.talk()
    hotline.work()
    call = hotline.call(placed)
    assert (call.state, call.agent_id) == ("closed", hotline.ana)
    legs = session.scalars(select(Leg).where(Leg.call_id == call.id)).all()
    assert len(legs) == 2
    assert {answer.key for answer in hotline.ticket(placed).answers} == {"trapped", "lift"}
    assert [each.state for each in hotline.recordings()] == ["attached"]


class SlowerAgent(ScriptedAgent):
    """Sees the offer, and somebody else is quicker."""

    rival = ""

    def _claim(self, offer: dict[str, Any]) -> bool:
        from core import db
        from voice.agents import presence

        presence.set_status(self.rival, "available")
        db.commit()
        theirs = select(Offer.id).filter_by(user_id=self.rival, call_id=offer["call_id"])
        calls.claim(session.scalars(theirs).one(), self.rival)
        db.commit()
        session.remove()
        return super()._claim(offer)


def test_one_of_two_agents_gets_the_call(hotline: Hotline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SlowerAgent, "rival", hotline.bruno)
    monkeypatch.setattr(simulated, "ScriptedAgent", SlowerAgent)
    placed = hotline.talk(gives_up_after=60.0)
    assert any("another agent" in line["text"] for line in placed.story.as_json(0))
    call = hotline.call(placed)
    legs = session.scalars(select(Leg).where(Leg.call_id == call.id)).all()
    assert [leg.user_id for leg in legs] == [hotline.bruno]
    assert call.state == "abandoned"  # nobody's phone came before the caller gave up
    offered = {row.user_id: row.state for row in session.scalars(select(Offer))}
    assert offered[hotline.ana] == "withdrawn"
