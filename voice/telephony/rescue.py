"""Takes callers out of a waiting room while we cannot answer: nobody else would come for them.

An error in answer to a waiting room's address is not followed by the number's fallback address, as
one in answer to a call's own is. So we ask the provider to go on there.
"""

import logging
from threading import Thread

from voice import gateway
from voice.gateway import GatewayError, account
from voice.telephony import twiml

log = logging.getLogger(__name__)

PATIENCE = 4  # times that a caller in the room is asked to wait a moment


def is_due(times: int) -> bool:
    """After these tries to hear from us; now and again after that, should the provider fail too."""
    return times > 0 and times % PATIENCE == 0


def begin(call_sid: str, dialed: str) -> None:
    """Send the caller to the fallback of the number that they dialed, in a thread of its own: the
    provider waits for our answer meanwhile."""
    Thread(target=send_elsewhere, args=(call_sid, dialed), name="rescue", daemon=True).start()


def send_elsewhere(call_sid: str, dialed: str) -> None:
    """The same at once; without a fallback the caller hears an apology."""
    try:
        address = account.fallback_of(dialed)
        if address:
            gateway.send_call(call_sid, address)
        else:
            gateway.speak_to_call(call_sid, twiml.sorry())
    except GatewayError as error:
        log.warning("call %s waits for nobody and could not be sent elsewhere: %s", call_sid, error)
