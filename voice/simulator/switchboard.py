"""Places simulated calls through an exchange, and waits for their end."""

import random
from dataclasses import replace
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from voice.simulator.network.account import Number
from voice.simulator.network.exchange import Exchange
from voice.simulator.people.call import SimulatedCall
from voice.simulator.people.scenario import Scenario, typing_of


class CallDidNotEnd(Exception):
    """The call was not over in time."""


class Switchboard:
    """`speed` is a multiple of a person's time, None as fast as can be; each call may choose its
    own."""

    def __init__(self, exchange: Exchange, public_base_url: str, speed: float | None) -> None:
        self.exchange = exchange
        self.public_base_url = public_base_url
        self.public_origin = "{0.scheme}://{0.netloc}".format(urlsplit(public_base_url))
        self.speed = speed
        self.calls: dict[str, SimulatedCall] = {}
        self._by_token: dict[str, SimulatedCall] = {}
        self._placing = Lock()
        self._dice = random.Random()  # noqa: S311 - a number to phone from, not a secret

    def fresh_number(self) -> str:
        """A fictional French mobile number."""
        return f"+3363998{self._dice.randrange(10000):04d}"

    def hold_number(self, number: str) -> Number:
        """Have the account hold a number, with nothing set up for it."""
        region = self.exchange.account.region
        held = Number(self.exchange.new_sid("PN"), number, region=region)
        with self.exchange.lock:
            self.exchange.register(held)
        return held

    def place_call(self, line: str, from_number: str = "", **details: Any) -> SimulatedCall:
        """Phone a line; `details` are fields of Scenario (`answers` may be plain data)."""
        if "answers" in details:
            details["typing"] = typing_of(details.pop("answers"), "answers")
        details = {"speed": self.speed, "chaos": self.exchange.chaos} | details
        return self.place(replace(Scenario(line, from_number or self.fresh_number()), **details))

    def place(self, scenario: Scenario, token: str = "") -> SimulatedCall:
        """Phone. With the same token again it is the call of the first time."""
        with self._placing:
            if token in self._by_token:
                return self._by_token[token]
            call = SimulatedCall(self.exchange, scenario, self.public_base_url)
            self.calls[call.sid] = call
            if token:
                self._by_token[token] = call
        call.begin()
        return call

    def wait(self, sid: str, timeout: float = 120.0) -> SimulatedCall:
        """Wait until all people of that call are done and every callback is delivered.

        `timeout` is in real seconds. Raises CallDidNotEnd.
        """
        call = self.calls[sid]
        if not call.clock.wait_until_done(timeout):
            raise CallDidNotEnd(f"{sid} is still {call.state} after {timeout:.0f} s")
        return call
