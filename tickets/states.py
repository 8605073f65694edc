"""A ticket's state, and every move there is."""

from enum import StrEnum


class State(StrEnum):
    RINGING = "ringing"  # the call goes on
    OPEN = "open"  # for the client's team
    ABANDONED = "abandoned"  # the caller gave up waiting; still for the team to see
    CLOSED = "closed"
    MERGED = "merged"  # its call is about another ticket


class Event(StrEnum):
    COMPLETED = "completed"  # wrap-up is done
    GIVEN_UP = "given_up"
    ANSWERED_AFTER_ALL = "answered_after_all"  # the end was reported before the talk
    SOLVED = "solved"
    REOPENED = "reopened"
    CLOSED_AGAIN = "closed_again"  # the call that had opened it again was about something else
    MERGED = "merged"
    UNMERGED = "unmerged"


MOVES: dict[tuple[State, Event], State] = {
    (State.RINGING, Event.COMPLETED): State.OPEN,
    (State.RINGING, Event.GIVEN_UP): State.ABANDONED,
    (State.ABANDONED, Event.COMPLETED): State.OPEN,
    (State.ABANDONED, Event.ANSWERED_AFTER_ALL): State.RINGING,
    (State.OPEN, Event.SOLVED): State.CLOSED,
    (State.ABANDONED, Event.SOLVED): State.CLOSED,
    (State.CLOSED, Event.REOPENED): State.OPEN,
    (State.OPEN, Event.CLOSED_AGAIN): State.CLOSED,
    (State.RINGING, Event.MERGED): State.MERGED,
    (State.ABANDONED, Event.MERGED): State.MERGED,
    (State.MERGED, Event.UNMERGED): State.RINGING,
}


def move(state: State, event: Event) -> State | None:
    """The state after an event, or None where it changes nothing (late, or twice)."""
    return MOVES.get((state, event))
