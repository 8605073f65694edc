"""Makes a transcript of a recording: read, find speech, extend the band, decode, put in order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import soxr

from transcription import band, normalise, recognizer
from transcription.audio import ANY_LENGTH, TELEPHONE_RATE, Audio, Limits, Samples, read_audio
from transcription.detect import Span, find_speech, pauses_of, without
from transcription.isolation import run_apart
from transcription.recognizer import HeardWord, SpeechModel

TURN_PAUSE = 1.2  # seconds of silence of one speaker after which a new turn begins
LONGEST_TURN = 20.0  # seconds; a monologue is cut at its next pause for the sake of the eye
SHORT_PAUSE = 0.3

KeepAlive = Callable[[], None]


@dataclass(frozen=True)
class Word:
    """A word; times are seconds from the start of the recording, confidence is 0 to 1."""

    text: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True)
class Segment:
    """One turn of one speaker; `speaker` is caller, agent or unknown."""

    channel: int
    speaker: str
    start: float
    end: float
    text: str
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Transcript:
    """The turns of a recording of `duration` seconds, in order of time."""

    language: str
    model_name: str
    channels: int
    duration: float
    segments: tuple[Segment, ...]


def transcribe(
    path: Path,
    model: SpeechModel,
    *,
    caller_channel: int | None = 0,
    limits: Limits = ANY_LENGTH,
    torn_too: bool = False,
    leave_out: Sequence[tuple[float, float]] = (),
    keep_alive: KeepAlive | None = None,
    isolate: bool = True,
) -> Transcript:
    """Transcribe every channel of a recording with an open model.

    Nothing is heard in the seconds to `leave_out`; times are those of the whole recording all the
    same.

    With `isolate` each channel is decoded in a forked child, since Vosk can abort its process;
    `keep_alive` is then called every few seconds, and what it raises ends the children. The words
    are the same with and without, and the same each time. Raises AudioError for a recording that
    cannot be read, RecognizerCrashed and RecognizerTimeout for a child that died or hung.
    """
    audio = read_audio(path, limits, torn_too=torn_too)
    left_out = _spans(leave_out, audio)
    jobs = [
        lambda channel=channel: decode(channel, audio.rate, model, left_out)
        for channel in audio.channels
    ]
    if isolate:
        _load_for_all()
        words_by_channel = run_apart(jobs, audio.duration, keep_alive or (lambda: None))
    else:
        words_by_channel = [job() for job in jobs]
    segments = [
        segment
        for channel, words in enumerate(words_by_channel)
        for segment in _segments(words, channel, _speaker(channel, audio, caller_channel))
    ]
    segments.sort(key=lambda segment: (segment.start, segment.channel))
    return Transcript(
        language=model.entry.language,
        model_name=model.label,
        channels=len(audio.channels),
        duration=round(audio.duration, 3),
        segments=tuple(segments),
    )


def _load_for_all() -> None:
    """Load once, and not in each child, what is loaded when it is first used."""
    import numpy.fft
    import numpy.ma  # noqa: F401

    band.network()


def _spans(seconds: Sequence[tuple[float, float]], audio: Audio) -> tuple[Span, ...]:
    """The stretches in samples, as far as they are within the recording."""
    length = len(audio.channels[0])
    limited = (
        Span(*(min(max(round(at * audio.rate), 0), length) for at in stretch))
        for stretch in seconds
    )
    return tuple(span for span in limited if span.start < span.end)


def decode(
    samples: Samples, rate: int, model: SpeechModel, left_out: tuple[Span, ...] = ()
) -> list[HeardWord]:
    """Return the words of one channel, cleaned; times are seconds from its start."""
    recognizer.make_repeatable()
    samples = without(samples, left_out)
    ear = model.recognizer()
    fed = 0.0  # seconds of sound that the recognizer has had
    words: list[HeardWord] = []
    spans = find_speech(samples, rate, left_out)
    to_model = _way_to_model(pauses_of(samples, (*spans, *left_out)), rate, model.entry.sample_rate)
    for span in spans:
        sound = to_model(samples[span.start : span.end])
        moved = span.start / rate - fed
        for word in listen(ear, sound, model.entry.sample_rate):
            words.append(_moved_into_span(word, moved, span, rate))
        fed += len(sound) / model.entry.sample_rate
    recognizer.give_memory_back()
    return list(normalise.clean(words, model.entry.habits))


def _way_to_model(pauses: Samples, rate: int, wanted: int) -> Callable[[Samples], Samples]:
    """Return what brings speech to the band that the model was trained on (docs/speech.md)."""
    if rate == wanted:
        return lambda speech: speech
    if rate == TELEPHONE_RATE:
        noise = band.noise_power(pauses)
        return lambda speech: band.extend(speech, noise)
    return lambda speech: soxr.resample(speech, rate, wanted)


def listen(ear: recognizer.Recognizer, sound: Samples, rate: int) -> list[HeardWord]:
    """Feed one stretch, in steps of the decoder, and return its words; the clock goes on."""
    chunk = int(rate * recognizer.CHUNK_SECONDS)
    whole = np.pad(sound, (0, -len(sound) % chunk))
    words: list[HeardWord] = []
    for start in range(0, len(whole), chunk):
        words += ear.listen(whole[start : start + chunk])
    return [*words, *ear.finish()]


def _moved_into_span(word: HeardWord, moved: float, span: Span, rate: int) -> HeardWord:
    """Move a word to the recording's time, and keep it inside the span after rounding."""
    first, last = span.start / rate, span.end / rate
    start = min(max(word.start + moved, first), last)
    end = min(max(word.end + moved, start), last)
    return replace(word, start=round(start, 3), end=round(end, 3))


def _speaker(channel: int, audio: Audio, caller_channel: int | None) -> str:
    if audio.is_mono or caller_channel is None:
        return "unknown"
    return "caller" if channel == caller_channel else "agent"


def _segments(words: list[HeardWord], channel: int, speaker: str) -> list[Segment]:
    turns: list[list[HeardWord]] = []
    for word in words:
        if turns and not _ends_turn(turns[-1], word):
            turns[-1].append(word)
        else:
            turns.append([word])
    return [_segment(turn, channel, speaker) for turn in turns]


def _ends_turn(turn: list[HeardWord], word: HeardWord) -> bool:
    pause = word.start - turn[-1].end
    too_long = word.end - turn[0].start > LONGEST_TURN and pause >= SHORT_PAUSE
    return pause >= TURN_PAUSE or too_long


def _segment(turn: list[HeardWord], channel: int, speaker: str) -> Segment:
    words = tuple(Word(word.text, word.start, word.end, word.confidence) for word in turn)
    text = normalise.sentence(turn)
    return Segment(channel, speaker, turn[0].start, turn[-1].end, text, words)
