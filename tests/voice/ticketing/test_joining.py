"""“This is about ticket N”: what a call that joins another ticket brings, leaves and undoes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core import db
from core.clock import now
from core.db import session
from tests.conftest import World, on_sqlite
from tests.voice.calls.test_calls import answer, leg_of, offer_for, talking
from tests.voice.provider import Provider
from tickets import cases
from tickets.cases import OutcomeInput
from tickets.models import Ticket, TicketTranscript
from tickets.states import Event
from transcription.models import Transcript
from voice import calls
from voice.errors import NotNow
from voice.models import Call, Recording
from voice.recordings import pipeline
from voice.ticketing import evidence, joining, ticket_of_call, urgency
from voice.ticketing.joining import CannotJoin, UnknownTicket
from workflows import runs

REASON = "L’appelant a raccroché trop tôt"


def ticket_of(call: Call) -> Ticket:
    return session.get_one(Ticket, call.ticket_id)


def look(ticket: Ticket) -> Ticket:
    """The same as it is now; webhooks leave the session, and what was in it."""
    return session.get_one(Ticket, ticket.id, populate_existing=True)


def said_by(ticket: Ticket) -> tuple[str, str, int]:
    row = look(ticket)
    return row.title, row.team, row.priority


def said_before(ticket: Ticket) -> list[tuple[str, str, int]]:
    """What the ticket said before each change of the call that leads it."""
    details = [event.detail for event in look(ticket).events if event.kind == "lead_changed"]
    return [(detail["title"], detail["team"], detail["priority"]) for detail in details]


def kinds(ticket: Ticket) -> list[str]:
    return [event.kind for event in look(ticket).events]


def another(provider: Provider) -> Provider:
    """One more call of the same caller."""
    return Provider(provider.client)


def over(provider: Provider, world: World, **answers: str) -> Call:
    """A call that Ana has taken and closed."""
    talking(provider, world.ana)
    answer(provider.call, world.ana, **answers)
    provider.caller_leaves()
    calls.close(provider.call.id, world.ana.id, REASON)
    db.commit()
    return provider.call


@pytest.fixture
def earlier(provider: Provider, on_duty: World, script: None) -> Ticket:
    """Ticket of a call that is through: a press that runs on."""
    return ticket_of(over(provider, on_duty, machine="Presse 4", stopped="no"))


@pytest.fixture
def again(provider: Provider, earlier: Ticket, on_duty: World) -> Provider:
    """The same caller phones again, and Ana talks with them."""
    second = another(provider)
    talking(second, on_duty.ana)
    return second


@on_sqlite
def test_a_joined_call_is_on_the_other_ticket_and_its_own_says_so(
    again: Provider, earlier: Ticket, on_duty: World
):
    call = joining.join_ticket(again.call.id, earlier.id, on_duty.ana.id)
    own = session.get_one(Ticket, call.own_ticket_id)
    assert (call.ticket_id, look(own).state, look(own).merged_into_id) == (
        earlier.id,
        "merged",
        earlier.id,
    )
    assert kinds(own)[-1] == "merged" and kinds(earlier)[-1] == "call_joined"
    assert own not in cases.open_of_caller(str(call.client_id), call.caller_key)


def test_pressing_twice_joins_once(again: Provider, earlier: Ticket, on_duty: World):
    for _ in range(2):
        joining.join_ticket(again.call.id, earlier.id, on_duty.ana.id)
    assert kinds(earlier).count("call_joined") == 1


CALM, URGENT = ("Panne de Presse 4", "workshop", 3), ("Panne de Presse 9", "on_call", 1)


def test_answers_of_both_calls_stay_apart_and_the_most_urgent_call_leads(
    again: Provider, earlier: Ticket, on_duty: World
):
    before = said_by(earlier)
    joining.join_ticket(again.call.id, earlier.id, on_duty.ana.id)
    answer(again.call, on_duty.ana, machine="Presse 9", stopped="yes")
    again.caller_leaves()
    values = {
        (row.run_id == again.call.run_id, row.key): row.value for row in look(earlier).answers
    }
    assert values == {
        (False, "machine"): "Presse 4", (False, "stopped"): False,
        (True, "machine"): "Presse 9", (True, "stopped"): True,
    }  # fmt: skip
    assert before == CALM
    assert (said_by(earlier), said_before(earlier)) == (URGENT, [CALM])
    assert "presse 9" in look(earlier).search_text and "on_call" in look(earlier).search_text
    runs.save_answer(
        str(again.call.run_id), "stopped", "no", author_id=on_duty.ana.id, base_revision=1
    )
    calls.close(again.call.id, on_duty.ana.id)
    assert said_by(earlier) == CALM  # it was a slip of the agent's
    assert said_before(earlier) == [CALM, URGENT]
    assert kinds(earlier)[-1] == "call_completed"


@on_sqlite
def test_a_call_that_is_less_urgent_changes_nothing(
    provider: Provider, on_duty: World, script: None
):
    first = ticket_of(over(provider, on_duty, machine="Presse 4", stopped="yes"))
    second = another(provider)
    talking(second, on_duty.ana)
    joining.join_ticket(second.call.id, first.id, on_duty.ana.id)
    answer(second.call, on_duty.ana, machine="Presse 4", stopped="no")
    second.caller_leaves()
    assert (said_by(first), said_before(first)) == (("Panne de Presse 4", "on_call", 1), [])


@on_sqlite
def test_of_two_calls_as_urgent_the_first_stays(again: Provider, earlier: Ticket, on_duty: World):
    joining.join_ticket(again.call.id, earlier.id, on_duty.ana.id)
    answer(again.call, on_duty.ana, machine="Presse 9", stopped="no")
    again.caller_leaves()
    assert (said_by(earlier), said_before(earlier)) == (CALM, [])


@on_sqlite
def test_of_two_calls_as_urgent_the_tickets_own_leads_whichever_rang_first(
    provider: Provider, on_duty: World, script: None
):
    talking(provider, on_duty.bruno)
    later = ticket_of(over(another(provider), on_duty, machine="Presse 4", stopped="no"))
    joining.join_ticket(provider.call.id, later.id, on_duty.bruno.id)
    answer(provider.call, on_duty.bruno, machine="Presse 9", stopped="no")
    provider.caller_leaves()
    assert (said_by(later), said_before(later)) == (CALM, [])


@on_sqlite
@pytest.mark.parametrize("order", ["join first", "talk ends first"])
def test_the_most_urgent_call_leads_in_whatever_order_things_happen(
    again: Provider, earlier: Ticket, on_duty: World, order: str
):
    """The call's work is done again by a late job, and it joins, leaves and joins once more."""
    call = again.call
    if order == "join first":
        joining.join_ticket(call.id, earlier.id, on_duty.ana.id)
    answer(call, on_duty.ana, machine="Presse 9", stopped="yes")
    again.caller_leaves()
    joining.join_ticket(call.id, earlier.id, on_duty.ana.id)
    assert (said_by(earlier), said_before(earlier)) == (URGENT, [CALM])
    for _ in range(2):
        ticket_of_call.record_answers(session.get_one(Call, call.id))
    assert (said_by(earlier), said_before(earlier)) == (URGENT, [CALM])
    joining.leave_ticket(call.id, on_duty.ana.id)
    assert (said_by(earlier), said_before(earlier)) == (CALM, [CALM, URGENT])
    joining.join_ticket(call.id, earlier.id, on_duty.ana.id)
    calls.close(call.id, on_duty.ana.id)
    assert (said_by(earlier), said_before(earlier)) == (URGENT, [CALM, URGENT, CALM])


@on_sqlite
def test_undone_nothing_is_left_behind(again: Provider, earlier: Ticket, on_duty: World):
    joining.join_ticket(again.call.id, earlier.id, on_duty.ana.id)
    answer(again.call, on_duty.ana, machine="Presse 9", stopped="yes")
    again.caller_leaves()
    for _ in range(2):
        call = joining.leave_ticket(again.call.id, on_duty.ana.id)
    own = ticket_of(call)
    assert (own.id, look(own).state, look(own).merged_into_id) == (
        call.own_ticket_id,
        "ringing",
        None,
    )
    assert [row.value for row in look(own).answers] == ["Presse 9", True]
    assert (look(own).title, look(own).priority) == ("Panne de Presse 9", 1)
    assert [row.value for row in look(earlier).answers] == ["Presse 4", False]
    assert (look(earlier).title, look(earlier).priority) == ("Panne de Presse 4", 3)
    assert kinds(earlier).count("call_left") == 1
    calls.close(call.id, on_duty.ana.id)
    assert look(own).state == "open"


@on_sqlite
def test_a_closed_ticket_is_opened_again_and_closed_when_that_is_undone(
    again: Provider, earlier: Ticket, on_duty: World
):
    cases.advance(earlier.id, Event.SOLVED)
    joining.join_ticket(again.call.id, earlier.id, on_duty.ana.id)
    assert look(earlier).state == "open"
    joining.leave_ticket(again.call.id, on_duty.ana.id)
    assert look(earlier).state == "closed"
    joining.join_ticket(again.call.id, earlier.id, on_duty.ana.id)
    cases.advance(earlier.id, Event.SOLVED)
    cases.advance(earlier.id, Event.REOPENED)  # somebody of the client's wants it open
    joining.leave_ticket(again.call.id, on_duty.ana.id)
    assert look(earlier).state == "open"


@on_sqlite
def test_a_caller_who_gave_up_and_phones_again_joins_the_ticket(
    provider: Provider, on_duty: World, script: None
):
    provider.ring()
    provider.enter()
    provider.caller_leaves()
    missed = ticket_of(provider.call)
    second = another(provider)
    talking(second, on_duty.ana)
    joining.join_ticket(second.call.id, missed.id, on_duty.ana.id)
    answer(second.call, on_duty.ana, machine="Presse 4", stopped="yes")
    second.caller_leaves()
    assert (look(missed).title, look(missed).priority, look(missed).state) == (
        "Panne de Presse 4",
        1,
        "abandoned",
    )
    calls.close(second.call.id, on_duty.ana.id)
    assert (look(missed).state, look(missed).waited_seconds) == ("open", 1)


@on_sqlite
def test_unanswered_questions_are_on_the_calls_own_ticket(
    again: Provider, earlier: Ticket, on_duty: World
):
    joining.join_ticket(again.call.id, earlier.id, on_duty.ana.id)
    before = list(look(earlier).missing)
    again.caller_leaves()
    calls.close(again.call.id, on_duty.ana.id, REASON)
    own = session.get_one(Ticket, again.call.own_ticket_id)
    assert [gap["en"] for gap in look(own).missing] == ["Machine", "Stopped"]
    assert look(own).override_reason == REASON and look(own).state == "merged"
    assert look(earlier).missing == before and look(earlier).state == "open"


@on_sqlite
def test_the_gate_stands_as_before(again: Provider, earlier: Ticket, on_duty: World):
    joining.join_ticket(again.call.id, earlier.id, on_duty.ana.id)
    again.caller_leaves()
    with pytest.raises(runs.GateClosed):
        calls.close(again.call.id, on_duty.ana.id)


# Walls


@on_sqlite
def test_only_tickets_of_the_same_client(again: Provider, on_duty: World):
    other = cases.open_for_call(
        client_id=on_duty.globex.id, language="fr", caller_number="+33639980001", opened_at=now()
    )
    nobodys = cases.open_for_call(
        client_id=None, language="fr", caller_number="+33639980001", opened_at=now()
    )
    for ticket_id in (other.id, nobodys.id, "0" * 32):
        with pytest.raises(UnknownTicket):
            joining.join_ticket(again.call.id, ticket_id, on_duty.ana.id)


@on_sqlite
def test_calls_to_unknown_numbers_cannot_join_each_other(provider: Provider, on_duty: World):
    """Callers of a number that nobody knows are strangers to each other."""
    for each in (provider, second := another(provider)):
        each.form["To"] = "+33199000999"
        each.ring()
        each.enter()
    calls.claim(offer_for(on_duty.ana, second.call).id, on_duty.ana.id)
    second.agent_joins(leg_of(second, on_duty.ana))
    with pytest.raises(UnknownTicket):
        joining.join_ticket(second.call.id, str(provider.call.ticket_id), on_duty.ana.id)


@on_sqlite
def test_a_call_cannot_join_its_own_or_a_merged_ticket(
    again: Provider, earlier: Ticket, on_duty: World
):
    call = again.call
    with pytest.raises(CannotJoin) as itself:
        joining.join_ticket(call.id, str(call.own_ticket_id), on_duty.ana.id)
    joining.join_ticket(call.id, earlier.id, on_duty.ana.id)
    again.caller_leaves()
    calls.close(call.id, on_duty.ana.id, REASON)
    db.commit()
    third = another(again)
    talking(third, on_duty.ana)
    with pytest.raises(CannotJoin) as merged:
        joining.join_ticket(third.call.id, str(call.own_ticket_id), on_duty.ana.id)
    assert (itself.value.why, merged.value.why) == ("itself", "merged")


@on_sqlite
def test_a_call_joins_only_after_a_talk_and_before_its_close(
    again: Provider, earlier: Ticket, on_duty: World
):
    again.caller_leaves()
    calls.close(again.call.id, on_duty.ana.id, REASON)
    db.commit()
    third = another(again)
    third.ring()
    for call in (again.call, third.call):
        with pytest.raises(NotNow):
            joining.join_ticket(call.id, earlier.id, on_duty.ana.id)
        with pytest.raises(NotNow):
            joining.leave_ticket(call.id, on_duty.ana.id)


# Several calls


@on_sqlite
def test_two_calls_join_each_other_and_one_of_them_may(
    provider: Provider, on_duty: World, script: None
):
    second = another(provider)
    talking(provider, on_duty.ana)
    second.ring()
    second.enter()
    calls.claim(offer_for(on_duty.bruno, second.call).id, on_duty.bruno.id)
    second.agent_joins(leg_of(second, on_duty.bruno))
    first, other = provider.call, second.call
    joining.join_ticket(other.id, str(first.ticket_id), on_duty.bruno.id)
    with pytest.raises(CannotJoin):
        joining.join_ticket(first.id, str(other.own_ticket_id), on_duty.ana.id)
    second.caller_leaves()
    answer(other, on_duty.bruno, machine="Presse 9", stopped="yes")
    calls.close(other.id, on_duty.bruno.id)
    assert ticket_of(first).state == "ringing"  # its own call still goes on
    provider.caller_leaves()
    calls.close(first.id, on_duty.ana.id, REASON)
    assert (ticket_of(first).state, ticket_of(first).priority) == ("open", 1)


@on_sqlite
def test_a_ticket_that_others_have_joined_is_not_merged_away(
    provider: Provider, on_duty: World, script: None
):
    old = ticket_of(over(another(provider), on_duty, machine="Presse 4", stopped="no"))
    talking(provider, on_duty.ana)
    second = another(provider)
    second.ring()
    second.enter()
    calls.claim(offer_for(on_duty.bruno, second.call).id, on_duty.bruno.id)
    second.agent_joins(leg_of(second, on_duty.bruno))
    middle = ticket_of(provider.call)
    joining.join_ticket(second.call.id, middle.id, on_duty.bruno.id)
    joining.join_ticket(provider.call.id, old.id, on_duty.ana.id)
    assert (look(middle).state, look(middle).merged_into_id) == ("open", None)
    assert second.call.ticket_id == middle.id


def test_to_another_ticket_after_all(again: Provider, earlier: Ticket, on_duty: World):
    other = cases.open_for_call(
        client_id=on_duty.acme.id, language="fr", caller_number="", opened_at=now()
    )
    joining.join_ticket(again.call.id, earlier.id, on_duty.ana.id)
    call = joining.join_ticket(again.call.id, other.id, on_duty.ana.id)
    own = session.get_one(Ticket, call.own_ticket_id)
    assert (call.ticket_id, look(own).merged_into_id) == (other.id, other.id)
    assert kinds(earlier)[-1] == "call_left"


# What comes afterwards


def transcript(call: Call) -> Transcript:
    """A recording of the call with its transcript, not on a ticket yet."""
    recording = Recording(call_id=call.id, client_id=call.client_id, state="transcribed")
    session.add(recording)
    session.flush()
    made = Transcript(
        client_id=call.client_id, call_id=call.id, recording_id=recording.id,
        language="fr", model="test", duration=1.0,
    )  # fmt: skip
    session.add(made)
    db.commit()
    return made


def attached_to(made: Transcript) -> list[str]:
    chosen = select(TicketTranscript.ticket_id).filter_by(transcript_id=made.id)
    return list(session.scalars(chosen))


@pytest.mark.parametrize("moment", ["before", "between", "after"])
def test_the_transcript_is_where_the_call_is(
    again: Provider, earlier: Ticket, on_duty: World, moment: str
):
    call = again.call
    made = transcript(call)
    if moment == "before":
        joining.join_ticket(call.id, earlier.id, on_duty.ana.id)
    db.commit()
    pipeline.attach(made.recording_id)
    if moment == "between":
        joining.join_ticket(call.id, earlier.id, on_duty.ana.id)
        db.commit()
        pipeline.attach(made.recording_id)
    if moment == "after":
        joining.join_ticket(call.id, earlier.id, on_duty.ana.id)
    assert attached_to(made) == [earlier.id]
    joining.leave_ticket(call.id, on_duty.ana.id)
    assert attached_to(made) == [call.own_ticket_id]
    db.commit()
    pipeline.attach(made.recording_id)
    assert attached_to(made) == [call.own_ticket_id]


@on_sqlite
def test_proof_found_later_goes_to_the_joined_ticket(
    again: Provider, earlier: Ticket, on_duty: World, monkeypatch: pytest.MonkeyPatch
):
    joining.join_ticket(again.call.id, earlier.id, on_duty.ana.id)
    answer(again.call, on_duty.ana, machine="Presse 9", stopped="yes")
    again.caller_leaves()
    made = transcript(again.call)
    monkeypatch.setattr(evidence, "keep", lambda _call, _found: add_evidence(again.call, made))
    pipeline.attach(made.recording_id)
    mine = {row.key: row for row in look(earlier).answers if row.run_id == again.call.run_id}
    assert mine["machine"].evidence["transcript_id"] == made.id
    joining.leave_ticket(again.call.id, on_duty.ana.id)
    assert all(row.evidence is None for row in look(earlier).answers)
    cases.forget_transcript(made.id)
    assert all(row.evidence is None for row in ticket_of(again.call).answers)


def add_evidence(call: Call, made: Transcript) -> None:
    row = runs.stored(str(call.run_id))["machine"]
    row.state, row.evidence_transcript_id, row.evidence_quote = "heard", made.id, "presse neuf"
    row.evidence_channel, row.evidence_start, row.evidence_end = 0, 0.0, 1.0
    session.flush()


@on_sqlite
def test_the_deadline_is_the_earliest_and_each_call_counts_from_its_own_ring(
    again: Provider, earlier: Ticket, on_duty: World, monkeypatch: pytest.MonkeyPatch
):
    """The second call alone asks for an hour; the first one gave a day."""

    def made_of(call: Call) -> OutcomeInput:
        minutes = 60 if call.id == again.call.id else 24 * 60
        return OutcomeInput("Panne", "", 2, "", minutes)

    monkeypatch.setattr(urgency, "_outcome", made_of)
    joining.join_ticket(again.call.id, earlier.id, on_duty.ana.id)
    again.caller_leaves()
    assert look(earlier).due_at == again.call.started_at + timedelta(hours=1)
    joining.leave_ticket(again.call.id, on_duty.ana.id)
    assert look(earlier).due_at == look(earlier).opened_at + timedelta(days=1)
