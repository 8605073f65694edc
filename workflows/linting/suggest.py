"""“Did you mean …?” for names that do not exist."""

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import Indel

NEAR = 0.6


def nearest(name: str, names: Iterable[str]) -> str:
    """The known name that was probably meant; "" where none is near."""
    close = process.extractOne(
        name, list(names), scorer=Indel.normalized_similarity, score_cutoff=NEAR
    )
    return str(close[0]) if close else ""
