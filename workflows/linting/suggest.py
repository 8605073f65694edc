"""“Did you mean …?” for names that do not exist."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> tuple[str, str]:
    """How to mend a name that is not known, in French and English."""
    close = get_close_matches(name, list(known), n=1)
    if close:
        return f"Vouliez-vous dire « {close[0]} » ?", f"Did you mean “{close[0]}”?"
    return "Corrigez le nom, ou ajoutez ce qui manque.", "Mend the name, or add what is missing."
