"""Phrases and content words in speech, with tolerance for what recognizers mishear."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from workflows.evidence.tokens import Token, folded_words, keys

LIKE = 86.0
LIKE_WORD = 88.0
LONGEST_PAUSE = 2.0
SHORTEST = 6
NEGATIONS = folded_words(
    "ne n pas aucun aucune personne jamais sans ni rien"
    " no not nobody none never without nothing isn aren don doesn didn wasn"
    " 안 못 아니 없어요 없습니다 없고 않아요 않습니다"
)
COMMON = folded_words(
    "avec pour dans cette votre notre elle nous vous sont etait avait fait faire plus tout tous"
    " toute toutes comme mais alors donc depuis quand quoi cela chez sous entre aussi encore bien"
    " tres bonjour merci oui non voila sur une des les est ete etre avoir peut"
    " with from this that there their they have been were what when which about your just then"
    " than some very hello thank thanks yes please would could should will into onto"
    " 있어요 있습니다 합니다 해요 그리고 지금 제가 저희 여기 그게 거기"
)
SHORTEST_WORD = 4


@dataclass(frozen=True)
class Span:
    """Tokens first..last (included), and how much they are like the words of the search, 0 to 1."""

    first: int
    last: int
    score: float


def _windows(tokens: Sequence[Token], size: int) -> Iterator[int]:
    """The first places of all windows of `size` tokens without a long pause within."""
    pauses = [later.start - earlier.end > LONGEST_PAUSE for earlier, later in pairwise(tokens)]
    for first in range(len(tokens) - size + 1):
        if not any(pauses[first : first + size - 1]):
            yield first


def find_phrase(tokens: Sequence[Token], phrase: str) -> Span | None:
    """The best place of a phrase, not counting spaces; None if nothing is like it, if it is too
    short to mean anything alone, or if it is denied where it stands."""
    words = keys(phrase)
    target = "".join(words)
    if len(target) < SHORTEST:
        return None
    best: Span | None = None
    for size in range(max(1, len(words) - 1), len(words) + 2):
        for first in _windows(tokens, size):
            spoken = "".join(token.key for token in tokens[first : first + size])
            score = fuzz.ratio(target, spoken, score_cutoff=LIKE) / 100
            if score > (best.score if best else 0) and not _denied(tokens, first, size, words):
                best = Span(first, first + size - 1, score)
    return best


def _denied(tokens: Sequence[Token], first: int, size: int, words: Sequence[str]) -> bool:
    """Whether a negation stands around (or in) the words and not in the phrase itself."""
    if NEGATIONS.intersection(words):
        return not NEGATIONS.intersection(token.key for token in tokens[first : first + size])
    around = tokens[max(0, first - 3) : first + size + 2]
    turn = tokens[first].turn
    return any(token.key in NEGATIONS for token in around if token.turn == turn)


def is_like(key: str, other: str) -> bool:
    """Whether two folded words are the same but for a slip."""
    return key == other or fuzz.ratio(key, other) >= LIKE_WORD


def content(text: str) -> list[str]:
    """The words of a text that carry its meaning, folded, each once, in order."""
    words = (key for key in keys(text) if len(key) >= SHORTEST_WORD and not key.isdigit())
    return [key for key in dict.fromkeys(words) if key not in COMMON]


def find_content(tokens: Sequence[Token], text: str, *, name: bool) -> Span | None:
    """The place where somebody says most of the content words of a text close together.

    One word is enough only for a `name` (of a place or person) of at least five letters.
    """
    words = content(text)
    needed = _needed(len(words), name)
    if not words or (len(words) == 1 and (not name or len(words[0]) < 5)):
        return None
    hits = [
        (place, word)
        for place, token in enumerate(tokens)
        for word in words
        if _alike(token.key, word)
    ]
    return _densest(tokens, hits, needed, len(words))


def _alike(spoken: str, word: str) -> bool:
    # Korean particles and French or English endings follow the stem.
    stem = len(word) >= 5 and spoken.startswith(word) and len(spoken) <= len(word) + 6
    return stem or is_like(spoken, word)


def _needed(count: int, name: bool) -> int:
    if name:
        return max(1, (count + 1) // 2)
    return max(2, (count + 1) // 2) if count <= 6 else max(3, round(count * 0.4))


WITHIN = 15.0


def _densest(
    tokens: Sequence[Token], hits: list[tuple[int, str]], needed: int, count: int
) -> Span | None:
    best: Span | None = None
    for start, (first, _) in enumerate(hits):
        near = [hit for hit in hits[start:] if tokens[hit[0]].start - tokens[first].start <= WITHIN]
        words = {word for _, word in near}
        score = len(words) / count
        if len(words) >= needed and score > (best.score if best else 0):
            best = Span(first, max(place for place, _ in near), score)
    return best
