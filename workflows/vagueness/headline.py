"""The facts for the meter's one sentence: the kinds that a ticket names, and those it lacks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from workflows.texts import Texts
from workflows.vagueness.kinds import Kind

ORDER: tuple[Kind, ...] = ("symptom", "thing", "place", "time", "effect")


@dataclass(frozen=True)
class Headline:
    """Kinds in the order in which the sentence names them. `missing` are the titles of mandatory
    answers that are missing, `junk` the first text that says nothing ("" for none)."""

    knows: tuple[Kind, ...]
    lacks: tuple[Kind, ...]
    missing: tuple[Texts, ...] = ()
    junk: str = ""


def headline(kinds: Collection[Kind], lacking: Sequence[Texts], junk: Sequence[str]) -> Headline:
    knows = [kind for kind in ORDER if kind in kinds or (kind == "symptom" and "error" in kinds)]
    lacks = [kind for kind in ORDER if kind not in knows]
    return Headline(tuple(knows), tuple(lacks), tuple(lacking), junk[0] if junk else "")
