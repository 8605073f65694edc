"""The call as it should go: rung, taken, talked, closed; then recording, transcript and proof."""

from core.storage import storage
from tests.stories.conftest import Hotline
from transcription import store


def test_from_the_ring_to_the_proved_answer(hotline: Hotline) -> None:
    placed = hotline.talk()
    call = hotline.call(placed)
    assert call.state == "closed"
    assert call.agent_id == hotline.ana
    assert call.recording_mode == "always"
    hotline.work()
    (recording,) = hotline.recordings()
    assert (recording.state, recording.channels, recording.caller_channel) == ("attached", 2, 0)
    assert storage().size(str(recording.storage_key)) == recording.size
    transcript = store.of_recording(recording.id)
    assert transcript is not None
    assert {segment.speaker for segment in transcript.segments} >= {"caller"}
    ticket = hotline.ticket(placed)
    assert ticket.state == "open"
    answers = {answer.key: answer for answer in ticket.answers}
    assert answers["lift"].value == "42"
    assert answers["lift"].state in ("heard", "confirmed")
    assert answers["lift"].evidence["transcript_id"] == transcript.id
