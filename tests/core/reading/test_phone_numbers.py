"""Phone numbers in one form, however people and networks write them."""

import pytest

from core.reading import phone_numbers


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("06 39 98 00 00", "+33639980000"),
        ("01/99/00/09/00", "+33199000900"),
        ("01\u201199\u00a000.09 00", "+33199000900"),
        ("\u202a01 99 00 09 00\u202c", "+33199000900"),
        ("０１ ９９ ００ ０９ ００", "+33199000900"),
        ("0033 1 99 00 09 00", "+33199000900"),
        ("+33 (0)1 99 00 09 00", "+33199000900"),
        ("tel:+33199000900", "+33199000900"),
        ("+1 202-555-0123", "+12025550123"),
        ("+39 06 698 0000", "+39066980000"),
    ],
)
def test_a_whole_number_is_read(written: str, number: str):
    assert phone_numbers.read(written) == number


@pytest.mark.parametrize(
    "written",
    [
        "", "oui", "06 39 98", "06 39 98 00 0", "06 39 98 00 000", "00 00 00 00 00", "+33000000000",
        "+33 0639 9800 0", "+99912345678", "0199000900#12", "01 99 00 09 00 poste 12", "112",
    ],
)  # fmt: skip
def test_what_is_no_whole_number_is_not_read(written: str):
    assert phone_numbers.read(written) == ""


@pytest.mark.parametrize(
    ("number", "national", "international", "said"),
    [
        ("+33199000042", "0199000042", "+33 1 99 00 00 42", "01 99 00 00 42"),
        ("+12025550123", "2025550123", "+1 202-555-0123", "+1 202-555-0123"),
        ("anonymous", "", "anonymous", "anonymous"),
        ("", "", "", ""),
    ],
)
def test_a_number_is_written_for_people(number: str, national: str, international: str, said: str):
    assert phone_numbers.national(number) == national
    assert phone_numbers.international(number) == international
    assert phone_numbers.as_said(number) == said


def test_numbers_in_a_text_are_known_in_each_form():
    text = "Rappeler le 01 99 00 09 00 avant le 12/12, sinon +1 202 555 0123 (lot 4)"
    assert list(phone_numbers.digits_in(text)) == [
        "0199000900", "33199000900", "12025550123", "2025550123",
    ]  # fmt: skip
    assert phone_numbers.digits_of("01.99.00.09.00") == {"0199000900", "33199000900"}
    assert phone_numbers.digits_of("00 00 00 00 00") == {"0000000000"}
    assert phone_numbers.digits_of("lot 0199000900") == set()
