"""Who speaks in which channel: the provider's order, unless the script's questions differ."""

import pytest

from core.config import settings
from core.db import session
from tests.conftest import on_sqlite
from tests.voice.provider import Provider
from transcription.transcribe import Segment, Transcript, Word
from voice import recordings
from voice.recordings import sides

# Both questions of `tests/voice/acme.yaml`, and what is said to them.
AGENT = ("bonjour quelle machine", "je vois est-elle à l'arrêt")
CALLER = ("la presse", "oui depuis ce matin")


def said(channel: int, texts: tuple[str, ...], speaker: str) -> list[Segment]:
    return [
        Segment(
            channel, speaker, 10.0 * n, 10.0 * n + 5, text,
            tuple(Word(word, 10.0 * n + i, 10.0 * n + i + 0.5, 0.9)
                  for i, word in enumerate(text.split())),
        )
        for n, text in enumerate(texts)
    ]  # fmt: skip


def heard(agent_in: int, agent: tuple[str, ...] = AGENT) -> Transcript:
    """As decoded where channel 0 is taken for the caller's."""
    names = ("caller", "agent")
    segments = said(agent_in, agent, names[agent_in])
    segments += said(1 - agent_in, CALLER, names[1 - agent_in])
    return Transcript("fr", "test", 2, 20.0, tuple(segments))


@pytest.fixture
def call_id(provider: Provider, script: None) -> str:
    provider.ring()
    return provider.call.id


def speakers(transcript: Transcript) -> dict[str, str]:
    return {segment.text: segment.speaker for segment in transcript.segments}


@on_sqlite
def test_the_usual_order_stays(call_id: str):
    transcript, caller = sides.corrected(heard(agent_in=1), call_id, 0)
    assert caller == 0
    assert speakers(transcript)[AGENT[0]] == "agent"


@on_sqlite
def test_whoever_asks_the_scripts_questions_is_the_agent(call_id: str):
    transcript, caller = sides.corrected(heard(agent_in=0), call_id, 0)
    assert caller == 1
    assert {speakers(transcript)[text] for text in AGENT} == {"agent"}
    assert {speakers(transcript)[text] for text in CALLER} == {"caller"}


@on_sqlite
@pytest.mark.parametrize("agent", [AGENT[:1], ("je vous écoute", "d'accord")])
def test_too_little_evidence_changes_nothing(call_id: str, agent: tuple[str, ...]):
    """A caller may repeat one question."""
    before = heard(agent_in=0, agent=agent)
    assert sides.corrected(before, call_id, 0) == (before, 0)


def test_what_came_mixed_has_no_sides(call_id: str):
    before = heard(agent_in=0)
    assert sides.corrected(before, call_id, None) == (before, None)


@on_sqlite
def test_the_order_of_an_account_is_a_setting(
    call_id: str, provider: Provider, environment: pytest.MonkeyPatch
):
    environment.setenv("CALLER_CHANNEL", "2")
    settings.cache_clear()
    recordings.expect(provider.call)
    (row,) = recordings.of_call(call_id)
    assert row.caller_channel == 1
    session.rollback()
