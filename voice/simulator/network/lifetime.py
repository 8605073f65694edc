"""A leg from its first ring to its end."""

import threading
from collections.abc import Callable
from functools import partial

from voice.simulator.network.legs import ApplicationError, Diverted, Document, HungUp, Leg
from voice.simulator.network.performer import Rejected, perform

Step = Callable[[], Document | None]

# After so many documents in one moment, the application sends the call round in circles.
_MOST_IDLE_DOCUMENTS = 50
_SAYS_SORRY_SECONDS = 4.0


def live(leg: Leg) -> None:
    """The leg's thread. It always ends with a status, whatever the application answers."""
    status = "completed"
    try:
        _run(leg)
    except HungUp:
        status = "completed" if leg.answered_at is not None else "no-answer"
    except Rejected as rejected:
        status = "busy" if str(rejected) == "busy" else "no-answer"
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
    step: Step = partial(leg.fetch, "POST", leg.party.voice_url, leg.party.first_extra)
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

    leg.clock.enter()
    threading.Thread(target=run, name=f"leg-{leg.sid[:8]}", daemon=True).start()
