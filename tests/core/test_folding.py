"""One folding for all who compare texts, in Python and on the pages."""

import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.folding import PLAIN, Folded, fold, fold_to_letters
from tools import javascript
from tools.steps import ROOT

TABLE: list[tuple[str, str]] = json.loads(Path(__file__).with_name("folding.json").read_text())
UNUSED = ("Cn", "Co", "Cs")  # without a character, private, surrogates
ON_PAGES = """
import { fold } from "./web/static/shared/folding.js";
let sent = "";
for await (const part of process.stdin.setEncoding("utf-8")) sent += part;
console.log(JSON.stringify(JSON.parse(sent).map(fold)));
"""


@pytest.mark.parametrize(("text", "folded"), TABLE)
def test_texts_that_look_the_same_to_people_fold_alike(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded


def test_pages_fold_as_the_server_does() -> None:
    _npm, folder = javascript.npm_command()
    result = subprocess.run(
        [folder / "node", "--input-type=module", "--eval", ON_PAGES],
        input=json.dumps([text for text, _ in TABLE]),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(result.stdout) == [folded for _, folded in TABLE]


def test_every_character_is_folded_once_for_all() -> None:
    every = map(chr, range(sys.maxunicode + 1))
    for character in (one for one in every if unicodedata.category(one) not in UNUSED):
        once, plain = fold(character), PLAIN[ord(character)]
        assert fold(once) == once, character
        assert len(plain) == len(plain.casefold()), character


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert "\0" not in once


def test_letters_of_a_syllable_that_is_begun_are_its_beginning() -> None:
    assert fold_to_letters("한국").startswith(fold_to_letters("하"))
    assert fold_to_letters("Éte") == "ete"


@given(st.text(max_size=80))
def test_all_forms_of_a_text_are_equally_long(text: str) -> None:
    folded = Folded(text)
    assert len(folded.accented) == len(folded.cased) == len(folded.key)
    assert folded.quote(0, len(folded.key)) in (" ".join(folded.original.split()), "")


@pytest.mark.parametrize(
    ("text", "wanted", "quote"),
    [
        ("Le cœur bat", "coeur", "cœur"),
        ("Le cœur bat", "bat", "bat"),
        ("Le cœur bat", "co", "cœ"),
        ("Le cœur bat", "eur", "œur"),
        ("un ré\u00adseau coupé", "reseau", "ré\u00adseau"),
        ("un réseau\u00ad coupé", "coupe", "coupé"),
        ("x\u0302y dit", "x", "x\u0302"),
        ("ﬁn de\n l’été", "de  l'ete", "de l’été"),
    ],
)
def test_a_place_is_quoted_as_it_was_written(text: str, wanted: str, quote: str) -> None:
    folded = Folded(text)
    start = folded.key.index(wanted)
    assert folded.quote(start, start + len(wanted)) == quote


def test_accents_and_capitals_stay_where_a_form_keeps_them() -> None:
    folded = Folded("À l’Œuvre")
    assert folded.accented == "À l'OEuvre"
    assert folded.cased == "A l'OEuvre"
    assert folded.key == "a l'oeuvre"
