"""From the events of a call to its state: a pure fold that does not depend on their arrival.

The provider repeats callbacks, loses some, and promises no order (A4 of its own documentation:
https://www.twilio.com/docs/voice/twiml/client#attributes-status-callback). So events are put in an
order of our own before they are applied: the ring, the caller's entry, the events of the rooms by
their sequence numbers, ends without such a number, the closing. An agent's claim stands directly
before the first event of their leg, or after all rooms while nothing is known of the leg.

An agent may let go of a leg on purpose (to talk in another call): the call is parked. From then on
no event of this leg, or of an older one, moves it, until they claim it with a new one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from voice.states import CALL_TABLE, CallState, Happening

Place = tuple[int, int, int, int]

_START, _ENTRY, _ROOMS, _END, _CLOSING = range(5)
_LATEST = 1 << 40
_LEG_BOUND = frozenset({Happening.LEFT, Happening.RELEASED})
_OF_CALLER = frozenset({Happening.ENTERED, Happening.HELD, Happening.RESUMED})
_TAKING = frozenset({Happening.CLAIMED, Happening.JOINED, Happening.HANDED_OVER})
_UNNUMBERED = {
    Happening.CLAIMED: 0,
    Happening.HANDED_OVER: 0,
    Happening.JOINED: 1,
    Happening.LEFT: 2,
    Happening.RELEASED: 2,
}


@dataclass(frozen=True)
class StoryEvent:
    """One event; `key` is unique in its call. `sequence` counts within `conference`."""

    key: str
    happening: Happening
    received_at: datetime
    leg: int | None = None
    conference: str | None = None
    sequence: int | None = None
    stamped_at: datetime | None = None


@dataclass
class Story:
    """The call as its events make it. `leg` is the number of the leg that has the call, or had
    it last; `moved` has the keys of the events that changed something. `held_at` is the time
    since when the caller hears music, in any state; `conference` is the provider's id of the
    room they are in; `let_go` is the last leg that its agent let go of on purpose, and
    `parked_at` is the time since when nobody is with the caller because of that."""

    state: CallState = CallState.RINGING
    leg: int | None = None
    entered: bool = False
    talked: bool = False
    held_at: datetime | None = None
    conference: str | None = None
    let_go: int = 0
    moved: set[str] = field(default_factory=set)
    waiting_at: datetime | None = None
    claimed_at: datetime | None = None
    connected_at: datetime | None = None
    parked_at: datetime | None = None
    ended_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def held(self) -> bool:
        return self.held_at is not None


_MARKS = {
    Happening.ENTERED: "waiting_at",
    Happening.CLAIMED: "claimed_at",
    Happening.JOINED: "connected_at",
    Happening.ENDED: "ended_at",
    Happening.CLOSED: "closed_at",
}


def fold(events: Iterable[StoryEvent]) -> Story:
    """The story of a call. Any order of the same events, and any repetition, gives the same."""
    distinct = list({event.key: event for event in events}.values())
    story = Story(conference=_room_of_caller(distinct))
    for event in in_order(distinct):
        _apply(story, event, distinct)
    return story


def _room_of_caller(events: Sequence[StoryEvent]) -> str | None:
    """The newest room in which the caller was seen; of a caller who was not, the newest at all."""
    rooms = _rooms(events)
    seen = {e.conference for e in events if e.conference and e.happening in _OF_CALLER}
    return max(seen or rooms, key=lambda sid: rooms[sid], default=None)


def _apply(story: Story, event: StoryEvent, events: Sequence[StoryEvent]) -> None:
    if event.happening is Happening.RANG:
        story.moved.add(event.key)
    if event.happening is Happening.ENTERED:
        story.entered = True
    if event.happening in (Happening.HELD, Happening.PARKED):
        story.held_at = story.held_at or event.stamped_at or event.received_at
    elif event.happening is Happening.RESUMED:
        story.held_at = None
    if not _counts(story, event, events):
        return
    state = _state_after(story, event.happening)
    if state is None:
        return
    story.state = state
    story.moved.add(event.key)
    _take_leg(story, event)
    story.talked = story.talked or event.happening is Happening.JOINED
    _mark(story, event, events)


def _state_after(story: Story, happening: Happening) -> CallState | None:
    """As in the table, but an end after a talk is a parting, and a held caller stays held."""
    if happening is Happening.ENDED and story.talked:
        happening = Happening.PARTED
    state = CALL_TABLE.get((story.state, happening))
    if happening is Happening.JOINED and state is not None:
        return CallState.HELD if story.held else CallState.CONNECTED
    return state


def _take_leg(story: Story, event: StoryEvent) -> None:
    if event.happening in _TAKING:
        story.leg = event.leg
    if event.happening is Happening.PARKED:
        story.let_go = max(story.let_go, event.leg or 0)
        story.parked_at = story.parked_at or event.stamped_at or event.received_at
    elif story.state is not CallState.HELD or event.happening is Happening.JOINED:
        story.parked_at = None


def _counts(story: Story, event: StoryEvent, events: Sequence[StoryEvent]) -> bool:
    """An agent's leg joins only a caller who is there, and only the leg in use can be lost."""
    happening, leg = event.happening, event.leg or 0
    if happening is Happening.JOINED:
        return story.entered and leg > story.let_go
    if happening is Happening.PARKED:
        return story.talked and story.let_go < leg and leg >= (story.leg or 0)
    if happening is Happening.CLAIMED and story.state is CallState.HELD:
        return story.parked_at is not None and leg > story.let_go
    if happening is Happening.RESUMED:
        return story.parked_at is None
    if happening is Happening.DESERTED:
        return story.parked_at is not None
    if happening is Happening.RELEASED and _has_joined(event.leg, events):
        return False
    if happening not in _LEG_BOUND:
        return True
    return event.leg == story.leg and story.parked_at is None


def _has_joined(leg: int | None, events: Sequence[StoryEvent]) -> bool:
    return any(e.leg == leg and e.happening is Happening.JOINED for e in events)


def _mark(story: Story, event: StoryEvent, events: Sequence[StoryEvent]) -> None:
    name = _MARKS.get(event.happening)
    if name is not None and getattr(story, name) is None:
        setattr(story, name, _moment(event, events))


def _moment(event: StoryEvent, events: Sequence[StoryEvent]) -> datetime:
    """When it happened: by the provider's clock where a report of it has a time."""
    same = [e for e in events if e.happening is event.happening and e.leg == event.leg]
    stamps = [e.stamped_at for e in same if e.stamped_at is not None]
    return min(stamps) if stamps else min(e.received_at for e in same)


def in_order(events: Sequence[StoryEvent]) -> list[StoryEvent]:
    """The one order in which the events of a call are applied."""
    rooms = _rooms(events)
    spans = _leg_spans(events, rooms)
    return sorted(events, key=lambda event: (_place(event, rooms, spans), event.key))


def _rooms(events: Sequence[StoryEvent]) -> dict[str, int]:
    """Rooms by the time of their first event."""
    firsts: dict[str, datetime] = {}
    for event in events:
        if event.conference is not None:
            moment = event.stamped_at or event.received_at
            firsts[event.conference] = min(moment, firsts.get(event.conference, moment))
    return {sid: n for n, sid in enumerate(sorted(firsts, key=lambda sid: (firsts[sid], sid)))}


def _leg_spans(
    events: Sequence[StoryEvent], rooms: dict[str, int]
) -> dict[int, tuple[tuple[int, int], tuple[int, int]]]:
    """Room and sequence number of the first and the last event of each agent's leg."""
    spans: dict[int, tuple[tuple[int, int], tuple[int, int]]] = {}
    for event in events:
        if event.leg is None or event.sequence is None:
            continue
        here = (rooms.get(event.conference or "", 0), event.sequence)
        first, last = spans.get(event.leg, (here, here))
        spans[event.leg] = (min(first, here), max(last, here))
    return spans


def _place(
    event: StoryEvent,
    rooms: dict[str, int],
    spans: dict[int, tuple[tuple[int, int], tuple[int, int]]],
) -> Place | tuple[int, ...]:
    """Rank, room, sequence number, and a step for events that stand beside a numbered one."""
    if event.happening in (Happening.RANG, Happening.ENTERED):
        return (_START if event.happening is Happening.RANG else _ENTRY, 0, 0, 0)
    if event.happening is Happening.CLOSED:
        return (_CLOSING, 0, 0, 0)
    if event.sequence is not None:
        return (_ROOMS, rooms.get(event.conference or "", 0), event.sequence, 0)
    if event.leg is not None and event.happening in _UNNUMBERED:
        return _place_beside(event, spans)
    return (_END, 0, 0, 0)


def _place_beside(
    event: StoryEvent, spans: dict[int, tuple[tuple[int, int], tuple[int, int]]]
) -> Place:
    """Events of a leg without a number stand beside the numbered events of that leg."""
    leg, step = event.leg or 0, _UNNUMBERED[event.happening]
    if leg not in spans:
        return (_ROOMS, _LATEST, leg, step)
    first, last = spans[leg]
    room, number = first if step < 2 else last
    return (_ROOMS, room, number, step - 2 if step < 2 else step)
