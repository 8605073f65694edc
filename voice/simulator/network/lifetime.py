"""A leg from its first ring to its end, and what the account's kind refuses or ends.

Codes: https://www.twilio.com/docs/api/errors/10004 and …/13805
"""

import threading
from collections.abc import Callable
from functools import partial

from voice.simulator.network.account import TRIAL_SECONDS
from voice.simulator.network.clock import Alarm
from voice.simulator.network.legs import ApplicationError, Diverted, Document, HungUp, Leg
from voice.simulator.network.performer import Rejected, perform

Step = Callable[[], Document | None]

# After so many documents in one moment, the application sends the call round in circles.
_MOST_IDLE_DOCUMENTS = 50
_SAYS_SORRY_SECONDS = 4.0
TOO_MANY_CALLS = 10004
TRIAL_IS_OVER = 13805
NOT_VERIFIED = 0  # its code was not found


class Refused(Exception):
    """The provider takes no such call; `code` is its error code."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


def _check(leg: Leg) -> None:
    """Raises Refused for a call that the account may not have."""
    account, party = leg.exchange.account, leg.party
    others = [
        each
        for each in list(leg.exchange.by_sid(Leg).values())
        if each is not leg and each.started and not each.ended.is_set()
    ]
    if account.most_calls is not None and len(others) >= account.most_calls:
        raise Refused(TOO_MANY_CALLS, f"the account may have {account.most_calls} calls at once")
    is_phone = party.from_number.startswith("client:")
    if account.trial and not is_phone and party.from_number not in account.verified:
        raise Refused(NOT_VERIFIED, f"{party.from_number} is not verified with the trial account")


def _end_in_time(leg: Leg) -> None:
    """Hang up when a trial account's time for one call is over."""
    alarm = Alarm()
    leg.watchers.append(alarm)
    end = leg.clock.now() + TRIAL_SECONDS
    while not leg.ended.is_set() and leg.clock.now() < end:
        leg.clock.sleep(end, alarm)
    if not leg.ended.is_set():
        leg.exchange.journal.warn(TRIAL_IS_OVER, "the trial account's 10 minutes are over", leg.sid)
        leg.hang_up()


def live(leg: Leg) -> None:
    """The leg's thread. It always ends with a status, whatever the application answers."""
    status = "completed"
    try:
        _check(leg)
        if leg.exchange.account.trial:
            leg.clock.spawn(partial(_end_in_time, leg), f"limit-{leg.sid[:8]}")
        _run(leg)
    except HungUp:
        status = "completed" if leg.answered_at is not None else "no-answer"
    except Rejected as rejected:
        status = "busy" if str(rejected) == "busy" else "no-answer"
    except Refused as refused:
        status = "failed"
        leg.exchange.journal.warn(refused.code, str(refused), leg.sid)
        leg.story.tell("error", f"the provider refuses the call: {refused}")
    except ApplicationError as error:
        leg.story.tell("error", f"the provider says sorry and hangs up: {error}")
        _say_sorry(leg)
    except Exception as error:
        status = "failed"
        leg.story.tell("error", f"the simulator failed: {error!r}")
        raise
    finally:
        leg.end(status)


def _say_sorry(leg: Leg) -> None:
    leg.answer()
    try:
        leg.rest(leg.clock.now() + _SAYS_SORRY_SECONDS)
    except (HungUp, Diverted):
        return


def _run(leg: Leg) -> None:
    urls = leg.party.urls
    step: Step = partial(leg.fetch, urls.method, urls.voice, leg.party.first_extra)
    idle = 0
    while True:
        before = leg.clock.now()
        try:
            document = step()
        except Diverted as order:
            step = order.fetch
            continue
        if document is None:
            return
        idle = idle + 1 if leg.clock.now() == before else 0
        if idle > _MOST_IDLE_DOCUMENTS:
            raise ApplicationError("the documents lead round in circles")
        step = partial(perform, leg, document)


def start_leg(leg: Leg) -> None:
    """Let the leg live in a thread of its clock, which it may change on the way."""

    def run() -> None:
        try:
            live(leg)
        finally:
            leg.clock.leave()

    with leg.exchange.lock:
        leg.started = True
    leg.clock.enter()
    threading.Thread(target=run, name=f"leg-{leg.sid[:8]}", daemon=True).start()
