"""The rules of all kinds, compiled once."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from workflows.document import Lexicon
from workflows.vagueness.folding import WORD, keys
from workflows.vagueness.kinds import Kind
from workflows.vagueness.lexicons import (
    effects,
    errors,
    junk,
    languages,
    places,
    symptoms,
    things,
    times,
    vague,
)
from workflows.vagueness.phrases import Index

# `masked` has no vague words, `cased` keeps capitals, `accented` accents as well.
Form = Literal["key", "masked", "cased", "accented"]
LANGUAGES = ("fr", "en")
WORDS: dict[str, dict[str, str]] = {
    "thing": things.WORDS,
    "place": places.WORDS,
    "time": times.WORDS,
    "symptom": symptoms.WORDS,
    "error": errors.WORDS,
    "effect": effects.WORDS,
    "vague": vague.WORDS,
    "junk": junk.WORDS,
}
OWN = {
    "things": "thing",
    "places": "place",
    "times": "time",
    "symptoms": "symptom",
    "errors": "error",
    "effects": "effect",
    "vague": "vague",
    "junk": "junk",
}


@dataclass(frozen=True)
class Rule:
    """A form of words that is a sign of a kind. If it has a group `noun`, that is the quote, and a
    noun that could be anything is no sign."""

    kind: Kind
    pattern: re.Pattern[str]
    form: Form

    def find(self, text: str) -> tuple[int, int] | None:
        """The first place that is a sign."""
        match = self.pattern.search(text)
        if "noun" not in self.pattern.groupindex:
            return match.span() if match else None
        while match and match["noun"] in no_nouns(self.kind):
            match = self.pattern.search(text, match.start() + 1)
        return match.span("noun") if match else None


def _rules(kind: Kind, patterns: Iterable[str], form: Form = "key") -> list[Rule]:
    return [Rule(kind, re.compile(pattern), form) for pattern in patterns]


def _subjects(language: str) -> list[str]:
    filled = {
        "{NOUN}": "[a-z][a-z-]{2,}",
        "{MORE}": r"[\w'°-]+",
        "{VERB}": things.VERBS[language],
    }
    patterns = []
    for pattern in things.SUBJECTS[language]:
        for name, text in filled.items():
            pattern = pattern.replace(name, text)
        patterns.append(pattern)
    return patterns


@cache
def rules(language: str) -> tuple[Rule, ...]:
    """The rules of one language; "" has the rules of no language."""
    of_language = [
        *_rules("time", times.PATTERNS.get(language, ())),
        *_rules("place", places.PATTERNS.get(language, ())),
        *_rules("place", places.NAMED.get(language, ()), "accented" if language == "" else "cased"),
        *_rules("symptom", symptoms.PATTERNS.get(language, ()), "masked"),
        *_rules("effect", effects.PATTERNS.get(language, ())),
    ]
    if language in LANGUAGES:
        of_language += _rules("thing", _subjects(language))
    return tuple(of_language)


@cache
def error_rules() -> tuple[Rule, ...]:
    """The forms of messages and codes: the same in any language."""
    return (*_rules("error", errors.PATTERNS), *_rules("error", errors.CASED, "cased"))


@cache
def quoted() -> re.Pattern[str]:
    """Words between quotation marks."""
    return re.compile(errors.QUOTED)


@cache
def nobody_rules() -> tuple[re.Pattern[str], ...]:
    """The forms of words which say that nobody is held up."""
    return tuple(re.compile(pattern) for pattern in effects.NONE)


def phrases(text: str) -> list[str]:
    """The phrases of a lexicon's text, between commas."""
    return [phrase for phrase in text.split(",") if phrase.strip()]


@cache
def built_in_index(spoken: tuple[str, ...]) -> Index:
    """The built-in phrases of these languages."""
    index = Index()
    for language in spoken:
        for sign, texts in WORDS.items():
            index.add(phrases(texts[language]), sign)
    return index


class Vocabulary:
    """The phrases that a text is compared with: the built-in ones, and a client's own."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._own = [] if lexicon is None else [*_own_phrases(lexicon)]
        self._indexes: dict[tuple[str, ...], Index] = {}

    def index(self, spoken: tuple[str, ...]) -> Index:
        """The phrases to look for in a text of these languages; made at the first use."""
        if spoken not in self._indexes:
            index = built_in_index(spoken).copy() if self._own else built_in_index(spoken)
            for sign, texts in self._own:
                index.add(texts, sign, own=True)
            self._indexes[spoken] = index
        return self._indexes[spoken]


def _own_phrases(lexicon: Lexicon) -> Iterator[tuple[str, list[str]]]:
    """A client's words of each sign, of all languages: callers mix them."""
    for name, sign in OWN.items():
        texts = [text for listed in getattr(lexicon, name).values() for text in listed]
        if texts:
            yield sign, texts


@cache
def no_nouns(kind: Kind) -> frozenset[str]:
    """Words that may stand where a noun of this kind stands, and are none."""
    if kind != "place":
        return generic_words()
    texts = [*things.WORDS.values(), *places.ABSTRACT.values()]
    return generic_words() | frozenset(word for text in texts for word in WORD.findall(text))


@cache
def generic_words() -> frozenset[str]:
    """Words that do not say what a trouble is about."""
    return frozenset(word for text in things.GENERIC.values() for word in WORD.findall(text))


@cache
def wishes() -> frozenset[str]:
    """Words of somebody who asks for something, where nothing has gone wrong."""
    return frozenset(word for text in symptoms.WISHES.values() for word in text.split())


@cache
def small_words(language: str) -> frozenset[str]:
    return frozenset(languages.SMALL[language].split())


@cache
def junk_texts() -> frozenset[str]:
    """Whole texts, in any language, that say nothing."""
    texts = [text for language in LANGUAGES for text in phrases(junk.WHOLE[language])]
    return frozenset(" ".join(keys(text)) for text in texts)


@cache
def empty_words() -> frozenset[str]:
    """Words that say nothing when a text has no others."""
    words = {word for language in LANGUAGES for word in junk.EMPTY[language].split()}
    return frozenset(words | {text for text in junk_texts() if " " not in text})
