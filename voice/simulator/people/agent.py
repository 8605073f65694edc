"""A scripted agent, who uses the application's desk API and a phone of their own."""

import math
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, Protocol

import requests

from voice.simulator.network.clock import Alarm, Clock
from voice.simulator.network.legs import ENDED, Leg
from voice.simulator.network.story import Story
from voice.simulator.people.desk_client import DeskClient, DeskError
from voice.simulator.people.scenario import Scenario, TypedAnswer
from voice.simulator.sound.conversation import Conversation

# The call's seconds between two looks, and between two answers typed one after the other.
LOOK_SECONDS = 0.5
PHONE_SECONDS = 2.0  # between two looks whether the phone is still there; the talk itself wakes
TYPING_SECONDS = 1.0
ROUNDING = 1e-3  # seconds since 1970 in a float are exact to a quarter of a microsecond only
HANG_UP_SECONDS = 1.0
ANSWER_SECONDS = 5.0  # until an agent who leaves calls to people takes one that nobody took
HEARD_SECONDS = 15.0  # of a person's clock, between two looks of somebody who does nothing else
RECORDED_WITHIN, LOOKS_APART = 10.0, 0.05  # seconds of the clock on the wall
TOLD_APART = 0.2  # of the call's clock, between two looks whether the application knows of the talk
_MOST_LOOKS_AFTER_CALL = 40
# Why a call is closed although its caller said too little; the client's team reads it.
REASONS = {
    "fr": "Appel simulé\u00a0: l’agent simulé n’avait pas ces réponses.",
    "en": "Simulated call: the simulated agent had no such answers.",
}


class CallOfAgent(Protocol):
    """The parts of a call that its agent needs."""

    scenario: Scenario
    clock: Clock
    story: Story
    talk: Conversation
    leg: Leg

    @property
    def sid(self) -> str: ...


class AgentFailed(Exception):
    """The scripted agent could not do its work; the message says what the application said."""


class ScriptedAgent:
    """Lives in the call's thread. `phone_url` comes with the phone token."""

    def __init__(self, call: CallOfAgent, application_url: str) -> None:
        self._call = call
        self._desk = DeskClient(application_url)
        self._view: dict[str, Any] = {}
        self._alarm = Alarm()
        self._hung_up = False
        self._stands_back = False
        self._in_room_since: float | None = None
        self._left_to: list[str] = []  # whom the story has named already

    @property
    def _path(self) -> str:
        return f"/desk/calls/{self._view['id']}"

    def get_ready(self) -> None:
        """Sign in and become available, but for a person who is at this agent's desk already."""
        scenario = self._call.scenario
        try:
            self._desk.sign_in(scenario.agent_email, scenario.agent_password)
            status = self._desk.state().get("status")
            if scenario.leaves_to_people and status in ("available", "break"):
                self._stands_back = True
                self._leave_to([scenario.agent_email])
                return
            self._set_status("available")
        except DeskError as error:
            raise AgentFailed(str(error)) from error
        self._tell("ready", f"{scenario.agent_email} is available")

    def _set_status(self, status: str) -> None:
        self._desk.post("/desk/status", {"status": status, "reason": ""})

    def _leave_to(self, people: list[str]) -> None:
        """Tell so, once. Nobody can answer in fast time: then it is a failure."""
        names = ", ".join(people)
        if self._call.clock.speed is None:
            raise AgentFailed(
                f"{names} could take the call, but no person is as fast as this one: add"
                " --real-time to leave it to them, or --agent FILE to have an agent played"
            )
        if people != self._left_to:
            self._tell("left", f"{names} can take the call: it is left to them")
            self._left_to = people

    def work(self) -> None:
        """From the offer to the closed call."""
        if self._stands_back:
            return
        self._call.leg.watchers.append(self._alarm)
        try:
            offer = self._wait_for_offer()
            if offer is None or not self._claim(offer):
                return
            self._connect()
            self._let_it_record()
            self._talk()
            self._wrap_up()
            if self._call.scenario.leaves_to_people:  # nobody is at the desk any more
                self._set_status("offline")
        except DeskError as error:
            raise AgentFailed(str(error)) from error

    def _tell(self, kind: str, text: str, **detail: str) -> None:
        self._call.story.tell(kind, text, **detail)

    def _pause(self, seconds: float) -> None:
        self._call.clock.sleep(self._call.clock.now() + seconds, self._alarm)

    def _wait_for_offer(self) -> dict[str, Any] | None:
        scenario = self._call.scenario
        until_answered = ANSWER_SECONDS if scenario.leaves_to_people else 0.0
        while not self._call.leg.ended.is_set():
            offer = next(filter(self._is_mine, self._desk.state().get("offers", [])), None)
            may_take = until_answered <= 0.0 and self._has_waited(scenario.waits)
            if offer is not None and may_take and not self._is_left(offer):
                return dict(offer)
            if offer is not None:
                until_answered -= LOOK_SECONDS
            self._pause(LOOK_SECONDS)
        return None

    def _has_waited(self, seconds: float) -> bool:
        """Whether the caller is in the room for so long."""
        if seconds and self._in_room_since is None and self._call.leg.in_conference:
            self._in_room_since = self._call.clock.now()
        since = self._in_room_since
        return not seconds or (since is not None and self._call.clock.now() - since >= seconds)

    def _is_left(self, offer: dict[str, Any]) -> bool:
        """Whether a person at another desk can take this call."""
        if not self._call.scenario.leaves_to_people:
            return False
        others = list(self._desk.get(f"/desk/offers/{offer['id']}/others")["names"])
        if others:
            self._leave_to(others)
        return bool(others)

    def _is_mine(self, offer: dict[str, Any]) -> bool:
        """Whether the offer is of this call; a withheld number fits any offer."""
        number = self._call.scenario.from_number
        return not number.startswith("+") or _digits(number)[-9:] in _digits(offer.get("caller"))

    def _claim(self, offer: dict[str, Any]) -> bool:
        """False when somebody else was quicker."""
        self._tell("offer", "the agent sees the call")
        try:
            self._view = self._desk.post(f"/desk/offers/{offer['id']}/claim")
        except DeskError as error:
            if error.code != "already_taken":
                raise
            self._tell("taken", "another agent has taken the call")
            return False
        ticket = self._view.get("ticket") or {}
        client = self._view.get("client") or offer.get("client") or {}
        self._tell("claim", f"the agent takes the call for {client.get('name', 'nobody known')}")
        self._tell(
            "ticket",
            f"ticket {ticket.get('number', '?')}",
            ticket_id=str(ticket.get("id", "")),
            call_id=str(self._view["id"]),
        )
        return True

    def _connect(self) -> None:
        """Put the agent's phone through, and wait until the two hear each other."""
        token = self._desk.post("/desk/phone-token")
        content = {
            "token": token["token"],
            "params": {"leg": str(self._view["leg"]["id"])},
            "call": self._call.sid,
        }
        phone_url = str(token["phone_url"]).rstrip("/") + "/phone"
        sid = self._phone("POST", f"{phone_url}/connect", content)["call_sid"]
        while not self._call.talk.spans and not self._call.leg.ended.is_set():
            if self._phone("GET", f"{phone_url}/calls/{sid}")["status"] in ENDED:
                raise AgentFailed("the agent's phone was not let into the room")
            self._pause(PHONE_SECONDS)
        if self._call.talk.spans:
            self._tell("bridged", "the caller and the agent are talking")

    def _let_it_record(self) -> None:
        """The application asks the network for a recording beside the talk. Where time jumps, let
        as much of it go by as that takes."""
        given_up = time.monotonic() + RECORDED_WITHIN
        while self._call.clock.speed is None and not self._call.leg.ended.is_set():
            began = time.monotonic()
            recording = self._desk.get(self._path).get("recording") or {}
            is_wanted = recording.get("mode") == "always" and not recording.get("objected")
            if not is_wanted or recording.get("state") == "in_progress":
                return
            if time.monotonic() > given_up:
                self._tell("unrecorded", "the application does not record the talk")
                return
            if recording.get("state") is None:  # it is still to be told who is in the room
                self._pause(TOLD_APART)
                continue
            time.sleep(LOOKS_APART)
            self._pause(time.monotonic() - began)

    @staticmethod
    def _phone(method: str, url: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
        try:
            answer = requests.request(
                method, url, json=content, timeout=20.0, proxies={"http": "", "https": ""}
            )
        except requests.RequestException as error:
            raise AgentFailed(f"the phone found nobody at {url}") from error
        if answer.status_code != 200:
            raise AgentFailed(f"the phone was refused: {answer.text}")
        return dict(answer.json())

    def _talk(self) -> None:
        for at, action in self._agenda():
            self._wait_until(at)
            action()
        while not self._call.leg.ended.is_set():
            if self._call.scenario.agent_hangs_up:
                self._maybe_hang_up()
            self._alarm_or(self._end_of_talk() if self._call.scenario.agent_hangs_up else None)

    def _agenda(self) -> list[tuple[float | None, Callable[[], None]]]:
        """What to do at which second of the conversation; None is one thing after the other."""
        scenario = self._call.scenario
        agenda: list[tuple[float | None, Callable[[], None]]] = [
            (typed.at, partial(self._type, typed)) for typed in scenario.typing.answers
        ]
        agenda += [(at, partial(self._hold, seconds)) for at, seconds in scenario.holds]
        return sorted(agenda, key=lambda each: -1.0 if each[0] is None else each[0])

    def _wait_until(self, at: float | None) -> None:
        if at is None:
            self._pause(TYPING_SECONDS)
            return
        while not self._call.leg.ended.is_set():
            if self._call.talk.position(self._call.clock.now()) >= at - ROUNDING:
                return
            if self._call.scenario.agent_hangs_up:
                self._maybe_hang_up()
            self._alarm_or(self._call.talk.moment_of(at))

    def _hold(self, seconds: float) -> None:
        self._tell("hold", f"the agent puts the caller on hold for {seconds:.0f} s")
        self._desk.post(f"{self._path}/hold")
        until = self._call.clock.now() + seconds
        while self._call.clock.sleep(until, self._alarm):
            if self._call.leg.ended.is_set():
                return
        self._desk.post(f"{self._path}/resume")
        self._tell("resume", "the agent takes the caller off hold")

    def _end_of_talk(self) -> float | None:
        return self._call.talk.moment_of(self._call.talk.length + HANG_UP_SECONDS)

    def _alarm_or(self, moment: float | None) -> None:
        """Sleep until the alarm or the moment; meanwhile the application hears of the agent.

        A clock that jumps takes no time.
        """
        clock, until = self._call.clock, math.inf if moment is None else moment
        while clock.speed is not None:
            look = clock.now() + HEARD_SECONDS * clock.speed
            if look >= until:
                break
            if clock.sleep(look, self._alarm):
                return
            with suppress(DeskError):  # the next look may reach it
                self._desk.state()
        clock.sleep(until, self._alarm)

    def _maybe_hang_up(self) -> None:
        end = self._end_of_talk()
        if end is not None and not self._hung_up and self._call.clock.now() >= end:
            self._hung_up = True
            self._tell("hang-up", "the agent hangs up")
            self._desk.post(f"{self._path}/hangup")

    def _type(self, typed: TypedAnswer) -> None:
        """Save one answer, also over a newer value of somebody else."""
        for _ in range(3):
            step = self._step(typed.step)
            content = {"raw": typed.raw, "base_revision": step.get("revision", 0)}
            try:
                self._desk.put(f"{self._path}/answers/{typed.step}", content)
            except DeskError as error:
                if error.code != "conflict":
                    raise
                self._view = self._desk.get(self._path)
                continue
            self._view = self._desk.get(self._path)
            self._tell("answer", f"{typed.step}: {typed.raw}", step=typed.step)
            problem = self._step(typed.step).get("problem")
            if problem:
                self._tell("problem", f"{typed.step}: {problem}", step=typed.step)
            return
        raise AgentFailed(f"{typed.step} keeps changing under the agent's hands")

    def _step(self, key: str) -> dict[str, Any]:
        run = self._view.get("run") or {}
        steps = [step for step in run.get("steps", []) if step.get("key") == key]
        if not steps:
            raise AgentFailed(f"the script has no step {key}")
        return dict(steps[0])

    def _wrap_up(self) -> None:
        """Wait until the application knows that the call is over, then notes, then close."""
        for _ in range(_MOST_LOOKS_AFTER_CALL):
            self._view = self._desk.get(self._path)
            if self._view["state"] in ("wrapping", "closed"):
                break
            self._pause(LOOK_SECONDS)
        notes = self._call.scenario.typing.notes
        if notes:
            revision = (self._view.get("run") or {}).get("notes_revision", 0)
            self._desk.put(f"{self._path}/notes", {"raw": notes, "base_revision": revision})
            self._tell("notes", "the agent writes notes")
        self._close()

    def _close(self) -> None:
        """With a reason where mandatory answers are missing, as a person gives one."""
        try:
            self._desk.post(f"{self._path}/close", {"override_reason": ""})
        except DeskError as error:
            if error.code != "gate_closed":
                raise
            reason = REASONS.get(str(self._view.get("language")), REASONS["en"])
            self._desk.post(f"{self._path}/close", {"override_reason": reason})
            self._tell("reason", f"mandatory answers are missing; the reason given: {reason}")
        self._tell("closed", "the agent closes the call")


def _digits(caller: object) -> str:
    """The digits of a number, however the desk writes it."""
    return "".join(filter(str.isdigit, str(caller)))
