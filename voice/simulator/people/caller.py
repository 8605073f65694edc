"""The person who phones: presses keys, talks, loses patience, hangs up."""

import math

from voice.simulator.network.clock import Alarm, Clock
from voice.simulator.network.legs import Leg
from voice.simulator.people.scenario import Scenario
from voice.simulator.sound.conversation import Conversation

# So long a caller who has said goodbye stays on the line.
GOODBYE_SECONDS = 1.0
AGENT_RELUCTANCE_SECONDS = 30.0


class Caller:
    """Lives in a thread of the call's clock beside the leg's own."""

    def __init__(self, leg: Leg, scenario: Scenario, talk: Conversation, clock: Clock) -> None:
        self._leg = leg
        self._scenario = scenario
        self._talk = talk
        self._clock = clock
        self._alarm = Alarm()
        self._keys = sorted(scenario.keys)
        leg.watchers.append(self._alarm)

    def live(self) -> None:
        while not self._leg.ended.is_set():
            self._press_due_keys()
            leaves_at, why = self._leaves_at()
            if self._clock.now() >= leaves_at:
                self._leg.story.tell("hang-up", why)
                self._leg.hang_up()
                return
            self._clock.sleep(min(leaves_at, self._next_key_at()), self._alarm)

    def _leaves_at(self) -> tuple[float, str]:
        end = self._talk.moment_of(self._talk.length)
        if end is not None:
            reluctance = AGENT_RELUCTANCE_SECONDS if self._scenario.agent_hangs_up else 0.0
            patience = max(self._scenario.stays, reluctance)
            return end + GOODBYE_SECONDS + patience, "the caller says goodbye and hangs up"
        if self._talk.spans:
            since = self._talk.spans[-1].until or self._clock.now()
            return since + self._scenario.gives_up_after, "the caller hangs up while on hold"
        given_up = self._leg.created_at + self._scenario.gives_up_after
        return given_up, "the caller gives up"

    def _next_key_at(self) -> float:
        if not self._keys or self._leg.answered_at is None:
            return math.inf
        return self._leg.answered_at + self._keys[0][0]

    def _press_due_keys(self) -> None:
        while self._next_key_at() <= self._clock.now():
            self._leg.press(self._keys.pop(0)[1])
