"""A ticket's state, and every move there is."""

from enum import StrEnum


class State(StrEnum):
    RINGING = "ringing"  # the call goes on
    OPEN = "open"  # for the client's team
    ABANDONED = "abandoned"  # the caller gave up waiting; still for the team to see
    CLOSED = "closed"


class Event(StrEnum):
    COMPLETED = "completed"  # wrap-up is done
    GIVEN_UP = "given_up"
    ANSWERED_AFTER_ALL = "answered_after_all"  # the end was told before the talk
    SOLVED = "solved"
    REOPENED = "reopened"


MOVES: dict[tuple[State, Event], State] = {
    (State.RINGING, Event.COMPLETED): State.OPEN,
    (State.RINGING, Event.GIVEN_UP): State.ABANDONED,
    (State.ABANDONED, Event.COMPLETED): State.OPEN,
    (State.ABANDONED, Event.ANSWERED_AFTER_ALL): State.RINGING,
    (State.OPEN, Event.SOLVED): State.CLOSED,
    (State.ABANDONED, Event.SOLVED): State.CLOSED,
    (State.CLOSED, Event.REOPENED): State.OPEN,
}


def move(state: State, event: Event) -> State | None:
    """The state after an event, or None where it changes nothing (late, or twice)."""
    return MOVES.get((state, event))
