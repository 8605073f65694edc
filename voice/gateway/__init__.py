"""Twilio: the only room that knows the provider's SDK, names and addresses.

Door: what is here; `account` is what a person set up there.

`client` asks the provider, `access` knows signatures and tokens, `calls` and `recordings` are the
resources of a call.
"""

from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

from voice.gateway.access import (
    TOKEN_SECONDS,
    PhoneHosts,
    is_genuine,
    is_our_account,
    phone_hosts,
    phone_token,
)
from voice.gateway.calls import (
    ENDED,
    ProviderCall,
    RoomView,
    end_call,
    fetch_call,
    list_calls,
    look_into_room,
    send_call,
    set_hold,
    speak_to_call,
)
from voice.gateway.client import (
    TIMEOUT,
    GatewayError,
    ProviderBusy,
    asking_for,
    moment_of,
)
from voice.gateway.recordings import (
    FINISHED,
    OUR_SOURCES,
    RECORDING_EVENTS,
    RECORDING_SID,
    ProviderRecording,
    delete_recording,
    list_recordings,
    open_recording,
    recordings_of,
    set_recording,
    start_recording,
    stop_recordings,
)

__all__ = [
    "ENDED",
    "FINISHED",
    "OUR_SOURCES",
    "RECORDING_EVENTS",
    "RECORDING_SID",
    "TIMEOUT",
    "TOKEN_SECONDS",
    "Dial",
    "GatewayError",
    "Gather",
    "PhoneHosts",
    "ProviderBusy",
    "ProviderCall",
    "ProviderRecording",
    "RoomView",
    "VoiceResponse",
    "asking_for",
    "delete_recording",
    "end_call",
    "fetch_call",
    "is_genuine",
    "is_our_account",
    "list_calls",
    "list_recordings",
    "look_into_room",
    "moment_of",
    "open_recording",
    "phone_hosts",
    "phone_token",
    "recordings_of",
    "send_call",
    "set_hold",
    "set_recording",
    "speak_to_call",
    "start_recording",
    "stop_recordings",
]
