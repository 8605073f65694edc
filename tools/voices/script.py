"""The written conversations: what is said by whom, in which voice, after which pause."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

SPEAKERS = ("caller", "agent")
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
    told: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    turns = tuple(_turn(each, told["speeds"]) for each in told["turns"])
    answers = tuple(_answer(key, each, turns) for key, each in told["answers"].items())
    return Script(
        language=told["language"],
        title=told["title"],
        scenario=told["scenario"].strip(),
        client=told["client"],
        voices=told["voices"],
        seconds=told["seconds"],
        turns=turns,
        answers=answers,
    )


def _turn(told: dict[str, Any], speeds: Mapping[str, float]) -> Turn:
    speaker = told["speaker"]
    if speaker not in SPEAKERS:
        raise ValueError(f"{speaker!r} does not speak in a call")
    spoken = told.get("spoken", told["text"])
    return Turn(
        speaker=speaker,
        text=told["text"],
        spoken=spoken,
        pause=told.get("pause", 0.5),
        speed=told.get("speed", speeds[speaker]),
        contrast=_contrast(told.get("contrast", True), len(SENTENCE_END.split(spoken))),
        translations={lang: told[lang] for lang in ("fr", "en") if lang in told},
    )


def _contrast(told: bool | list[bool], sentences: int) -> tuple[bool, ...]:
    return (told,) * sentences if isinstance(told, bool) else tuple(told)


def _answer(key: str, told: dict[str, str], turns: tuple[Turn, ...]) -> Answer:
    """Find the turn in which the caller says an answer's words first."""
    for number, turn in enumerate(turns):
        if turn.speaker == "caller" and told["said"] in turn.text:
            return Answer(key, told["value"], number, told["said"])
    raise ValueError(f"the caller never says {told['said']!r}")
