"""One simulated call with its people, from the agent's readiness to the last saved answer."""

import threading

from voice.simulator.network import heard
from voice.simulator.network.clock import Alarm, Clock
from voice.simulator.network.exchange import Exchange
from voice.simulator.network.legs import Leg, Party
from voice.simulator.network.lifetime import start_leg
from voice.simulator.network.story import Story
from voice.simulator.people.agent import AgentFailed, ScriptedAgent
from voice.simulator.people.caller import Caller
from voice.simulator.people.scenario import Scenario
from voice.simulator.sound.conversation import Conversation


class SimulatedCall:
    """`sid` is the provider's; `story` tells what happens; `over` is set when nobody acts any more.

    `failure` says why the scripted agent could not do its work, or "".
    """

    def __init__(self, exchange: Exchange, scenario: Scenario, application_url: str) -> None:
        self.scenario = scenario
        self.clock = Clock(scenario.speed)
        self.story = Story(self.clock)
        self.over = threading.Event()
        self.failure = ""
        self._exchange = exchange
        self._rung = False
        self.talk = Conversation(
            scenario.caller,
            scenario.agent,
            minimum=0.0 if len(scenario.caller) or len(scenario.agent) else scenario.silent_talk,
            alone=scenario.alone,
        )
        self.leg = Leg(
            exchange,
            Party(
                from_number=scenario.from_number,
                to_number=scenario.line,
                urls=exchange.urls_of_number(scenario.line),
                extra=scenario.extra,
            ),
            self.clock,
            self.story,
            conversation=self.talk,
            chaos=scenario.chaos,
        )
        self.leg.media_fault = scenario.media_fault
        self.leg.at_end.append(self._keep_what_was_heard)
        self._agent = ScriptedAgent(self, application_url) if scenario.scripted_agent else None

    @property
    def sid(self) -> str:
        return self.leg.sid

    @property
    def ticket_id(self) -> str:
        """The application's id of the ticket, where the scripted agent has seen it."""
        return self.story.detail("ticket", "ticket_id")

    @property
    def state(self) -> str:
        if self.over.is_set():
            return "failed" if self.failure else "over"
        if self.leg.ended.is_set():
            return "wrapping"
        if self.talk.running:
            return "talking"
        return "waiting" if self.leg.answered_at is not None else "ringing"

    def begin(self) -> None:
        self.clock.spawn(self._live, f"simulated-{self.sid[:8]}")

    def _live(self) -> None:
        try:
            if self._agent is not None:
                self._agent.get_ready()
            self._ring()
            if self._agent is not None:
                self._agent.work()
            self.wait_for_end()
        except AgentFailed as failed:
            self._give_up(str(failed))
        finally:
            self.over.set()

    def _ring(self) -> None:
        self.story.tell("ring", f"{self.scenario.from_number} calls {self.scenario.line}")
        self.leg.created_at = self.clock.now()
        self._rung = True
        caller = Caller(self.leg, self.scenario, self.talk, self.clock)
        start_leg(self.leg)
        self.clock.spawn(caller.live, f"caller-{self.sid[:8]}")

    def _keep_what_was_heard(self) -> None:
        """Write what came down the caller's line, for people to listen to."""
        path = heard.keep(self._exchange.heard_dir, self.leg)
        if path is not None:
            self.story.tell("heard", f"what the caller heard: {path}", path=str(path))

    def _give_up(self, reason: str) -> None:
        self.failure = reason
        self.story.tell("error", f"the agent: {reason}")
        if self._rung:
            self.leg.hang_up()
            self.wait_for_end()
        else:
            self._exchange.by_sid(Leg).pop(self.sid)
            self.leg.ended.set()

    def wait_for_end(self) -> None:
        """Sleep in the call's time until the caller's leg is over."""
        alarm = Alarm()
        self.leg.watchers.append(alarm)
        while not self.leg.ended.is_set():
            self.clock.sleep(alarm=alarm)
