"""The call as it should go: rung, taken, talked, closed; then recording, transcript and proof."""

from collections.abc import Callable

import pytest

from core.storage import storage
from tests.conftest import on_sqlite
from tests.stories.conftest import Hotline
from transcription import store
from voice.calls import events
from voice.simulator.people import call as simulated
from voice.simulator.people.agent import ScriptedAgent
from voice.simulator.people.scenario import TypedAnswer
from voice.ticketing import evidence


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


@on_sqlite
@pytest.mark.parametrize("others_first", [False, True])
def test_whoever_leaves_first_the_call_is_over_for_both(
    hotline: Hotline, others_first: bool
) -> None:
    hotline.simulator.exchange.others_leave_first = others_first
    placed = hotline.talk()
    call = hotline.call(placed)
    assert (call.state, call.agent_id) == ("closed", hotline.ana)
    claims = [each.kind for each in events.of(call.id) if each.happening == "claimed"]
    assert claims == ["claim"]


class TypesAfterwards(ScriptedAgent):
    """Types the last answer in the wrap-up, when the transcript is there already."""

    workers: Callable[[], None]

    def _close(self) -> None:
        self._pause(10.0)
        type(self).workers()
        self._type(TypedAnswer("lift", "42"))
        super()._close()


@on_sqlite
def test_an_answer_typed_after_the_transcript_gets_its_evidence(
    hotline: Hotline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TypesAfterwards, "workers", staticmethod(hotline.work), raising=False)
    monkeypatch.setattr(simulated, "ScriptedAgent", TypesAfterwards)
    placed = hotline.talk(answers={"trapped": "no"})
    assert [each.state for each in hotline.recordings()] == ["attached"]
    before = {answer.key: answer.evidence for answer in hotline.ticket(placed).answers}
    assert before["lift"] is None
    hotline.work()
    after = {answer.key: answer.evidence for answer in hotline.ticket(placed).answers}
    assert after["lift"] is not None


class TypesMeanwhile(TypesAfterwards):
    """Types the last answer, and closes, just after a worker has searched the transcript."""

    def _close(self) -> None:
        self._pause(10.0)
        search = evidence.search

        def then_type(call_id: str) -> evidence.Findings:
            found = search(call_id)
            evidence.search = search
            self._type(TypedAnswer("lift", "42"))
            super(TypesAfterwards, self)._close()
            return found

        evidence.search = then_type
        type(self).workers()


def test_an_answer_typed_while_evidence_is_attached_gets_its_evidence(
    hotline: Hotline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "search", evidence.search)  # put back whatever happens
    monkeypatch.setattr(TypesMeanwhile, "workers", staticmethod(hotline.work), raising=False)
    monkeypatch.setattr(simulated, "ScriptedAgent", TypesMeanwhile)
    placed = hotline.talk(answers={"trapped": "no"})
    hotline.work()
    assert hotline.call(placed).state == "closed"
    answers = {answer.key: answer.evidence for answer in hotline.ticket(placed).answers}
    assert answers["lift"] is not None
