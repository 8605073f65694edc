"""Every text is said in French, with its spaces, and the checks that hold it would notice."""

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from web.commands import translations_check
from web.commands.french_spaces import with_no_break_spaces

ROOT = Path(__file__).parents[3]
CONVERSATIONS = (ROOT / "voice/simulator/speech").glob("*/conversation.yaml")
CONTENT = sorted(
    [*CONVERSATIONS, *(ROOT / "demo").rglob("*.yaml"), *(ROOT / "demo").rglob("*.csv")]
)
CODE = sorted(
    file
    for package in ("core", "tickets", "transcription", "voice", "web", "workflows")
    for file in (ROOT / package).rglob("*.py")
)
# Only French puts spaces here; in patterns of the code they stand otherwise.
FRENCH_SIGNS = re.compile(r"[\w}”]\s+[:;?!](?=\s|$)|«\s|\s»")


def catalog() -> Catalog:
    return read_po(BytesIO(translations_check.CATALOG.read_bytes()), locale="fr")


def test_every_text_is_in_french_and_none_is_left_over():
    assert translations_check.problems(catalog()) == []


def test_what_is_filled_in_is_the_same_in_french():
    errors = [(m.id, list(m.check())) for m in catalog() if m.id and list(m.check())]
    assert errors == []


def test_missing_empty_unsure_and_old_texts_are_reported():
    spoiled = catalog()
    spoiled.delete("Sign in")
    spoiled["Sign out"].string = ""
    spoiled["Desk"].flags.add("fuzzy")
    spoiled["A name is missing."].string = "Il manque un nom !"
    spoiled.add("Said by no page", "Dit par aucune page")
    lines = translations_check.problems(spoiled)
    assert [line.partition(": ")[2] for line in lines] == [
        "'Sign in'", "'Sign out'", "'Desk'", "'A name is missing.'", "'Said by no page'",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("Depuis quand ?", "Depuis quand\u202f?"),
        ("Depuis quand?", "Depuis quand\u202f?"),
        ("Vraiment ?!\nOui !", "Vraiment\u202f?!\nOui\u202f!"),
        ("un code\u00a0; rien d’autre", "un code\u202f; rien d’autre"),
        ("Lieu : Tilia", "Lieu\u00a0: Tilia"),
        ("Lieu:", "Lieu\u00a0:"),
        ("« Valider » ?", "«\u00a0Valider\u00a0»\u202f?"),
        ("«Valider»", "«\u00a0Valider\u00a0»"),
    ],
)
def test_french_signs_get_a_space_that_does_not_break(written: str, wanted: str) -> None:
    assert with_no_break_spaces(written) == wanted
    assert with_no_break_spaces(wanted) == wanted


@pytest.mark.parametrize(
    "text",
    ["de 18:00 à 1:20", "https://filrouge.example/?a=1;b=2", "{4} quatre fois, ? peut-être", "(!)"],
)
def test_times_addresses_and_signs_spoken_of_stay(text: str) -> None:
    assert with_no_break_spaces(text) == text


def strings(value: Any) -> Iterator[str]:
    """Every text in what a file of YAML holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def breakable(texts: Iterator[str]) -> list[str]:
    return [
        text for text in texts if FRENCH_SIGNS.search(text) and text != with_no_break_spaces(text)
    ]


@pytest.mark.parametrize("file", CONTENT, ids=lambda file: str(file.relative_to(ROOT)))
def test_the_demo_is_written_with_them(file: Path) -> None:
    content = file.read_text()
    assert (
        breakable(
            strings(yaml.load(content, yaml.CSafeLoader) if file.suffix == ".yaml" else content)
        )
        == []
    )


def test_french_in_the_code_is_written_with_them() -> None:
    found = {
        str(file.relative_to(ROOT)): breakable(
            node.value
            for node in ast.walk(ast.parse(file.read_text()))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )
        for file in CODE
        if file.name != "french_spaces.py"
    }
    assert {file: texts for file, texts in found.items() if texts} == {}
