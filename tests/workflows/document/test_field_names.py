"""Every field of a script has a name that its author knows."""

from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from workflows import document
from workflows.document import AnswerType, Kind, Weekday, field_names
from workflows.document.field_names import Place, field_words

MODELS = [
    model
    for model in vars(document).values()
    if isinstance(model, type) and issubclass(model, BaseModel) and model is not BaseModel
]


def fields() -> Iterator[str]:
    for model in MODELS:
        for name, field in model.model_fields.items():
            yield field.alias or name


def test_every_field_kind_type_and_day_has_a_name_in_both_languages() -> None:
    named = {name.rpartition(".")[2] for name in field_names.FIELDS}
    assert set(fields()) <= named
    assert set(field_names.KINDS) == {kind.value for kind in Kind}
    assert set(field_names.TYPES) == {type_.value for type_ in AnswerType}
    assert set(field_names.WEEKDAYS) == {day.value for day in Weekday}
    tables = (
        field_names.FIELDS,
        field_names.ITEMS,
        field_names.KINDS,
        field_names.TYPES,
        field_names.WEEKDAYS,
        field_names.TONES,
    )
    assert all(fr and en for table in tables for fr, en in table.values())


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
            "Choix « b » › Aide (français)",
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
def test_a_place_is_called_what_its_author_sees(place: Place, french: str, english: str) -> None:
    assert field_words(place) == {"fr": french, "en": english}
