"""Several calls of one agent: one to talk in, the others parked."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core import db, outbox
from core.clock import now
from core.db import session
from core.outbox import Task
from core.tenants import User
from tests.conftest import World, on_sqlite
from tests.locks import takes_in_order
from tests.voice.calls.test_calls import claimed, leg_of, offer_for, states, talking
from tests.voice.provider import Provider, new_sid
from voice import calls, desk_view, gateway
from voice.agents import offers, presence
from voice.calls import events, hold_music, parking
from voice.errors import AgentBusy, NotNow
from voice.gateway import GatewayError, ProviderCall, RoomView
from voice.models import Call, Leg, Offer, Presence
from voice.upkeep import jobs, room_check


class Network:
    """The provider's REST side: holds callers, and tells so as the provider does, unless deaf."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *providers: Provider) -> None:
        self.providers = {each.sid: each for each in providers}
        self.asked: list[tuple[str, bool]] = []
        self.ended: list[str] = []
        self.tells = True
        self.error: GatewayError | None = None
        monkeypatch.setattr(gateway, "set_hold", self.set_hold)
        monkeypatch.setattr(gateway, "end_call", self.ended.append)

    def set_hold(self, _room: str, sid: str, *, on: bool, music_url: str) -> None:
        assert not session().in_transaction(), "a transaction is open while the provider is asked"
        if self.error:
            raise self.error
        self.asked.append((sid, on))
        if self.tells:
            self.tell(sid, on)

    def tell(self, sid: str, on: bool) -> None:
        self.providers[sid].room_event("participant-hold" if on else "participant-unhold", "caller")


@pytest.fixture
def second(provider: Provider) -> Provider:
    return Provider(provider.client)


@pytest.fixture
def network(provider: Provider, second: Provider, monkeypatch: pytest.MonkeyPatch) -> Network:
    return Network(monkeypatch, provider, second)


def state(provider: Provider) -> tuple[str, bool]:
    session.rollback()
    return provider.call.state, provider.call.parked_at is not None


def held(provider: Provider, agent: User) -> Leg:
    leg = talking(provider, agent)
    calls.hold(provider.call.id)
    assert provider.call.state == "held"
    return leg


def switch(provider: Provider, agent: User) -> Leg:
    parking.switch(provider.call.id, agent.id)
    db.commit()
    return leg_of(provider, agent)


def away(agent: User) -> None:
    presence.set_status(agent.id, "break")
    db.commit()


def two(provider: Provider, second: Provider, world: World) -> tuple[Leg, Leg]:
    """Ana is alone; her first caller is parked, and she talks with the second."""
    away(world.bruno)
    first = held(provider, world.ana)
    leg = talking(second, world.ana)
    provider.room_event("participant-leave", first.label)
    assert (state(provider), state(second)) == (("held", True), ("connected", False))
    return first, leg


def work(name: str) -> None:
    """Do the tasks of this name, without waiting for their time."""
    session.execute(update(Task).where(Task.name == name).values(not_before=now()))
    db.commit()
    for task_id in session.scalars(select(Task.id).filter_by(name=name, state="pending")).all():
        session.rollback()
        outbox.run(task_id)


@on_sqlite
def test_with_all_calls_on_hold_one_more_can_be_taken(
    provider: Provider, second: Provider, on_duty: World, network: Network
):
    two(provider, second, on_duty)
    states = desk_view.state_for(on_duty.ana)["calls"]
    assert [(one["state"], one["parked"], one["leg"] is None) for one in states] == [
        ("held", True, True), ("connected", False, False),
    ]  # fmt: skip


@on_sqlite
def test_in_a_talk_no_other_can_be_taken(provider: Provider, second: Provider, on_duty: World):
    second.ring()
    offered = offer_for(on_duty.ana, second.call).id
    talking(provider, on_duty.ana)
    with pytest.raises(AgentBusy):
        calls.claim(offered, on_duty.ana.id)


@on_sqlite
def test_three_are_enough(provider: Provider, second: Provider, on_duty: World, network: Network):
    third, fourth = Provider(provider.client), Provider(provider.client)
    network.providers |= {each.sid: each for each in (third, fourth)}
    away(on_duty.bruno)
    for each in (provider, second, third):
        held(each, on_duty.ana)
    fourth.ring()
    assert states(fourth.call) == {}
    session.add(Offer(call_id=fourth.call.id, user_id=on_duty.ana.id, state="open"))
    db.commit()
    with pytest.raises(AgentBusy):
        calls.claim(offer_for(on_duty.ana, fourth.call).id, on_duty.ana.id)
    provider.caller_leaves()
    session.rollback()
    with pytest.raises(AgentBusy):  # a wrap-up is one too
        calls.claim(offer_for(on_duty.ana, fourth.call).id, on_duty.ana.id)


@on_sqlite
def test_free_agents_are_offered_a_call_before_those_with_calls_on_hold(
    provider: Provider, second: Provider, on_duty: World, network: Network
):
    held(provider, on_duty.ana)
    second.ring()
    assert states(second.call) == {"Bruno": "open"}
    moment = now() + timedelta(seconds=26)
    offers.expire(moment)
    offers.offer(second.call, moment)
    assert states(second.call) == {"Ana": "open", "Bruno": "missed"}
    db.commit()
    calls.resume(provider.call.id)
    assert states(second.call)["Ana"] == "withdrawn"


@on_sqlite
def test_agents_with_calls_on_hold_are_offered_a_call_where_nobody_is_free(
    provider: Provider, second: Provider, on_duty: World, network: Network
):
    away(on_duty.bruno)
    second.ring()
    leg = talking(provider, on_duty.ana)
    assert leg and states(second.call) == {"Ana": "withdrawn"}
    calls.hold(provider.call.id)
    assert states(second.call) == {"Ana": "open"}


# Between the calls


@on_sqlite
def test_switching_holds_the_one_and_takes_up_the_other(
    provider: Provider, second: Provider, on_duty: World, network: Network
):
    _, there = two(provider, second, on_duty)
    leg = switch(provider, on_duty.ana)
    assert network.asked[-1] == (second.sid, True)
    assert (leg.number, leg.takes_up) == (2, True)
    assert (state(provider), state(second)) == (("claimed", False), ("held", True))
    second.room_event("participant-leave", there.label)
    provider.agent_joins(leg_of(provider, on_duty.ana))
    assert state(provider) == ("held", False)  # the caller still hears music
    parking.arrived(provider.call.id, on_duty.ana.id)
    db.commit()
    assert network.asked[-1] == (provider.sid, False)
    assert (state(provider), state(second)) == (("connected", False), ("held", True))


@on_sqlite
def test_a_phone_that_tells_early_is_as_good(
    provider: Provider, second: Provider, on_duty: World, network: Network
):
    """The phone is on before the room says that the agent has joined."""
    two(provider, second, on_duty)
    leg = switch(provider, on_duty.ana)
    provider.agent_phone(leg, CallSid=(sid := new_sid("CA")))
    parking.arrived(provider.call.id, on_duty.ana.id)
    db.commit()
    assert state(provider) == ("claimed", False)
    provider.room_event("participant-join", leg.label, CallSid=sid)
    assert state(provider) == ("connected", False)


@on_sqlite
def test_a_page_that_does_not_tell_is_not_needed(
    provider: Provider, second: Provider, on_duty: World, network: Network
):
    two(provider, second, on_duty)
    provider.agent_joins(switch(provider, on_duty.ana))
    work(hold_music.CORRECT)
    assert network.asked.count((provider.sid, False)) == 1
    assert state(provider) == ("connected", False)
    calls.hold(provider.call.id)  # this time on purpose
    work(hold_music.CORRECT)
    assert state(provider) == ("held", False)


@on_sqlite
def test_to_and_fro_as_often_as_one_likes(
    provider: Provider, second: Provider, on_duty: World, network: Network
):
    _, there = two(provider, second, on_duty)
    rooms_of = {provider.sid: (provider, None), second.sid: (second, there)}
    for here, other in [(provider, second), (second, provider)] * 2:
        leg = switch(here, on_duty.ana)
        before = rooms_of[other.sid][1]
        here.agent_joins(leg)
        other.room_event("participant-leave", before.label)
        parking.arrived(here.call.id, on_duty.ana.id)
        db.commit()
        rooms_of[here.sid] = (here, leg)
        assert (state(here), state(other)) == (("connected", False), ("held", True))


def test_pressing_twice_switches_once(
    provider: Provider, second: Provider, on_duty: World, network: Network
):
    two(provider, second, on_duty)
    first, again = switch(provider, on_duty.ana), switch(provider, on_duty.ana)
    assert first.id == again.id and network.asked.count((second.sid, True)) == 1


@on_sqlite
def test_while_a_phone_connects_there_is_no_third_way(
    provider: Provider, second: Provider, on_duty: World, network: Network
):
    away(on_duty.bruno)
    held(provider, on_duty.ana)
    claimed(second, on_duty.ana)
    with pytest.raises(AgentBusy):
        parking.switch(provider.call.id, on_duty.ana.id)
    session.rollback()
    second.caller_leaves()
    with pytest.raises(NotNow):
        parking.switch(second.call.id, on_duty.ana.id)


@pytest.mark.postgresql
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_an_agents_calls_are_locked_in_one_order_whichever_is_wanted(
    provider: Provider, second: Provider, on_duty: World, network: Network
):
    """Two who take each other's calls at once would else wait for each other."""
    two(provider, second, on_duty)
    first, last = sorted((provider.call.id, second.call.id))
    ana_id = on_duty.ana.id
    session.rollback()

    assert takes_in_order(lambda: parking.locked(last, ana_id), (Call, first), (Call, last))


@on_sqlite
def test_the_only_call_is_just_resumed(provider: Provider, on_duty: World, network: Network):
    leg = held(provider, on_duty.ana)
    assert switch(provider, on_duty.ana).id == leg.id
    assert state(provider) == ("connected", False)


@on_sqlite
def test_resuming_a_parked_call_takes_it_up(
    provider: Provider, second: Provider, on_duty: World, network: Network
):
    two(provider, second, on_duty)
    second.caller_leaves()
    calls.resume(provider.call.id)
    db.commit()
    assert state(provider) == ("claimed", False)
    assert leg_of(provider, on_duty.ana).number == 2


@on_sqlite
def test_a_provider_that_does_not_hold_leaves_everything_as_it_is(
    provider: Provider, second: Provider, on_duty: World, network: Network
):
    two(provider, second, on_duty)
    network.error = GatewayError("no answer", permanent=False)
    with pytest.raises(GatewayError):
        parking.switch(provider.call.id, on_duty.ana.id)
    assert (state(provider), state(second)) == (("held", True), ("connected", False))


# The phone that was let go


@on_sqlite
def test_the_old_phone_and_a_late_one_change_nothing(
    provider: Provider, second: Provider, on_duty: World, network: Network
):
    away(on_duty.bruno)
    first = held(provider, on_duty.ana)
    claimed(second, on_duty.ana)
    assert b"<Conference" not in provider.agent_phone(first).data  # that leg leads nowhere now
    provider.room_event("participant-leave", first.label)
    provider.room_event("participant-join", first.label)
    provider.room_event("participant-leave", first.label)
    assert state(provider) == ("held", True)


@on_sqlite
def test_a_phone_that_never_comes_gives_the_caller_to_anybody(
    provider: Provider, second: Provider, on_duty: World, network: Network
):
    two(provider, second, on_duty)
    leg = switch(provider, on_duty.ana)
    calls.release_leg(leg.id)
    db.commit()
    assert (state(provider), state(second)) == (("waiting", False), ("held", True))


@on_sqlite
def test_a_caller_who_goes_while_parked_leaves_a_wrap_up(
    provider: Provider, second: Provider, on_duty: World, network: Network
):
    two(provider, second, on_duty)
    provider.caller_leaves()
    assert (state(provider), state(second)) == (("wrapping", False), ("connected", False))
    assert provider.call.agent_id == on_duty.ana.id
    assert [one["state"] for one in desk_view.state_for(on_duty.ana)["calls"]] == [
        "wrapping", "connected",
    ]  # fmt: skip


def test_a_wrap_up_waits_for_the_end_of_the_other_talk(
    provider: Provider, second: Provider, on_duty: World, network: Network
):
    two(provider, second, on_duty)
    provider.caller_leaves()
    jobs.close_long_wrap_ups()  # the provider's times in these tests are long ago
    assert state(provider) == ("wrapping", False)
    second.caller_leaves()
    second.call.ended_at = now() - timedelta(seconds=5)
    db.commit()
    jobs.close_long_wrap_ups()
    assert state(provider) == ("wrapping", False)
    session.execute(update(Call).values(ended_at=now() - timedelta(days=1)))
    db.commit()
    jobs.close_long_wrap_ups()
    assert (state(provider)[0], state(second)[0]) == ("closed", "closed")


def test_a_parked_call_of_an_agent_who_is_gone_waits_for_any_agent(
    provider: Provider, second: Provider, on_duty: World, network: Network
):
    """Their browser crashed: nothing tells so but a page that is not open any more."""
    first, leg = two(provider, second, on_duty)
    jobs.bring_back_parked()
    assert state(provider) == ("held", True)  # the page is open
    session.execute(update(Call).values(parked_at=now() - timedelta(minutes=5)))
    session.execute(update(Presence).values(seen_at=now() - timedelta(minutes=2)))
    db.commit()
    second.room_event("participant-leave", leg.label)
    jobs.bring_back_parked()
    jobs.bring_back_parked()
    assert (state(provider), state(second)) == (("waiting", False), ("waiting", False))
    kinds = [event.kind for event in events.of(provider.call.id)]
    assert kinds.count("deserted") == 1
    assert first.number == 1


# Music


@on_sqlite
def test_a_caller_who_waits_after_a_broken_line_hears_music_until_somebody_talks(
    provider: Provider, on_duty: World, network: Network
):
    leg = talking(provider, on_duty.ana)
    provider.room_event("participant-leave", leg.label)
    work(hold_music.CORRECT)
    assert network.asked == [(provider.sid, True)]  # one task, done once
    calls.claim(offer_for(on_duty.ana, provider.call).id, on_duty.ana.id)
    db.commit()
    provider.agent_joins(leg_of(provider, on_duty.ana))
    assert state(provider) == ("held", False)
    work(hold_music.CORRECT)
    assert state(provider) == ("connected", False)


@on_sqlite
def test_a_parked_caller_who_was_taken_off_hold_is_put_back(
    provider: Provider, second: Provider, on_duty: World, network: Network
):
    two(provider, second, on_duty)
    view = RoomView(provider.room_sid, frozenset({"caller"}), frozenset())
    alive = ProviderCall("CA", "", "", "inbound", "in-progress", None, None)
    room_check.compare(provider.call.id, alive, view)
    db.commit()
    before = len(network.asked)
    work(hold_music.CORRECT)
    assert network.asked[before:] == [(provider.sid, True)]
    assert state(provider) == ("held", True)


@on_sqlite
def test_looking_into_the_room_of_a_parked_call_finds_nothing_missing(
    provider: Provider, second: Provider, on_duty: World, network: Network
):
    two(provider, second, on_duty)
    before = len(events.of(provider.call.id))
    view = RoomView(provider.room_sid, frozenset({"caller"}), frozenset({"caller"}))
    alive = ProviderCall("CA", "", "", "inbound", "in-progress", None, None)
    room_check.compare(provider.call.id, alive, view)
    assert len(events.of(provider.call.id)) == before


def test_a_provider_that_knows_the_call_no_more_is_not_asked_for_ever(
    provider: Provider, on_duty: World, network: Network
):
    leg = talking(provider, on_duty.ana)
    provider.room_event("participant-leave", leg.label)
    network.error = GatewayError("404", permanent=True, status=404)
    work(hold_music.CORRECT)
    assert session.scalars(select(Task.state).filter_by(name=hold_music.CORRECT)).one() == "done"
