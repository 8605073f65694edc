"""States of a call, a recording and an offer: one table each.

An event has one of three outcomes: it moves the state; it is ignored (late, or there already: kept,
without effect); or it is unknown (kept, and logged as an error).
"""

from enum import StrEnum


class Outcome(StrEnum):
    MOVED = "moved"
    IGNORED = "ignored"
    UNKNOWN = "unknown"


class CallState(StrEnum):
    RINGING = "ringing"
    WAITING = "waiting"
    CLAIMED = "claimed"
    CONNECTED = "connected"
    HELD = "held"
    WRAPPING = "wrapping"
    CLOSED = "closed"
    ABANDONED = "abandoned"


class Unfinished(StrEnum):
    """Why the service itself ends a script while mandatory answers are missing; it stands where a
    person's reason would."""

    WRAP_UP_OVERDUE = "wrap_up_overdue"
    CALLER_GAVE_UP = "caller_gave_up"


class Happening(StrEnum):
    """What can happen to a call, in our words."""

    RANG = "rang"
    ENTERED = "entered"  # the caller is in the room, or on the way into it
    CLAIMED = "claimed"
    JOINED = "joined"  # an agent's leg is in the room
    HELD = "held"
    RESUMED = "resumed"
    LEFT = "left"  # an agent's leg is out of the room, the caller stays
    PARKED = "parked"  # the agent lets go of this leg, and of those before it, but not of the call
    DESERTED = "deserted"  # the agent who parked the call is gone
    HANDED_OVER = "handed_over"  # a colleague took the call from the agent who has it
    RELEASED = "released"  # an agent's leg never came
    ENDED = "ended"  # the caller is gone, and nobody has talked with them
    PARTED = "parted"  # the caller is gone after a talk
    CLOSED = "closed"
    NOTED = "noted"  # kept for the history; moves nothing


C, H = CallState, Happening

CALL_TABLE: dict[tuple[CallState, Happening], CallState] = {
    (C.RINGING, H.ENTERED): C.WAITING,
    (C.RINGING, H.CLAIMED): C.CLAIMED,  # while the caller still hears the announcement
    (C.RINGING, H.ENDED): C.ABANDONED,
    (C.WAITING, H.CLAIMED): C.CLAIMED,
    (C.WAITING, H.ENDED): C.ABANDONED,
    (C.WAITING, H.PARTED): C.WRAPPING,
    (C.CLAIMED, H.JOINED): C.CONNECTED,
    (C.CLAIMED, H.PARKED): C.HELD,
    (C.CLAIMED, H.LEFT): C.WAITING,
    (C.CLAIMED, H.RELEASED): C.WAITING,
    (C.CLAIMED, H.ENDED): C.ABANDONED,
    (C.CLAIMED, H.PARTED): C.WRAPPING,
    (C.CONNECTED, H.JOINED): C.CONNECTED,  # the same agent again, after a reload
    (C.CONNECTED, H.HELD): C.HELD,
    (C.CONNECTED, H.PARKED): C.HELD,
    (C.CONNECTED, H.LEFT): C.WAITING,
    (C.CONNECTED, H.PARTED): C.WRAPPING,
    (C.HELD, H.JOINED): C.HELD,
    (C.HELD, H.RESUMED): C.CONNECTED,
    (C.HELD, H.PARKED): C.HELD,
    (C.HELD, H.CLAIMED): C.CLAIMED,  # taken up again by the agent who had parked it
    (C.HELD, H.LEFT): C.WAITING,
    (C.HELD, H.DESERTED): C.WAITING,
    (C.HELD, H.PARTED): C.WRAPPING,
    **{(state, H.HANDED_OVER): C.CLAIMED for state in (C.CONNECTED, C.HELD, C.WAITING)},
    (C.WRAPPING, H.CLOSED): C.CLOSED,
}

LIVE = frozenset({C.RINGING, C.WAITING, C.CLAIMED, C.CONNECTED, C.HELD})
UNANSWERED = frozenset({C.RINGING, C.WAITING})
IN_TALK = frozenset({C.CLAIMED, C.CONNECTED})  # an agent talks in no other call meanwhile
WITH_AGENT = frozenset({C.CONNECTED, C.HELD})  # an agent has talked in it, and still has it
BUSY = frozenset({C.CLAIMED, C.CONNECTED, C.HELD, C.WRAPPING})  # the agent is occupied
TALKED_THROUGH = frozenset({C.WRAPPING, C.CLOSED})  # the caller is gone after a talk
OVER = frozenset({C.CLOSED, C.ABANDONED})


class TransferState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    MISSED = "missed"  # not taken in time
    UNAVAILABLE = "unavailable"  # the colleague takes no calls any more
    TAKEN_BACK = "taken_back"
    OVERTAKEN = "overtaken"  # the caller is gone, or somebody else has the call


class RecordingState(StrEnum):
    EXPECTED = "expected"
    IN_PROGRESS = "in_progress"
    AVAILABLE = "available"
    FETCHED = "fetched"
    TRANSCRIBED = "transcribed"
    ATTACHED = "attached"
    ERASED = "erased"
    ABSENT = "absent"  # the provider recorded nothing, and says why
    UNAVAILABLE = "unavailable"  # the provider does not have it any more, or never gave it
    QUARANTINED = "quarantined"  # five attempts failed; a person decides


class RecordingEvent(StrEnum):
    STARTED = "started"
    COMPLETED = "completed"
    CAME_EMPTY = "came_empty"
    FETCHED = "fetched"
    TRANSCRIBED = "transcribed"
    ATTACHED = "attached"
    LOST = "lost"
    GIVEN_UP = "given_up"
    ERASED = "erased"


R, E = RecordingState, RecordingEvent

RECORDING_TABLE: dict[tuple[RecordingState, RecordingEvent], RecordingState] = {
    (R.EXPECTED, E.STARTED): R.IN_PROGRESS,
    (R.EXPECTED, E.COMPLETED): R.AVAILABLE,
    (R.IN_PROGRESS, E.COMPLETED): R.AVAILABLE,
    (R.UNAVAILABLE, E.COMPLETED): R.AVAILABLE,
    (R.EXPECTED, E.CAME_EMPTY): R.ABSENT,
    (R.IN_PROGRESS, E.CAME_EMPTY): R.ABSENT,
    (R.AVAILABLE, E.FETCHED): R.FETCHED,
    (R.FETCHED, E.TRANSCRIBED): R.TRANSCRIBED,
    (R.TRANSCRIBED, E.ATTACHED): R.ATTACHED,
    (R.EXPECTED, E.LOST): R.UNAVAILABLE,
    (R.IN_PROGRESS, E.LOST): R.UNAVAILABLE,
    (R.AVAILABLE, E.LOST): R.UNAVAILABLE,
    (R.AVAILABLE, E.GIVEN_UP): R.QUARANTINED,
    (R.FETCHED, E.GIVEN_UP): R.QUARANTINED,
    (R.TRANSCRIBED, E.GIVEN_UP): R.QUARANTINED,
    # A person pressed "retry" on the task, and it went through:
    (R.QUARANTINED, E.FETCHED): R.FETCHED,
    (R.UNAVAILABLE, E.FETCHED): R.FETCHED,
    (R.QUARANTINED, E.TRANSCRIBED): R.TRANSCRIBED,
    (R.QUARANTINED, E.ATTACHED): R.ATTACHED,
    **{(state, E.ERASED): R.ERASED for state in R if state is not R.ERASED},
}


class OfferState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"


class OfferEvent(StrEnum):
    TAKE = "take"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"
    OFFER_AGAIN = "offer_again"


S, F = OfferState, OfferEvent

OFFER_TABLE: dict[tuple[OfferState, OfferEvent], OfferState] = {
    (S.OPEN, F.TAKE): S.TAKEN,
    (S.MISSED, F.TAKE): S.TAKEN,
    (S.OPEN, F.EXPIRE): S.MISSED,
    (S.OPEN, F.WITHDRAW): S.WITHDRAWN,
    (S.MISSED, F.WITHDRAW): S.WITHDRAWN,
    (S.MISSED, F.OFFER_AGAIN): S.OPEN,
    (S.WITHDRAWN, F.OFFER_AGAIN): S.OPEN,
    (S.TAKEN, F.OFFER_AGAIN): S.OPEN,  # the agent who took it lost the line
}
