"""The fold: any order and any repetition of a call's events tells the same story."""

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from voice.calls.story import StoryEvent, fold, in_order
from voice.states import CALL_TABLE, CallState, Happening

H = Happening
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def event(happening: Happening, leg: int | None = None, at: int | None = None, room: str = "CFa"):
    """An event; with `at` it is numbered and stamped by its room."""
    if at is None:
        return StoryEvent(f"{happening}:{leg}", happening, NOW, leg)
    stamp = NOW + timedelta(seconds=at)
    return StoryEvent(f"{room}:{at}", happening, NOW, leg, room, at, stamp)


RANG, ENTERED, CLOSED = event(H.RANG), event(H.ENTERED), event(H.CLOSED)

ANSWERED = [
    RANG, ENTERED, event(H.ENTERED, at=1), event(H.CLAIMED, 1), event(H.JOINED, 1, 2),
    event(H.NOTED, at=3), event(H.HELD, at=4), event(H.RESUMED, at=5), event(H.ENDED, at=6),
    event(H.ENDED, at=7), event(H.ENDED),
]  # fmt: skip
ABANDONED = [RANG, ENTERED, event(H.ENTERED, at=1), event(H.ENDED, at=2), event(H.ENDED)]
GONE_WHILE_CONNECTING = [
    RANG, ENTERED, event(H.ENTERED, at=1), event(H.CLAIMED, 1), event(H.ENDED, at=2),
    event(H.JOINED, 1, 3, "CFb"), event(H.LEFT, 1, 4, "CFb"), event(H.ENDED),
]  # fmt: skip
RELOADED = [
    RANG, ENTERED, event(H.ENTERED, at=1), event(H.CLAIMED, 1), event(H.JOINED, 1, 2),
    event(H.CLAIMED, 2), event(H.JOINED, 2, 3), event(H.LEFT, 1, 4),
]  # fmt: skip
LINE_LOST = [
    RANG, ENTERED, event(H.ENTERED, at=1), event(H.CLAIMED, 1), event(H.JOINED, 1, 2),
    event(H.LEFT, 1, 3),
]  # fmt: skip
PARKED = [
    RANG, ENTERED, event(H.ENTERED, at=1), event(H.CLAIMED, 1), event(H.JOINED, 1, 2000),
    event(H.HELD, at=3000), event(H.PARKED, 1, 3001), event(H.LEFT, 1, 4000),
]  # fmt: skip
TAKEN_UP = [
    *PARKED, event(H.CLAIMED, 2), event(H.JOINED, 2, 5000), event(H.RESUMED, at=6000),
]  # fmt: skip
TO_AND_FRO = [  # its second leg was let go of before it was there, and comes all the same
    *PARKED, event(H.CLAIMED, 2), event(H.PARKED, 2, 4001), event(H.JOINED, 2, 5000),
    event(H.LEFT, 2, 6000),
]  # fmt: skip
HANDED_OVER = [
    *PARKED[:6], event(H.HANDED_OVER, 2), event(H.JOINED, 2, 4000), event(H.LEFT, 1, 5000),
    event(H.RESUMED, at=6000),
]  # fmt: skip
NEVER_CAME = [RANG, ENTERED, event(H.CLAIMED, 1), event(H.RELEASED, 1)]

ENDINGS = [
    (ANSWERED, CallState.WRAPPING),
    ([*ANSWERED, CLOSED], CallState.CLOSED),
    (ABANDONED, CallState.ABANDONED),
    (GONE_WHILE_CONNECTING, CallState.ABANDONED),
    (RELOADED, CallState.CONNECTED),
    ([*RELOADED, event(H.ENDED, at=5)], CallState.WRAPPING),
    (LINE_LOST, CallState.WAITING),
    ([*LINE_LOST, event(H.CLAIMED, 2)], CallState.CLAIMED),
    ([*LINE_LOST, event(H.ENDED)], CallState.WRAPPING),
    (PARKED, CallState.HELD),
    (PARKED[:7], CallState.HELD),  # not out of the room yet
    ([each for each in PARKED if each.happening is not H.HELD], CallState.HELD),  # that was lost
    ([*PARKED, event(H.RESUMED, at=5000)], CallState.HELD),  # nobody is there to talk
    ([*PARKED, event(H.ENDED, at=5000)], CallState.WRAPPING),
    ([*PARKED, event(H.DESERTED, at=4001)], CallState.WAITING),
    ([*PARKED, event(H.DESERTED, at=4001), event(H.ENDED, at=5000)], CallState.WRAPPING),
    (TAKEN_UP, CallState.CONNECTED),
    (TAKEN_UP[:-1], CallState.HELD),
    ([*TAKEN_UP, event(H.DESERTED, at=6001)], CallState.CONNECTED),  # too late
    ([*TAKEN_UP, event(H.LEFT, 2, 7000)], CallState.WAITING),
    ([*TAKEN_UP, event(H.PARKED, 2, 6001), event(H.LEFT, 2, 7000)], CallState.HELD),
    ([*PARKED, event(H.CLAIMED, 2)], CallState.CLAIMED),
    ([*PARKED, event(H.CLAIMED, 2), event(H.RELEASED, 2)], CallState.WAITING),  # no phone came
    ([*PARKED[:6], event(H.CLAIMED, 2)], CallState.HELD),  # the agent's page was loaded anew
    (TO_AND_FRO, CallState.HELD),
    ([*TO_AND_FRO, event(H.CLAIMED, 3), event(H.JOINED, 3, 7000)], CallState.HELD),
    (HANDED_OVER, CallState.CONNECTED),
    (HANDED_OVER[:7], CallState.CLAIMED),
    (HANDED_OVER[:8], CallState.HELD),
    ([*HANDED_OVER[:7], event(H.LEFT, 1, 5000)], CallState.CLAIMED),  # who gave it away is out
    ([*HANDED_OVER[:7], event(H.RELEASED, 2)], CallState.WAITING),
    ([*PARKED[:6], event(H.HANDED_OVER, 2, 3001), event(H.RELEASED, 2)], CallState.WAITING),
    ([*PARKED[:6], event(H.HANDED_OVER, 2, 3001), *HANDED_OVER[7:]], CallState.CONNECTED),
    ([*HANDED_OVER[:7], event(H.ENDED, at=4000)], CallState.WRAPPING),
    ([*PARKED, event(H.HANDED_OVER, 2), event(H.JOINED, 2, 5000)], CallState.HELD),
    (NEVER_CAME, CallState.WAITING),
    ([*NEVER_CAME, event(H.CLAIMED, 2), event(H.JOINED, 2, 2)], CallState.CONNECTED),
    ([RANG, event(H.CLAIMED, 1)], CallState.CLAIMED),
    ([RANG, event(H.ENDED)], CallState.ABANDONED),
    ([RANG, event(H.CLAIMED, 1), event(H.ENDED)], CallState.ABANDONED),
]


def test_each_story_ends_as_it_should():
    for events, state in ENDINGS:
        assert fold(events).state is state, events


@given(st.sampled_from([events for events, _ in ENDINGS]), st.randoms(use_true_random=False))
@settings(max_examples=examples(300), deadline=None)
def test_order_and_repetition_do_not_matter(events: list[StoryEvent], dice: random.Random):
    shuffled = [*events, *dice.choices(events, k=4)]
    dice.shuffle(shuffled)
    assert fold(shuffled) == fold(events)


@st.composite
def any_events(draw: st.DrawFn) -> list[StoryEvent]:
    """Events of every kind that need not make sense together."""
    legs, sequence = st.integers(1, 3), st.one_of(st.none(), st.integers(0, 12))
    events: dict[str, StoryEvent] = {}
    for happening in draw(st.lists(st.sampled_from(list(Happening)), max_size=14)):
        bound = happening in {
            H.CLAIMED, H.JOINED, H.LEFT, H.RELEASED, H.PARKED, H.HANDED_OVER,
        }  # fmt: skip
        leg = draw(legs) if bound else None
        unnumbered = {H.RANG, H.CLAIMED, H.CLOSED}
        at = draw(sequence) if happening not in unnumbered else None
        drawn = event(happening, leg, at, draw(st.sampled_from(["CFa", "CFb"])))
        events.setdefault(drawn.key, drawn)
    return list(events.values())


@given(any_events(), st.randoms(use_true_random=False))
@settings(max_examples=examples(500), deadline=None)
def test_even_nonsense_tells_one_story(events: list[StoryEvent], dice: random.Random):
    shuffled = [*events, *events]
    dice.shuffle(shuffled)
    assert fold(shuffled) == fold(events)
    assert in_order(events) == in_order(list(reversed(events)))


def test_the_new_leg_has_the_call_after_a_reload():
    assert fold(RELOADED).leg == 2
    assert fold([*RELOADED, event(H.LEFT, 2, 5)]).state is CallState.WAITING


def test_the_leg_of_a_call_that_was_handed_over_or_parked():
    assert fold(HANDED_OVER[:7]).leg == 2
    handed_over = [*PARKED[:6], event(H.HANDED_OVER, 2, 3001), event(H.ENDED, at=4000)]
    assert (fold(handed_over).state, fold(handed_over).leg) == (CallState.WRAPPING, 2)
    parked = fold(PARKED)
    assert (parked.leg, parked.let_go, parked.parked_at) == (1, 1, NOW + timedelta(seconds=3001))
    taken_up = fold(TAKEN_UP)
    assert (taken_up.leg, taken_up.parked_at, taken_up.held) == (2, None, False)
    ended = fold([*PARKED, event(H.ENDED, at=5000)])
    assert ended.parked_at is None


def test_a_caller_on_hold_stays_so_until_somebody_resumes():
    """The agent's line broke in the middle; the next one finds the caller with music."""
    events = [*PARKED[:6], event(H.LEFT, 1, 4000), event(H.CLAIMED, 2), event(H.JOINED, 2, 5000)]
    assert fold(events[:7]).state is CallState.WAITING
    assert fold(events).state is CallState.HELD


def test_the_room_is_that_of_the_caller_and_the_newest():
    joined, other = event(H.JOINED, 1, 2), event(H.JOINED, 1, 3, "CFb")
    assert fold([RANG, ENTERED]).conference is None
    assert fold([RANG, ENTERED, joined]).conference == "CFa"
    assert fold([RANG, ENTERED, joined, other]).conference == "CFb"
    assert fold([RANG, ENTERED, joined, other, event(H.HELD, at=4)]).conference == "CFa"
    again = event(H.ENTERED, at=9, room="CFb")
    assert fold([RANG, again, ENTERED, event(H.ENTERED, at=1)]).conference == "CFb"


def test_times_come_from_the_providers_clock_where_there_is_one():
    story = fold(ANSWERED)
    assert story.waiting_at == NOW + timedelta(seconds=1)
    assert story.connected_at == NOW + timedelta(seconds=2)
    assert story.ended_at == NOW + timedelta(seconds=6)
    assert story.claimed_at == NOW


def test_events_that_moved_the_call_are_told_from_late_ones():
    story = fold([*ANSWERED, event(H.HELD, at=9)])
    assert "CFa:4" in story.moved and "CFa:9" not in story.moved


def test_a_closed_call_stays_closed():
    assert not [event for state, event in CALL_TABLE if state is CallState.CLOSED]
