"""Reads the written conversations: speakers, texts, voices and pauses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

SPEAKERS = ("caller", "agent")
AS_SPOKEN = {ord(space): " " for space in "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"}
SENTENCE_END = re.compile(r"(?<=[.?!])\s+")


@dataclass(frozen=True)
class Turn:
    """One turn; `spoken` is `text` as it is to be read aloud, numbers and codes spelled out.

    `pause` is in seconds, before the turn; `translations` by language; `contrast` as in korean.py,
    for each sentence.
    """

    speaker: str
    text: str
    spoken: str
    pause: float
    speed: float
    contrast: tuple[bool, ...]
    translations: Mapping[str, str]

    def sentences(self) -> list[tuple[str, bool]]:
        return list(zip(SENTENCE_END.split(self.spoken), self.contrast, strict=True))


@dataclass(frozen=True)
class Answer:
    """A fact of the call: the value that an agent types, and the caller's words that give it."""

    key: str
    value: str
    turn: int
    words: str


@dataclass(frozen=True)
class Script:
    language: str
    title: str
    scenario: str
    client: str
    voices: Mapping[str, str]
    seconds: float
    turns: tuple[Turn, ...]
    answers: tuple[Answer, ...]


def read(path: Path) -> Script:
    """Read a conversation. Raises ValueError where an answer is not in a caller's turn."""
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    turns = tuple(_turn(each, data["speeds"]) for each in data["turns"])
    answers = tuple(_answer(key, each, turns) for key, each in data["answers"].items())
    return Script(
        language=data["language"],
        title=data["title"],
        scenario=data["scenario"].strip(),
        client=data["client"],
        voices=data["voices"],
        seconds=data["seconds"],
        turns=turns,
        answers=answers,
    )


def _turn(data: dict[str, Any], speeds: Mapping[str, float]) -> Turn:
    speaker = data["speaker"]
    if speaker not in SPEAKERS:
        raise ValueError(f"{speaker!r} does not speak in a call")
    spoken = data.get("spoken", data["text"].translate(AS_SPOKEN))
    return Turn(
        speaker=speaker,
        text=data["text"],
        spoken=spoken,
        pause=data.get("pause", 0.5),
        speed=data.get("speed", speeds[speaker]),
        contrast=_contrast(data.get("contrast", True), len(SENTENCE_END.split(spoken))),
        translations={lang: data[lang] for lang in ("fr", "en") if lang in data},
    )


def _contrast(contrast: bool | list[bool], sentences: int) -> tuple[bool, ...]:
    return (contrast,) * sentences if isinstance(contrast, bool) else tuple(contrast)


def _answer(key: str, data: dict[str, str], turns: tuple[Turn, ...]) -> Answer:
    """Find the turn in which the caller says an answer's words first."""
    for number, turn in enumerate(turns):
        if turn.speaker == "caller" and data["said"] in turn.text:
            return Answer(key, data["value"], number, data["said"])
    raise ValueError(f"the caller never says {data['said']!r}")
