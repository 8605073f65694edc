"""The comparable words of an entry, and how near a query is to them. Pure."""

from collections.abc import Iterable, Mapping

from rapidfuzz.distance import OSA

from workflows.evidence.tokens import keys

MOST_WORDS = 8
EXACT, PREFIX, TYPO = 1.0, 0.8, 0.4
WEIGHTS = (8.0, 6.0, 6.0, 2.0, 1.0)  # of name, aliases, reference, site, detail
FIRST = 0.5  # for a query's first word that begins the name

Near = Mapping[str, frozenset[str]]


def search_text(fields: Iterable[str]) -> str:
    """The fields of an entry, one a line, each word behind a space so that SQL finds beginnings."""
    return "\n".join("".join(f" {word}" for word in keys(field)) for field in fields)


def query_words(query: str) -> list[str]:
    """The words of a query; at most 8."""
    return list(dict.fromkeys(keys(query[:200])))[:MOST_WORDS]


def score(text: str, query: list[str], near: Near) -> tuple[int, float]:
    """How many of the wanted words a search text holds, and how well (more is better)."""
    fields = [line.split() for line in text.split("\n")]
    scores = [each for each in (_best(fields, word, near) for word in query) if each]
    begins = bool(fields[0]) and fields[0][0].startswith(query[0])
    return len(scores), sum(scores) + (FIRST if begins else 0)


def _best(fields: list[list[str]], typed: str, near: Near) -> float:
    """The best match of one wanted word in any field."""
    best = 0.0
    for weight, words in zip(WEIGHTS, fields, strict=False):
        for word in words:
            if word == typed:
                best = max(best, weight * EXACT)
            elif word.startswith(typed):
                best = max(best, weight * PREFIX)
            elif word in near.get(typed, ()):
                best = max(best, weight * TYPO)
    return best


def nearby(query: Iterable[str], vocabulary: Iterable[str]) -> dict[str, frozenset[str]]:
    """For each wanted word, the words of a vocabulary that begin like it but for a typing error."""
    words = list(vocabulary)
    return {word: frozenset(each for each in words if _is_near(word, each)) for word in query}


def _is_near(typed: str, word: str) -> bool:
    allowed = 0 if len(typed) < 3 or typed.isdigit() else 1 if len(typed) < 6 else 2
    if not allowed or len(word) < len(typed) - allowed:
        return False
    lengths = range(len(typed) - allowed, len(typed) + allowed + 1)
    beginnings = {word[:length] for length in lengths}
    return any(OSA.distance(typed, each, score_cutoff=allowed) <= allowed for each in beginnings)
