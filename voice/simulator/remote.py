"""A running simulator and application as the command line sees them, over HTTP."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import requests

from voice.simulator.people.desk_client import DeskClient
from voice.simulator.people.recorded import recorded_callers

__all__ = ["recorded_callers"]

LOOK_SECONDS = 0.3
TIMEOUT = 10.0
NEVER_TRANSCRIBED = ("absent", "unavailable", "quarantined")  # states of a recording


class CallFailed(Exception):
    """The call failed or made no ticket; the message says what is missing."""


class CallRefused(Exception):
    """The scenario cannot be played; the message is one clear sentence."""


class Unreachable(CallFailed):
    """No simulator answers."""


@dataclass(frozen=True)
class Placed:
    call_sid: str
    from_number: str


@dataclass(frozen=True)
class Outcome:
    call_sid: str
    from_number: str
    ticket_id: str
    recorded: bool


def is_running(simulator_url: str, account_sid: str) -> bool:
    """Whether a simulator of this account answers there: another clone's has another account."""
    try:
        answer = requests.get(
            f"{simulator_url}/simulator/health", timeout=2, proxies={"http": "", "https": ""}
        )
        return answer.status_code == 200 and answer.json().get("account_sid") == account_sid
    except (requests.RequestException, ValueError, AttributeError):
        return False


class RemoteSimulator:
    def __init__(self, simulator_url: str) -> None:
        self._url = simulator_url.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = False

    def place(self, description: dict[str, Any]) -> Placed:
        """Place the call, and do not wait for it. Raises CallRefused or Unreachable."""
        try:
            placed = self._session.post(
                f"{self._url}/simulator/calls", json=description, timeout=TIMEOUT
            )
        except requests.RequestException as error:
            raise Unreachable(f"No simulator answers at {self._url}.") from error
        if placed.status_code == 422:
            raise CallRefused(str(placed.json()["message"]))
        placed.raise_for_status()
        return Placed(str(placed.json()["call_sid"]), str(placed.json()["number"]))

    def play(self, description: dict[str, Any], tell: Callable[[dict[str, Any]], None]) -> Outcome:
        """Place the call and tell each line of its story; returns when the call is over.

        Raises CallRefused or CallFailed.
        """
        placed = self.place(description)
        details: dict[str, str] = {}
        for line in self._lines(placed.call_sid):
            details |= line["detail"]
            tell(line)
        recorded = "recording_sid" in details and not details.get("absent")
        ticket_id = details.get("ticket_id", "")
        return Outcome(placed.call_sid, placed.from_number, ticket_id, recorded)

    def _lines(self, sid: str) -> Iterator[dict[str, Any]]:
        seen = 0
        while True:
            look = self._session.get(
                f"{self._url}/simulator/calls/{sid}", params={"after": seen}, timeout=TIMEOUT
            )
            look.raise_for_status()
            state = look.json()
            seen += len(state["lines"])
            yield from state["lines"]
            if state["failure"]:
                raise CallFailed(str(state["failure"]))
            if state["state"] == "over" and not state["lines"]:
                return
            time.sleep(LOOK_SECONDS)


class Tickets:
    """The application's tickets, read by a signed-in person."""

    def __init__(self, application_url: str, email: str, password: str) -> None:
        self._desk = DeskClient(application_url)
        self._desk.sign_in(email, password)

    def find(self, from_number: str) -> str:
        """The id of the caller's newest ticket. Raises CallFailed."""
        content = self._desk.get(f"/api/tickets?caller={from_number.replace('+', '%2B')}")
        tickets = content.get("tickets") or []
        if not tickets:
            raise CallFailed(f"The application has no ticket of {from_number}.")
        return str(tickets[0]["id"])

    def wait_for(self, ticket_id: str, recorded: bool, timeout: float) -> dict[str, Any]:
        """The ticket, with its transcript where the call was recorded. Raises CallFailed."""
        deadline = time.monotonic() + timeout
        while True:
            ticket = self._desk.get(f"/api/tickets/{ticket_id}")
            state = (ticket.get("recording") or {}).get("state", "unknown")
            if not recorded or ticket.get("transcript") or state == "erased":
                return ticket
            if state in NEVER_TRANSCRIBED:
                number = ticket["ticket"]["number"]
                raise CallFailed(
                    f"There is no transcript: the recording is {state}. Ticket {number} says why."
                )
            if time.monotonic() > deadline:
                raise CallFailed(
                    f"The transcript is still missing after {timeout:.0f} s; "
                    f"the recording is {state}. Does a transcription worker run?"
                )
            time.sleep(LOOK_SECONDS)
