"""All rooms that compare texts treat those as the same which people take for the same."""

import unicodedata
from datetime import UTC, datetime

import pytest

from tickets.search import search_terms
from workflows.directory import words
from workflows.document import Article, Lexicon, Step
from workflows.engine import Value, validate
from workflows.engine.moments import Moment, read_moment
from workflows.evidence.phrases import find_phrase
from workflows.evidence.tokens import Token, keys
from workflows.knowledge import search
from workflows.vagueness import measure_text

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
# What stands somewhere, and how somebody types it.
PAIRS = [
    ("Œuvrière", "OEUVRIERE"),
    ("Lætitia", "laetitia"),
    ("Bjørnsund", "bjornsund"),
    ("Łódźkowo", "lodzkowo"),
    ("Weißenfels", "WEISSENFELS"),
    ("Işıkları", "isiklari"),
    ("ﬁlature", "filature"),
    ("Réfecto\u00adrium", "refectorium"),
    ("Zéro\u200blargeur", "zerolargeur"),
    ("Ｐｌｅｉｎｅ", "pleine"),
    ("𝓡𝓲𝓿𝓪𝓰𝓮", "rivage"),
    ("E\u0301le\u0301vateur", "élévateur"),
    ("승강기관리실", "\u1109\u1173\u11bc강기관리실"),
]
TOGETHER = [("Val‑d’Or", "val-d'or"), ("l’Aubépine–Nord", "L'AUBEPINE-NORD")]
pairs = pytest.mark.parametrize(("written", "typed"), PAIRS)
all_pairs = pytest.mark.parametrize(("written", "typed"), PAIRS + TOGETHER)


@all_pairs
def test_tickets(written: str, typed: str) -> None:
    assert search_terms(written) == search_terms(typed)


@all_pairs
def test_articles(written: str, typed: str) -> None:
    body = f"Aller au {written} demain."
    data = {"key": "one", "title": {"fr": "Lieu"}, "body": {"fr": body}}
    (hit,) = search([Article.model_validate(data)], typed, "fr")
    marks = {hit.snippet[start:end] for start, end in hit.marks}
    assert marks and all(mark in unicodedata.normalize("NFC", written) for mark in marks)


@all_pairs
def test_directory(written: str, typed: str) -> None:
    text = words.search_text((written, "", "", "", ""))
    query = words.query_words(typed)
    assert words.score(text, query, {})[0] == len(query)
    assert words.search_text(text.split("\n")) == text


@all_pairs
def test_choices(written: str, typed: str) -> None:
    labels = {"other": "Autre", "it": written}
    options = [{"value": key, "label": {"fr": label}} for key, label in labels.items()]
    data = {"key": "one", "kind": "choice", "type": "choice", "title": {"fr": "a"}}
    step = Step.model_validate({**data, "options": options})
    understood = validate(step, typed, language="fr", timezone="Europe/Paris", now=NOW)
    assert isinstance(understood, Value) and understood.value == "it"


@pairs
def test_evidence(written: str, typed: str) -> None:
    tokens = tuple(Token(key, written, at, at, 0, 1.0) for at, key in enumerate(keys(written)))
    assert find_phrase(tokens, typed)


@all_pairs
def test_a_clients_own_words(written: str, typed: str) -> None:
    lexicon = Lexicon(things={"fr": [typed]})
    reading = measure_text(f"Voici : {written} clignote", "fr", lexicon)
    assert unicodedata.normalize("NFC", written).endswith(reading.quotes["thing"])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("AUJOURD’HUI", 25),
        ("aujourd´hui", 25),
        ("avant‑hier", 23),
        ("ａｖａｎｔ－ｈｉｅｒ", 23),
        ("hi\u00ader", 24),
        ("\u110b\u1165제", 24),
    ],
)
def test_moments(text: str, day: int) -> None:
    moment = read_moment(text, now=NOW, timezone="Europe/Paris", language="fr", tense="past")
    assert isinstance(moment, Moment) and moment.at and moment.at.startswith(f"2026-11-{day}")


def test_accents_tell_choices_apart_where_nothing_else_does() -> None:
    labels = {"sin": "péché", "fruit": "pêche"}
    options = [{"value": key, "label": {"fr": label}} for key, label in labels.items()]
    data = {"key": "one", "kind": "choice", "type": "choice", "title": {"fr": "a"}}
    step = Step.model_validate({**data, "options": options})
    for value, label in labels.items():
        understood = validate(step, label.upper(), language="fr", timezone="Europe/Paris", now=NOW)
        assert isinstance(understood, Value) and understood.value == value
