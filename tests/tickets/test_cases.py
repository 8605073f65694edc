"""What can be done to a ticket, done twice, late and at the same time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from sqlalchemy import select

from core import db
from tests.conftest import World
from tests.tickets.conftest import RANG, Opener, answer, outcome
from tickets import cases
from tickets.models import Ticket
from tickets.states import Event, State
from transcription.models import Transcript
from voice.models import Call, Recording

PROOF = {"transcript_id": "", "channel": 0, "start": 3.2, "end": 4.1, "quote": "the blue pump"}


def transcript_of(ticket: Ticket) -> str:
    call = Call(
        client_id=ticket.client_id, ticket_id=ticket.id, provider_sid="CA" + "1" * 32,
        from_number="+33199000042", to_number="+33199000900", language="fr", state="closed",
    )  # fmt: skip
    db.session.add(call)
    db.session.flush()
    recording = Recording(call_id=call.id, client_id=call.client_id, state="attached")
    db.session.add(recording)
    db.session.flush()
    made = Transcript(
        client_id=call.client_id, call_id=call.id, recording_id=recording.id, language="fr",
        model="a model", duration=9.0,
    )  # fmt: skip
    db.session.add(made)
    db.commit()
    return made.id


def in_threads(count: int, work: object) -> list[object]:
    """Do it at the same moment in several threads, each with its own session."""
    together = Barrier(count)

    def one(position: int) -> object:
        together.wait()
        try:
            done = work(position)  # type: ignore[operator]
            db.commit()
            return done
        finally:
            db.session.remove()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_a_ticket_is_there_from_the_first_ring(opened: Opener, world: World) -> None:
    ticket = opened(caller_number="")
    assert ticket.number > 1000
    assert (ticket.state, ticket.caller_number, ticket.priority) == (State.RINGING, "", 3)
    assert [(event.kind, event.at) for event in ticket.events] == [("opened", RANG)]


def test_numbers_rise_and_are_never_given_twice(opened: Opener) -> None:
    numbers = [opened().number for _ in range(3)]
    assert numbers == sorted(set(numbers))


def test_the_very_first_calls_at_the_same_moment_get_a_number_each(world: World) -> None:
    client_id = world.acme.id

    def ring(_position: int) -> int:
        made = cases.open_for_call(
            client_id=client_id, language="fr", caller_number="", opened_at=RANG
        )
        return made.number

    numbers = in_threads(6, ring)
    assert len(set(numbers)) == 6
    assert set(db.session.scalars(select(Ticket.number))) == set(numbers)


def test_a_lost_counter_goes_on_after_the_highest_number(opened: Opener) -> None:
    before = opened().number
    db.session.execute(cases.TicketNumber.__table__.delete())
    assert opened().number == before + 1


def test_a_caller_who_gives_up_leaves_the_waiting_time(opened: Opener) -> None:
    ticket = opened()
    cases.mark_abandoned(ticket.id, 42)
    cases.mark_abandoned(ticket.id, 42)
    assert (ticket.state, ticket.waited_seconds) == (State.ABANDONED, 42)
    assert [event.kind for event in ticket.events] == ["opened", "given_up"]


def test_a_clock_that_runs_backwards_is_no_negative_wait(opened: Opener) -> None:
    ticket = opened()
    cases.mark_waited(ticket.id, -3)
    assert ticket.waited_seconds == 0


def test_answers_are_put_on_as_they_are_now(opened: Opener) -> None:
    ticket = opened()
    result = outcome("Pump stopped", summary="Blue pump", priority=1, team="On call",
                    deadline_minutes=90)  # fmt: skip
    for _ in range(2):
        cases.record_answers(
            ticket.id, [answer("machine", "pump"), answer("since", "8 am")], result
        )
    assert [(each.key, each.position) for each in ticket.answers] == [("machine", 0), ("since", 1)]
    assert (ticket.title, ticket.priority, ticket.team) == ("Pump stopped", 1, "On call")
    assert ticket.due_at == RANG + timedelta(minutes=90)


def test_an_answer_on_a_branch_that_was_left_is_taken_off(opened: Opener) -> None:
    ticket = opened()
    cases.record_answers(ticket.id, [answer("a", "1"), answer("b", "2")], None)
    cases.record_answers(ticket.id, [answer("c", "3"), answer("a", "1 bis", revision=2)], None)
    db.session.refresh(ticket)
    answers = [(each.key, each.value, each.revision) for each in ticket.answers]
    assert answers == [("c", "3", 1), ("a", "1 bis", 2)]


def test_an_answer_that_was_not_understood_stays_as_it_was_said(opened: Opener) -> None:
    ticket = opened()
    cases.record_answers(ticket.id, [answer("phone", "no idea", value=None)], None)
    db.session.refresh(ticket)
    assert ticket.answers[0].value is None
    assert ticket.answers[0].display["en"] == "no idea"


def test_false_and_zero_are_values(opened: Opener) -> None:
    ticket = opened()
    cases.record_answers(
        ticket.id, [answer("a", "no", value=False), answer("b", "0", value=0)], None
    )
    db.session.refresh(ticket)
    assert [each.value for each in ticket.answers] == [False, 0]


def test_an_outcome_without_a_title_keeps_the_one_there_is(opened: Opener) -> None:
    ticket = opened(title="Call about the lift")
    cases.record_answers(ticket.id, [], outcome(""))
    assert ticket.title == "Call about the lift"
    cases.record_answers(ticket.id, [], outcome("x" * 400))
    assert len(ticket.title) == 300


def test_wrap_up_and_transcript_may_record_the_answers_at_the_same_moment(opened: Opener) -> None:
    ticket_id = opened().id
    db.session.remove()
    answers = [answer("machine", "pump"), answer("since", "8 am")]

    def record(position: int) -> None:
        cases.record_answers(ticket_id, answers[: 1 + position % 2], outcome(f"Take {position}"))

    in_threads(4, record)
    ticket = db.session.get_one(Ticket, ticket_id)
    last = int(ticket.title.removeprefix("Take "))
    assert [each.key for each in ticket.answers] == [each.key for each in answers[: 1 + last % 2]]


def test_unanswered_questions_are_listed_with_the_reason(opened: Opener) -> None:
    ticket = opened()
    cases.record_gaps(ticket.id, [{"fr": "Étage", "en": "Floor"}], "The caller had to run")
    db.session.refresh(ticket)
    assert ticket.missing == [{"fr": "Étage", "en": "Floor"}]
    assert ticket.override_reason == "The caller had to run"


def test_a_transcript_is_attached_once(opened: Opener) -> None:
    ticket = opened()
    transcript_id = transcript_of(ticket)
    assert cases.attach_transcript(ticket.id, transcript_id)
    assert not cases.attach_transcript(ticket.id, transcript_id)
    assert [each.transcript_id for each in cases.transcripts_of(ticket.id)] == [transcript_id]
    assert [event.kind for event in ticket.events].count("transcript_attached") == 1


def test_a_forgotten_transcript_takes_its_quotes_along(opened: Opener) -> None:
    ticket = opened()
    proof = PROOF | {"transcript_id": transcript_of(ticket)}
    other = PROOF | {"transcript_id": "another"}
    answers = [
        answer("machine", "pump", state="heard", evidence=proof),
        answer("since", "8 am", state="heard", evidence=other),
    ]
    cases.attach_transcript(ticket.id, proof["transcript_id"])
    cases.record_answers(ticket.id, answers, None)
    for _ in range(2):
        cases.forget_transcript(proof["transcript_id"])
    db.session.refresh(ticket)
    assert cases.transcripts_of(ticket.id) == []
    assert [each.evidence for each in ticket.answers] == [None, other]
    assert ticket.answers[0].state == "heard"


def test_open_tickets_of_a_caller_at_this_client_only(opened: Opener, world: World) -> None:
    first, second = opened(), opened()
    solved = opened()
    opened(client_id=world.globex.id)
    opened(caller_number="+33199000043")
    cases.advance(solved.id, Event.COMPLETED)
    cases.advance(solved.id, Event.SOLVED)
    tickets = cases.open_of_caller(world.acme.id, "+33199000042")
    assert [each.id for each in tickets] == [second.id, first.id]
    assert cases.open_of_caller(world.acme.id, "+33199000042", but=second.id) == [first]


def test_withheld_numbers_are_not_one_person(opened: Opener, world: World) -> None:
    opened(caller_number="")
    assert cases.open_of_caller(world.acme.id, "") == []
