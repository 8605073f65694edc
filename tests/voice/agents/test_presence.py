"""Whether an agent is heard of, and what follows where they are not."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from core import db
from core.clock import now
from core.db import session
from core.tenants import User
from tests.conftest import World, on_sqlite, token_for
from tests.voice.provider import Provider
from voice import calls, desk_view
from voice.agents import offers, presence
from voice.calls import transfers
from voice.models import Call, Offer, Presence
from voice.states import OfferState
from web import stream
from web.open_pages import OpenPage
from web.pace import pace

Quiet = Callable[[User, timedelta], None]


@pytest.fixture
def quiet() -> Quiet:
    """No page of this agent has asked for anything for so long."""

    def be_quiet(user: User, age: timedelta) -> None:
        presence.locked(user.id).seen_at = now() - age
        db.commit()

    return be_quiet


def offered(call: Call) -> set[str]:
    """The agents whose screens show the call."""
    chosen = select(User.name).join(Offer, Offer.user_id == User.id)
    is_open = (Offer.call_id == call.id) & (Offer.state == OfferState.OPEN)
    return set(session.scalars(chosen.where(is_open)))


def test_a_page_asks_often_enough_that_one_request_may_be_lost():
    followers = 1.5 * pace.slow  # a page that asks only where the others of its browser do not
    slowest = timedelta(seconds=followers + pace.slow + pace.look)
    assert slowest < presence.UNHEARD_AFTER
    assert timedelta(minutes=1) >= presence.UNHEARD_AFTER


def test_an_open_stream_is_no_sign_of_its_agent(on_duty: World, quiet: Quiet):
    """The process writes into a connection whose other end may be asleep, or gone."""
    quiet(on_duty.ana, timedelta(seconds=30))
    ana_id, token = on_duty.ana.id, token_for(on_duty.ana)
    before = presence.of(ana_id).seen_at
    opened = stream.messages(OpenPage(ana_id, token), 0)
    next(opened)
    assert presence.of(ana_id).seen_at == before
    desk_view.state_for(session.get_one(User, ana_id))
    assert presence.of(ana_id).seen_at > before


def test_whoever_is_not_heard_of_is_offered_nothing(
    provider: Provider, on_duty: World, quiet: Quiet
):
    quiet(on_duty.ana, presence.UNHEARD_AFTER + timedelta(seconds=1))
    provider.ring()
    assert offered(provider.call) == {"Bruno"}
    offers.sweep()
    assert offered(provider.call) == {"Bruno"}
    assert presence.status_for_others(on_duty.ana.id) == "offline"
    assert presence.of(on_duty.ana.id).status == "available"


def test_offers_are_taken_from_an_agent_who_falls_silent_and_come_back_with_them(
    provider: Provider, on_duty: World, quiet: Quiet, caplog: pytest.LogCaptureFixture
):
    provider.ring()
    assert offered(provider.call) == {"Ana", "Bruno"}
    silent_for = presence.UNHEARD_AFTER + timedelta(seconds=1)
    quiet(on_duty.ana, silent_for)
    since = presence.of(on_duty.ana.id).seen_at
    for _ in range(2):
        presence.mark_unheard()
    presence.mark_gone()
    assert offered(provider.call) == {"Bruno"}
    assert [(user.name, row.unheard_since) for user, row in presence.unheard()] == [("Ana", since)]
    assert len([one for one in caplog.records if "not heard of" in one.message]) == 1

    view = desk_view.state_for(on_duty.ana)
    db.commit()
    assert view["status"] == "available"
    assert [offer["call_id"] for offer in view["offers"]] == [provider.call.id]
    assert view["unheard"]["since"] == since.isoformat()
    assert presence.unheard() == []
    assert desk_view.state_for(on_duty.ana)["unheard"] == view["unheard"]  # for each of their pages


def test_after_minutes_without_a_word_they_are_offline_and_are_told_why(
    on_duty: World, quiet: Quiet
):
    quiet(on_duty.ana, presence.GONE_AFTER + timedelta(seconds=1))
    presence.mark_gone()
    row = presence.of(on_duty.ana.id)
    assert (row.status, row.reason) == ("offline", "unheard")
    assert presence.of(on_duty.bruno.id).status == "available"
    assert [user.name for user, _ in presence.unheard()] == ["Ana"]
    view = desk_view.state_for(on_duty.ana)
    assert (view["status"], view["reason"]) == ("offline", "unheard")
    assert presence.unheard() == []
    presence.set_status(on_duty.ana.id, "available")
    assert presence.of(on_duty.ana.id).reason == ""


@on_sqlite
def test_a_page_that_is_heard_at_the_last_moment_counts(
    provider: Provider, on_duty: World, quiet: Quiet, monkeypatch: pytest.MonkeyPatch
):
    """The page asks after the silent ones were listed, and before its agent's row is locked."""
    provider.ring()
    quiet(on_duty.ana, presence.GONE_AFTER + timedelta(seconds=1))
    lock = presence.locked

    def heard_and_locked(user_id: str) -> Presence:
        presence.note_seen(user_id)
        return lock(user_id)

    monkeypatch.setattr(presence, "locked", heard_and_locked)
    presence.mark_unheard()
    presence.mark_gone()
    assert offered(provider.call) == {"Ana", "Bruno"}
    assert presence.of(on_duty.ana.id).status == "available"
    assert presence.unheard() == []


def test_an_agent_in_a_call_is_not_set_offline(provider: Provider, on_duty: World, quiet: Quiet):
    provider.ring()
    (offer,) = session.scalars(select(Offer).filter_by(user_id=on_duty.ana.id))
    calls.claim(offer.id, on_duty.ana.id)
    db.commit()
    quiet(on_duty.ana, presence.GONE_AFTER * 2)
    presence.mark_unheard()
    presence.mark_gone()
    assert presence.of(on_duty.ana.id).status == "available"


def test_whoever_signs_out_is_not_missed(on_duty: World, quiet: Quiet):
    quiet(on_duty.ana, presence.UNHEARD_AFTER * 2)
    presence.mark_unheard()
    presence.leave(on_duty.ana.id)
    db.commit()
    assert presence.unheard() == []
    assert presence.of(on_duty.ana.id).status == "offline"


def test_a_colleague_who_is_not_heard_of_is_no_one_to_hand_a_call_to(
    provider: Provider, on_duty: World, quiet: Quiet
):
    provider.ring()
    quiet(on_duty.bruno, presence.UNHEARD_AFTER * 2)
    statuses = {one.name: one.status for one in transfers.colleagues(provider.call)}
    assert statuses["Bruno"] == "offline"
    assert session.get_one(Presence, on_duty.bruno.id).status == "available"
