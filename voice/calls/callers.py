"""The caller's number as the network gives it, and whether it tells one caller from another.

A withheld number comes as a word, on older paths as that word in digits, as zeros, or as any of
these in a SIP address (RFC 3323 has `anonymous.invalid`). Callers who share such a value are
strangers to each other: it never becomes the key of a history.
"""

import re

from core.reading import phone_numbers

LONGEST = 64
TELEPHONE = re.compile(r"\+[1-9][0-9]{5,14}")

WITHHELD = frozenset({
    "anonymous", "restricted", "blocked", "unknown", "unavailable", "private", "withheld",
    # Five of them on a telephone's keys.
    "266696687", "7378742833", "2562533", "8656696", "86282452253",
})  # fmt: skip
NO_HOST = (".invalid", "anonymous", "unknown")


def as_given(raw: str) -> str:
    """The value to store: printable characters only, and no longer than its column."""
    return "".join(c for c in raw if c.isprintable())[:LONGEST].strip()


def key_of(number: str) -> str:
    """What tells this caller from others; "" for a withheld number.

    A telephone number is E.164 however the network writes it: `sip:+33…@host`, `33…` and `+33…`
    are one caller. Any other SIP address stands for itself.
    """
    user, host = phone_numbers.address(number)
    plain = user.removeprefix("+")
    if plain in WITHHELD or host.endswith(NO_HOST) or not plain.strip("0"):
        return ""
    if telephone := phone_numbers.of_party(number) or _unplanned(user):
        return "" if phone_numbers.is_nothing(telephone) else telephone
    is_whole = len(number) < LONGEST
    return f"{user}@{host}" if host and is_whole else ""


def _unplanned(user: str) -> str:
    """A telephone number of which no plan of numbers knows the length."""
    return user if TELEPHONE.fullmatch(user) else ""
