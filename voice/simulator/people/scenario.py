"""The scenario of a simulated call: what caller and agent do, and which accidents happen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from voice.simulator.network.chaos import CALM, Chaos
from voice.simulator.network.orders import FAULTS, NO_FAULT, MediaFault
from voice.simulator.sound.audio import SILENCE, Samples, load

LARGEST_ANSWERS_FILE = 256 * 1024


class BadScenario(Exception):
    """A scenario that cannot be played; the message is one sentence for its author."""


@dataclass(frozen=True)
class TypedAnswer:
    """An answer the agent types, `at` seconds into the conversation, or when its step comes up."""

    step: str
    raw: str
    at: float | None = None


@dataclass(frozen=True)
class Typing:
    """All that the agent types; `notes` go in at the end of the conversation."""

    answers: tuple[TypedAnswer, ...] = ()
    notes: str = ""


@dataclass(frozen=True)
class Scenario:
    """Seconds are the call's. `keys` are pressed that long after the call is answered; so long the
    caller `stays` after the last word, for the agent to hang up. `alone` is what they say while
    nobody talks with them. The scripted agent lets the caller wait for `waits` seconds in the room,
    and puts them on hold at each second of the conversation in `holds`, for so many seconds.

    `leaves_to_people`: the scripted agent answers only a call that no person at a desk can take.
    """

    line: str
    from_number: str
    caller: Samples = field(default_factory=lambda: SILENCE)
    agent: Samples = field(default_factory=lambda: SILENCE)
    scripted_agent: bool = False
    leaves_to_people: bool = False
    agent_email: str = "ana@filrouge.example"
    agent_password: str = ""
    typing: Typing = Typing()
    keys: tuple[tuple[float, str], ...] = ()
    gives_up_after: float = 600.0
    silent_talk: float = 10.0
    alone: Samples = field(default_factory=lambda: SILENCE)
    waits: float = 0.0
    holds: tuple[tuple[float, float], ...] = ()
    stays: float = 0.0
    agent_hangs_up: bool = False
    speed: float | None = None
    chaos: Chaos = CALM
    media_fault: MediaFault = NO_FAULT
    extra: Mapping[str, str] = field(default_factory=dict)


def voices(caller: Path | None, agent: Path | None) -> tuple[Samples, Samples]:
    """Both sides; a caller's file of two channels holds the agent in the second one.

    Raises BadAudio.
    """
    sides = load(caller) if caller else (SILENCE,)
    answering = load(agent)[0] if agent else sides[1] if len(sides) > 1 else SILENCE
    return sides[0], answering


def read_answers(path: Path) -> Typing:
    """`{step: raw}`, a list of `{step, raw, at}`, or either under `answers` beside `notes`."""
    try:
        if path.stat().st_size > LARGEST_ANSWERS_FILE:
            raise BadScenario(f"{path} is too large for a file of answers.")
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadScenario(f"{path} cannot be read as YAML: {error}") from error
    return typing_of(content, str(path))


def typing_of(content: object, label: str) -> Typing:
    """The same from plain data. Raises BadScenario."""
    notes: object = ""
    if isinstance(content, Mapping) and "answers" in content:
        notes, content = content.get("notes", ""), content["answers"]
    if isinstance(content, Mapping):
        answers = tuple(TypedAnswer(str(step), _raw(raw)) for step, raw in content.items())
    elif isinstance(content, list):
        answers = tuple(_typed(item, label) for item in content)
    elif content is None:
        answers = ()
    else:
        raise BadScenario(f"{label} holds neither a list nor a mapping of answers.")
    return Typing(answers, str(notes))


def _typed(item: object, label: str) -> TypedAnswer:
    if not isinstance(item, Mapping) or "step" not in item or "raw" not in item:
        raise BadScenario(f"{label}: each answer needs a step and a raw value.")
    at = item.get("at")
    if at is not None and not isinstance(at, int | float):
        raise BadScenario(f"{label}: `at` of {item['step']} is not a number of seconds.")
    return TypedAnswer(str(item["step"]), _raw(item["raw"]), None if at is None else float(at))


def _raw(value: object) -> str:
    """As a person types it; YAML turns yes and no into booleans."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def media_fault(kind: str, times: int) -> MediaFault:
    """Raises BadScenario for a fault nobody knows."""
    if kind and kind not in FAULTS:
        raise BadScenario(f"There is no media fault {kind}; there are {', '.join(FAULTS)}.")
    return MediaFault(kind, times)
