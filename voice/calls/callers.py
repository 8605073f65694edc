"""The caller's number as the network gives it, and whether it tells one caller from another.

A withheld number comes as a word, or on older paths as that word in digits. Callers who share such
a value are strangers to each other: it never becomes the key of a history.
"""

import re

LONGEST = 64
TELEPHONE = re.compile(r"^\+[1-9][0-9]{5,14}$")
SIP = re.compile(r"^sips?:[^\s@]+@[^\s@]+$")

# ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN and UNAVAILABLE on a telephone's keys.
SPELLED = frozenset({"+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"})


def as_given(raw: str) -> str:
    """The value to store: printable characters only, and no longer than its column."""
    return "".join(c for c in raw if c.isprintable())[:LONGEST].strip()


def is_withheld(number: str) -> bool:
    """Whether this cannot name one caller."""
    if number in SPELLED:
        return True
    return not (
        TELEPHONE.match(number) or (SIP.match(number) and "anonymous" not in number.lower())
    )
