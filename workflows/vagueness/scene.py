"""A text that the meter reads, with what all rules need to know of it."""

from dataclasses import dataclass

from workflows.vagueness.folding import Folded
from workflows.vagueness.messages import Span

# Signs of phrases that carry nothing.
HOLLOW = frozenset(("vague", "junk"))


@dataclass(frozen=True)
class Scene:
    """A folded text, its languages, and the spans that are no signs: the words of a quoted message,
    a greeting, “nobody is hurt”."""

    folded: Folded
    spoken: tuple[str, ...]
    apart: tuple[Span, ...]

    def is_apart(self, span: Span) -> bool:
        return any(start <= span[0] and span[1] <= end for start, end in self.apart)
