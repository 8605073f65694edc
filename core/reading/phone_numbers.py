"""Phone numbers: read as people and networks write them, so that one number has one form.

The form is E.164 (ITU-T): a plus, the country, the national number, digits only.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat
from phonenumbers.phonenumberutil import ndd_prefix_for_region

from core.folding import fold

HOME_REGION = "FR"
ADDRESS = re.compile(r"(?:sips?|tel):([^@;?]+)(?:@([^@;:?]+))?")
WRITTEN = re.compile(r"\+?(?:[ ./()-]{0,3}[0-9]){9,}")  # a phone number, not a date or a price


def read(text: str) -> str:
    """The number as E.164; one without a country is French.

    "" where it is no whole number: a digit is missing, or an extension follows, which has no place
    in the form. That a number is allotted to somebody is not asked.
    """
    parsed = _parsed(fold(text), HOME_REGION)
    return _as(parsed, PhoneNumberFormat.E164) if parsed and _is_whole(parsed) else ""


class Address(NamedTuple):
    """A party of a call: a number or a name, at a host where it has one."""

    user: str
    host: str


def address(text: str) -> Address:
    """What a network writes of a party: a number or a name, alone or in an address of SIP (RFC
    3261) or of a telephone (RFC 3966), maybe with a name before it and parameters behind it."""
    plain = fold(unquote(text)).rpartition("<")[2].partition(">")[0]
    written = "".join(plain.split())
    found = ADDRESS.match(written)
    return Address(found[1], found[2] or "") if found else Address(written, "")


def of_party(text: str) -> str:
    """The number in an `address` as E.164, "" where there is none.

    Some networks leave out the plus, but not the country.
    """
    user = address(text).user
    return read(user if user.startswith(("+", "0")) else f"+{user}")


def national(number: str) -> str:
    """An E.164 number as it is dialled inside its country, digits only; "" for any other text."""
    parsed = _parsed(number)
    return re.sub(r"\D", "", _as(parsed, PhoneNumberFormat.NATIONAL)) if parsed else ""


def significant(number: str) -> str:
    """The digits of an E.164 number that follow its country; of any other text all its digits."""
    parsed = _parsed(number)
    if parsed is None:
        return "".join(filter(str.isdigit, number))
    return phonenumbers.national_significant_number(parsed)


def country(number: str) -> str:
    """The country of an E.164 number (ISO 3166-1), "" where it has none."""
    parsed = _parsed(number)
    return (phonenumbers.region_code_for_number(parsed) or "") if parsed else ""


def international(number: str) -> str:
    """An E.164 number in groups behind its country's code; any other text as it is."""
    parsed = _parsed(number)
    return _as(parsed, PhoneNumberFormat.INTERNATIONAL) if parsed else number


def as_said(number: str) -> str:
    """A French E.164 number as it is read aloud in France, any other as `international`."""
    parsed = _parsed(number)
    if parsed is None or parsed.country_code != phonenumbers.country_code_for_region(HOME_REGION):
        return international(number)
    return _as(parsed, PhoneNumberFormat.NATIONAL)


def digits_of(text: str) -> set[str]:
    """The digits of a text that is one number: as they are written, and behind their country."""
    plain = fold(text)
    return _digits(plain, read(plain)) if WRITTEN.fullmatch(plain) else set()


def digits_in(text: str) -> Iterator[str]:
    """`digits_of` each number that stands in a text, and as it is dialled inside its country."""
    for each in WRITTEN.finditer(fold(text)):
        number = read(each.group())
        yield from sorted((_digits(each.group(), number) | {national(number)}) - {""})


def _digits(written: str, number: str) -> set[str]:
    return {re.sub(r"\D", "", written), number.removeprefix("+")} - {""}


def is_nothing(number: str) -> bool:
    """Whether an E.164 number has a country that is none, or only zeros behind it."""
    parsed = _parsed(number)
    return parsed is None or parsed.national_number == 0


def _parsed(text: str, region: str | None = None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None


def _is_whole(number: PhoneNumber) -> bool:
    if number.extension or not phonenumbers.is_possible_number(number):
        return False
    if not number.italian_leading_zero:
        return True
    # Where 0 is dialled before a number, a second one stands for a digit that is missing.
    region = phonenumbers.region_code_for_country_code(number.country_code or 0)
    return ndd_prefix_for_region(region, True) != "0"


def _as(number: PhoneNumber, style: int) -> str:
    return str(phonenumbers.format_number(number, style))
