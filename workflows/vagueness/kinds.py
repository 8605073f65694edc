"""The six kinds of signs that a text can give."""

from typing import Literal

Kind = Literal["thing", "place", "time", "symptom", "error", "effect"]
KINDS: tuple[Kind, ...] = ("thing", "place", "time", "symptom", "error", "effect")
