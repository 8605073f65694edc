"""Korean text to the phonemes that the voices know."""

import re
import unicodedata

from ko_pron import romanise

# One sign of the voice for one sound; longer spellings first.
SIGNS = {"t͡ɕ": "ʨ", "d͡ʑ": "ʥ", "ɭ": "l", "ʎ": "l", "ʑ": "ʥ", "βo": "ho"}
ASPIRATED_S = re.compile("([sɕʃ])ʰ")
PAUSES = re.compile(r"\s*([,.?!])\s*")


def phonemes(text: str) -> str:
    """Return the phonemes of Korean text; it must end in a full stop, `?` or `!`.

    Numbers are to be written as words. Punctuation is kept: the voice breathes at it.
    """
    parts = PAUSES.split(text.strip())
    spoken = [part if part in ",.?!" else _phrase(part) for part in parts if part]
    return re.sub(r"([,.?!])(?=[^,.?!])", r"\1 ", "".join(spoken))


def _phrase(text: str) -> str:
    reading = _first_reading(romanise(text, "ipa"))
    for spelling, sign in SIGNS.items():
        reading = reading.replace(unicodedata.normalize("NFD", spelling), sign)
    reading = ASPIRATED_S.sub(r"\1", reading)
    return "".join(sign for sign in reading if not unicodedata.combining(sign))


def _first_reading(reading: str) -> str:
    """Keep the first of several readings `[a] ~ [b]`: the voice would speak them all."""
    first = re.split(r"\]?\s*~\s*\[?", reading)[0]
    return unicodedata.normalize("NFD", first.strip("[] "))
