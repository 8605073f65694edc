"""The meter in one sentence."""

from collections.abc import Collection, Sequence

from core.languages import say
from workflows.texts import Texts
from workflows.vagueness.kinds import Kind
from workflows.vagueness.questions import NAMES

ORDER: tuple[Kind, ...] = ("symptom", "thing", "place", "time", "effect")
MOST_TITLES = 3


def headline(found: Collection[Kind], lacking: Sequence[Texts], junk: Sequence[str]) -> Texts:
    """What is known and what is not. When nothing else is wanting, the mandatory answers that are
    missing, by their titles; when nothing at all is known, the text that says nothing."""
    knows = [kind for kind in ORDER if kind in found or (kind == "symptom" and "error" in found)]
    lacks = [kind for kind in ORDER if kind not in knows]
    if not knows:
        return _nothing(junk)
    if lacks:
        return {
            "fr": f"On sait {_all(knows, 'fr')}, mais pas encore {_none(lacks, 'fr')}.",
            "en": f"We know {_all(knows, 'en')}, but not yet {_none(lacks, 'en')}.",
        }
    return _complete(lacking)


def _nothing(junk: Sequence[str]) -> Texts:
    if junk:
        return {
            "fr": f"« {junk[0]} » n’apprend rien à qui lira le ticket.",
            "en": f"“{junk[0]}” tells whoever reads the ticket nothing.",
        }
    return {"fr": "On ne sait encore rien de précis.", "en": "Nothing specific is known yet."}


def _complete(lacking: Sequence[Texts]) -> Texts:
    if not lacking:
        return {
            "fr": "Tout est dit : ce qui se passe, où, quand, et qui est gêné.",
            "en": "It is all there: what happens, where, when, and who is held up.",
        }
    more = "…" if len(lacking) > MOST_TITLES else ""
    french, english = (
        ", ".join(say(title, language) for title in lacking[:MOST_TITLES])
        for language in ("fr", "en")
    )
    return {
        "fr": f"Le récit est précis ; reste à demander : {french}{more}",
        "en": f"The account is specific; still to ask: {english}{more}",
    }


def _all(kinds: Sequence[Kind], language: str) -> str:
    return _joined(kinds, language, {"fr": " et ", "en": " and "}[language])


def _none(kinds: Sequence[Kind], language: str) -> str:
    return _joined(kinds, language, {"fr": " ni ", "en": " or "}[language])


def _joined(kinds: Sequence[Kind], language: str, last: str) -> str:
    names = [NAMES[kind][language] for kind in kinds]
    return last.join([part for part in (", ".join(names[:-1]), names[-1]) if part])
