"""Measures what a line's noise does to the character error rate, with and without the extension.

    python -m bench.noise [--limit N] [--kinds white,pink,hiss,hum]

The recordings of `bench.speech`, their speech at -26 dBFS, with noise 10 to 40 dB below it, through
mu-law. Arms: without the band extension (8 kHz, which the decoder brings to 16 kHz itself); with an
extension that does not know the noise; and as the product does. All three hear the same stretches.
"""

import argparse

import numpy as np
import numpy.typing as npt

from bench.speech import Sample, Score, installed_model, plain, sets
from transcription import band, mulaw, normalise, recognizer
from transcription.audio import FULL_SCALE, TELEPHONE_RATE, WIDE_RATE, Samples, to_int16
from transcription.detect import find_speech
from transcription.transcribe import decode, listen

SPEECH_DBFS = -26.0  # the level at which telephone speech is measured (ITU-T P.56)
LEVELS: tuple[float | None, ...] = (10, 15, 20, 25, 30, 40, None)
SLOPES = {"white": 0.0, "pink": -0.5, "hiss": 0.5}  # of the amplitude over the frequency
KINDS = (*SLOPES, "hum")
ARMS = ("without", "with", "ours")


def noise(kind: str, length: int, random: np.random.Generator) -> npt.NDArray[np.float64]:
    """Return noise of power one: even, falling or rising by 3 dB an octave, or of the mains."""
    if kind == "hum":
        time = np.arange(length) / TELEPHONE_RATE
        made = np.sum([np.sin(2 * np.pi * 50 * k * time + k) / k for k in range(1, 20)], axis=0)
    else:
        spectrum = np.fft.rfft(random.standard_normal(length))
        hertz = np.maximum(np.fft.rfftfreq(length, 1 / TELEPHONE_RATE), 50)
        made = np.fft.irfft(spectrum * hertz ** SLOPES[kind], length)
    return np.asarray(made / made.std())


def line(sample: Sample, kind: str, level: float | None, seed: int) -> Samples:
    """Return the sample on a line that is heard alone for a second before and after it."""
    sound = np.pad(sample.phone / FULL_SCALE, TELEPHONE_RATE)
    sound *= 10 ** (SPEECH_DBFS / 20) / _speech_level(sound)
    if level is not None:
        added = noise(kind, len(sound), np.random.default_rng(seed))
        sound += added * 10 ** ((SPEECH_DBFS - level) / 20)
    return mulaw.decode(mulaw.encode(to_int16(sound)))


def _speech_level(sound: npt.NDArray[np.float64]) -> float:
    """Return the effective value of the frames within 30 dB of the loudest."""
    frame = TELEPHONE_RATE // 50
    levels = sound[: len(sound) // frame * frame].reshape(-1, frame).std(axis=1)
    return float(np.sqrt((levels[levels > levels.max() * 10 ** (-30 / 20)] ** 2).mean()))


def heard(phone: Samples, arm: str, model: recognizer.VoskModel) -> str:
    words = decode(phone, TELEPHONE_RATE, model) if arm == "ours" else _plainly(phone, arm, model)
    return " ".join(word.text for word in normalise.clean(words, model.entry.habits))


def _plainly(phone: Samples, arm: str, model: recognizer.VoskModel) -> list[recognizer.HeardWord]:
    recognizer.make_repeatable()
    rate = WIDE_RATE if arm == "with" else TELEPHONE_RATE
    ear = recognizer.VoskRecognizer(model.handle, rate)
    words: list[recognizer.HeardWord] = []
    for span in find_speech(phone, TELEPHONE_RATE):
        speech = phone[span.start : span.end]
        words += listen(ear, band.extend(speech) if arm == "with" else speech, rate)
    return words


def compare(samples: list[Sample], kind: str, model: recognizer.VoskModel) -> None:
    print(f"  {kind:8}" + "".join(f"{arm:>9}" for arm in ARMS))
    for level in LEVELS:
        scores = {arm: Score() for arm in ARMS}
        for seed, sample in enumerate(samples):
            phone = line(sample, kind, level, seed)
            for arm, score in scores.items():
                text = heard(phone, arm, model)
                score.add(plain(sample.text, sample.language), plain(text, sample.language))
        rates = "".join(f"{score.wrong / score.length:9.3f}" for score in scores.values())
        print(f"  {'clean' if level is None else f'{level:.0f} dB':8}{rates}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--limit", type=int, default=None, help="at most so many recordings a set")
    parser.add_argument("--kinds", default="white", help=f"of {', '.join(KINDS)}; white")
    chosen = parser.parse_args()
    for title, language, samples in sets(chosen.limit):
        here = installed_model(title, language)
        if here is None:
            continue
        print(f"{title}: {len(samples)} recordings, character error rate, {here.label}")
        for kind in chosen.kinds.split(","):
            compare(samples, kind, recognizer.load(here))


if __name__ == "__main__":
    main()
