"""Every text of the pages is said in French, and the check that holds it would notice."""

from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from web.commands import translations_check


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
    spoiled.add("Said by no page", "Dit par aucune page")
    lines = translations_check.problems(spoiled)
    assert len(lines) == 4
    assert [line.partition(": ")[2] for line in lines] == [
        "'Sign in'", "'Sign out'", "'Desk'", "'Said by no page'",
    ]  # fmt: skip
