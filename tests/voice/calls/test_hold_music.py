"""Several wishes for one caller at once: the last one wins, whatever the provider's order."""

from collections.abc import Callable

import pytest

from core import db
from core.db import session
from core.tenants import User
from tests.conftest import World
from tests.voice.calls.test_calls import leg_of, offer_for, talking
from tests.voice.calls.test_parking import Network, held, state, work
from tests.voice.provider import Provider
from voice import calls, desk_view, gateway
from voice.agents import presence
from voice.calls import hold_music, transfers
from voice.errors import ColleagueUnavailable
from voice.gateway import GatewayError, ProviderCall, RoomView
from voice.upkeep import room_check


class ProcessDies(BaseException):
    """The process ends while the provider is asked."""


class SlowNetwork(Network):
    """What `meanwhile` does for the first request reaches the provider before that request."""

    meanwhile: Callable[[], object] | None = None
    is_held = False

    def set_hold(self, room: str, sid: str, *, on: bool, music_url: str) -> None:
        work, self.meanwhile = self.meanwhile, None
        if work:
            work()
            db.commit()
        super().set_hold(room, sid, on=on, music_url=music_url)

    def tell(self, sid: str, on: bool) -> None:
        if self.is_held is not on:
            self.is_held = on
            super().tell(sid, on)


@pytest.fixture
def network(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> SlowNetwork:
    return SlowNetwork(monkeypatch, provider)


def look(provider: Provider, network: SlowNetwork, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the task look into the room as the provider has it."""
    alive = ProviderCall("CA", "", "", "inbound", "in-progress", None, None)
    labels = frozenset({"caller", *(f"agent-{leg}" for leg in legs_in(provider))})

    def room(_name: str) -> RoomView:
        held = frozenset({"caller"} if network.is_held else ())
        return RoomView(provider.room_sid, labels, held)

    monkeypatch.setattr(gateway, "fetch_call", lambda _sid: alive)
    monkeypatch.setattr(gateway, "look_into_room", room)
    work("voice.check_room")


def legs_in(provider: Provider) -> list[str]:
    view = desk_view.view(provider.call, session.get_one(User, provider.call.agent_id))
    return [view["leg"]["id"]]


def test_talking_again_wins_over_a_hold_that_reaches_the_provider_later(
    provider: Provider, on_duty: World, network: SlowNetwork
):
    talking(provider, on_duty.ana)
    network.meanwhile = lambda: calls.resume(provider.call.id)
    calls.hold(provider.call.id)
    assert [on for _, on in network.asked] == [False, True, False]
    assert (network.is_held, state(provider)) == (False, ("connected", False))


def test_a_hold_wins_over_talking_again_that_reaches_the_provider_later(
    provider: Provider, on_duty: World, network: SlowNetwork
):
    held(provider, on_duty.ana)
    network.meanwhile = lambda: calls.hold(provider.call.id)
    calls.resume(provider.call.id)
    assert (network.is_held, state(provider)) == (True, ("held", False))


def test_the_hold_of_a_transfer_that_is_taken_back_meanwhile(
    provider: Provider, on_duty: World, network: SlowNetwork
):
    talking(provider, on_duty.ana)
    network.meanwhile = lambda: calls.resume(provider.call.id)
    transfers.offer(provider.call.id, on_duty.bruno.id, "", on_duty.ana.id)
    db.commit()
    assert (network.is_held, state(provider)) == (False, ("connected", False))


def test_a_colleague_who_leaves_during_the_request_for_music_is_offered_nothing(
    provider: Provider, on_duty: World, network: SlowNetwork
):
    talking(provider, on_duty.ana)
    network.meanwhile = lambda: presence.set_status(on_duty.bruno.id, "break")
    with pytest.raises(ColleagueUnavailable):
        transfers.offer(provider.call.id, on_duty.bruno.id, "", on_duty.ana.id)
    session.rollback()
    assert transfers.open_of(provider.call.id) is None


def test_an_agent_who_comes_while_music_is_asked_for_is_heard(
    provider: Provider, on_duty: World, network: SlowNetwork
):
    leg = talking(provider, on_duty.ana)
    provider.room_event("participant-leave", leg.label)

    def come() -> None:
        calls.claim(offer_for(on_duty.ana, provider.call).id, on_duty.ana.id)
        db.commit()
        provider.agent_joins(leg_of(provider, on_duty.ana))

    network.meanwhile = come
    work(hold_music.CORRECT)
    assert [on for _, on in network.asked] == [True, False]
    assert (network.is_held, state(provider)) == (False, ("connected", False))


@pytest.mark.parametrize("on", [True, False])
def test_a_process_that_dies_before_the_provider_was_asked(
    provider: Provider,
    on_duty: World,
    network: SlowNetwork,
    monkeypatch: pytest.MonkeyPatch,
    on: bool,
):
    (talking if on else held)(provider, on_duty.ana)

    def die() -> None:
        raise ProcessDies

    network.meanwhile = die
    with pytest.raises(ProcessDies):
        (calls.hold if on else calls.resume)(provider.call.id)
    session.rollback()
    assert network.is_held is not on
    look(provider, network, monkeypatch)
    work(hold_music.CORRECT)
    assert (network.is_held, state(provider)[0]) == (on, "held" if on else "connected")


def test_a_wish_that_the_provider_refuses_is_taken_back(
    provider: Provider, on_duty: World, network: SlowNetwork, monkeypatch: pytest.MonkeyPatch
):
    talking(provider, on_duty.ana)
    network.error = GatewayError("no answer", permanent=False)
    with pytest.raises(GatewayError):
        calls.hold(provider.call.id)
    assert desk_view.view(provider.call, on_duty.ana)["state"] == "connected"
    network.error = None
    look(provider, network, monkeypatch)
    work(hold_music.CORRECT)
    assert network.asked == []


def test_the_desk_shows_a_hold_only_after_the_providers_report(
    provider: Provider, on_duty: World, network: SlowNetwork
):
    network.tells = False
    talking(provider, on_duty.ana)
    calls.hold(provider.call.id)
    assert desk_view.view(provider.call, on_duty.ana)["state"] == "holding"
    network.tell(provider.sid, True)
    session.rollback()
    assert desk_view.view(provider.call, on_duty.ana)["state"] == "held"
    calls.resume(provider.call.id)
    assert desk_view.view(provider.call, on_duty.ana)["state"] == "held"
    network.tell(provider.sid, False)
    session.rollback()
    assert desk_view.view(provider.call, on_duty.ana)["state"] == "connected"


def test_a_colleague_who_comes_before_the_hold_is_reported_talks(
    provider: Provider, on_duty: World, network: SlowNetwork
):
    network.tells = False
    talking(provider, on_duty.ana)
    transfers.offer(provider.call.id, on_duty.bruno.id, "", on_duty.ana.id)
    db.commit()
    calls.claim(offer_for(on_duty.bruno, provider.call).id, on_duty.bruno.id)
    db.commit()
    provider.agent_joins(leg_of(provider, on_duty.bruno))
    network.tells = True
    network.tell(provider.sid, True)
    work(hold_music.CORRECT)
    assert (network.is_held, state(provider)) == (False, ("connected", False))


def test_a_look_that_is_older_than_a_report_moves_nothing(
    provider: Provider, on_duty: World, network: SlowNetwork, monkeypatch: pytest.MonkeyPatch
):
    leg = talking(provider, on_duty.ana)
    alive = ProviderCall("CA", "", "", "inbound", "in-progress", None, None)
    before = RoomView(provider.room_sid, frozenset({"caller", leg.label}), frozenset())

    def slowly(_name: str) -> RoomView:
        calls.hold(provider.call.id)
        db.commit()
        return before

    monkeypatch.setattr(gateway, "fetch_call", lambda _sid: alive)
    monkeypatch.setattr(gateway, "look_into_room", slowly)
    is_done = room_check.look(provider.call.id)
    db.commit()
    assert not is_done
    assert state(provider) == ("held", False)
