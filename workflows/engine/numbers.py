"""Numbers as people type them: decimal comma or point, spaces between thousands, a unit behind."""

import re
from decimal import Decimal

SPACES = re.compile(r"[\s'’\u00a0\u202f\u2009]")
FRENCH_GROUPS = re.compile(r"[-+]?\d{1,3}(\.\d{3})+(,\d+)?")
ENGLISH_GROUPS = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?")
PLAIN = re.compile(r"[-+]?\d{1,40}([.,]\d{1,40})?")
WITH_UNIT = re.compile(r"(?P<number>[-+]?\d[\d\s'’.,\u00a0\u202f\u2009]*)\s*(?P<unit>\D*)")


def split_unit(raw: str) -> tuple[str, str]:
    """The characters of the number, and the unit after them."""
    match = WITH_UNIT.fullmatch(raw.replace("−", "-").strip())
    return (match["number"].strip(" .,"), match["unit"].strip()) if match else ("", raw)


def read_number(text: str, language: str) -> Decimal | None:
    """The number with each digit that was typed, or None where there is none or where it has more
    than 40 digits before or behind the comma. In English a comma before exactly three digits
    groups thousands.

    >>> read_number("1 234,50", "fr"), read_number("1,234", "en"), read_number("1,234", "fr")
    (Decimal('1234.50'), Decimal('1234'), Decimal('1.234'))
    """
    compact = SPACES.sub("", text)
    if language == "en" and ENGLISH_GROUPS.fullmatch(compact):
        compact = compact.replace(",", "")
    elif "," in compact and FRENCH_GROUPS.fullmatch(compact):
        compact = compact.replace(".", "")
    return Decimal(compact.replace(",", ".")) if PLAIN.fullmatch(compact) else None
