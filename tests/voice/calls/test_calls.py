"""What agents and callers do to a call, with the real database."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from core import db, sign_ins
from core.clock import now
from core.db import session
from core.outbox import Task, run
from core.screen import ScreenMessage
from core.tenants import Membership, User
from tests.conftest import World, on_sqlite, phone_for
from tests.core.conftest import at_once
from tests.voice.provider import START, Provider, new_sid
from tickets import cases
from tickets.models import Ticket
from voice import calls, desk_view, gateway, rows
from voice.agents import offers, presence
from voice.calls import events, legs
from voice.errors import AgentBusy, AlreadyTaken, NotNow, UnknownOffer
from voice.gateway import GatewayError, ProviderCall, ProviderRecording, RoomView
from voice.models import Call, Leg, Offer
from voice.states import LIVE, Unfinished
from voice.upkeep import jobs, room_check
from workflows import runs
from workflows.runs import GateClosed


def offer_for(user: User, call: Call) -> Offer:
    return session.scalars(select(Offer).filter_by(user_id=user.id, call_id=call.id)).one()


def states(call: Call) -> dict[str, str]:
    """The offers of a call by the agent's name."""
    chosen = select(User.name, Offer.state).join(Offer, Offer.user_id == User.id)
    rows = session.execute(chosen.where(Offer.call_id == call.id)).all()
    return {row.name: row.state for row in rows}


def claimed(provider: Provider, user: User) -> Leg:
    """The caller waits, and this agent takes the call."""
    provider.ring()
    provider.enter()
    calls.claim(offer_for(user, provider.call).id, user.id)
    db.commit()
    return leg_of(provider, user)


def leg_of(provider: Provider, user: User) -> Leg:
    leg = legs.current(provider.call, user.id)
    assert leg is not None
    return leg


def talking(provider: Provider, user: User) -> Leg:
    leg = claimed(provider, user)
    provider.agent_joins(leg)
    assert provider.call.state == "connected"
    return leg


def wrapping(provider: Provider, user: User) -> Call:
    talking(provider, user)
    provider.caller_leaves()
    assert provider.call.state == "wrapping"
    return provider.call


def answer(call: Call, user: User, **raws: str) -> None:
    for step, raw in raws.items():
        runs.save_answer(str(call.run_id), step, raw, author_id=user.id, base_revision=0)
    db.commit()


def events_on_screen(user: User) -> list[str]:
    chosen = select(ScreenMessage.event).filter_by(user_id=user.id).order_by(ScreenMessage.number)
    return list(session.scalars(chosen))


# Offers


@on_sqlite
def test_everyone_who_may_answer_sees_it_at_the_first_ring(provider: Provider, on_duty: World):
    provider.ring()
    assert states(provider.call) == {"Ana": "open", "Bruno": "open"}
    assert "offers" in events_on_screen(on_duty.ana)


@on_sqlite
def test_nobody_sees_another_clients_calls(on_duty: World, provider: Provider):
    provider.form["To"] = "+33199000901"
    provider.ring()
    assert states(provider.call) == {"Bruno": "open"}
    assert desk_view.state_for(on_duty.ana)["offers"] == []


@on_sqlite
def test_an_agent_who_comes_on_duty_sees_waiting_calls(provider: Provider, world: World):
    provider.ring()
    assert states(provider.call) == {}
    presence.set_status(world.ana.id, "available")
    assert states(provider.call) == {"Ana": "open"}
    presence.set_status(world.ana.id, "break", "coffee")
    assert states(provider.call) == {"Ana": "withdrawn"}
    assert presence.of(world.ana.id).reason == "coffee"


@on_sqlite
def test_an_offer_is_missed_after_a_while_and_made_again(provider: Provider, on_duty: World):
    provider.ring()
    provider.enter()
    first = offer_for(on_duty.ana, provider.call).id
    moment = now() + timedelta(seconds=26)
    offers.expire(moment)
    offers.offer(provider.call, moment)
    assert states(provider.call) == {"Ana": "missed", "Bruno": "missed"}
    assert [offer["missed"] for offer in desk_view.state_for(on_duty.ana)["offers"]] == [True]
    offers.offer(provider.call, moment + timedelta(seconds=21))
    assert states(provider.call) == {"Ana": "open", "Bruno": "open"}
    assert offer_for(on_duty.ana, provider.call).id == first


def test_the_sweep_offers_to_agents_who_slipped_through(provider: Provider, world: World):
    """An agent who became available while the call was being received was seen by neither."""
    provider.ring()
    presence.locked(world.ana.id).status = "available"
    db.commit()
    offers.sweep()
    assert states(provider.call) == {"Ana": "open"}


# The claim


def test_one_agent_gets_the_call_and_the_other_learns_who(provider: Provider, on_duty: World):
    provider.ring()
    provider.enter()
    lost = offer_for(on_duty.bruno, provider.call).id
    call = calls.claim(offer_for(on_duty.ana, provider.call).id, on_duty.ana.id)
    assert (call.state, call.agent_id) == ("claimed", on_duty.ana.id)
    assert states(call) == {"Ana": "taken", "Bruno": "withdrawn"}
    with pytest.raises(AlreadyTaken) as refused:
        calls.claim(lost, on_duty.bruno.id)
    assert refused.value.by == "Ana"


def test_pressing_twice_takes_once(provider: Provider, on_duty: World):
    claimed(provider, on_duty.ana)
    calls.claim(offer_for(on_duty.ana, provider.call).id, on_duty.ana.id)
    assert leg_of(provider, on_duty.ana).number == 1


def test_one_of_fifty_claims_at_once_wins(provider: Provider, world: World):
    people = [
        User(email=f"a{n}@filrouge.example", name=f"A{n}", staff_role="agent") for n in range(50)
    ]
    session.add_all(people)
    session.flush()
    for person in people:
        session.add(Membership(user_id=person.id, client_id=world.acme.id, role="agent"))
        presence.set_status(person.id, "available")
    db.commit()
    provider.ring()
    provider.enter()
    call_id = provider.call.id
    offers = session.execute(select(Offer.id, Offer.user_id).filter_by(call_id=call_id)).all()
    db.session.remove()
    start, won, lost = threading.Barrier(50), [], []

    def take(offer_id: str, user_id: str) -> None:
        start.wait()
        try:
            calls.claim(offer_id, user_id)
            db.commit()
            won.append(user_id)
        except AlreadyTaken:
            lost.append(user_id)
        finally:
            db.session.remove()

    threads = [threading.Thread(target=take, args=tuple(row)) for row in offers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(lost)) == (1, 49)
    assert rows.get(call_id).agent_id == won[0]
    assert len(session.scalars(select(Leg).filter_by(call_id=call_id)).all()) == 1


@on_sqlite
def test_an_agent_in_a_call_takes_no_second_one(provider: Provider, on_duty: World):
    second = Provider(provider.client)
    second.ring()
    other = offer_for(on_duty.ana, second.call).id
    claimed(provider, on_duty.ana)
    assert states(second.call)["Ana"] == "withdrawn"
    with pytest.raises(AgentBusy):
        calls.claim(other, on_duty.ana.id)


def test_who_takes_two_calls_at_once_gets_one(provider: Provider, on_duty: World):
    second = Provider(provider.client)
    for each in (provider, second):
        each.ring()
        each.enter()
    waiting = [offer_for(on_duty.ana, each.call).id for each in (provider, second)]
    ana_id = on_duty.ana.id
    session.remove()

    def take(number: int) -> None:
        calls.claim(waiting[number], ana_id)
        db.commit()

    results = at_once(2, take)
    assert sorted(type(each) for each in results if each) == [AgentBusy]
    states_now = sorted(each.call.state for each in (provider, second))
    assert states_now == ["claimed", "waiting"]


@on_sqlite
def test_an_offer_is_for_one_person(provider: Provider, on_duty: World):
    provider.ring()
    with pytest.raises(UnknownOffer):
        calls.claim(offer_for(on_duty.ana, provider.call).id, on_duty.bruno.id)
    with pytest.raises(UnknownOffer):
        calls.claim("0" * 32, on_duty.ana.id)


def test_an_agent_who_left_the_team_takes_no_call(provider: Provider, on_duty: World):
    provider.ring()
    offer_id = offer_for(on_duty.ana, provider.call).id
    session.delete(session.scalars(select(Membership).filter_by(user_id=on_duty.ana.id)).one())
    db.commit()
    with pytest.raises(UnknownOffer):
        calls.claim(offer_id, on_duty.ana.id)


@on_sqlite
def test_a_caller_who_is_gone_cannot_be_taken(provider: Provider, on_duty: World):
    provider.ring()
    provider.enter()
    offer_id = offer_for(on_duty.ana, provider.call).id
    provider.caller_leaves()
    with pytest.raises(AlreadyTaken) as refused:
        calls.claim(offer_id, on_duty.ana.id)
    assert refused.value.by == ""


@on_sqlite
def test_an_agent_who_claims_during_the_announcement_waits_for_the_caller(
    provider: Provider, on_duty: World
):
    provider.ring()
    calls.claim(offer_for(on_duty.ana, provider.call).id, on_duty.ana.id)
    db.commit()
    sid = new_sid("CA")
    early = provider.agent_phone(leg_of(provider, on_duty.ana), CallSid=sid).data
    assert b"<Pause" in early and b"<Conference" not in early
    provider.enter()
    later = provider.agent_phone(leg_of(provider, on_duty.ana), CallSid=sid, leg="").data
    assert b"<Conference" in later
    assert provider.call.state == "claimed"


# The agent's phone


@on_sqlite
def test_the_room_lets_the_agent_in_under_their_own_label(provider: Provider, on_duty: World):
    leg = claimed(provider, on_duty.ana)
    sid = new_sid("CA")
    first = provider.agent_phone(leg, CallSid=sid)
    assert f'participantLabel="{leg.label}"'.encode() in first.data
    assert b'endConferenceOnExit="false"' in first.data
    assert provider.agent_phone(leg, CallSid=sid).data == first.data
    provider.room_event("participant-join", leg.label, CallSid=sid)
    call = provider.call
    assert (call.state, call.connected_at) == ("connected", START + timedelta(seconds=2))
    assert session.get_one(Ticket, call.ticket_id).waited_seconds == 1


@on_sqlite
@pytest.mark.parametrize(
    "changes",
    [{"From": "client:" + "0" * 32}, {"From": "+33639980001"}, {"leg": "0" * 32}, {"leg": ""}],
)
def test_a_phone_of_somebody_else_stays_out(
    provider: Provider, on_duty: World, changes: dict[str, str]
):
    leg = claimed(provider, on_duty.ana)
    answer = provider.agent_phone(leg, **changes)
    assert b"<Hangup" in answer.data and b"<Conference" not in answer.data


def test_the_loser_of_the_race_stays_out(provider: Provider, on_duty: World):
    leg = claimed(provider, on_duty.ana)
    stranger = provider.agent_phone(leg, From=f"client:{phone_for(on_duty.bruno.id)}")
    assert b"<Conference" not in stranger.data


def test_a_phone_stays_out_once_its_sign_in_is_over(provider: Provider, on_duty: World):
    """The provider takes its token until it expires."""
    leg = claimed(provider, on_duty.ana)
    kept = phone_for(on_duty.ana.id)
    sign_ins.end(on_duty.ana.id)
    db.commit()
    phone_for(on_duty.ana.id)  # she is signed in again, elsewhere
    assert b"<Conference" not in provider.agent_phone(leg, From=f"client:{kept}").data
    assert b"<Conference" in provider.agent_phone(leg).data


def test_whoever_leaves_takes_no_calls_and_their_phone_goes(provider: Provider, on_duty: World):
    leg = claimed(provider, on_duty.ana)
    provider.agent_joins(leg)
    presence.leave(on_duty.ana.id)
    presence.leave(on_duty.bruno.id)
    assert {presence.of(each.id).status for each in (on_duty.ana, on_duty.bruno)} == {"offline"}
    put_out = select(Task.subject).filter_by(name="voice.put_out")
    assert list(session.scalars(put_out)) == [leg.id]


@on_sqlite
def test_no_phone_no_call(provider: Provider, on_duty: World):
    leg = claimed(provider, on_duty.ana)
    calls.release_leg(leg.id)
    assert provider.call.state == "waiting"
    assert states(provider.call)["Ana"] == "open"
    assert b"<Conference" not in provider.agent_phone(leg).data


@on_sqlite
def test_a_phone_that_came_is_not_released(provider: Provider, on_duty: World):
    leg = claimed(provider, on_duty.ana)
    provider.agent_phone(leg)
    calls.release_leg(leg.id)
    assert provider.call.state == "claimed"


@on_sqlite
def test_a_reload_joins_again_before_the_old_leg_is_gone(provider: Provider, on_duty: World):
    first = talking(provider, on_duty.ana)
    answer_sid = new_sid("CA")
    again = provider.agent_phone(first, CallSid=answer_sid)
    second = leg_of(provider, on_duty.ana)
    assert second.number == 2 and second.label.encode() in again.data
    provider.room_event("participant-join", second.label, CallSid=answer_sid)
    provider.room_event("participant-leave", first.label)
    assert provider.call.state == "connected"
    assert desk_view.view(provider.call, on_duty.ana)["leg"]["number"] == 2


@on_sqlite
def test_a_lost_line_brings_the_call_back_to_the_same_agent_first(
    provider: Provider, on_duty: World, script: None
):
    leg = talking(provider, on_duty.ana)
    answer(provider.call, on_duty.ana, machine="Presse 4")
    provider.room_event("participant-leave", leg.label)
    call = provider.call
    assert call.state == "waiting"
    assert states(call) == {"Ana": "open", "Bruno": "withdrawn"}
    offers.offer(call, now() + timedelta(seconds=21))
    assert states(call) == {"Ana": "open", "Bruno": "open"}
    calls.claim(offer_for(on_duty.ana, call).id, on_duty.ana.id)
    assert runs.step_answers(str(call.run_id))["machine"].raw == "Presse 4"


@on_sqlite
def test_a_caller_who_goes_after_the_agents_line_broke_counts_as_answered(
    provider: Provider, on_duty: World
):
    leg = talking(provider, on_duty.ana)
    provider.room_event("participant-leave", leg.label)
    provider.caller_leaves()
    assert (provider.call.state, provider.call.agent_id) == ("wrapping", on_duty.ana.id)


@on_sqlite
def test_the_other_agent_may_take_over(provider: Provider, on_duty: World):
    leg = talking(provider, on_duty.ana)
    provider.room_event("participant-leave", leg.label)
    offers.offer(provider.call, now() + timedelta(seconds=21))
    calls.claim(offer_for(on_duty.bruno, provider.call).id, on_duty.bruno.id)
    db.commit()
    assert b"<Conference" not in provider.agent_phone(leg).data  # Ana's page comes back too late
    assert provider.call.agent_id == on_duty.bruno.id


# The end


@on_sqlite
def test_a_caller_who_gives_up_leaves_a_ticket_with_the_waiting_time(
    provider: Provider, on_duty: World
):
    provider.ring()
    provider.enter()
    provider.sequence = 60
    provider.caller_leaves()
    ticket = session.get_one(Ticket, provider.call.ticket_id)
    assert (provider.call.state, ticket.state, ticket.waited_seconds) == (
        "abandoned",
        "abandoned",
        60,
    )
    assert set(states(provider.call).values()) == {"withdrawn"}
    assert desk_view.state_for(on_duty.ana)["offers"] == []


def test_a_caller_who_gives_up_while_the_agent_connects_is_unanswered(
    provider: Provider, on_duty: World
):
    leg = claimed(provider, on_duty.ana)
    provider.agent_phone(leg)
    provider.caller_leaves()
    assert provider.call.state == "abandoned"
    assert not offers.is_busy(on_duty.ana.id)
    assert "call" in events_on_screen(on_duty.ana)


@on_sqlite
def test_late_news_of_a_talk_takes_the_abandonment_back(
    provider: Provider, on_duty: World, script: None
):
    """The end is told first; that an agent had joined before comes after it."""
    leg = claimed(provider, on_duty.ana)
    provider.agent_phone(leg, CallSid=(sid := new_sid("CA")))
    provider.sequence = 2
    provider.room_event("participant-leave", "caller")
    assert provider.call.state == "abandoned"
    provider.sequence = 1
    provider.room_event("participant-join", leg.label, CallSid=sid)
    call = provider.call
    assert (call.state, call.agent_id) == ("wrapping", on_duty.ana.id)
    answer(call, on_duty.ana, machine="Presse 4", stopped="yes")
    calls.close(call.id, on_duty.ana.id)
    assert session.get_one(Ticket, call.ticket_id).state == "open"


@on_sqlite
def test_the_gate_lists_missing_answers(provider: Provider, on_duty: World, script: None):
    call = wrapping(provider, on_duty.ana)
    answer(call, on_duty.ana, machine="Presse 4")
    with pytest.raises(GateClosed) as closed:
        calls.close(call.id, on_duty.ana.id)
    assert [one.key for one in closed.value.missing] == ["stopped"]
    session.rollback()
    assert provider.call.state == "wrapping"


@on_sqlite
def test_answers_are_on_the_ticket_when_the_caller_is_gone(
    provider: Provider, on_duty: World, script: None
):
    talking(provider, on_duty.ana)
    answer(provider.call, on_duty.ana, machine="Presse 4", stopped="yes")
    provider.caller_leaves()
    ticket = session.get_one(Ticket, provider.call.ticket_id)
    assert {a.key: a.value for a in ticket.answers} == {"machine": "Presse 4", "stopped": True}
    assert (ticket.title, ticket.priority) == ("Panne de Presse 4", 1)
    assert ticket.script_version_id


@on_sqlite
def test_an_answer_that_was_not_understood_is_on_the_ticket_as_it_was_typed(
    provider: Provider, on_duty: World, script: None
):
    talking(provider, on_duty.ana)
    answer(provider.call, on_duty.ana, machine="Presse 4", stopped="peut-être")
    provider.caller_leaves()
    assert provider.call.state == "wrapping"
    ticket = session.get_one(Ticket, provider.call.ticket_id)
    answers = {a.key: (a.value, a.display["fr"]) for a in ticket.answers}
    assert answers["stopped"] == (None, "peut-être")


def test_a_ticket_that_cannot_be_written_holds_no_call_up(
    provider: Provider, on_duty: World, script: None, monkeypatch: pytest.MonkeyPatch
):
    talking(provider, on_duty.ana)
    answer(provider.call, on_duty.ana, machine="Presse 4", stopped="yes")
    with monkeypatch.context() as broken:
        broken.setattr(cases, "record_answers", lambda *_: session.execute(text("SELECT nothing")))
        provider.caller_leaves()
    assert provider.call.state == "wrapping"
    ticket = session.get_one(Ticket, provider.call.ticket_id)
    assert ticket.answers == []
    db.session.remove()
    run(session.scalars(select(Task.id).filter_by(name="voice.tell_ticket")).one())
    ticket = session.get_one(Ticket, provider.call.ticket_id)
    assert [a.key for a in ticket.answers] == ["machine", "stopped"]


def test_closing_with_a_reason_is_recorded(provider: Provider, on_duty: World, script: None):
    call = wrapping(provider, on_duty.ana)
    calls.close(call.id, on_duty.ana.id, "L'appelant a raccroché trop tôt")
    db.commit()
    assert calls.close(call.id, on_duty.ana.id).state == "closed"
    ticket = session.get_one(Ticket, call.ticket_id)
    assert ticket.state == "open" and "raccroché" in ticket.override_reason
    assert [gap["en"] for gap in ticket.missing] == ["Machine", "Stopped"]


@on_sqlite
def test_nothing_closes_while_the_caller_is_there(provider: Provider, on_duty: World, script: None):
    talking(provider, on_duty.ana)
    with pytest.raises(NotNow):
        calls.close(provider.call.id, on_duty.ana.id, "a reason that is long enough")


@on_sqlite
def test_after_closing_the_next_call_is_offered(provider: Provider, on_duty: World):
    call = wrapping(provider, on_duty.ana)
    second = Provider(provider.client)
    second.ring()
    assert "Ana" not in states(second.call)
    calls.close(call.id, on_duty.ana.id)
    assert states(second.call)["Ana"] == "open"


@on_sqlite
def test_an_overdue_wrap_up_is_closed_and_the_ticket_says_so(
    provider: Provider, on_duty: World, script: None
):
    call = wrapping(provider, on_duty.ana)
    db.commit()
    jobs.close_long_wrap_ups()  # the provider's times in these tests are long ago
    db.session.remove()
    assert provider.call.state == "closed"
    ticket = session.get_one(Ticket, call.ticket_id)
    assert [e.kind for e in ticket.events][-1] == "wrap_up_overdue"
    assert ticket.override_reason and len(ticket.missing) == 2


def test_the_script_of_an_abandoned_call_ends_too(provider: Provider, on_duty: World, script: None):
    provider.ring()
    provider.enter()
    provider.caller_leaves()
    db.session.remove()
    jobs.end_abandoned_runs()
    db.session.remove()
    run_of_call = runs.get(str(provider.call.run_id))
    assert run_of_call.state == "finished"
    assert run_of_call.override_reason == Unfinished.CALLER_GAVE_UP


# What asks the provider


class RestApi:
    """Stands for the provider's REST side."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.requests: list[tuple[str, object]] = []
        self.error: GatewayError | None = None
        self.recording = ProviderRecording(new_sid("RE"), "", "processing", 2, None, 0)
        for name in ("end_call", "set_hold", "start_recording", "stop_recordings"):
            monkeypatch.setattr(gateway, name, self._answer(name))

    def _answer(self, name: str):  # type: ignore[no-untyped-def]
        def answer(*args: object, **named: object) -> object:
            assert not session().in_transaction(), (
                "a transaction is open while the provider is asked"
            )
            self.requests.append((name, args[0] if not named else named.get("on", args[0])))
            if self.error:
                raise self.error
            return self.recording if name == "start_recording" else None

        return answer


@pytest.fixture
def rest_api(monkeypatch: pytest.MonkeyPatch) -> RestApi:
    return RestApi(monkeypatch)


@on_sqlite
def test_hold_and_resume_follow_the_providers_report(
    provider: Provider, on_duty: World, rest_api: RestApi
):
    talking(provider, on_duty.ana)
    calls.hold(provider.call.id)
    assert provider.call.state == "connected"
    provider.room_event("participant-hold", "caller")
    assert provider.call.state == "held"
    db.session.remove()
    calls.resume(provider.call.id)
    provider.room_event("participant-unhold", "caller")
    assert provider.call.state == "connected"
    assert rest_api.requests == [("set_hold", True), ("set_hold", False)]


@on_sqlite
def test_the_agent_learns_that_the_provider_does_not_answer(
    provider: Provider, on_duty: World, rest_api: RestApi
):
    talking(provider, on_duty.ana)
    rest_api.error = GatewayError("no answer", permanent=False)
    with pytest.raises(GatewayError):
        calls.hold(provider.call.id)
    assert provider.call.state == "connected"


@on_sqlite
def test_hanging_up_ends_the_call_for_the_caller(
    provider: Provider, on_duty: World, rest_api: RestApi
):
    talking(provider, on_duty.ana)
    calls.hang_up(provider.call.id, on_duty.ana.id)
    assert rest_api.requests == [("end_call", provider.sid)]
    provider.room_event("participant-leave", "caller")
    assert provider.call.state == "wrapping"
    with pytest.raises(NotNow):
        calls.hang_up(provider.call.id, on_duty.ana.id)


@on_sqlite
def test_an_objection_to_the_agent_stops_the_recording(
    provider: Provider, on_duty: World, rest_api: RestApi
):
    talking(provider, on_duty.ana)
    calls.object_to_recording(provider.call.id, on_duty.ana.id)
    calls.object_to_recording(provider.call.id, on_duty.ana.id)
    db.commit()
    task = session.scalars(select(Task).filter_by(name="voice.stop_recording")).one()
    run(task.id)
    assert rest_api.requests == [("stop_recordings", provider.sid)]
    assert desk_view.view(provider.call, on_duty.ana)["recording"]["objected"]


@on_sqlite
def test_recording_on_demand_begins_when_the_agent_says_so(
    provider: Provider, on_duty: World, rest_api: RestApi
):
    talking(provider, on_duty.ana)
    assert provider.call.recording_mode == "on_demand"
    calls.start_recording(provider.call.id, on_duty.ana.id)
    assert rest_api.requests == [("start_recording", provider.sid)]
    calls.object_to_recording(provider.call.id, on_duty.ana.id)
    with pytest.raises(NotNow):
        calls.start_recording(provider.call.id, on_duty.ana.id)


# Lost callbacks


def provided(status: str = "in-progress") -> ProviderCall:
    ended = START + timedelta(seconds=90) if status == "completed" else None
    return ProviderCall("CA", "", "", "inbound", status, START, ended)


def room(provider: Provider, *labels: str, held: tuple[str, ...] = ()) -> RoomView:
    return RoomView(provider.room_sid, frozenset(labels), frozenset(held))


@on_sqlite
def test_a_join_without_a_callback_is_found_in_the_room(provider: Provider, on_duty: World):
    leg = claimed(provider, on_duty.ana)
    provider.agent_phone(leg)
    room_check.compare(provider.call.id, provided(), room(provider, "caller", leg.label))
    assert provider.call.state == "connected"
    room_check.compare(
        provider.call.id, provided(), room(provider, "caller", leg.label, held=("caller",))
    )
    assert provider.call.state == "held"
    room_check.compare(provider.call.id, provided(), room(provider, "caller"))
    assert provider.call.state == "waiting"


def test_an_event_found_in_the_room_and_reported_later_counts_once(
    provider: Provider, on_duty: World
):
    leg = claimed(provider, on_duty.ana)
    provider.agent_phone(leg, CallSid=(sid := new_sid("CA")))
    view = room(provider, "caller", leg.label)
    room_check.compare(provider.call.id, provided(), view)
    provider.room_event("participant-join", leg.label, CallSid=sid)
    room_check.compare(provider.call.id, provided(), view)
    provider.room_event("participant-leave", leg.label, CallSid=sid)
    assert provider.call.state == "waiting"


@on_sqlite
def test_a_room_is_known_by_whatever_happens_in_it(provider: Provider, on_duty: World):
    """That the caller came in was never told: they can be put on hold all the same."""
    provider.ring()
    provider.ask("enter")
    calls.claim(offer_for(on_duty.ana, provider.call).id, on_duty.ana.id)
    db.commit()
    assert provider.call.conference_sid is None
    provider.agent_joins(leg_of(provider, on_duty.ana))
    assert (provider.call.state, provider.call.conference_sid) == ("connected", provider.room_sid)


def test_a_look_into_the_room_makes_it_known(provider: Provider, on_duty: World):
    provider.ring()
    provider.ask("enter")
    room_check.compare(provider.call.id, provided(), room(provider, "caller"))
    assert (provider.call.state, provider.call.conference_sid) == ("waiting", provider.room_sid)
    before = len(events.of(provider.call.id))
    room_check.compare(provider.call.id, provided(), room(provider, "caller"))
    assert len(events.of(provider.call.id)) == before


@on_sqlite
def test_the_room_is_the_one_in_which_the_caller_is(provider: Provider, on_duty: World):
    """In whichever order it is told: an agent who was late was alone in another one."""
    leg = claimed(provider, on_duty.ana)
    callers = provider.room_sid
    provider.room_sid = new_sid("CF")
    provider.room_event("participant-join", leg.label)
    assert provider.call.conference_sid == callers


@on_sqlite
def test_an_end_without_a_callback_is_found(provider: Provider, on_duty: World):
    talking(provider, on_duty.ana)
    room_check.compare(provider.call.id, provided("completed"), None)
    assert (provider.call.state, provider.call.ended_at) == (
        "wrapping",
        START + timedelta(seconds=90),
    )


@on_sqlite
def test_a_call_that_the_provider_does_not_find_goes_on(provider: Provider, on_duty: World):
    leg = talking(provider, on_duty.ana)
    for view in (None, room(provider, leg.label), room(provider, "caller", leg.label)):
        room_check.compare(provider.call.id, None, view)
        assert provider.call.state == "connected"
    room_check.compare(provider.call.id, None, room(provider, "caller"))  # the line broke
    assert provider.call.state == "waiting"


def began(provider: Provider, ago: timedelta) -> None:
    provider.call.started_at = now() - ago
    db.commit()


@on_sqlite
def test_a_call_that_nobody_finds_for_longer_than_calls_last_is_over(
    provider: Provider, on_duty: World
):
    leg = talking(provider, on_duty.ana)
    began(provider, timedelta(hours=4, minutes=30))
    room_check.compare(provider.call.id, None, None)
    assert provider.call.state == "connected"
    began(provider, timedelta(hours=6))
    for there in (room(provider, "caller", leg.label), room(provider, "caller")):
        room_check.compare(provider.call.id, None, there)
        assert provider.call.state in LIVE
    room_check.compare(provider.call.id, None, None)
    room_check.compare(provider.call.id, None, None)
    assert provider.call.state == "wrapping"
    ticket = session.get_one(Ticket, provider.call.ticket_id)
    assert [event.kind for event in ticket.events].count("unknown_to_provider") == 1


@on_sqlite
def test_a_call_that_an_agent_has_hung_up_and_nobody_finds_is_over(
    provider: Provider, on_duty: World, rest_api: RestApi
):
    talking(provider, on_duty.ana)
    calls.hang_up(provider.call.id, on_duty.ana.id)
    room_check.compare(provider.call.id, provided(), None)
    assert provider.call.state == "connected"
    room_check.compare(provider.call.id, None, None)
    assert provider.call.state == "wrapping"


def test_a_call_that_lasts_is_left_alone_however_long(provider: Provider, on_duty: World):
    talking(provider, on_duty.ana)
    began(provider, timedelta(hours=9))
    room_check.compare(provider.call.id, provided(), None)
    assert provider.call.state == "connected"


def test_quiet_calls_are_looked_after(provider: Provider, on_duty: World):
    provider.ring()
    for event in events.of(provider.call.id):
        event.received_at = now() - timedelta(minutes=2)
    db.commit()
    jobs.look_after_quiet_calls()
    assert session.scalars(select(Task).filter_by(name="voice.check_room")).one()
