"""The states of a draft, and every possible move."""

from enum import StrEnum


class State(StrEnum):
    WRITING = "writing"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    PUBLISHED = "published"  # for ever: the next changes need another draft
    DISCARDED = "discarded"


class Event(StrEnum):
    EDIT = "edit"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    PUBLISH = "publish"
    DISCARD = "discard"
    RESTORE = "restore"


S, E = State, Event

MOVES: dict[tuple[State, Event], State] = {
    (S.WRITING, E.EDIT): S.WRITING,
    (S.WRITING, E.SUBMIT): S.IN_REVIEW,
    (S.WRITING, E.DISCARD): S.DISCARDED,
    (S.IN_REVIEW, E.EDIT): S.WRITING,  # nobody has read the edited draft
    (S.IN_REVIEW, E.SEND_BACK): S.WRITING,
    (S.IN_REVIEW, E.APPROVE): S.APPROVED,
    (S.IN_REVIEW, E.DISCARD): S.DISCARDED,
    (S.APPROVED, E.EDIT): S.WRITING,
    (S.APPROVED, E.SEND_BACK): S.WRITING,
    (S.APPROVED, E.PUBLISH): S.PUBLISHED,
    (S.APPROVED, E.DISCARD): S.DISCARDED,
    (S.DISCARDED, E.RESTORE): S.WRITING,
}
OPEN = frozenset({S.WRITING, S.IN_REVIEW, S.APPROVED})


def move(state: State, event: Event) -> State | None:
    """The state after an event, or None where it cannot happen."""
    return MOVES.get((state, event))
