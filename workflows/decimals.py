"""Numbers exactly as they were typed: no binary fraction, no exponent, no digit lost.

The value of an answer passes through JSON to databases and browsers, which read its numbers as
doubles (IEEE 754): 0.1 becomes another number, and so does an integer above 2^53.
"""

from decimal import Decimal

SAFE = 2**53  # up to here each integer is a double

Kept = int | str


def exact(value: object) -> Decimal:
    """The number that an answer, a bound or a literal stands for; a float by its shortest text.

    >>> exact("2.50"), exact(0.1), exact(3)
    (Decimal('2.50'), Decimal('0.1'), Decimal('3'))
    """
    return value if isinstance(value, Decimal) else Decimal(str(value))


def plain(value: object) -> str:
    """All digits with a decimal point, never an exponent; zero has no sign.

    >>> plain("-0.00"), plain(1e-07), plain(10.0**15)
    ('0.00', '0.0000001', '1000000000000000.0')
    """
    number = exact(value)
    return format(number if number else number.copy_abs(), "f")


def kept(number: Decimal) -> Kept:
    """The number as JSON keeps it: an integer that every reader reads as the same, else its text.

    >>> kept(Decimal("3")), kept(Decimal("2.50")), kept(Decimal("9007199254740993"))
    (3, '2.50', '9007199254740993')
    """
    text = plain(number)
    return int(text) if "." not in text and abs(int(text)) <= SAFE else text
