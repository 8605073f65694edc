"""Whose voice is in which channel of a recording.

The provider says that the first channel is the parent call's, here the caller's, where TwiML begins
a recording, and the caller's where Flex does; where REST begins it, as here, only that each party
has a channel (https://www.twilio.com/docs/voice/api/recording). So that the first is the caller's
is a setting, and what is heard corrects it: who asks the questions of the script is the agent.
"""

import logging
from dataclasses import replace

from transcription.transcribe import Transcript
from workflows import runs

log = logging.getLogger(__name__)

ENOUGH = 2  # questions more: a caller may repeat one, or answer in its words


def corrected(
    transcript: Transcript, call_id: str, caller_channel: int | None
) -> tuple[Transcript, int | None]:
    """The transcript with its speakers as they must be, and the caller's channel."""
    if caller_channel is None or transcript.channels != 2:
        return transcript, caller_channel
    asked = {0: 0, 1: 0}
    for run in runs.of_call(call_id):
        found = runs.questions_asked(run.id, transcript.segments, transcript.language)
        asked = {channel: asked[channel] + found.get(channel, 0) for channel in asked}
    if asked[caller_channel] - asked[1 - caller_channel] < ENOUGH:
        return transcript, caller_channel
    log.warning("call %s: the channels are the other way round; see CALLER_CHANNEL", call_id)
    others = {"caller": "agent", "agent": "caller"}
    turned = tuple(replace(each, speaker=others[each.speaker]) for each in transcript.segments)
    return replace(transcript, segments=turned), 1 - caller_channel
