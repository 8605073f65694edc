"""One answer to look for, and the type of the functions that look for it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from workflows.document import Option, Step
from workflows.evidence.phrases import Span
from workflows.evidence.tokens import Stream, keys


@dataclass(frozen=True)
class Search:
    """One answer to look for in one language, with the times at which its question ended."""

    step: Step
    value: Any
    language: str
    question_ends: tuple[float, ...]

    def cues(self) -> list[str]:
        words = [*self.step.cues.get(self.language, [])]
        unit = self.step.unit.get(self.language)
        return [key for word in (*words, *([unit] if unit else [])) for key in keys(word)]


Finder = Callable[[Search, Stream], Iterable[Span]]


def option_of(options: Iterable[Option], value: Any) -> Option | None:
    """The option with this value."""
    return next((option for option in options if option.value == value), None)
