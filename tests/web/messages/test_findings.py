"""Every fault that the linter finds has its sentence and its remedy, in both languages."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from tests.workflows.linting.test_linting import FAULTS
from tests.workflows.linting.test_linting import findings as lint_steps
from tests.workflows.linting.test_review import FAULTY, SHAPES, draft
from tests.workflows.linting.test_rules import RULES, number, script, step, to
from web.messages import findings as messages
from workflows.linting import Fault, Finding
from workflows.linting.review import review
from workflows.linting.shape_faults import Reason

REFUSED = {Fault.REFUSED, Fault.UNKNOWN_PATTERN, Fault.IMPOSSIBLE_PATTERN}


@pytest.fixture(params=["fr", "en"])
def language(app: Flask, request: pytest.FixtureRequest) -> Iterator[str]:
    with app.app_context(), force_locale(request.param):
        yield request.param


def examples() -> Iterator[Finding]:
    for _, bad, _, _ in RULES:
        yield from review(bad, "Europe/Paris")
    for changes, _ in FAULTY:
        yield from review(draft(*changes))
    for place, value, _, _ in SHAPES:
        yield from review(draft((place, value)))
    for case in FAULTS:
        yield from lint_steps(*case.values[0])


def test_every_fault_has_its_words() -> None:
    assert {*messages.SENTENCES, *messages.SHAPES, *REFUSED} == set(Fault)
    assert not {*messages.SENTENCES} & {*messages.SHAPES}


def test_what_is_found_is_said_in_both_languages(language: str) -> None:
    seen = set()
    for one in examples():
        seen.add(one.fault)
        message, remedy = messages.message(one), messages.remedy(one)
        assert message.endswith((".", "?"))
        assert remedy.endswith((".", "?"))
        assert not {"%", "{fr"} & {*message, *remedy}
    assert seen == set(Fault) - {Fault.NOT_ACCEPTED}


@pytest.mark.parametrize(
    ("data", "french", "english"),
    [
        (
            draft((("steps", 0, "options"), [{"value": "yes", "label": {"fr": ""}}])),
            "Choix 1 › Libellé (français) : le texte est vide. Remplissez ce champ, ou retirez-le.",
            "Choice 1 › Label (French): the text is empty. Fill this field in, or remove it.",
        ),
        (
            draft((("steps", 1, "moment"), "x")),
            "Passé ou futur : valeur inconnue (attendu : 'past', 'future' ou 'any'). "
            "Choisissez l’une des valeurs attendues.",
            "Past or future: unknown value (expected: 'past', 'future' or 'any'). "
            "Choose one of the expected values.",
        ),
        (
            script(step("floor"), outcome={"title": {"fr": "{Floor}", "en": "{floor}"}}),
            "« {Floor} » n’est pas une question. Vouliez-vous dire « {floor} » ? "
            "Pour des accolades dans le texte, doublez chacune : {{ }}.",
            "“{Floor}” is no question. Did you mean “{floor}”? "
            "For braces in the text write each twice: {{ }}.",
        ),
        (
            draft((("format",), 2)),
            "Format : valeur inconnue (attendu : 1). Choisissez l’une des valeurs attendues.",
            "Format: unknown value (expected: 1). Choose one of the expected values.",
        ),
        (
            draft((("steps", 1, "when"), "aa == true")),
            "« aa » n’est pas une étape. Vouliez-vous dire « a » ?",
            "“aa” is no step. Did you mean “a”?",
        ),
        (
            draft((("steps", 1, "when"), "facts.weekday == 'today' or a == 'x'")),
            "« facts.weekday » ne vaut jamais « today ». "
            "Valeurs possibles : “mon”, “tue”, “wed”, “thu”, “fri”, “sat”, “sun”.",
            "“facts.weekday” is never “today”. "
            "Possible values: “mon”, “tue”, “wed”, “thu”, “fri”, “sat”, “sun”.",
        ),
        (
            draft((("steps", 1, "title"), {"fr": "a"})),
            "Titre : il manque le texte en anglais. Écrivez-le en anglais.",
            "Title: the text in English is missing. Write it in English.",
        ),
        (
            script(*(step(f"s{n}") for n in range(7)), step("x", next=[to("s0")])),
            "Le script tourne en rond : s0 → s1 → s2 → s3 → s4 → s5 → … → s0. "
            "Une étape ne renvoie que vers une étape qui vient après elle.",
            "The script goes round in circles: s0 → s1 → s2 → s3 → s4 → s5 → … → s0. "
            "A step may only lead to a step that comes after it.",
        ),
        (
            script(
                number("n"),
                instructions=[
                    {"key": "i", "text": {"fr": "a", "en": "a"}, "from": "2026-03-29T02:30"}
                ],
            ),
            "29/03/2026 à 02:30 n’existe pas chez le client : les horloges avancent. "
            "Donnez l’heure d’après le changement ; c’est elle qui vaut de toute façon.",
            "2026-03-29 02:30 does not exist at the client’s: the clocks go forward. "
            "Give the time after the change; it is what counts anyway.",
        ),
    ],
)
def test_a_finding_reads_like_this(
    language: str, data: dict[str, Any], french: str, english: str
) -> None:
    found = review(data, "Europe/Paris")[0]
    text = f"{messages.message(found)} {messages.remedy(found)}"
    assert text == (french if language == "fr" else english)


def test_what_nobody_foresaw_is_said_plainly(language: str) -> None:
    said = messages.fragment_with_remedy(Reason(Fault.NOT_ACCEPTED))
    assert (
        said
        == {"fr": "cette valeur n’est pas admise", "en": "this value is not accepted"}[language]
    )
