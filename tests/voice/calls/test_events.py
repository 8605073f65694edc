"""Events as they are really recorded: any order and any repetition ends in the same rows."""

import random
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import db
from core.db import session
from tests.conftest import World, on_sqlite
from tests.examples import examples
from tests.voice.provider import START, Provider, new_sid
from tickets.models import Ticket
from voice import calls, rows
from voice.agents import presence
from voice.calls import events, legs
from voice.calls.events import Report
from voice.models import Call, Leg
from voice.states import Happening, Outcome
from voice.telephony import reports

HUNG_UP = "participant_hung_up"
# Why an agent is out of the room (https://www.twilio.com/docs/voice/twiml/conference): it was the
# agent's own phone, or the room; and what no documentation knows.
OF_ONE = (HUNG_UP, "participant_updated_via_api", "participant_add_failed")
OF_ROOM = ("moderator_ended_conference", "conference_ended_via_api")
OF_NOBODY_KNOWS = ("", "conference_ended", "lines_crossed")


@dataclass(frozen=True)
class RingingCall:
    """A call that rings, with two legs of Ana's that may come into its room."""

    call: Call
    first: Leg
    second: Leg
    room: str

    def report(self, number: int, event: str, label: str, why: str = HUNG_UP) -> Report:
        """What the provider's callback says, translated by the code that does it for webhooks."""
        stamp = START.replace(second=number).strftime("%a, %d %b %Y %H:%M:%S +0000")
        form = {
            "ConferenceSid": self.room,
            "FriendlyName": self.call.room,
            "StatusCallbackEvent": event,
            "SequenceNumber": str(number),
            "Timestamp": stamp,
            "ParticipantLabel": label,
            "ReasonParticipantLeft": why,
        }
        return reports.of_room(self.call, form)


def ringing_call(world: World) -> RingingCall:
    call = calls.receive(calls.Ring(new_sid("CA"), "+33639980002", "+33199000900"))
    first, second = legs.add(call, world.ana.id), legs.add(call, world.ana.id)
    return RingingCall(call, first, second, new_sid("CF"))


ENTERED = Report("entered", "enter", Happening.ENTERED)
CLAIMED = Report("claim:1", "claim", Happening.CLAIMED, leg=1)
CLAIMED_AGAIN = Report("claim:2", "rejoin", Happening.CLAIMED, leg=2)
RELEASED = Report("released:1", "no phone", Happening.RELEASED, leg=1)
DIAL_END = Report("dial-end", "dial-end", Happening.ENDED)
STATUS = reports.of_caller({"CallStatus": "completed"})
CLOSED = Report("closed", "close", Happening.CLOSED)


def answered(s: RingingCall) -> list[Report]:
    agent = s.first.label
    return [
        ENTERED, s.report(1, "participant-join", "caller"), CLAIMED,
        s.report(2, "participant-join", agent), s.report(3, "conference-start", agent),
        s.report(4, "participant-hold", "caller"), s.report(5, "participant-unhold", "caller"),
        s.report(6, "participant-leave", "caller"),
        s.report(7, "participant-leave", agent, "moderator_ended_conference"),
        s.report(8, "conference-end", ""), DIAL_END, STATUS,
    ]  # fmt: skip


def abandoned(s: RingingCall) -> list[Report]:
    leave = s.report(2, "participant-leave", "caller")
    return [ENTERED, s.report(1, "participant-join", "caller"), leave, DIAL_END, STATUS]


def reloaded(s: RingingCall) -> list[Report]:
    return [
        ENTERED, s.report(1, "participant-join", "caller"), CLAIMED,
        s.report(2, "participant-join", s.first.label), CLAIMED_AGAIN,
        s.report(3, "participant-join", s.second.label),
        s.report(4, "participant-leave", s.first.label),
    ]  # fmt: skip


def given_back(s: RingingCall) -> list[Report]:
    return [ENTERED, s.report(1, "participant-join", "caller"), CLAIMED, RELEASED]


def closed(s: RingingCall) -> list[Report]:
    return [*answered(s), CLOSED]


def parked(s: RingingCall) -> list[Report]:
    """Let go of, taken up with a second leg, and the caller is taken off hold."""
    here = Report("parked:1", "parked", Happening.PARKED, leg=1, conference=s.room, sequence=4001)
    return [
        ENTERED, s.report(1, "participant-join", "caller"), CLAIMED,
        s.report(2, "participant-join", s.first.label), s.report(4, "participant-hold", "caller"),
        here, s.report(5, "participant-leave", s.first.label), CLAIMED_AGAIN,
        s.report(6, "participant-join", s.second.label),
        s.report(7, "participant-unhold", "caller"),
    ]  # fmt: skip


def let_go(s: RingingCall) -> list[Report]:
    return parked(s)[:7]


def handed_over(s: RingingCall) -> list[Report]:
    taken = Report(
        "claim:2", "handed_over", Happening.HANDED_OVER, leg=2, conference=s.room, sequence=4001
    )
    return [*parked(s)[:5], taken, *parked(s)[8:], s.report(8, "participant-leave", s.first.label)]


def agent_out_first(s: RingingCall) -> list[Report]:
    return [
        *answered(s)[:7],
        s.report(6, "participant-leave", s.first.label, "moderator_ended_conference"),
        s.report(7, "participant-leave", "caller"), *answered(s)[9:],
    ]  # fmt: skip


def words_nobody_knows(s: RingingCall) -> list[Report]:
    """Of why the agent left, and of what else happened."""
    told = answered(s)
    told[8] = s.report(7, "participant-leave", s.first.label, "lines_crossed")
    more = [
        s.report(9, "participant-levitate", "caller"), s.report(10, "", ""),
        reports.of_caller({"CallStatus": "dreaming"}),
    ]  # fmt: skip
    return told + more


STORIES = {
    agent_out_first: ("wrapping", "ringing"),
    words_nobody_knows: ("wrapping", "ringing"),
    parked: ("connected", "ringing"),
    let_go: ("held", "ringing"),
    handed_over: ("connected", "ringing"),
    answered: ("wrapping", "ringing"),
    abandoned: ("abandoned", "abandoned"),
    reloaded: ("connected", "ringing"),
    given_back: ("waiting", "ringing"),
    closed: ("closed", "ringing"),  # the ticket is opened by the operation, not by the event
}


@given(st.sampled_from(list(STORIES)), st.randoms(use_true_random=False))
@settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_order_and_repetition_do_not_matter(world: World, story, dice: random.Random):  # type: ignore[no-untyped-def]
    presence.set_status(world.ana.id, "available")
    s = ringing_call(world)
    reports = story(s)
    reports += dice.choices(reports, k=3)
    dice.shuffle(reports)
    for report in reports:
        events.record(s.call.id, report)
    ticket = session.get_one(Ticket, s.call.ticket_id)
    assert (s.call.state, ticket.state) == STORIES[story], [r.natural_key for r in reports]
    assert len(events.of(s.call.id)) == 1 + len({r.natural_key for r in reports})
    if story in (answered, closed, words_nobody_knows):
        assert s.call.agent_id == world.ana.id
        assert s.call.waiting_at == START.replace(second=1)
        assert s.call.connected_at == START.replace(second=2)
        assert s.call.ended_at == START.replace(second=6)
        assert ticket.waited_seconds == 1
    session.rollback()


def talking(s: RingingCall) -> None:
    presence.set_status(s.first.user_id, "available")
    for report in answered(s)[:7]:
        events.record(s.call.id, report)
    assert s.call.state == "connected"


@on_sqlite
@pytest.mark.parametrize("why", OF_ROOM)
def test_an_agent_who_leaves_since_the_room_is_over_ends_the_talk(world: World, why: str):
    """Every other report of the end may be lost."""
    s = ringing_call(world)
    talking(s)
    events.record(s.call.id, s.report(7, "participant-leave", s.first.label, why))
    assert s.call.state == "wrapping"


@on_sqlite
@pytest.mark.parametrize("why", OF_ONE)
def test_an_agent_who_leaves_alone_leaves_the_caller_waiting(world: World, why: str):
    s = ringing_call(world)
    talking(s)
    events.record(s.call.id, s.report(7, "participant-leave", s.first.label, why))
    assert s.call.state == "waiting"


@on_sqlite
@pytest.mark.parametrize("why", OF_NOBODY_KNOWS)
def test_a_reason_that_nobody_knows_moves_nothing(world: World, why: str):
    s = ringing_call(world)
    talking(s)
    report = s.report(7, "participant-leave", s.first.label, why)
    assert events.record(s.call.id, report) is Outcome.UNKNOWN
    assert s.call.state == "connected"


@on_sqlite
@given(
    st.sampled_from([*OF_ROOM, *OF_NOBODY_KNOWS]),
    st.permutations(["caller", "agent", "end", "dial", "status"]),
    st.booleans(),
    st.sets(st.sampled_from(["caller", "end", "dial", "status"]), max_size=3),
)
@settings(
    max_examples=examples(80),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_finished_call_is_offered_to_nobody(  # type: ignore[no-untyped-def]
    world: World, why: str, arrivals: list[str], agent_first: bool, lost
):
    """Whichever of both is the first to leave, in whichever order it is told, whatever is lost."""
    s = ringing_call(world)
    talking(s)
    numbers = {"agent": 6, "caller": 7} if agent_first else {"caller": 6, "agent": 7}
    reports = {
        "caller": s.report(numbers["caller"], "participant-leave", "caller"),
        "agent": s.report(numbers["agent"], "participant-leave", s.first.label, why),
        "end": s.report(8, "conference-end", ""),
        "dial": DIAL_END,
        "status": STATUS,
    }
    for name in arrivals:
        if name not in lost:
            events.record(s.call.id, reports[name])
            assert s.call.state in ("connected", "wrapping")
    assert s.call.state == "wrapping"
    assert s.call.agent_id == s.first.user_id
    session.rollback()


@on_sqlite
def test_the_history_says_which_events_moved_the_call(provider: Provider, on_duty: World):
    provider.ring()
    provider.enter()
    provider.room_event("participant-leave", "caller")
    provider.ask("dial-end", DialCallStatus="answered", CallStatus="completed")
    history = [(event.kind, event.outcome) for event in events.of(provider.call.id)]
    assert history == [
        ("voice", "moved"), ("enter", "moved"), ("participant-join", "ignored"),
        ("participant-leave", "moved"), ("dial-end", "ignored"),
    ]  # fmt: skip


@on_sqlite
def test_a_call_that_is_not_there(world: World):
    try:
        events.record("0" * 32, ENTERED)
    except rows.UnknownCall:
        db.session.rollback()
    else:
        raise AssertionError("recorded for nobody")
