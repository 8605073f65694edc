"""Make the demo's telephone calls from the written conversations beside this file.

    python -m tools.voices.make [LANGUAGE ...]      both sides and reference, into the simulator
    python -m tools.voices.make --announcements     what the network says, into the simulator
    python -m tools.voices.make --sentences FOLDER  60 sentences with transcripts, for error rates

The same sources give the same files on the same kind of machine. See README.md for the setting up.
"""

import argparse
import csv
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import soxr
import yaml

from tools.voices import announcements, kokoro, script, telephone
from tools.voices.espeak import phonemes as espeak_phonemes
from tools.voices.korean import phonemes as korean_phonemes
from tools.voices.telephone import RATE, Samples

SOURCES = Path(__file__).parent
SPEECH = SOURCES.parent.parent / "voice" / "simulator" / "speech"
LANGUAGES = ("ko", "en", "fr")
ESPEAK_VOICES = {"en": "en-us", "fr": "fr"}
BREATH = 0.3  # seconds between two sentences of one turn
SAMPLE_VOICES = ("jm_kumo", "jf_gongitsune")
SAMPLE_RATE = 16000


@dataclass(frozen=True)
class PlacedTurn:
    """A turn with its sound and where it stands in the call, in samples."""

    turn: script.Turn
    start: int
    sound: Samples

    @property
    def end(self) -> int:
        return self.start + len(self.sound)


def make(language: str, folder: Path) -> None:
    """Write caller.wav, agent.wav and conversation.yaml of one language into `folder`."""
    conversation = script.read(SOURCES / f"{language}.yaml")
    placed = place(conversation)
    length = round(conversation.seconds * RATE)
    if placed[-1].end > length:
        raise ValueError(
            f"{language}: {placed[-1].end / RATE:.1f} s do not fit {conversation.seconds} s"
        )
    folder.mkdir(parents=True, exist_ok=True)
    for seed, speaker in enumerate(script.SPEAKERS):
        side = telephone.line(length, seed)
        for one in placed:
            if one.turn.speaker == speaker:
                side[one.start : one.end] += one.sound
        telephone.write(folder / f"{speaker}.wav", side)
    reference = yaml.safe_dump(describe(conversation, placed), allow_unicode=True, sort_keys=False)
    (folder / "conversation.yaml").write_text(reference, encoding="utf-8")


def place(conversation: script.Script) -> list[PlacedTurn]:
    """Speak every turn and put one behind the other."""
    placed: list[PlacedTurn] = []
    end = 0
    for turn in conversation.turns:
        start = end + round(turn.pause * RATE)
        placed.append(PlacedTurn(turn, start, speak(turn, conversation)))
        end = placed[-1].end
    return placed


def speak(turn: script.Turn, conversation: script.Script) -> Samples:
    """Return a turn as the telephone sends it; sentences are spoken one by one."""
    breath = np.zeros(round(BREATH * RATE), dtype=np.float32)
    pieces = []
    for sentence, contrast in turn.sentences():
        sounds = _phonemes(sentence, conversation.language, contrast)
        sound = kokoro.speak(sounds, conversation.voices[turn.speaker], turn.speed)
        pieces += [breath, telephone.through_handset(sound, kokoro.SAMPLE_RATE)]
    return np.concatenate(pieces[1:])


def _phonemes(sentence: str, language: str, contrast: bool) -> str:
    if language == "ko":
        return korean_phonemes(sentence, contrast=contrast)
    return espeak_phonemes(sentence, ESPEAK_VOICES[language])


def describe(conversation: script.Script, placed: list[PlacedTurn]) -> dict[str, Any]:
    """Return what conversation.yaml says: who says what, when, and what follows from it."""
    return {
        "language": conversation.language,
        "title": conversation.title,
        "scenario": conversation.scenario,
        "client": conversation.client,
        "voices": dict(conversation.voices),
        "seconds": conversation.seconds,
        "turns": [
            {
                "speaker": one.turn.speaker,
                "start": round(one.start / RATE, 2),
                "end": round(one.end / RATE, 2),
                "text": one.turn.text,
                **one.turn.translations,
            }
            for one in placed
        ],
        "answers": {
            each.key: {"value": each.value, "said_at": _said_at(each, placed[each.turn])}
            for each in conversation.answers
        },
    }


def _said_at(answer: script.Answer, one: PlacedTurn) -> float:
    """Return about when the words begin: as far into the turn's sound as into its text."""
    share = one.turn.text.index(answer.words) / len(one.turn.text)
    return round((one.start + share * len(one.sound)) / RATE, 2)


def make_sentences(folder: Path) -> None:
    """Write every sentence of sentences.yaml by one of two voices, and transcripts.tsv."""
    folder.mkdir(parents=True, exist_ok=True)
    texts: list[str] = yaml.safe_load((SOURCES / "sentences.yaml").read_text(encoding="utf-8"))
    with (folder / "transcripts.tsv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerow(["file", "language", "transcript"])
        for number, text in enumerate(texts):
            voice = SAMPLE_VOICES[number % len(SAMPLE_VOICES)]
            sound = kokoro.speak(korean_phonemes(text), voice, 1.0)
            wide = soxr.resample(sound, kokoro.SAMPLE_RATE, SAMPLE_RATE)
            name = f"ko{number + 1:02}.wav"
            padded = np.pad(wide * (telephone.PEAK / np.abs(wide).max()), SAMPLE_RATE // 2)
            soundfile.write(folder / name, padded, SAMPLE_RATE, subtype="PCM_16")
            table.writerow([name, "ko", text])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("languages", nargs="*", choices=[*LANGUAGES, []], metavar="LANGUAGE")
    parser.add_argument("--announcements", action="store_true")
    parser.add_argument("--sentences", type=Path, metavar="FOLDER")
    arguments = parser.parse_args()
    if arguments.announcements:
        for language in arguments.languages or LANGUAGES:
            announcements.make(
                language, SPEECH / language, partial(_phonemes, language=language, contrast=True)
            )
        return
    if arguments.sentences:
        make_sentences(arguments.sentences)
        return
    for language in arguments.languages or LANGUAGES:
        print(f"{language} …", file=sys.stderr)
        make(language, SPEECH / language)


if __name__ == "__main__":
    main()
