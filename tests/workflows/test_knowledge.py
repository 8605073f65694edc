"""Articles are found by what an agent types in a hurry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.document import Article
from workflows.knowledge import Hit, search


def article(key: str, title: str, body: str, **words: list[str]) -> Article:
    texts = {"title": {"fr": title, "en": f"{key} in English"}, "body": {"fr": body, "en": "body"}}
    return Article.model_validate({"key": key, **texts, "words": words})


RELEASE = article(
    "release",
    "Désincarcération",
    "# Marche à suivre\n\n**Ne jamais** ouvrir les portes.\n\n1. Rester en ligne.\n"
    "2. [Priorité](https://a.example) 1.",
    fr=["bloqué", "secours"],
    en=["trapped"],
)
DOORS = article(
    "doors", "Portes palières", "Les portes se referment mal. Vérifier le cœur du rail."
)
NOISE = article("noise", "Bruits", "Un grincement vient des portes. " + "Rien de plus ici. " * 40)
KOREAN = article("korean", "비상 정지", "비상구는 문 옆에 있습니다.")
ALL = [NOISE, RELEASE, DOORS, KOREAN]


def keys(query: str, language: str = "fr") -> list[str]:
    return [hit.key for hit in search(ALL, query, language)]


def marked(hit: Hit) -> list[str]:
    return [hit.snippet[start:end] for start, end in hit.marks]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("désincarcération", ["release"]),
        ("DESINCARC", ["release"]),
        ("desincarceartion", ["release"]),
        ("desincracer", ["release"]),
        ("bloque", ["release"]),
        ("trapped", ["release"]),
        ("coeur", ["doors"]),
        ("les portes", ["doors", "noise", "release"]),
        ("porte rail", ["doors"]),
        ("grincement inconnu", ["noise"]),
        ("비상", ["korean"]),
        ("zzzz", []),
        ("priorite", ["release"]),
        ("example", []),
    ],
)
def test_typed_words_find_the_right_article(query: str, expected: list[str]) -> None:
    assert keys(query) == expected


def test_a_title_comes_before_words_and_words_before_the_body() -> None:
    articles = [
        article("body", "a", "pompe"),
        article("words", "b", "x", fr=["pompe"]),
        article("title", "Pompe", "x"),
        article("begins", "Pompes", "x"),
    ]
    assert [hit.key for hit in search(articles, "pompe", "fr")] == [
        "title",
        "begins",
        "words",
        "body",
    ]


def test_the_snippet_is_plain_text_with_its_words_marked() -> None:
    (hit,) = search(ALL, "ouvrir ligne", "fr")
    assert (
        hit.snippet == "Marche à suivre Ne jamais ouvrir les portes. Rester en ligne. Priorité 1."
    )
    assert marked(hit) == ["ouvrir", "ligne"]
    assert hit.title == "Désincarcération"


def test_a_long_body_is_cut_around_what_was_found() -> None:
    long = article("long", "x", "mot " * 500 + "grincement aigu " + "mot " * 500)
    (hit,) = search([long], "grincmeent", "fr")
    assert len(hit.snippet) < 200
    assert hit.snippet.startswith("…mot")
    assert hit.snippet.endswith("mot…")
    assert marked(hit) == ["grincement"]


def test_nothing_typed_lists_the_first() -> None:
    assert [hit.key for hit in search(ALL, "  ", "fr", limit=2)] == ["noise", "release"]
    assert search([], "x", "fr") == ()


def test_titles_and_bodies_of_other_languages_count_less_but_count() -> None:
    assert set(keys("English", "fr")) == {"noise", "doors", "release", "korean"}
    assert search(ALL, "release", "en")[0].title == "release in English"


@given(st.text(max_size=60), st.sampled_from(["fr", "en", "ko"]))
def test_no_query_breaks_the_search(query: str, language: str) -> None:
    for hit in search(ALL, query, language):
        for start, end in hit.marks:
            assert 0 <= start < end <= len(hit.snippet)


@given(st.text(max_size=400))
def test_no_body_breaks_the_search(body: str) -> None:
    try:
        odd = article("odd", "mot", body)
    except ValueError:
        return
    (hit,) = search([odd], "mot", "fr")
    assert len(hit.snippet) <= 200
