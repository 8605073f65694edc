"""Makes words for people, and a turn's text, from the recognizer's words.

The catalogue entry of a model says which of its habits to clean away. Casing and punctuation are
light: a turn begins with a capital and ends with a stop, a pause within it is a comma or a stop.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from transcription.catalogue import Habits
from transcription.recognizer import HeardWord

BRACKETED = re.compile(r"\[(\d+)\]")
COMMA_PAUSE, STOP_PAUSE = 0.35, 0.8  # seconds of silence between two words


def clean(words: Sequence[HeardWord], habits: Habits) -> tuple[HeardWord, ...]:
    """Return the words without those that the model writes and nobody said."""
    replacements = dict(habits.replaced)
    cleaned = []
    for word in words:
        text = replacements.get(word.text, word.text)
        if habits.bracketed_digits and (digits := BRACKETED.fullmatch(text)):
            text = digits[1]
        if text and text not in habits.dropped:
            cleaned.append(replace(word, text=text))
    return tuple(cleaned)


def sentence(words: Sequence[HeardWord]) -> str:
    """Return the text of a turn, for reading."""
    parts: list[str] = []
    capital = True
    for word, following in zip_longest(words, words[1:]):
        text = word.text[:1].upper() + word.text[1:] if capital else word.text
        pause = following.start - word.end if following else STOP_PAUSE
        mark = "." if pause >= STOP_PAUSE else "," if pause >= COMMA_PAUSE else ""
        capital = mark == "."
        parts.append(text + mark)
    return " ".join(parts)
