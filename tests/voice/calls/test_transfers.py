"""A call handed to a colleague: asked, taken, not taken, taken back, and everything in between."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core import db
from core.audit import AuditEntry
from core.clock import now
from core.db import session
from core.tenants import Membership, User
from tests.conftest import World, on_sqlite
from tests.core.conftest import at_once
from tests.voice.calls.test_calls import answer, leg_of, offer_for, states, talking
from tests.voice.calls.test_parking import Network, state, work
from tests.voice.provider import Provider, new_sid
from tickets.models import Ticket
from voice import calls, desk_view
from voice.agents import offers, presence
from voice.calls import parking, transfers
from voice.errors import AlreadyTaken, ColleagueUnavailable, NotNow, Transferred
from voice.gateway import GatewayError
from voice.models import Call, Leg, Transfer
from workflows import runs

NOTE = "Elle cherche la facture de mars"


@pytest.fixture
def second(provider: Provider) -> Provider:
    return Provider(provider.client)


@pytest.fixture
def network(provider: Provider, second: Provider, monkeypatch: pytest.MonkeyPatch) -> Network:
    return Network(monkeypatch, provider, second)


@pytest.fixture
def offered_leg(provider: Provider, on_duty: World, script: None, network: Network) -> Leg:
    """Ana talks, has typed an answer, and asks Bruno to take over; her leg."""
    leg = talking(provider, on_duty.ana)
    answer(provider.call, on_duty.ana, machine="Presse 4")
    transfers.offer(provider.call.id, on_duty.bruno.id, NOTE, on_duty.ana.id)
    db.commit()
    return leg


def take(provider: Provider, agent: User) -> Leg:
    calls.claim(offer_for(agent, provider.call).id, agent.id)
    db.commit()
    return leg_of(provider, agent)


def view(provider: Provider, agent: User) -> dict[str, object]:
    return desk_view.view(provider.call, agent)


def ended(provider: Provider) -> str:
    session.rollback()
    return session.scalars(select(Transfer).filter_by(call_id=provider.call.id)).one().state


@on_sqlite
def test_the_colleague_sees_who_sends_it_and_what_they_say(
    provider: Provider, offered_leg: Leg, on_duty: World, network: Network
):
    assert network.asked == [(provider.sid, True)]
    assert state(provider) == ("held", False)
    (offer,) = desk_view.state_for(on_duty.bruno)["offers"]
    assert offer["transferred_from"] == {"name": "Ana", "note": NOTE}
    mine = view(provider, on_duty.ana)
    assert mine["transfer"]["to"] == "Bruno" and mine["transfer"]["note"] == NOTE
    assert desk_view.state_for(on_duty.ana)["offers"] == []


def test_the_colleague_gets_the_call_with_everything_in_it(
    provider: Provider, offered_leg: Leg, on_duty: World, network: Network
):
    leg = take(provider, on_duty.bruno)
    assert (provider.call.state, provider.call.agent_id) == ("claimed", on_duty.bruno.id)
    provider.agent_joins(leg)
    parking.arrived(provider.call.id, on_duty.bruno.id)
    db.commit()
    assert network.asked[-1] == (provider.sid, False)
    assert state(provider) == ("connected", False)
    call_view = view(provider, on_duty.bruno)
    saved_step = next(step for step in call_view["run"]["steps"] if step["key"] == "machine")
    assert (saved_step["raw"], saved_step["author_id"], saved_step["revision"]) == (
        "Presse 4",
        on_duty.ana.id,
        1,
    )
    assert call_view["run"]["current"] == "stopped"
    assert call_view["transferred_from"] == {"name": "Ana", "note": NOTE}
    assert desk_view.state_for(on_duty.ana)["calls"] == []
    kinds = [e.kind for e in session.get_one(Ticket, provider.call.ticket_id).events]
    assert kinds[-2:] == ["transfer_offered", "transfer_taken"]
    noted = session.scalars(select(AuditEntry).filter_by(action="call.transferred")).one()
    assert (noted.actor_id, noted.detail) == (on_duty.ana.id, {"to": on_duty.bruno.id})


@on_sqlite
def test_the_first_agent_leaves_the_room_without_changing_the_call(
    provider: Provider, offered_leg: Leg, on_duty: World, network: Network
):
    sid = session.get_one(Leg, offered_leg.id).provider_sid
    take(provider, on_duty.bruno)
    work("voice.put_out")
    assert network.ended == [sid]
    provider.room_event("participant-leave", offered_leg.label)
    assert state(provider) == ("claimed", False)
    provider.agent_joins(leg_of(provider, on_duty.bruno))
    assert b"<Conference" not in provider.agent_phone(session.get_one(Leg, offered_leg.id)).data
    assert provider.call.agent_id == on_duty.bruno.id


def test_late_saves_of_the_first_agent_are_refused(
    provider: Provider, offered_leg: Leg, on_duty: World, network: Network
):
    transfers.refuse_former(provider.call, on_duty.ana.id)  # not yet
    take(provider, on_duty.bruno)
    with pytest.raises(Transferred) as refused:
        transfers.refuse_former(provider.call, on_duty.ana.id)
    assert refused.value.by == "Bruno"
    transfers.refuse_former(provider.call, on_duty.rita.id)  # who never had it learns nothing


@on_sqlite
def test_answers_of_both_agents_stay_in_the_history(
    provider: Provider, offered_leg: Leg, on_duty: World, network: Network
):
    take(provider, on_duty.bruno)
    run_id = str(provider.call.run_id)
    with pytest.raises(runs.RevisionConflict):
        runs.save_answer(run_id, "machine", "Presse 9", author_id=on_duty.bruno.id, base_revision=0)
    runs.save_answer(run_id, "machine", "Presse 9", author_id=on_duty.bruno.id, base_revision=1)
    history = [(row.raw, row.author_id) for row in runs.history(run_id, "machine")]
    assert history == [("Presse 4", on_duty.ana.id), ("Presse 9", on_duty.bruno.id)]


@on_sqlite
def test_an_offer_not_taken_in_time_ends(
    provider: Provider, offered_leg: Leg, on_duty: World, network: Network
):
    transfers.expire(provider.call.id, now() + timedelta(seconds=26))
    db.commit()
    assert (ended(provider), state(provider)) == ("missed", ("held", False))
    assert desk_view.state_for(on_duty.bruno)["offers"] == []
    mine = view(provider, on_duty.ana)
    assert (mine["transfer"], mine["transfer_ended"]) == (None, {"to": "Bruno", "how": "missed"})
    with pytest.raises(AlreadyTaken):
        calls.claim(offer_for(on_duty.bruno, provider.call).id, on_duty.bruno.id)
    session.rollback()
    calls.resume(provider.call.id)
    assert state(provider) == ("connected", False)


@on_sqlite
def test_a_transfer_is_taken_back_by_a_button_or_by_talking_again(
    provider: Provider, offered_leg: Leg, on_duty: World, network: Network
):
    for _ in range(2):
        transfers.take_back(provider.call.id, on_duty.ana.id)
    db.commit()
    assert ended(provider) == "taken_back"
    transfers.offer(provider.call.id, on_duty.bruno.id, "", on_duty.ana.id)
    db.commit()
    calls.resume(provider.call.id)
    assert transfers.open_of(provider.call.id) is None
    assert state(provider) == ("connected", False)
    assert desk_view.state_for(on_duty.bruno)["offers"] == []


def test_taking_and_taking_back_at_one_moment_has_one_winner(
    provider: Provider, offered_leg: Leg, on_duty: World, network: Network
):
    take(provider, on_duty.bruno)
    with pytest.raises(NotNow):
        transfers.take_back(provider.call.id, on_duty.ana.id)


def test_a_second_offer_changes_nothing_and_another_colleague_replaces_the_first(
    provider: Provider, offered_leg: Leg, on_duty: World, network: Network
):
    transfers.offer(provider.call.id, on_duty.bruno.id, "again", on_duty.ana.id)
    assert transfers.open_of(provider.call.id).note == NOTE
    carl = User(email="carl@filrouge.example", name="Carl", staff_role="agent")
    session.add(carl)
    session.flush()
    session.add(Membership(user_id=carl.id, client_id=on_duty.acme.id, role="agent"))
    presence.set_status(carl.id, "available")
    transfers.offer(provider.call.id, carl.id, "", on_duty.ana.id)
    db.commit()
    assert desk_view.state_for(on_duty.bruno)["offers"] == []
    assert [one["transferred_from"]["name"] for one in desk_view.state_for(carl)["offers"]] == [
        "Ana"
    ]


@on_sqlite
@pytest.mark.parametrize("why", ["break", "offline", "busy", "other client", "oneself", "nobody"])
def test_an_unavailable_colleague_is_not_offered_the_call(
    provider: Provider, second: Provider, on_duty: World, network: Network, why: str
):
    talking(provider, on_duty.ana)
    to = {"oneself": on_duty.ana.id, "other client": on_duty.gus.id, "nobody": "0" * 32}
    if why in ("break", "offline"):
        presence.set_status(on_duty.bruno.id, why)
        db.commit()
    if why == "busy":
        talking(second, on_duty.bruno)
    with pytest.raises(ColleagueUnavailable):
        transfers.offer(provider.call.id, to.get(why, on_duty.bruno.id), NOTE, on_duty.ana.id)
    session.rollback()
    assert state(provider) == ("connected", False) and network.asked == []


@on_sqlite
def test_colleagues_are_those_of_the_client_the_free_ones_first(
    provider: Provider, second: Provider, on_duty: World
):
    talking(provider, on_duty.ana)
    dora = User(email="dora@filrouge.example", name="Dora", staff_role="agent")
    session.add(dora)
    session.flush()
    session.add(Membership(user_id=dora.id, client_id=on_duty.acme.id, role="agent"))
    db.commit()
    statuses = [(one.name, one.status) for one in transfers.colleagues(provider.call)]
    assert statuses == [("Bruno", "available"), ("Dora", "offline")]


def test_a_colleague_who_goes_on_a_break_ends_the_transfer(
    provider: Provider, offered_leg: Leg, on_duty: World, network: Network
):
    presence.set_status(on_duty.bruno.id, "break")
    db.commit()
    transfers.sweep()
    assert (ended(provider), state(provider)) == ("unavailable", ("held", False))


@on_sqlite
def test_the_sweep_leaves_a_fresh_transfer_alone(
    provider: Provider, offered_leg: Leg, on_duty: World, network: Network
):
    transfers.sweep()
    offers.expire(now())
    assert ended(provider) == "open"


@on_sqlite
def test_a_caller_who_goes_during_a_transfer_is_wrapped_up_by_the_first_agent(
    provider: Provider, offered_leg: Leg, on_duty: World, network: Network
):
    provider.caller_leaves()
    assert (provider.call.state, provider.call.agent_id) == ("wrapping", on_duty.ana.id)
    assert ended(provider) == "overtaken"
    with pytest.raises(AlreadyTaken):
        calls.claim(offer_for(on_duty.bruno, provider.call).id, on_duty.bruno.id)


def test_a_caller_who_goes_while_the_colleague_connects_is_wrapped_up_by_the_colleague(
    provider: Provider, offered_leg: Leg, on_duty: World, network: Network
):
    take(provider, on_duty.bruno)
    provider.caller_leaves()
    assert (provider.call.state, provider.call.agent_id) == ("wrapping", on_duty.bruno.id)
    answer(provider.call, on_duty.bruno, stopped="yes")
    calls.close(provider.call.id, on_duty.bruno.id)
    assert session.get_one(Ticket, provider.call.ticket_id).state == "open"


@on_sqlite
def test_after_a_broken_line_the_quicker_agent_gets_the_call(
    provider: Provider, offered_leg: Leg, on_duty: World, network: Network
):
    provider.room_event("participant-leave", offered_leg.label)
    assert state(provider) == ("waiting", False)
    take(provider, on_duty.bruno)
    assert (provider.call.state, ended(provider)) == ("claimed", "taken")


@on_sqlite
def test_a_colleague_whose_phone_never_comes(
    provider: Provider, offered_leg: Leg, on_duty: World, network: Network
):
    leg = take(provider, on_duty.bruno)
    calls.release_leg(leg.id)
    db.commit()
    assert state(provider) == ("waiting", False)
    assert states(provider.call)["Bruno"] == "open"


def test_the_first_agent_may_take_another_call_during_a_transfer(
    provider: Provider, second: Provider, offered_leg: Leg, on_duty: World, network: Network
):
    presence.set_status(on_duty.bruno.id, "available")
    second.ring()
    session.rollback()
    offers.offer(second.call, now())
    offers.show_to(second.call, on_duty.ana.id)
    db.commit()
    talking_leg = calls.claim(offer_for(on_duty.ana, second.call).id, on_duty.ana.id)
    db.commit()
    assert talking_leg.agent_id == on_duty.ana.id
    assert state(provider) == ("held", True)
    take(provider, on_duty.bruno)
    provider.room_event("participant-leave", offered_leg.label)
    provider.agent_joins(leg_of(provider, on_duty.bruno))
    assert state(provider) == ("held", False)
    assert provider.call.agent_id == on_duty.bruno.id


def test_taking_up_a_parked_call_takes_it_back(
    provider: Provider, second: Provider, offered_leg: Leg, on_duty: World, network: Network
):
    second.ring()
    offers.show_to(second.call, on_duty.ana.id)
    db.commit()
    calls.claim(offer_for(on_duty.ana, second.call).id, on_duty.ana.id)
    db.commit()
    second.caller_leaves()
    session.rollback()
    parking.switch(provider.call.id, on_duty.ana.id)
    db.commit()
    assert (ended(provider), state(provider)) == ("taken_back", ("claimed", False))


@on_sqlite
def test_a_colleague_with_a_call_on_hold_parks_it_for_this_one(
    provider: Provider, second: Provider, on_duty: World, network: Network
):
    talking(second, on_duty.bruno)
    calls.hold(second.call.id)
    talking(provider, on_duty.ana)
    transfers.offer(provider.call.id, on_duty.bruno.id, "", on_duty.ana.id)
    db.commit()
    take(provider, on_duty.bruno)
    assert state(second) == ("held", True)


@on_sqlite
def test_a_call_in_wrap_up_or_of_another_agent_cannot_be_transferred(
    provider: Provider, on_duty: World, network: Network
):
    talking(provider, on_duty.ana)
    with pytest.raises(NotNow):
        transfers.offer(provider.call.id, on_duty.ana.id, "", on_duty.bruno.id)
    session.rollback()
    provider.caller_leaves()
    with pytest.raises(NotNow):
        transfers.offer(provider.call.id, on_duty.bruno.id, "", on_duty.ana.id)


@on_sqlite
def test_without_a_hold_no_colleague_is_offered_the_call(
    provider: Provider, on_duty: World, network: Network, monkeypatch: pytest.MonkeyPatch
):
    talking(provider, on_duty.ana)
    network.error = GatewayError("no answer", permanent=False)
    with pytest.raises(GatewayError):
        transfers.offer(provider.call.id, on_duty.bruno.id, NOTE, on_duty.ana.id)
    session.rollback()
    assert transfers.open_of(provider.call.id) is None
    assert desk_view.state_for(on_duty.bruno)["offers"] == []


@on_sqlite
def test_a_report_of_the_hold_that_comes_late_withdraws_nothing(
    provider: Provider, on_duty: World, network: Network
):
    network.tells = False
    talking(provider, on_duty.ana)
    transfers.offer(provider.call.id, on_duty.bruno.id, NOTE, on_duty.ana.id)
    db.commit()
    assert state(provider) == ("connected", False)
    network.tell(provider.sid, True)
    assert states(provider.call)["Bruno"] == "open"
    provider.agent_joins(take(provider, on_duty.bruno))
    assert state(provider) == ("held", False)


@on_sqlite
def test_a_call_is_handed_over_and_back(
    provider: Provider, offered_leg: Leg, on_duty: World, network: Network
):
    provider.agent_joins(take(provider, on_duty.bruno))
    parking.arrived(provider.call.id, on_duty.bruno.id)
    db.commit()
    transfers.offer(provider.call.id, on_duty.ana.id, "Trouvée", on_duty.bruno.id)
    db.commit()
    assert view(provider, on_duty.bruno)["transferred_from"] == {"name": "Ana", "note": NOTE}
    calls.claim(offer_for(on_duty.ana, provider.call).id, on_duty.ana.id)
    db.commit()
    transfers.refuse_former(provider.call, on_duty.rita.id)
    call = session.get_one(Call, provider.call.id)
    assert call.agent_id == on_duty.ana.id
    assert view(provider, on_duty.ana)["transferred_from"] == {"name": "Bruno", "note": "Trouvée"}
    sid = new_sid("CA")
    assert b"<Conference" in provider.agent_phone(leg_of(provider, on_duty.ana), CallSid=sid).data


def test_taking_and_taking_back_in_threads_has_one_result(
    provider: Provider, offered_leg: Leg, on_duty: World, network: Network
):
    call_id = provider.call.id
    offer_id = offer_for(on_duty.bruno, provider.call).id
    ana, bruno = on_duty.ana.id, on_duty.bruno.id
    session.rollback()

    def press(number: int) -> str:
        try:
            if number % 2:
                calls.claim(offer_id, bruno)
            else:
                transfers.take_back(call_id, ana)
            db.commit()
        except (AlreadyTaken, NotNow) as refusal:
            session.rollback()
            return type(refusal).__name__
        return "done"

    results = at_once(6, press)
    taken = ended(provider) == "taken"
    assert (provider.call.agent_id == bruno) is taken
    assert results.count("AlreadyTaken") == (0 if taken else 3)
    assert set(results) <= {"done", "NotNow", "AlreadyTaken"}
    assert len(session.scalars(select(Leg).filter_by(call_id=call_id)).all()) == 1 + taken
