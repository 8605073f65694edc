"""What is wrong with an answer is said in the language of the page."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from web.messages import answers

WORKFLOWS = Path(__file__).parents[3] / "workflows"


def _codes() -> set[str]:
    """The codes that the engine and the runs give."""
    calls = [
        node
        for room in ("engine", "runs")
        for file in (WORKFLOWS / room).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Problem", "Unfit")
    ]
    return {str(call.args[0].value) for call in calls if isinstance(call.args[0], ast.Constant)}


def test_every_code_has_its_sentence_and_no_sentence_is_idle() -> None:
    assert _codes() == set(answers.SENTENCES)


@pytest.mark.parametrize(
    ("code", "params", "french", "english"),
    [
        ("number", {}, "Un nombre est attendu.", "A number is expected."),
        ("too_low", {"least": "0.5"}, "Au moins 0,5.", "At least 0.5."),
        ("too_high", {"most": 1234567}, "1\u202f234\u202f567", "1,234,567"),
        ("too_high", {"most": "1.5e+06"}, "1\u202f500\u202f000", "1,500,000"),  # of old answers
        ("unlisted", {"choices": "A, 50 %…"}, r"liste : A, 50 %…$", "from: A, 50 %…$"),
        ("past", {"at": "2026-05-01T08:30+02:00"}, "01/05/2026 08:30", "2026-05-01 08:30"),
        ("old", {"fr": "Comme avant.", "en": "As before."}, "Comme avant.", "As before."),
    ],
)
def test_a_problem_in_both_languages(
    app: Flask, code: str, params: dict[str, Any], french: str, english: str
) -> None:
    with app.test_request_context():
        for language, wanted in (("fr", french), ("en", english)):
            with force_locale(language):
                assert re.search(wanted, answers.sentence({"code": code, "params": params}))


def test_no_problem_is_no_sentence() -> None:
    assert answers.sentence(None) == ""
