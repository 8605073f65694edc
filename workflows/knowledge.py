"""Finds articles while a caller is on the line: by beginnings of words, with typing errors."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from rapidfuzz.distance import OSA

from core.folding import Folded, fold, fold_to_letters
from core.languages import say

MOST_WORDS = 8
LONGEST_QUERY = 200
SNIPPET = 170
LEAD = 50
TITLE, WORDS, BODY, OTHER = 8.0, 5.0, 2.0, 0.5
EXACT, PREFIX, TYPO = 1.0, 0.8, 0.4

WORD = re.compile(r"\w+")
SMALL = frozenset(
    [
        *("le", "la", "les", "un", "une", "des", "de", "du", "et", "ou", "a", "au", "aux", "en"),
        *("the", "an", "of", "to", "in", "on", "or", "and", "is", "est", "que", "qui"),
        *("d", "l", "s"),
    ]
)
MARKDOWN = re.compile(
    r"""!?\[(?P<text>[^\]\n]{0,300})\]\([^)\n]{0,500}\)   # a link or picture: its words
      | <[^<>\n]{0,200}>                      # markup
      | ^[ \t]*(?:\#{1,6}|>|[-*+]|\d+[.)])[ \t]+   # heads, quotes and bullets
      | ^[ \t]*(?:-{3,}|={3,}|`{3}.*)$        # rules and fences
      | [*_`~]{1,3}""",
    re.MULTILINE | re.VERBOSE,
)


class Findable(Protocol):
    """Something that `search` can find; `workflows.document.Article` is one."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> Mapping[str, str]: ...
    @property
    def body(self) -> Mapping[str, str]: ...
    @property
    def words(self) -> Mapping[str, list[str]]: ...


@dataclass(frozen=True)
class Hit:
    """An article with words of the query. `snippet` is plain text of the body; `marks` are the
    places (start, end) of those words in it."""

    key: str
    title: str
    snippet: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class _Text:
    """A text and its folded words, each with the places where it stands."""

    plain: str
    words: Mapping[str, tuple[tuple[int, int], ...]]


def search(
    articles: Sequence[Findable], query: str, language: str, limit: int = 10
) -> tuple[Hit, ...]:
    """The articles that hold every word of `query`, best first; where none does, those that hold
    some. A title weighs more than the `words` of an article, and these more than its body.

    A blank query gives the first articles. Any text is a query; nothing is raised.
    """
    words = _query_words(query)
    if not words:
        return tuple(_hit(article, language, ()) for article in articles[:limit])
    scored = list(zip(_scores(articles, words, language), articles, strict=True))
    whole = [pair for pair in scored if all(pair[0])] or [pair for pair in scored if any(pair[0])]
    best = sorted(whole, key=lambda pair: (-sum(pair[0]), say(pair[1].title, language)))
    return tuple(_hit(article, language, words) for _, article in best[:limit])


def _query_words(query: str) -> tuple[str, ...]:
    words = list(dict.fromkeys(map(_letters, WORD.findall(fold(query[:LONGEST_QUERY])))))
    telling = [word for word in words if word not in SMALL]
    return tuple((telling or words)[:MOST_WORDS])


_letters = lru_cache(maxsize=50_000)(fold_to_letters)


@lru_cache(maxsize=2000)
def _text(source: str) -> _Text:
    """Cached by the text itself: each key that an agent presses searches a version's articles."""
    plain = " ".join(MARKDOWN.sub(lambda match: match["text"] or " ", source).split())
    folded = Folded(plain)
    places: dict[str, list[tuple[int, int]]] = {}
    for match in WORD.finditer(folded.key):
        places.setdefault(_letters(match[0]), []).append(folded.span(*match.span()))
    return _Text(folded.original, {word: tuple(spans) for word, spans in places.items()})


def _scores(
    articles: Sequence[Findable], words: tuple[str, ...], language: str
) -> list[tuple[float, ...]]:
    """How well each article holds each word of the query, 0 for not at all."""
    fields = [list(_fields(article, language)) for article in articles]
    return list(zip(*(_of_word(word, fields) for word in words), strict=True))


def _of_word(query_word: str, fields: list[list[tuple[float, _Text]]]) -> list[float]:
    """A word that some article holds as it is typed is no typing error."""
    plainly = [_best(query_word, texts, _likeness) for texts in fields]
    return plainly if any(plainly) else [_best(query_word, texts, _nearness) for texts in fields]


def _best(
    query_word: str, texts: list[tuple[float, _Text]], measure: Callable[[str, _Text], float]
) -> float:
    return max(weight * measure(query_word, text) for weight, text in texts)


def _fields(article: Findable, language: str) -> Iterable[tuple[float, _Text]]:
    yield TITLE, _text(say(article.title, language))
    yield BODY, _text(say(article.body, language))
    for spoken, phrases in article.words.items():
        yield WORDS if spoken == language else WORDS * OTHER, _text("\n".join(phrases))
    for texts, weight in ((article.title, TITLE), (article.body, BODY)):
        for spoken, text in texts.items():
            if spoken != language:
                yield weight * OTHER, _text(text)


def _likeness(query_word: str, text: _Text) -> float:
    if query_word in text.words:
        return EXACT
    return PREFIX if any(word.startswith(query_word) for word in text.words) else 0.0


def _nearness(query_word: str, text: _Text) -> float:
    return TYPO if any(_is_slip(query_word, word) for word in text.words) else 0.0


def _is_slip(typed: str, word: str) -> bool:
    """Whether one slip (two in a long word) makes the word, or its beginning, the typed one."""
    allowed = 0 if len(typed) < 4 else 1 if len(typed) < 8 else 2
    if not allowed or len(word) < len(typed) - allowed:
        return False
    begun = word[: len(typed)]
    return any(OSA.distance(typed, form, score_cutoff=allowed) <= allowed for form in (begun, word))


def _hit(article: Findable, language: str, query_words: tuple[str, ...]) -> Hit:
    body = _text(say(article.body, language))
    spans = sorted(span for word in query_words for span in _spans(word, body))
    start, end = _window(body.plain, spans[0][0] if spans else 0)
    before, after = "…" * (start > 0), "…" * (end < len(body.plain))
    marks = [
        (first - start + len(before), last - start + len(before))
        for first, last in spans
        if start <= first and last <= end
    ]
    snippet = f"{before}{body.plain[start:end]}{after}"
    return Hit(article.key, say(article.title, language), snippet, tuple(dict.fromkeys(marks)))


def _spans(query_word: str, text: _Text) -> list[tuple[int, int]]:
    plainly = [spans for word, spans in text.words.items() if word.startswith(query_word)]
    near = plainly or [spans for word, spans in text.words.items() if _is_slip(query_word, word)]
    return [span for spans in near for span in spans]


def _window(plain: str, around: int) -> tuple[int, int]:
    """A piece of the text around a place, cut between words where there is room."""
    start = max(0, around - LEAD)
    if start > 0:
        start = plain.find(" ", start, around) + 1 or start
    end = min(len(plain), start + SNIPPET)
    if end < len(plain):
        end = max(plain.rfind(" ", around, end), start + 1) if " " in plain[around:end] else end
    return start, end
