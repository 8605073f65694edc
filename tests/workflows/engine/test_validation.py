from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.document import Step
from workflows.document.check_digits import luhn, mod97
from workflows.engine import CompiledScript, Problem, Value, show, validate

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
OPTIONS = [
    {"value": "noise", "label": {"fr": "Bruit", "en": "Noise"}},
    {"value": "smell", "label": {"fr": "Odeur", "en": "Smell"}},
]


def step(type_: str, **fields: Any) -> Step:
    kind = "choice" if type_ in ("choice", "choices", "yes_no", "severity") else "question"
    data = {"key": "one", "kind": kind, "type": type_, "title": {"fr": "a", "en": "a"}}
    return Step.model_validate({**data, **fields})


SERIAL = step("asset", pattern=r"[A-Z]{2}-\d{4}")


def check(question: Step, raw: str, language: str = "fr") -> Value | Problem:
    return validate(question, raw, language=language, timezone="Europe/Paris", now=NOW)


@pytest.mark.parametrize(
    ("question", "raw", "value"),
    [
        (step("choice", options=OPTIONS), "bruit", "noise"),
        (step("choice", options=OPTIONS), "SMELL", "smell"),
        (step("choices", options=OPTIONS), "Odeur, noise,odeur", ["smell", "noise"]),
        (step("yes_no"), "Oui", True),
        (step("yes_no"), "n", False),
        (step("yes_no"), "네", True),
        (step("number"), "1 234,50", "1234.50"),
        (step("number"), "-3", -3),
        (step("number", unit={"fr": "étages", "en": "floors"}), "3 étages", 3),
        (step("phone"), "06 39 98 00 01", "+33639980001"),
        (step("phone"), "01.99.00.12.34", "+33199001234"),
        (step("phone"), "+1 202 555 0123", "+12025550123"),
        (step("email"), "ana@Filrouge.example", "ana@filrouge.example"),
        (step("person", options=OPTIONS), "Mme Durand", "Mme Durand"),
        (step("site", options=OPTIONS), "Bruit", "noise"),
        (step("asset", pattern=r"[A-Z]{2}\d{4}"), "lf 0042", "LF0042"),
        (SERIAL, "AB\u20111234", "AB-1234"),
        (SERIAL, "ab–1234", "AB-1234"),
        (SERIAL, "AB-1234\u200b", "AB-1234"),
        (SERIAL, "\u202aAB-1234\u202c", "AB-1234"),
        (SERIAL, "\u2068AB-1234\u2069\r\n", "AB-1234"),
        (SERIAL, "ＡＢ－１２３４", "AB-1234"),
        (step("text", pattern=SERIAL.pattern), "\ufeffAB‑1234", "AB-1234"),
        (step("text", pattern="É-[0-9]"), "E\u0301–4", "É-4"),
        (step("text"), "Cafe\u0301 – l’étage", "Café – l’étage"),
        (step("long_text"), "une\r\ndeux\rtrois\u2028quatre", "une\ndeux\ntrois\nquatre"),
        (step("number"), "\u200e１２\u00a0５００", 12500),
        (step("number"), "–3", -3),
        (step("email"), "ana@\u200bfilrouge.example\u2069", "ana@filrouge.example"),
        (step("phone"), "\u202a06 39 98 00 01\u202c", "+33639980001"),
        (step("asset", check_digit="luhn"), "7992 7398 713", "7992 7398 713"),
        (step("list"), "a1; b2\nc3", ["a1", "b2", "c3"]),
        (step("text"), "  Error 42 ", "Error 42"),
    ],
)
def test_values(question: Step, raw: str, value: Any) -> None:
    result = check(question, raw)
    assert isinstance(result, Value), result
    assert result.value == value
    assert set(result.display) >= {"fr", "en"}


@pytest.mark.parametrize(
    ("question", "raw", "code"),
    [
        (step("choice", options=OPTIONS), "autre", "unlisted"),
        (step("choices", options=OPTIONS), "noise, x", "unlisted"),
        (step("yes_no"), "peut-être", "yes_no"),
        (step("number"), "beaucoup", "number"),
        (step("number"), "3 kg", "number"),
        (step("number", whole=True), "2,5", "whole"),
        (step("number", minimum=1), "0", "too_low"),
        (step("number", maximum=9), "10", "too_high"),
        (step("phone"), "06 39 98", "phone"),
        (step("phone"), "appelez-moi", "phone"),
        (step("phone"), "06 39 98 00 0", "phone"),
        (step("phone"), "00 00 00 00 00", "phone"),
        (step("phone"), "01 99 00 12 34 poste 5", "phone"),
        (step("number"), "10²", "number"),
        (SERIAL, "AB-12³4", "pattern"),
        (step("email"), "ana@", "email"),
        (step("asset", pattern=r"[A-Z]{2}\d{4}"), "L42", "pattern"),
        (step("asset", check_digit="luhn"), "7992 7398 714", "check_digit"),
        (step("text"), "...", "empty"),
        (step("text"), "x" * 301, "too_long"),
        (step("long_text"), "x" * 5001, "too_long"),
        (step("text"), "a\x00b", "characters"),
        (step("date_time", moment="past"), "demain", "future"),
        (step("list"), ";".join("abc" for _ in range(51)), "too_many"),
    ],
)
def test_problems(question: Step, raw: str, code: str) -> None:
    result = check(question, raw)
    assert isinstance(result, Problem), result
    assert result.code == code


def test_blank_is_no_answer_and_no_problem() -> None:
    assert check(step("phone"), "  ") == Value(None, {})


def test_a_comma_means_what_it_means_in_the_language() -> None:
    assert check(step("number"), "1,234", "fr") == Value("1.234", {"fr": "1,234", "en": "1.234"})
    assert check(step("number"), "1,234", "en") == Value(1234, {"fr": "1\u202f234", "en": "1,234"})


@pytest.mark.parametrize(
    ("raw", "value", "french", "english"),
    [
        ("0,0004", "0.0004", "0,0004", "0.0004"),
        ("48,858370", "48.858370", "48,858370", "48.858370"),
        ("2,50", "2.50", "2,50", "2.50"),
        ("0,1", "0.1", "0,1", "0.1"),
        ("0,0000001", "0.0000001", "0,0000001", "0.0000001"),
        ("0,30000000000000000004", "0.30000000000000000004",
         "0,30000000000000000004", "0.30000000000000000004"),
        ("-0,00", "0.00", "0,00", "0.00"),
        ("-0", 0, "0", "0"),
        ("+007", 7, "7", "7"),
        ("−12,5", "-12.5", "-12,5", "-12.5"),
        ("9007199254740992", 9007199254740992,
         "9\u202f007\u202f199\u202f254\u202f740\u202f992", "9,007,199,254,740,992"),
        ("9007199254740993", "9007199254740993",
         "9\u202f007\u202f199\u202f254\u202f740\u202f993", "9,007,199,254,740,993"),
        ("1 234 567,80", "1234567.80", "1\u202f234\u202f567,80", "1,234,567.80"),
        ("1\u202f234,5", "1234.5", "1\u202f234,5", "1,234.5"),
        ("9" * 40 + "," + "9" * 40, "9" * 40 + "." + "9" * 40, None, None),
    ],
)  # fmt: skip
def test_a_number_keeps_each_digit_that_was_typed(
    raw: str, value: Any, french: str | None, english: str | None
) -> None:
    result = check(step("number"), raw)
    assert isinstance(result, Value)
    assert (result.value, type(result.value)) == (value, type(value))
    assert check(step("number"), result.display["fr"]) == result  # so people can type it again
    if french is not None:
        assert result.display == {"fr": french, "en": english}


@pytest.mark.parametrize("raw", ["1e3", "nan", "inf", "0x10", "1" * 41, "1," + "1" * 41, "1.2.3"])
def test_what_is_no_number_of_digits_is_told(raw: str) -> None:
    assert check(step("number"), raw) == Problem("number")


def test_bounds_are_compared_as_they_are_written() -> None:
    tenth = step("number", minimum=0.1, maximum=9007199254740993)
    assert check(tenth, "0,1") == Value("0.1", {"fr": "0,1", "en": "0.1"})
    assert check(tenth, "0,0999999999999999999") == Problem("too_low", {"least": "0.1"})
    assert isinstance(check(tenth, "9007199254740993"), Value)
    above = Problem("too_high", {"most": "9007199254740993"})
    assert check(tenth, "9007199254740993,5") == check(tenth, "9007199254740994") == above
    assert check(step("number", maximum=1234567), "1234568").params == {"most": 1234567}


def test_a_whole_number_may_be_typed_with_an_idle_comma() -> None:
    assert check(step("number", whole=True), "3,0") == Value(3, {"fr": "3", "en": "3"})


def test_a_unit_may_be_written_in_any_language() -> None:
    shown = check(step("number", unit={"fr": "kg", "en": "kg", "xx": "kg"}), "2,50")
    assert isinstance(shown, Value)
    assert shown.display == {"fr": "2,50 kg", "en": "2.50 kg", "xx": "2.50 kg"}


def test_old_answers_that_were_kept_as_doubles_are_shown_whole() -> None:
    assert show(step("number"), 4e-07) == {"fr": "0,0000004", "en": "0.0000004"}
    assert show(step("number"), 48.85837)["fr"] == "48,85837"


def test_a_severity_reads_its_matrix(lift: CompiledScript) -> None:
    result = check(lift.step("impact"), "only/needed")
    assert isinstance(result, Value)
    assert result.value == {"impact": "only", "urgency": "needed", "priority": 2}
    assert result.display["en"] == "Only lift × People who cannot climb → P2"
    assert isinstance(check(lift.step("impact"), "only"), Problem)


def test_a_moment_shows_what_was_understood() -> None:
    result = check(step("date_time", moment="past"), "ce matin 8h")
    assert isinstance(result, Value)
    assert result.display["fr"] == "mercredi 25 novembre 2026 à 08:00 (ce matin 8h)"
    vague = check(step("date_time"), "depuis un moment")
    assert isinstance(vague, Value)
    assert vague.value["at"] is None
    assert vague.display["fr"] == "depuis un moment"


def test_phones_are_shown_as_they_are_read() -> None:
    french, american = check(step("phone"), "0639980001"), check(step("phone"), "+12025550123")
    assert isinstance(french, Value) and isinstance(american, Value)
    assert french.display["fr"] == "06 39 98 00 01"
    assert american.display["en"] == "+1 202-555-0123"


def test_check_digits() -> None:
    assert luhn("79927398713") and not luhn("79927398710") and not luhn("0")
    assert mod97("GB82WEST12345698765432"[4:] + "GB82") and not mod97("WEST12345698765432GB83")


ALL = [
    step("choice", options=OPTIONS),
    step("choices", options=OPTIONS),
    step("yes_no"),
    step("number", minimum=-1e9),
    step("phone"),
    step("email"),
    step("asset", pattern=r"\w{1,9}"),
    step("site"),
    step("list"),
    step("date_time", moment="past"),
    step("long_text"),
]


@given(st.sampled_from(ALL), st.text(max_size=60), st.sampled_from(["fr", "en", "ko"]))
def test_no_text_breaks_validation(question: Step, raw: str, language: str) -> None:
    result = check(question, raw, language)
    assert isinstance(result, Problem) or result.value is None or result.display


@given(st.sampled_from(ALL), st.text(alphabet="0123456789h:/ -.,;minjourhieràam", max_size=20))
def test_no_number_or_moment_breaks_validation(question: Step, raw: str) -> None:
    assert isinstance(check(question, raw), Value | Problem)
