"""A ticket's states: every event, in every order, any number of times."""

from itertools import product

from tests.tickets.conftest import Opener
from tickets import cases
from tickets.states import MOVES, Event, State, move


def test_every_state_can_be_reached_from_the_first_ring_and_only_closing_ends() -> None:
    reached, fresh = {State.RINGING}, {State.RINGING}
    while fresh:
        fresh = {MOVES[key] for key in MOVES if key[0] in fresh} - reached
        reached |= fresh
    assert reached == set(State)
    assert all(any(state == key[0] for key in MOVES) for state in State)


def test_an_event_that_comes_twice_moves_once() -> None:
    for state, event in product(State, Event):
        after = move(state, event)
        assert after is None or move(after, event) is None


def test_no_order_of_late_reports_takes_a_ticket_away_from_the_team() -> None:
    """Once the wrap-up is done, only a person closes the ticket, and opening again undoes that."""
    events = (Event.COMPLETED, Event.GIVEN_UP, Event.ANSWERED_AFTER_ALL)
    for order in product(events, repeat=4):
        state = State.RINGING
        for event in order:
            state = move(state, event) or state
            if state is State.OPEN:
                break
        assert (state is State.OPEN) == (Event.COMPLETED in order)
        assert all(move(State.OPEN, event) is None for event in events)


def test_advance_writes_history_once(opened: Opener) -> None:
    ticket = opened()
    assert cases.advance(ticket.id, Event.COMPLETED)
    assert not cases.advance(ticket.id, Event.COMPLETED)
    assert not cases.advance(ticket.id, Event.GIVEN_UP)
    assert [event.kind for event in ticket.events] == ["opened", "completed"]


def test_solving_notes_its_time_and_reopening_clears_it(opened: Opener) -> None:
    ticket = opened()
    cases.advance(ticket.id, Event.COMPLETED)
    assert ticket.closed_at is None
    cases.advance(ticket.id, Event.SOLVED)
    assert ticket.closed_at is not None
    cases.advance(ticket.id, Event.REOPENED)
    assert (ticket.state, ticket.closed_at) == (State.OPEN, None)
