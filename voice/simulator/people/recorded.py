"""Callers whose words are recorded, one for each language."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).resolve().parents[1] / "speech"


@dataclass(frozen=True)
class RecordedCaller:
    """`dials` is the line of the demo that they call, `title` their matter in their language."""

    dials: str
    title: str
    file: Path


@cache
def recorded_callers() -> dict[str, RecordedCaller]:
    """By language."""
    return {each.parent.name: _caller(each) for each in sorted(FOLDER.glob("*/conversation.yaml"))}


def _caller(file: Path) -> RecordedCaller:
    conversation = yaml.safe_load(file.read_text())
    return RecordedCaller(conversation["dials"], conversation["title"], file.parent / "caller.wav")
