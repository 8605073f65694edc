"""Korean text to the phonemes that the voices know."""

import re
import unicodedata

from ko_pron import romanise

# One sign of the voice for one sound, in the order of replacement.
SIGNS = {
    "t͡ɕ": "ʨ",
    "d͡ʑ": "ʥ",
    "ɭ": "l",
    "ʎ": "l",
    "ɸʷ": "h",
    "ɸ": "h",
    "β": "h",
    "ɦ": "h",
    "kx": "kʰ",
}
VOICED = {"p": "b", "t": "d", "k": "ɡ", "ʨ": "ʥ"}
TENSE, UNRELEASED = "\u0348", "\u031a"
ASPIRATED_S = re.compile("([sɕʃ])ʰ")
ASPIRATED_STOP = re.compile("([ptkʨ])ʰ")
PLAIN_START = re.compile(f"(?:^|(?<= ))([ptkʨ])(?![ʰ{TENSE}{UNRELEASED}])")
TENSE_SOUND = re.compile(f"([ptkʨsɕ]){TENSE}")
PAUSES = re.compile(r"\s*([,.?!])\s*")


def phonemes(text: str, *, contrast: bool = True) -> str:
    """Return the phonemes of Korean text; it must end in a full stop, `?` or `!`.

    The voices know two kinds of stops where Korean has three. With `contrast` a plain one is voiced
    where a word begins, an aspirated one keeps its breath and a tense one is doubled; without, all
    three are the voiceless one, which suits some sentences better. Numbers are to be written as
    words. Punctuation is kept: the voice breathes at it.
    """
    parts = PAUSES.split(text.strip())
    spoken = [part if part in ",.?!" else _phrase(part, contrast) for part in parts if part]
    return re.sub(r"([,.?!])(?=[^,.?!])", r"\1 ", "".join(spoken))


def _phrase(text: str, contrast: bool) -> str:
    reading = _first_reading(romanise(text, "ipa"))
    for spelling, sign in SIGNS.items():
        reading = reading.replace(unicodedata.normalize("NFD", spelling), sign)
    reading = ASPIRATED_S.sub(r"\1", reading)
    reading = _contrasted(reading) if contrast else ASPIRATED_STOP.sub(r"\1", reading)
    return "".join(sign for sign in reading if not unicodedata.combining(sign))


def _contrasted(reading: str) -> str:
    reading = PLAIN_START.sub(lambda match: VOICED[match[1]], reading)
    return TENSE_SOUND.sub(r"\1\1", reading)


def _first_reading(reading: str) -> str:
    """Keep the first of several readings `[a] ~ [b]`: the voice would speak them all."""
    first = re.split(r"\]?\s*~\s*\[?", reading)[0]
    return unicodedata.normalize("NFD", first.strip("[] "))
