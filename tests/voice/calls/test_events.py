"""Events as they are really recorded: any order and any repetition ends in the same rows."""

import random
from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import db
from core.db import session
from tests.conftest import World
from tests.examples import examples
from tests.voice.provider import START, Provider, new_sid
from tickets.models import Ticket
from voice import calls, rows
from voice.agents import presence
from voice.calls import events, legs
from voice.calls.events import Report
from voice.models import Call, Leg
from voice.states import Happening
from voice.telephony import reports


@dataclass(frozen=True)
class RingingCall:
    """A call that rings, with two legs of Ana's that may come into its room."""

    call: Call
    first: Leg
    second: Leg
    room: str

    def report(self, number: int, event: str, label: str, why: str = "") -> Report:
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
DIAL_END = reports.of_dial_end({"DialCallStatus": "answered", "CallStatus": "completed"}, "a")
STATUS = reports.of_caller({"CallStatus": "completed"})
CLOSED = Report("closed", "close", Happening.CLOSED)


def answered(s: RingingCall) -> list[Report]:
    agent = s.first.label
    return [
        ENTERED, s.report(1, "participant-join", "caller"), CLAIMED,
        s.report(2, "participant-join", agent), s.report(3, "conference-start", agent),
        s.report(4, "participant-hold", "caller"), s.report(5, "participant-unhold", "caller"),
        s.report(6, "participant-leave", "caller"),
        s.report(7, "participant-leave", agent, "conference_ended"),
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


STORIES = {
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
    if story in (answered, closed):
        assert s.call.agent_id == world.ana.id
        assert s.call.waiting_at == START.replace(second=1)
        assert s.call.connected_at == START.replace(second=2)
        assert s.call.ended_at == START.replace(second=6)
        assert ticket.waited_seconds == 1
    session.rollback()


def test_an_agent_who_leaves_since_the_room_is_over_ends_the_talk(world: World):
    """Every other report of the end may be lost."""
    presence.set_status(world.ana.id, "available")
    s = ringing_call(world)
    for report in answered(s)[:7]:
        events.record(s.call.id, report)
    assert s.call.state == "connected"
    events.record(s.call.id, s.report(7, "participant-leave", s.first.label, "conference_ended"))
    assert s.call.state == "wrapping"


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


def test_a_call_that_is_not_there(world: World):
    try:
        events.record("0" * 32, ENTERED)
    except rows.UnknownCall:
        db.session.rollback()
    else:
        raise AssertionError("recorded for nobody")
