"""Identifiers are read whole: `$` in a pattern of ours would let a line end through."""

import re
from pathlib import Path

import pytest

from voice.addresses import call_of, token_of
from voice.calls.callers import TELEPHONE
from voice.gateway import RECORDING_SID
from voice.telephony.reports import CALL_SID, CONFERENCE_SID, NUMBER, SEQUENCE

ROOT = Path(__file__).parents[2]
PACKAGES = ("core", "voice", "workflows", "transcription", "tickets", "web")
# Read by pydantic, where `$` is the very end, and in the JSON Schema.
OF_MODELS = {"LANGUAGE"}
ENDING = re.compile(r'(?m)^(\w+) = re\.compile\(r?"\^[^"\n]*\$"\)')
"""A pattern that begins and ends a line: what an identifier looks like."""


def test_no_pattern_of_an_identifier_ends_with_a_dollar() -> None:
    files = [file for package in PACKAGES for file in (ROOT / package).rglob("*.py")]
    named = {name for file in files for name in ENDING.findall(file.read_text("utf-8"))}
    assert named == OF_MODELS


@pytest.mark.parametrize(
    ("pattern", "good"),
    [
        (CALL_SID, "CA" + "0" * 32),
        (CONFERENCE_SID, "CF" + "0" * 32),
        (RECORDING_SID, "RE" + "0" * 32),
        (SEQUENCE, "12"),
        (NUMBER, "12"),
        (TELEPHONE, "+33199000101"),
    ],
)
def test_a_line_end_is_no_part_of_an_identifier(pattern: re.Pattern[str], good: str) -> None:
    assert pattern.fullmatch(good)
    assert not pattern.fullmatch(good + "\n") and "$" not in pattern.pattern


def test_a_line_end_is_no_part_of_a_token(environment: pytest.MonkeyPatch) -> None:
    assert call_of(token_of("0" * 32)) == "0" * 32
    assert call_of(token_of("0" * 32) + "\n") is None
