"""Conversations as a recogniser writes them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

SIDES = {"a": "agent", "c": "caller"}


@dataclass
class Turn:
    channel: int
    speaker: str
    words: list[list[Any]]


def turn(side: str, start: float, text: str, unsure: Collection[str] = ()) -> Turn:
    """Words of equal length from `start` on; of those in `unsure` the recogniser is not sure."""
    words = [
        [word, start + 0.3 * place, start + 0.3 * place + 0.28, 0.3 if word in unsure else 0.9]
        for place, word in enumerate(text.split())
    ]
    return Turn(1 if side == "a" else 0, SIDES[side], words)


def conversation(*texts: tuple[str, str | float], unsure: Collection[str] = ()) -> list[Turn]:
    """Turns one after another; a for the agent, c for the caller, wait for seconds of silence."""
    turns, clock = [], 0.0
    for side, text in texts:
        if isinstance(text, int | float):
            clock += text
            continue
        turns.append(turn(side, clock, text, unsure))
        clock += 0.3 * len(text.split()) + 0.6
    return turns
