"""Conference rooms: who starts and ends them, who hears whom, and the events they report.

Rules: https://www.twilio.com/docs/voice/twiml/conference
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from voice.simulator.network.courier import Letter
from voice.simulator.network.exchange import Exchange
from voice.simulator.network.legs import Document, Leg, Listener
from voice.simulator.network.twiml import WAITING_VERBS, Node, TwimlError
from voice.simulator.network.webhooks import WebhookFailed, rfc2822
from voice.simulator.sound.audio import RATE, SILENCE, tone
from voice.simulator.sound.conversation import Conversation

LABEL_TAKEN = 16025
# Why a participant is out of the room.
HUNG_UP, BY_API = "participant_hung_up", "participant_updated_via_api"
ROOM_ENDED, ROOM_ENDED_BY_API = "moderator_ended_conference", "conference_ended_via_api"
# Why the room is left by one who could not hear its waiting music.
NOT_ADDED = "participant_add_failed"
# Seconds by which a voice is held back, by its owner's jitterBufferSize: the middle of the averages
# that the documentation gives.
_DELAYS = {"off": 0.0, "small": 0.175, "medium": 0.28, "large": 0.65}
# Least seconds between two requests for music that lasts no time.
_SHORTEST_MUSIC = 1.0


Fetch = Callable[[str, str, Mapping[str, str] | None], Document | None]
# Carries out one document for a leg that waits.
Perform = Callable[[Leg, Document, Listener, Fetch], Document | None]


class LabelTaken(Exception):
    """Somebody in the room already bears this label."""


class NotEstablished(Exception):
    """The waiting music could not be had, so the leg is not really in the room."""


class _MusicOver(Exception):
    """The leg's place in the room has changed."""


@dataclass
class Participant:
    """One leg in the room. `changes` counts what happens to it, so that its music knows to stop."""

    leg: Leg
    label: str
    start_on_enter: bool
    end_on_exit: bool
    wait_url: str
    wait_method: str
    delay: float
    muted: bool = False
    held: bool = False
    hold_url: str = ""
    hold_method: str = "POST"
    gone: bool = False
    changes: int = 0
    why_gone: str = HUNG_UP
    removed: bool = False  # by REST

    def change(self) -> None:
        self.changes += 1
        self.leg.alarm.ring()


class Conference:
    """One room, from the first to the last participant. Changed under the exchange's lock."""

    def __init__(self, exchange: Exchange, room: str, first: Leg, noun: Node, base: str) -> None:
        self.exchange = exchange
        self.room = room
        self.sid = exchange.new_sid("CF")
        self.clock = first.clock
        self.created_at = self.clock.now()
        self.updated_at = self.created_at
        self.status = "init"
        self.reason_ended = ""
        self.ended_by = ""
        self.participants: list[Participant] = []
        self.sequence = 0
        callback = noun.get("statusCallback")
        self._callback = urljoin(base, callback) if callback else ""
        self._method = noun.get("statusCallbackMethod", "POST")
        self._events = noun.words("statusCallbackEvent")
        self._courier = exchange.courier(f"{first.name}|conference", self.clock, first.chaos)
        exchange.register(self)

    @property
    def started(self) -> bool:
        return self.status == "in-progress"

    def find(self, call_sid_or_label: str) -> Participant | None:
        return next(
            (
                each
                for each in self.participants
                if call_sid_or_label in (each.leg.sid, each.label) and call_sid_or_label
            ),
            None,
        )

    def admit(self, participant: Participant) -> None:
        if participant.label and self.find(participant.label) is not None:
            raise LabelTaken(participant.label)
        self.participants.append(participant)
        participant.leg.in_conference = True
        participant.leg.story.tell("conference", f"{participant.label or 'someone'} joins the room")
        self.tell("join", participant)
        if not self.started and participant.start_on_enter and len(self.participants) > 1:
            self._start(participant)
        self._hold_voices_back()
        self.refresh()

    def _hold_voices_back(self) -> None:
        for each in self.participants:
            if each.leg.conversation is not None:
                others = (other.delay for other in self.participants if other is not each)
                each.leg.conversation.agent_delay = max(others, default=0.0)

    def _start(self, participant: Participant) -> None:
        self.status = "in-progress"
        self.tell("start", participant)
        for each in self.participants:
            each.change()

    def dismiss(self, participant: Participant) -> None:
        """The participant leaves, and maybe the room ends with it."""
        if participant not in self.participants:
            return
        self._take_out(participant)
        self.refresh(participant.leg)
        participant.leg.story.tell(
            "conference", f"{participant.label or 'someone'} leaves the room"
        )
        if participant.end_on_exit and self.exchange.others_leave_first:
            self._drop_all(ROOM_ENDED)
        self._tell_leave(participant)
        how = "kicked" if participant.removed else "left"
        if participant.end_on_exit:
            self.finish(f"participant-with-end-conference-on-exit-{how}", participant)
        elif not self.participants:
            self.finish(f"last-participant-{how}", participant)

    def _take_out(self, participant: Participant) -> None:
        participant.gone = True
        self.participants.remove(participant)
        participant.leg.in_conference = False

    def _tell_leave(self, participant: Participant) -> None:
        status = "completed" if participant.why_gone == HUNG_UP else participant.leg.status
        self.tell(
            "leave",
            participant,
            ReasonParticipantLeft=participant.why_gone,
            ParticipantCallStatus=status,
        )

    def _drop_all(self, why: str) -> None:
        for each in list(self.participants):
            each.why_gone = why
            self._take_out(each)
            self._tell_leave(each)
            each.change()

    def finish(self, reason: str, last: Participant | None = None) -> None:
        if self.status == "completed":
            return
        self.status = "completed"
        self.reason_ended = reason
        self.ended_by = last.leg.sid if last else ""
        self.refresh()
        self._drop_all(ROOM_ENDED if last else ROOM_ENDED_BY_API)
        ending = {
            "ReasonConferenceEnded": reason,
            "CallSidEndingConference": self.ended_by,
            "ParticipantLabelEndingConference": last.label if last else "",
        }
        self.tell("end", None, **{key: value for key, value in ending.items() if value})

    def hold(self, participant: Participant, held: bool, url: str, method: str) -> None:
        participant.hold_url, participant.hold_method = url, method
        if participant.held != held:
            participant.held = held
            self.tell(
                "hold", participant, name="participant-hold" if held else "participant-unhold"
            )
        participant.change()
        self.refresh()

    def mute(self, participant: Participant, muted: bool) -> None:
        if participant.muted == muted:
            return
        participant.muted = muted
        self.tell("mute", participant, name="participant-mute" if muted else "participant-unmute")
        for each in self.participants:
            if each is not participant and each.leg.conversation is not None:
                each.leg.conversation.mute_agent(self.clock.now(), muted)

    def refresh(self, left: Leg | None = None) -> None:
        """Let the conversation run while its two sides can hear each other."""
        self.updated_at = self.clock.now()
        for leg in [each.leg for each in self.participants] + ([left] if left else []):
            if leg.conversation is not None:
                self._run_or_pause(leg, leg.conversation)

    def _run_or_pause(self, leg: Leg, talk: Conversation) -> None:
        hearing = [each.leg for each in self.participants if not each.held]
        if self.started and leg in hearing and len(hearing) > 1:
            talk.run(self.clock.now())
        else:
            talk.pause(self.clock.now())
        leg.tell_watchers()

    def tell(
        self, event: str, participant: Participant | None, *, name: str = "", **extra: str
    ) -> None:
        """Post the event if the first participant's noun asked for it."""
        if not self._callback or event not in self._events:
            return
        self.sequence += 1
        params = {
            "AccountSid": self.exchange.credentials.account_sid,
            "ConferenceSid": self.sid,
            "FriendlyName": self.room,
            "StatusCallbackEvent": name or _EVENT_NAMES[event],
            "SequenceNumber": str(self.sequence),
            "Timestamp": rfc2822(self.clock.now()),
            **(_describe(participant) if participant else {}),
            **extra,
        }
        self._courier.send(Letter("conference", self._method, self._callback, params))


_EVENT_NAMES = {
    "start": "conference-start",
    "end": "conference-end",
    "join": "participant-join",
    "leave": "participant-leave",
    "modify": "participant-modify",
}


def _describe(participant: Participant) -> dict[str, str]:
    described = {
        "CallSid": participant.leg.sid,
        "Muted": _boolean(participant.muted),
        "Hold": _boolean(participant.held),
        "Coaching": "false",
        "EndConferenceOnExit": _boolean(participant.end_on_exit),
        "StartConferenceOnEnter": _boolean(participant.start_on_enter),
    }
    return described | ({"ParticipantLabel": participant.label} if participant.label else {})


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def enter(leg: Leg, noun: Node, base: str) -> tuple[Conference, Participant]:
    """Bring the leg into the room that the noun names. Raises LabelTaken."""
    exchange = leg.exchange
    participant = _participant(leg, noun, base)
    room = noun.text
    with exchange.lock:
        conferences = exchange.by_sid(Conference).values()
        conference = next(
            (each for each in conferences if each.room == room and each.status != "completed"), None
        )
        if conference is None:
            conference = Conference(exchange, room, leg, noun, base)
        leg.move_to(conference.clock)
        conference.admit(participant)
    return conference, participant


def _participant(leg: Leg, noun: Node, base: str) -> Participant:
    wait_url = noun.get("waitUrl", _ITS_OWN)
    return Participant(
        leg=leg,
        label=noun.get("participantLabel"),
        start_on_enter=noun.flag("startConferenceOnEnter", True),
        end_on_exit=noun.flag("endConferenceOnExit", False),
        wait_url=urljoin(base, wait_url) if wait_url not in ("", _ITS_OWN) else wait_url,
        wait_method=noun.get("waitMethod", "POST"),
        delay=_DELAYS[noun.get("jitterBufferSize", "large")],
        muted=noun.flag("muted", False),
    )


def stay(conference: Conference, participant: Participant, perform: Perform) -> None:
    """Talk, or hear music while the room or the leg waits, until the leg leaves the room.

    Raises NotEstablished.
    """
    leg = participant.leg
    while not participant.gone:
        if participant.held:
            url, method = participant.hold_url, participant.hold_method
            _hear(conference, participant, url, method, perform)
        elif not conference.started:
            url, method = participant.wait_url, participant.wait_method
            _hear(conference, participant, url, method, perform, is_vital=True)
        else:
            leg.rest(math.inf)


def leave(conference: Conference, participant: Participant) -> None:
    with conference.exchange.lock:
        conference.dismiss(participant)


def _hear(
    conference: Conference,
    participant: Participant,
    url: str,
    method: str,
    perform: Perform,
    *,
    is_vital: bool = False,
) -> None:
    leg = participant.leg
    before = participant.changes

    def listener() -> None:
        if participant.changes != before or participant.gone:
            raise _MusicOver

    extra = {"ConferenceSid": conference.sid, "FriendlyName": conference.room}
    try:
        if url == _ITS_OWN:
            leg.story.tell("played", "hears the provider's own music", url=_ITS_OWN)
            leg.listen(math.inf, tone(RATE * _OWN_SECONDS), listener)
        document = _music(leg, method, url, extra) if url else None
        if url and document is None and is_vital:
            raise NotEstablished(url)
        while document is not None:
            started = leg.clock.now()
            document = perform(leg, document, listener, lambda m, u, _: _music(leg, m, u, extra))
            if leg.clock.now() - started < _SHORTEST_MUSIC:
                leg.listen(_SHORTEST_MUSIC, SILENCE, listener)
        leg.listen(math.inf, SILENCE, listener)
    except _MusicOver:
        return


_ITS_OWN = "its own"  # the provider's playlist, where the application names no music
_OWN_SECONDS = 600


def _music(leg: Leg, method: str, url: str, extra: dict[str, str]) -> Document | None:
    """A waiting document, or None where it cannot be had."""
    try:
        return leg.fetch_once(method, url, extra, verbs=WAITING_VERBS, kind="wait")
    except (WebhookFailed, TwimlError) as error:
        leg.story.tell("error", f"waiting music fails: {error}")
        return None
