"""Evidence on phrases as people say them and recognizers write them, and on near misses."""

from typing import Any

import pytest

from tests.workflows.evidence.spoken import Turn, conversation
from workflows.document import Step
from workflows.engine import CompiledScript
from workflows.evidence import Evidence, find
from workflows.evidence.numbers import numbers, runs
from workflows.evidence.tokens import streams


def korean_call() -> list[Turn]:
    return conversation(
        ("a", "벨로슈 승강기 고객센터입니다 무엇을 도와드릴까요"),
        ("c", "승강기가 삼 층에 멈췄어요"),
        ("a", "안에 사람이 있습니까"),
        ("c", "네 두 명이 갇혀 있어요"),
        ("a", "몇 호기입니까"),
        ("c", "2 호기입니다"),
        ("a", "확인하겠습니다 2 호기 삼 층 두 명 맞습니까"),
        ("c", "네 맞습니다"),
    )


def proof(
    script: CompiledScript, key: str, value: Any, turns: list[Turn], language: str
) -> Evidence | None:
    return find(script.step(key), value, turns, language)


@pytest.mark.parametrize(
    ("key", "value", "quote"),
    [
        ("floor", 3, "삼 층에"),
        ("people", 2, "두 명이"),
        ("lift", "2", "2 호기입니다"),
        ("trapped", True, "갇혀 있어요"),
    ],
)
def test_korean_answers_are_heard_and_read_back(
    lift: CompiledScript, key: str, value: Any, quote: str
) -> None:
    evidence = proof(lift, key, value, korean_call(), "ko")
    assert evidence is not None
    assert evidence.channel == 0
    assert evidence.quote == quote
    assert evidence.state == ("heard" if key == "trapped" else "confirmed")
    assert evidence.start < evidence.end


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("floor", 2),  # two people, lift two: not floor two
        ("people", 3),  # third floor: not three people
        ("lift", "3"),
        ("unwell", ["hurt"]),
        ("site", "tilia"),
        ("callback", "+33639980001"),
    ],
)
def test_korean_near_misses_are_not_heard(lift: CompiledScript, key: str, value: Any) -> None:
    assert proof(lift, key, value, korean_call(), "ko") is None


FRENCH = (
    ("a", "y a-t-il quelqu'un dans la cabine en ce moment"),
    ("c", "oui il y a deux personnes à l'intérieur"),
    ("a", "quelqu'un est-il blessé malade enceinte ou en panique"),
    ("c", "non personne n'est blessé tout le monde va bien"),
    ("a", "quel est le numéro de l'ascenseur il est affiché dans la cabine"),
    ("c", "c'est le quarante deux"),
    ("a", "depuis quand"),
    ("c", "depuis dix minutes environ"),
    ("a", "à quel numéro le technicien peut-il vous joindre"),
    ("c", "zéro six trente neuf quatre vingt dix huit zéro zéro zéro un"),
    ("a", "je répète zéro six trente neuf quatre vingt dix huit zéro zéro zéro un"),
    ("c", "oui c'est ça les portes restent fermées et la lumière clignote"),
)


@pytest.mark.parametrize(
    ("key", "value", "state", "quote"),
    [
        ("trapped", True, "heard", "oui"),
        ("people", 2, "heard", "deux personnes"),
        ("unwell", ["none"], "heard", "personne n'est blessé"),
        ("lift", "42", "heard", "quarante deux"),
        ("since", {"text": "10 minutes", "at": None}, "heard", "dix minutes"),
        (
            "callback",
            "+33639980001",
            "confirmed",
            "zéro six trente neuf quatre vingt dix huit zéro zéro zéro un",
        ),
        ("symptom", "Portes fermées, lumière qui clignote", "heard", None),
    ],
)
def test_french_answers(
    lift: CompiledScript, key: str, value: Any, state: str, quote: str | None
) -> None:
    evidence = proof(lift, key, value, conversation(*FRENCH), "fr")
    assert evidence is not None
    assert evidence.state == state
    assert quote is None or evidence.quote == quote


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("unwell", ["hurt"]),  # “personne n’est blessé” denies it
        ("people", 10),  # ten minutes
        ("floor", 2),
        ("site", "Résidence des Lilas"),
        ("since", {"text": "2 heures", "at": None}),
        ("symptom", "Odeur de brûlé au sous-sol"),
    ],
)
def test_french_near_misses(lift: CompiledScript, key: str, value: Any) -> None:
    assert proof(lift, key, value, conversation(*FRENCH), "fr") is None


def test_another_phone_number_contradicts(lift: CompiledScript) -> None:
    evidence = proof(lift, "callback", "+33639980007", conversation(*FRENCH), "fr")
    assert evidence is not None
    assert evidence.state == "contradicted"
    assert evidence.quote.startswith("zéro six trente neuf")


def test_the_opposite_reply_contradicts(lift: CompiledScript) -> None:
    evidence = proof(lift, "trapped", False, conversation(FRENCH[0], ("c", "oui")), "fr")
    assert evidence is not None
    assert (evidence.state, evidence.quote) == ("contradicted", "oui")


ENGLISH = (
    ("a", "is anyone inside the lift right now"),
    ("c", "no the lift is empty"),
    ("a", "which floor did it stop at"),
    ("c", "on the third i mean floor three"),
    ("a", "which number can the technician reach you on"),
    ("c", "two oh two five five five"),
    ("c", "oh one double two"),
    ("a", "so floor three"),
    ("c", "correct"),
    ("c", "it has been like this since this morning eight o'clock"),
)


@pytest.mark.parametrize(
    ("key", "value", "state"),
    [
        ("trapped", False, "heard"),
        ("floor", 3, "confirmed"),
        ("callback", "+12025550122", "heard"),
        (
            "since",
            {
                "text": "this morning 8",
                "at": "2026-11-25T08:00+01:00",
                "precision": "minute",
            },
            "heard",
        ),
    ],
)
def test_english_answers(lift: CompiledScript, key: str, value: Any, state: str) -> None:
    evidence = proof(lift, key, value, conversation(*ENGLISH), "en")
    assert evidence is not None
    assert evidence.state == state


@pytest.mark.parametrize(
    ("key", "value"), [("people", 3), ("lift", "3"), ("unwell", ["none"]), ("symptom", "is")]
)
def test_english_near_misses(lift: CompiledScript, key: str, value: Any) -> None:
    assert proof(lift, key, value, conversation(*ENGLISH), "en") is None


def test_words_of_the_agent_alone_need_a_yes_of_the_caller(lift: CompiledScript) -> None:
    read_back = ("a", "donc troisième ascenseur numéro sept")
    acknowledged = proof(lift, "lift", "7", conversation(read_back, ("c", "oui")), "fr")
    assert acknowledged is not None
    assert (acknowledged.state, acknowledged.channel) == ("confirmed", 1)
    assert (
        proof(lift, "lift", "7", conversation(read_back, ("c", "attendez je regarde")), "fr")
        is None
    )
    much_later = conversation(read_back, ("c", 10.0), ("c", "oui"))
    assert proof(lift, "lift", "7", much_later, "fr") is None


def test_a_slip_of_the_recognizer_is_forgiven_a_short_word_is_not(lift: CompiledScript) -> None:
    near = conversation(("c", "tout le mond va bien ici"))
    assert proof(lift, "unwell", ["none"], near, "fr") is not None
    short = Step.model_validate(
        {
            "key": "one",
            "kind": "choice",
            "type": "choice",
            "title": {"fr": "a", "en": "a"},
            "options": [
                {"value": "a", "label": {"fr": "Son"}, "heard": {"fr": ["son"]}},
                {"value": "b", "label": {"fr": "Vue"}},
            ],
        }
    )
    assert find(short, "a", conversation(("c", "son chef est parti")), "fr") is None


def test_no_words_or_no_answer_prove_nothing(lift: CompiledScript) -> None:
    assert proof(lift, "floor", 3, [], "fr") is None
    assert proof(lift, "floor", None, conversation(*FRENCH), "fr") is None
    assert proof(lift, "unwell", [], conversation(*FRENCH), "fr") is None


@pytest.mark.parametrize(
    ("language", "text", "digits"),
    [
        ("fr", "quatre vingt dix sept", ["97"]),
        ("fr", "soixante et onze", ["71"]),
        ("fr", "mille neuf cent quatre vingt quatre", ["1984"]),
        ("fr", "deux cent trois", ["203"]),
        ("fr", "six trente neuf", ["6", "39"]),
        ("en", "two hundred and five", ["205"]),
        ("en", "twenty one forty", ["21", "40"]),
        ("en", "triple seven", ["777"]),
        ("ko", "십이 층", ["12"]),
        ("ko", "이백오 호", ["205"]),
        ("ko", "스물두 명", ["22"]),
        ("ko", "네 알겠습니다", []),
        ("ko", "이 건물", []),
        ("ko", "3층", ["3"]),
    ],
)
def test_numbers_in_words(language: str, text: str, digits: list[str]) -> None:
    tokens = streams(conversation(("c", text)))[0].tokens
    assert [number.digits for number in numbers(tokens, language)] == digits


def test_digits_in_a_row_are_one_number() -> None:
    tokens = streams(conversation(("c", "공 일 공 일 이 삼 사")))[0].tokens
    assert [number.digits for number in runs(tokens, "ko")] == ["0101234"]
    pairs = streams(conversation(("c", "zéro six euh trente neuf et voilà douze")))[0].tokens
    assert [number.digits for number in runs(pairs, "fr")] == ["0639", "12"]


def test_the_caller_must_name_each_of_several_choices(lift: CompiledScript) -> None:
    turns = conversation(("c", "un monsieur saigne et il est blessé à la tête"))
    assert proof(lift, "unwell", ["hurt"], turns, "fr") is not None
    assert proof(lift, "unwell", ["hurt", "ill"], turns, "fr") is None


@pytest.mark.parametrize(
    ("text", "at", "words", "state"),
    [
        ("오늘 아침 8시", "2026-11-25T08:00+01:00", "오늘 아침 여덟 시부터요", "heard"),
        ("14시", "2026-11-25T14:00+01:00", "두 시부터요", "heard"),
        ("14시", "2026-11-25T14:00+01:00", "두 시간 됐어요", None),
        ("2시간 전", "2026-11-25T08:30+01:00", "두 시간 됐어요", "heard"),
        ("2시간 전", "2026-11-25T08:30+01:00", "이십 분 됐어요", None),
    ],
)
def test_korean_times(
    lift: CompiledScript, text: str, at: str, words: str, state: str | None
) -> None:
    value = {"text": text, "at": at, "precision": "minute"}
    evidence = proof(lift, "since", value, conversation(("c", words)), "ko")
    assert (evidence.state if evidence else None) == state


def test_the_caller_must_name_every_item_of_a_list() -> None:
    step = Step.model_validate(
        {"key": "one", "kind": "question", "type": "list", "title": {"fr": "a", "en": "a"}}
    )
    turns = conversation(("c", "l'imprimante du bureau rouge et le scanner de la comptabilité"))
    assert find(step, ["imprimante bureau", "scanner comptabilité"], turns, "fr") is not None
    assert find(step, ["imprimante bureau", "serveur messagerie"], turns, "fr") is None


def test_a_word_that_several_places_share_proves_none_of_them() -> None:
    buildings = Step.model_validate(
        {
            "key": "site",
            "kind": "question",
            "type": "site",
            "title": {"fr": "Immeuble", "en": "Building"},
            "options": [
                {"value": "tilia", "label": {"fr": "Immeuble Tilia", "en": "Tilia Building"}},
                {"value": "rivage", "label": {"fr": "Immeuble Rivage", "en": "Rivage Building"}},
            ],
        }
    )
    elsewhere = conversation(("c", "je suis dans le deuxième immeuble"))
    assert find(buildings, "tilia", elsewhere, "fr") is None
    assert find(buildings, "tilia", conversation(("c", "c'est l'immeuble rivage")), "fr") is None
    there = find(buildings, "tilia", conversation(("c", "ici tilia")), "fr")
    assert there is not None
    assert there.quote == "tilia"


@pytest.mark.parametrize("value", [1234567, "1234567", "1234567.00"])
def test_a_large_number_is_heard_with_all_its_digits(lift: CompiledScript, value: Any) -> None:
    turns = conversation(("a", "Combien de personnes à l'intérieur ?"), ("c", "1234567 personnes"))
    evidence = proof(lift, "people", value, turns, "fr")
    assert evidence is not None and evidence.state == "heard"
