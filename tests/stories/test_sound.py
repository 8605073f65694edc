"""What a caller hears, and what is kept of it: music and announcements are heard, never recorded.

With the real recognizer and real Korean speech. That the announcements are words to it is shown by
what it makes of what the caller heard.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import soundfile
import yaml
from sqlalchemy import update

from core import db
from core.config import settings
from core.db import session
from core.storage import fetch
from core.tenants import Client, Line
from tests.conftest import World, on_sqlite
from tests.stories.conftest import ACME, SCRIPT, Hotline, speech, worker
from transcription import catalogue, install, recognizer, store
from transcription.models import Transcript
from transcription.transcribe import transcribe
from voice import recordings
from voice.music.library import HOUSE
from voice.recordings import pipeline
from voice.simulator.network import recordings as network
from voice.simulator.people.call import SimulatedCall
from voice.simulator.server import Simulator
from voice.simulator.sound.audio import RATE, Samples, load
from workflows import library
from workflows.formats.yaml_io import load_script

SPEECH = Path(__file__).parents[2] / "voice" / "simulator" / "speech" / "ko"
MODELS = Path(__file__).parents[2] / "var" / "models"
KOREAN = "+33199000903"
# Seconds of the demo's call in which the caller says that six people are in the lift.
FIRST, TALK = 13.5, 7.5
HOLD_AT, HOLD = 3.3, 60.0  # before they say so
WAITS, WORDS_AFTER, WORDS = 60.0, 46.0, 5.0  # of which the first are music, then words
# Words of announcements that nobody says in this part of the talk, and some of the caller.
ANNOUNCED = ("상담원", "기다려")
SIX = "6 명"


def spoken(first: float, seconds: float) -> Samples:
    """What the caller says in these seconds of the demo's call."""
    return load(SPEECH / "caller.wav")[0][round(first * RATE) : round((first + seconds) * RATE)]


def heard_by(call: SimulatedCall) -> Samples:
    """What came down the caller's line, from the answer on."""
    leg = call.leg
    assert leg.answered_at is not None and leg.ended_at is not None
    return network.sides_of(leg, leg.answered_at, leg.ended_at)[1]


def likeness(sound: Samples) -> float:
    """How much of the house's music is in a sound, wherever it is: 0 to 1."""
    music, _ = soundfile.read(HOUSE)
    part = music[2 * RATE : 4 * RATE]
    found = 0.0
    size = 1 << (len(sound) + len(part)).bit_length()
    product = np.fft.irfft(np.fft.rfft(sound, size) * np.conj(np.fft.rfft(part, size)), size)
    power = np.cumsum(np.concatenate(([0.0], sound.astype(float) ** 2)))
    energy = power[len(part) :] - power[: -len(part)]
    matched = product[: len(energy)][energy > 1.0]
    if len(matched):
        found = float((matched / np.sqrt(energy[energy > 1.0] * (part**2).sum())).max())
    return found


def music_in(sound: Samples) -> bool:
    return likeness(sound) > 0.9


def heard_in(sound: Samples, start: float, model: recognizer.VoskModel, tmp_path: Path) -> str:
    """What the recognizer makes of an announcement's seconds."""
    said = sound[round(start * RATE) : round((start + WORDS) * RATE)]
    soundfile.write(tmp_path / "heard.wav", said, RATE)
    heard = transcribe(tmp_path / "heard.wav", model, caller_channel=None)
    return " ".join(segment.text for segment in heard.segments)


@dataclass
class Stored:
    """What we keep of a call."""

    caller: Samples
    agent: Samples
    transcript: Transcript

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.transcript.segments)


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> recognizer.VoskModel:
    here = install.installed(catalogue.find("ko"), MODELS)
    assert here, "set-up installs the Korean model for the tests"
    opened = recognizer.load(here)
    monkeypatch.setattr(pipeline, "model_for", lambda _language: opened)
    return opened


@pytest.fixture
def korean(simulator: Simulator, world: World, model: recognizer.VoskModel) -> Iterator[Hotline]:
    """Acme's Korean line, always recorded, with the recognizer that hears Korean."""
    world.acme.recording_policy = "always"
    session.merge(world.acme)
    session.add(Line(client_id=world.acme.id, number=KOREAN, script_key="acme", language="ko"))
    library.publish(world.acme.id, "acme", load_script(SCRIPT.read_bytes()), None)
    db.commit()
    with worker(recordings.FOLLOW):
        yield Hotline(simulator, world.ana.id, world.bruno.id)


def phone(korean: Hotline, **details: object) -> SimulatedCall:
    usual = {"caller": spoken(FIRST, TALK), "scripted_agent": True, "answers": {}}
    placed = korean.simulator.place_call(KOREAN, **{**usual, **details})
    korean.simulator.wait(placed.sid)
    assert placed.failure == ""
    return placed


def stored(hotline: Hotline, tmp_path: Path) -> Stored:
    hotline.work()
    (recording,) = hotline.recordings()
    assert (recording.state, recording.caller_channel) == ("attached", 0)
    fetch(str(recording.storage_key), tmp_path / "recording.wav")
    caller, agent = load(tmp_path / "recording.wav")
    transcript = store.of_recording(recording.id)
    assert transcript is not None
    return Stored(caller, agent, transcript)


@on_sqlite
@pytest.mark.speech
def test_a_caller_who_waits_and_is_held_hears_music_that_is_kept_nowhere(
    korean: Hotline, model: recognizer.VoskModel, tmp_path: Path
) -> None:
    muttering = spoken(4.5, 8.8)
    placed = phone(korean, waits=WAITS, holds=((HOLD_AT, HOLD),), alone=muttering)
    heard = heard_by(placed)
    lines = placed.story.lines()
    answered = placed.leg.answered_at or 0.0
    entered = next(line.at for line in lines if line.text == "caller joins the room")
    held = (placed.talk.spans[0].until or 0.0) - answered
    waiting = heard[round(entered * RATE) : round((entered + WAITS) * RATE)]
    assert music_in(waiting)
    assert music_in(heard[round(held * RATE) : round((held + HOLD) * RATE)])
    assert [line.kind for line in lines if line.text.endswith(".wav (46 s)")] == ["played"] * 4

    kept = stored(korean, tmp_path)
    assert not music_in(kept.agent) and not music_in(kept.caller)
    pause = slice(round((HOLD_AT + 0.5) * RATE), round((HOLD_AT + HOLD - 1) * RATE))
    assert not kept.agent[pause].any() and not kept.caller[pause].any()
    assert len(kept.caller) / RATE == pytest.approx(TALK + HOLD + 1, abs=1.5)

    # The same recognizer, of what the caller heard: the announcements are words to it.
    words = heard_in(waiting, WORDS_AFTER, model, tmp_path)
    assert any(word in words for word in ANNOUNCED), words
    assert not any(word in kept.text for word in ANNOUNCED)

    # Seconds of proof: what is said after the hold stands that much later in the recording.
    turns = yaml.safe_load((SPEECH / "conversation.yaml").read_text())["turns"]
    six = next(turn for turn in turns if "여섯" in turn["text"])
    (made,) = network.of_leg(placed.leg)
    expected = placed.talk.spans[1].at - made.started_at + six["end"] - FIRST - HOLD_AT
    told = [s for s in kept.transcript.segments if s.speaker == "caller" and SIX in s.text]
    assert [each.end for each in told] == [pytest.approx(expected, abs=1.0)]


@on_sqlite
@pytest.mark.speech
def test_what_is_recorded_of_a_hold_is_kept_from_the_recognizer(
    korean: Hotline, model: recognizer.VoskModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The provider pauses nothing: music and words are in the recording, not in the transcript."""
    monkeypatch.setattr(network.Recording, "pause", lambda *_args, **_named: None)
    phone(korean, holds=((HOLD_AT, HOLD),))
    kept = stored(korean, tmp_path)
    assert music_in(kept.agent)
    assert not any(word in kept.text for word in ANNOUNCED)
    assert SIX in kept.text
    said = heard_in(kept.agent, HOLD_AT + WORDS_AFTER, model, tmp_path)
    assert any(word in said for word in ANNOUNCED), said


@on_sqlite
def test_a_waiting_room_that_fails_loses_no_caller(hotline: Hotline) -> None:
    """The provider takes them into no room whose music it cannot have; its own cannot fail."""
    hotline.simulator.exchange.webhooks.refused = "/twilio/wait/"
    placed = hotline.talk(waits=5.0)
    call = hotline.call(placed)
    said = [line.text for line in placed.story.lines()]
    assert "without waiting music the room is not established" in said
    assert "Un instant, s'il vous plaît." in said
    assert "hears the provider's own music" in said
    assert (call.state, call.agent_id) == ("closed", hotline.ana)
    hotline.work()
    assert [each.state for each in hotline.recordings()] == ["attached"]


@on_sqlite
def test_where_music_fails_the_caller_hears_words(hotline: Hotline) -> None:
    hotline.simulator.exchange.webhooks.refused = "/twilio/music/"
    placed = hotline.phone(gives_up_after=60.0)
    said = [line.text for line in placed.story.lines() if line.kind == "said"]
    assert said.count("Merci de patienter, un conseiller va vous répondre.") > 4
    assert not [line for line in placed.story.lines() if line.kind == "played"]


@on_sqlite
def test_a_caller_is_not_told_to_wait_right_after_the_announcement(hotline: Hotline) -> None:
    placed = hotline.phone(gives_up_after=120.0)
    kinds = [line.kind for line in placed.story.lines() if line.kind in ("said", "played")]
    assert kinds[:4] == ["said", "played", "said", "played"]


def test_a_client_has_music_of_its_own(hotline: Hotline) -> None:
    session.execute(update(Client).values(hold_music="a" * 64))
    db.commit()
    placed = hotline.phone(gives_up_after=30.0)
    tries = hotline.simulator.journal.tries("media")
    assert {each.url.rpartition("/")[2] for each in tries} == {"a" * 64 + ".wav"}
    assert {each.method for each in tries} == {"GET"}
    assert hotline.call(placed).state == "abandoned"


@on_sqlite
def test_an_account_may_give_the_caller_the_second_channel(
    hotline: Hotline, environment: pytest.MonkeyPatch
) -> None:
    environment.setenv("CALLER_CHANNEL", "2")
    settings.cache_clear()
    hotline.simulator.exchange.rest_records_caller_second = True
    hotline.talk()  # in which the caller alone says something
    hotline.work()
    (recording,) = hotline.recordings()
    assert recording.caller_channel == 1
    transcript = store.of_recording(recording.id)
    assert transcript is not None
    assert {segment.speaker for segment in transcript.segments} == {"caller"}


@on_sqlite
def test_speech_of_a_caller_who_waits_is_in_no_recording(hotline: Hotline) -> None:
    """Nor while their agent's line is broken; it is the caller's own leg that is recorded."""
    placed = hotline.talk(waits=20.0, alone=speech(15.0))
    (made,) = network.of_leg(placed.leg)
    assert made.started_at >= placed.talk.spans[0].at
    assert placed.scenario.line == ACME
