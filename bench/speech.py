"""Measures character and word error rates of our transcripts, beside Vosk's own tool.

    python -m bench.speech [--limit N]

Measured on the demo's recordings, and on any folder that SPEECH_SAMPLES names: audio files and a
`transcripts.tsv` (file, language, transcript, with a head line). Every file is first brought to
telephone form, 8 kHz mu-law. Arms: ours; the same decoder without the band extension and without
speech detection (`raw`); `vosk-transcriber`, the command that comes with Vosk, on the same files;
and, where the recording has it, the wide band as the limit of what a telephone could give.
CPU is given as a ratio to `vosk-transcriber`'s in the same run, its model load included.
"""

import argparse
import csv
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import soundfile
import soxr
import yaml
from rapidfuzz.distance import Levenshtein

from core.config import settings
from transcription import catalogue, mulaw, normalise, recognizer
from transcription.audio import TELEPHONE_RATE, WIDE_RATE, Samples, to_int16
from transcription.install import Installed, installed
from transcription.transcribe import decode, listen, transcribe

DEMO = Path(__file__).parent.parent / "voice" / "simulator" / "speech"
SPACED_BY_WORD = {"fr", "en"}


@dataclass(frozen=True)
class Sample:
    """One utterance or side of a conversation: 8 kHz, perhaps also 16 kHz, and what is said."""

    name: str
    language: str
    text: str
    phone: Samples
    wide: Samples | None


@dataclass
class Score:
    wrong: int = 0
    length: int = 0
    wrong_words: int = 0
    words: int = 0
    cpu: float = 0.0
    texts: list[str] = field(default_factory=list)

    def add(self, reference: str, recognized: str) -> None:
        self.wrong += Levenshtein.distance(reference.replace(" ", ""), recognized.replace(" ", ""))
        self.length += len(reference.replace(" ", ""))
        self.wrong_words += Levenshtein.distance(reference.split(), recognized.split())
        self.words += len(reference.split())

    def row(self, arm: str, measure: "Score | None") -> str:
        cpu = f"{self.cpu / measure.cpu:5.2f}" if measure and measure.cpu else "    -"
        return (
            f"  {arm:18} CER {self.wrong / self.length:6.3f}   "
            f"WER {self.wrong_words / self.words:6.3f}   CPU {cpu}"
        )


def plain(text: str, language: str) -> str:
    """Return the text as it is compared: no case, no marks."""
    text = unicodedata.normalize("NFC", text).lower().replace("’", "'")
    text = re.sub(r"\[(\d+)\]", r"\1", text)
    text = re.sub(r"[^\w\s']", " ", text)
    return " ".join(text.split())


def demo_samples() -> Iterator[Sample]:
    for folder in sorted(path for path in DEMO.glob("*") if (path / "conversation.yaml").exists()):
        conversation = yaml.safe_load((folder / "conversation.yaml").read_text())
        for speaker in ("caller", "agent"):
            text = " ".join(t["text"] for t in conversation["turns"] if t["speaker"] == speaker)
            sound, rate = soundfile.read(folder / f"{speaker}.wav", dtype="float32")
            assert rate == TELEPHONE_RATE
            name = f"{folder.name}/{speaker}"
            yield Sample(name, conversation["language"], text, to_int16(sound), None)


def folder_samples(folder: Path) -> Iterator[Sample]:
    with (folder / "transcripts.tsv").open() as file:
        for row in csv.DictReader(file, delimiter="\t"):
            sound, rate = soundfile.read(folder / row["file"], dtype="float32", always_2d=True)
            mono = sound.mean(axis=1)
            wide = to_int16(soxr.resample(mono, rate, WIDE_RATE)) if rate >= WIDE_RATE else None
            narrow = to_int16(soxr.resample(mono, rate, TELEPHONE_RATE))
            phone = mulaw.decode(mulaw.encode(narrow))
            yield Sample(row["file"], row["language"], row["transcript"], phone, wide)


def ours(sample: Sample, model: recognizer.VoskModel, folder: Path) -> str:
    path = folder / "phone.wav"
    soundfile.write(path, sample.phone, TELEPHONE_RATE)
    transcript = transcribe(path, model, caller_channel=None, isolate=False)
    return " ".join(word.text for segment in transcript.segments for word in segment.words)


def raw(sample: Sample, model: recognizer.VoskModel, _folder: Path) -> str:
    recognizer.make_repeatable()
    ear = recognizer.VoskRecognizer(model.handle, TELEPHONE_RATE)
    words = listen(ear, sample.phone, TELEPHONE_RATE)
    return " ".join(word.text for word in normalise.clean(words, model.entry.habits))


def limit(sample: Sample, model: recognizer.VoskModel, _folder: Path) -> str:
    assert sample.wide is not None
    return " ".join(word.text for word in decode(sample.wide, WIDE_RATE, model))


def measure(
    samples: list[Sample],
    run: Callable[[Sample, recognizer.VoskModel, Path], str],
    model: recognizer.VoskModel,
    folder: Path,
) -> Score:
    score = Score()
    for sample in samples:
        before = os.times()
        recognized = run(sample, model, folder)
        after = os.times()
        score.cpu += after.user + after.system - before.user - before.system
        score.add(plain(sample.text, sample.language), plain(recognized, sample.language))
        score.texts.append(recognized)
    return score


def vosk_transcriber(samples: list[Sample], model: Installed, folder: Path) -> Score:
    """Run the command that comes with Vosk once over a folder with all files."""
    sounds, texts = folder / "sounds", folder / "texts"
    sounds.mkdir()
    texts.mkdir()
    for number, sample in enumerate(samples):
        soundfile.write(sounds / f"{number:04}.wav", sample.phone, TELEPHONE_RATE)
    command = Path(sys.executable).with_name("vosk-transcriber")
    before = os.times()
    subprocess.run(
        [command, "-m", model.path, "-i", sounds, "-o", texts, "--log-level", "error"],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    after = os.times()
    score = Score()
    score.cpu = (
        after.children_user + after.children_system
        - before.children_user - before.children_system
    )  # fmt: skip
    for number, sample in enumerate(samples):
        recognized = (texts / f"{number:04}.txt").read_text()
        score.texts.append(recognized)
        score.add(plain(sample.text, sample.language), plain(recognized, sample.language))
    return score


def installed_model(title: str, language: str) -> Installed | None:
    """Return the language's model; where there is none, say that the set is not measured."""
    here = installed(catalogue.find(language), settings().models_dir)
    if here is None:
        print(f"{title}: the {language} model is not installed, not measured")
    return here


def sets(limit: int | None) -> Iterator[tuple[str, str, list[Sample]]]:
    """Yield (title, language, samples): the demo's by language, and those of SPEECH_SAMPLES."""
    found: dict[tuple[str, str], list[Sample]] = {}
    for sample in demo_samples():
        found.setdefault((f"demo, {sample.language}", sample.language), []).append(sample)
    folder = settings().speech_samples
    for sample in folder_samples(folder) if folder else ():
        found.setdefault((f"{folder}, {sample.language}", sample.language), []).append(sample)
    for (title, language), samples in found.items():
        yield title, language, samples[:limit]


def compare(title: str, language: str, samples: list[Sample], show: bool) -> None:
    here = installed_model(title, language)
    if here is None:
        return
    seconds = sum(len(sample.phone) for sample in samples) / TELEPHONE_RATE
    print(f"{title}: {len(samples)} recordings, {seconds:.0f} s, {here.label}")
    model = recognizer.load(here)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        arms = {
            "ours": measure(samples, ours, model, folder),
            "raw 8 kHz": measure(samples, raw, model, folder),
        }
        if all(sample.wide is not None for sample in samples):
            arms["wide band (limit)"] = measure(samples, limit, model, folder)
        theirs = _theirs_or_none(samples, here, folder)
    if theirs:
        arms["vosk-transcriber"] = theirs
    for arm, score in arms.items():
        print(score.row(arm, theirs))
    if show:
        for number, sample in enumerate(samples):
            print(f"   {sample.name}\n     said  {sample.text}")
            print(f"     heard {arms['ours'].texts[number]}")


def _theirs_or_none(samples: list[Sample], here: Installed, folder: Path) -> Score | None:
    try:
        return vosk_transcriber(samples, here, folder)
    except (OSError, subprocess.CalledProcessError) as problem:
        print(f"  vosk-transcriber did not run ({problem}): it needs ffmpeg")
        return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--limit", type=int, default=None, help="at most so many recordings a set")
    parser.add_argument("--show", action="store_true", help="print what was said and heard")
    chosen = parser.parse_args()
    for title, language, samples in sets(chosen.limit):
        compare(title, language, samples, chosen.show)


if __name__ == "__main__":
    main()
