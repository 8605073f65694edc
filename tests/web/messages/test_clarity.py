"""What the vagueness meter says, in both languages."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from tests.workflows.conftest import LIFT
from web.messages import clarity
from workflows.engine import StepAnswer, compile_script
from workflows.formats.yaml_io import load_script
from workflows.vagueness import KINDS, Empty, measure


@contextmanager
def page_in(app: Flask, language: str) -> Iterator[None]:
    with app.test_request_context(), force_locale(language):
        yield


@pytest.mark.parametrize(
    ("knows", "lacks", "asked", "junk", "french", "english"),
    [
        ([], KINDS, [], "", "On ne sait encore rien de précis.", "Nothing specific is known yet."),
        (
            *([], KINDS, [], "RAS"),
            "« RAS » n’apprend rien à qui lira le ticket.",
            "“RAS” tells whoever reads the ticket nothing.",
        ),
        (
            *(["symptom", "thing", "place"], ["time", "effect"], ["Nom"], ""),
            "On sait ce qui se passe, de quoi il s’agit et où, mais pas encore quand"
            " ni qui est gêné.",
            "We know what happens, what it is about and where, but not yet when or who is held up.",
        ),
        (
            *(["time"], ["place"], [], ""),
            "On sait quand, mais pas encore où.",
            "We know when, but not yet where.",
        ),
        (
            *(["symptom"], [], list("ABCD"), ""),
            "Le récit est précis ; reste à demander : A, B, C…",
            "The account is specific; still to ask: A, B, C…",
        ),
        (
            *(["symptom"], [], [], ""),
            "Tout est dit : ce qui se passe, où, quand, et qui est gêné.",
            "It is all there: what happens, where, when, and who is held up.",
        ),
    ],
)
def test_the_headline(
    app: Flask,
    knows: list[Any],
    lacks: list[Any],
    asked: list[str],
    junk: str,
    french: str,
    english: str,
) -> None:
    for language, wanted in (("fr", french), ("en", english)):
        with page_in(app, language):
            assert clarity.headline(knows, lacks, asked, junk) == wanted


def test_every_kind_and_every_empty_text_is_said() -> None:
    assert set(clarity.LABELS) == set(clarity.WHY) == set(KINDS)
    assert set(clarity.EMPTY) == set(Empty)


def test_a_meter_is_said(app: Flask) -> None:
    script = compile_script(load_script(LIFT.read_bytes()))
    answers = {"trapped": StepAnswer(False), "symptom": StepAnswer("Il est en panne")}
    meter = measure(script, answers, {}, notes="RAS", spoken="en").as_json("fr")
    with page_in(app, "fr"):
        clarity.say_meter(meter)
    assert [sign["label"] for sign in meter["signs"]][:2] == ["La chose", "Le lieu"]
    assert meter["suggestions"][0]["why"].startswith("« en panne » ne suffit pas. ")
    assert meter["junk"][-1]["reason"].startswith("Cela remplit le champ")
    assert meter["headline"] == "« Il est en panne » n’apprend rien à qui lira le ticket."
