"""“Did you mean …?” for names that do not exist."""

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import Indel

NEAR = 0.6


def nearest(name: str, known: Iterable[str]) -> tuple[str, str]:
    """How to mend a name that is not known, in French and English."""
    close = process.extractOne(
        name, list(known), scorer=Indel.normalized_similarity, score_cutoff=NEAR
    )
    if close:
        return f"Vouliez-vous dire « {close[0]} » ?", f"Did you mean “{close[0]}”?"
    return "Corrigez le nom, ou ajoutez ce qui manque.", "Mend the name, or add what is missing."
