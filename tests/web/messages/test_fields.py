"""Every field of a script has a name that its author knows."""

from collections.abc import Iterator
from typing import get_args

import pytest
from flask import Flask
from flask_babel import force_locale
from pydantic import BaseModel

from web.messages import fields
from web.messages.fields import Place, field_words
from web.scripting import diffs
from workflows import document
from workflows.document import AnswerType, Instruction, Kind, Weekday

MODELS = [
    model
    for model in vars(document).values()
    if isinstance(model, type) and issubclass(model, BaseModel) and model is not BaseModel
]


@pytest.fixture(params=["fr", "en"])
def language(app: Flask, request: pytest.FixtureRequest) -> Iterator[str]:
    with app.app_context(), force_locale(request.param):
        yield request.param


def fields_of_models() -> Iterator[str]:
    for model in MODELS:
        for name, field in model.model_fields.items():
            yield field.alias or name


def test_every_field_kind_type_day_and_tone_has_a_name() -> None:
    named = {name.rpartition(".")[2] for name in fields.FIELDS}
    assert set(fields_of_models()) <= named
    assert set(fields.KINDS) == {kind.value for kind in Kind}
    assert set(fields.TYPES) == {type_.value for type_ in AnswerType}
    assert set(fields.WEEKDAYS) == {day.value for day in Weekday}
    assert set(fields.TONES) == set(get_args(Instruction.model_fields["tone"].annotation))


@pytest.mark.parametrize(
    ("place", "french", "english"),
    [
        (("name", "en"), "Nom du script (anglais)", "Name of the script (English)"),
        (("steps", 3, "title", "xx"), "Titre (xx)", "Title (xx)"),
        (
            ("steps", 3, "options", 1, "label", "fr"),
            "Choix 2 › Libellé (français)",
            "Choice 2 › Label (French)",
        ),
        (
            ("steps", 3, "options", "b", "help", "fr"),
            "Choix « b » › Aide (français)",
            "Choice “b” › Help (French)",
        ),
        (("steps", 0, "next", 2, "when"), "Branche 3 › Condition", "Branch 3 › Condition"),
        (
            ("steps", 0, "probes", 0, "words", "fr"),
            "Relance 1 › Mots vagues (français)",
            "Probe 1 › Vague words (French)",
        ),
        (("outcome", "title", "ko"), "Titre du ticket (coréen)", "Title of the ticket (Korean)"),
        (
            ("outcome", "priority", 0, "from"),
            "Règle de priorité 1 › Étape qui la décide",
            "Priority rule 1 › Step that decides it",
        ),
        (("instructions", 0, "from"), "À partir de", "From"),
        (("languages", 1), "Langue 2", "Language 2"),
        (("steps", 2), "Étape 3", "Step 3"),
        (("colour",), "colour", "colour"),
        ((), "", ""),
    ],
)
def test_a_place_is_called_what_its_author_sees(
    language: str, place: Place, french: str, english: str
) -> None:
    assert field_words(place) == (french if language == "fr" else english)


def test_what_changed_is_said_in_the_language_of_the_page(language: str) -> None:
    step = {"key": "pump", "kind": "choice", "title": {"fr": "Pompe", "en": "Pump"}}
    rules = [{"when": "pump", "from": "impact"}, {"is": 3}]
    before = {"steps": [{**step, "mandatory": True}], "outcome": {"priority": rules}}
    after = {
        "steps": [{**step, "kind": "question", "next": [{"when": "pump", "to": "end"}]}],
        "outcome": {"priority": rules[1:]},
    }
    found = [
        (one.title, [(line.field, dict(line.pieces)) for line in one.lines])
        for one in diffs.between(before, after, language)
    ]
    assert (
        found
        == {
            "fr": [
                (
                    "Suites sur le ticket",
                    [
                        (
                            "Règle de priorité 1",
                            {"out": "si pump → d’après impact", "in": "3"},
                        ),
                        ("Règle de priorité 2", {"out": "3"}),
                    ],
                ),
                (
                    "Étape « Pompe »",
                    [
                        ("Genre d’étape", {"out": "choix", "in": "question"}),
                        ("Branche 1", {"in": "si pump → end"}),
                        ("Obligatoire", {"out": "oui", "in": "non"}),
                    ],
                ),
            ],
            "en": [
                (
                    "What becomes of the ticket",
                    [
                        ("Priority rule 1", {"out": "if pump → from impact", "in": "3"}),
                        ("Priority rule 2", {"out": "3"}),
                    ],
                ),
                (
                    "Step “Pump”",
                    [
                        ("Kind of step", {"out": "choice", "in": "question"}),
                        ("Branch 1", {"in": "if pump → end"}),
                        ("Mandatory", {"out": "yes", "in": "no"}),
                    ],
                ),
            ],
        }[language]
    )
