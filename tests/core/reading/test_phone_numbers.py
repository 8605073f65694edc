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


DRESSES = [
    "+33199000900", "33199000900", "0199000900", "0033199000900", "+33 1 99 00 09 00",
    "sip:+33199000900@carrier.example", "sip:33199000900@other.example:5060;user=phone",
    "sips:+33199000900@carrier.example;transport=tls", "tel:+33199000900",
    "sip:+33199000900;phone-context=example@carrier.example", "tel:+33-1-99-00-09-00;ext=",
    '"Acme" <sip:+33199000900@carrier.example>', "SIP:+33199000900@CARRIER.example",
    "sip:%2B33199000900@carrier.example", "sip:+33%20199000900@carrier.example?X-Of=1",
    " +33199000900 ", "sip:+33 1 99 00 09 00@carrier.example", "<tel:+33199000900>",
]  # fmt: skip


@pytest.mark.parametrize("dress", DRESSES)
def test_a_network_writes_one_number_in_many_ways(dress: str):
    assert phone_numbers.of_party(dress) == "+33199000900"


@pytest.mark.parametrize(
    "text",
    ["", "client:ana", "sip:nadia@pbx.example", "sip:4021@pbx.example", "anonymous", "%", "+"],
)
def test_a_party_may_have_no_number(text: str):
    assert phone_numbers.of_party(text) == ""


def test_the_parts_of_an_address():
    assert phone_numbers.address("Nadia <sip:Nadia@PBX.example:5060>") == ("nadia", "pbx.example")
    assert phone_numbers.address("4021") == ("4021", "")


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


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("+33199000042", "FR"),
        ("+12025550123", "US"),
        ("+442079460000", "GB"),
        ("0199000042", ""),
        ("", ""),
    ],
)
def test_a_number_has_a_country(number: str, country: str):
    assert phone_numbers.country(number) == country


def test_numbers_in_a_text_are_known_in_each_form():
    text = "Rappeler le 01 99 00 09 00 avant le 12/12, sinon +1 202 555 0123 (lot 4)"
    assert list(phone_numbers.digits_in(text)) == [
        "0199000900", "33199000900", "12025550123", "2025550123",
    ]  # fmt: skip
    assert phone_numbers.digits_of("01.99.00.09.00") == {"0199000900", "33199000900"}
    assert phone_numbers.digits_of("00 00 00 00 00") == {"0000000000"}
    assert phone_numbers.digits_of("lot 0199000900") == set()
