"""Invented numbers of the form that a pattern wants, with a check digit that fits."""

from random import Random
from string import ascii_uppercase, digits

from workflows.document import patterns
from workflows.document.check_digits import CHECKS

TRIES = 400
PLAIN = "PC-0000"


def code(pattern: str | None, check_digit: str | None, random: Random) -> str | None:
    """A code that matches, in capitals; None where no try had a fitting check digit."""
    sample = patterns.check(pattern) if pattern else PLAIN
    for _ in range(TRIES if check_digit else 1):
        invented = _varied(sample.upper(), pattern, random)
        if check_digit is None or CHECKS[check_digit](invented):
            return invented
    return None


def text(pattern: str, random: Random) -> str:
    """A text that matches the pattern."""
    return _varied(patterns.check(pattern), pattern, random)


def _varied(sample: str, pattern: str | None, random: Random) -> str:
    """The sample with other digits and letters, as far as the pattern goes along."""
    varied = sample
    for place, character in enumerate(sample):
        tried = varied[:place] + _another(character, random) + varied[place + 1 :]
        if pattern is None or patterns.matches(pattern, tried):
            varied = tried
    return varied


def _another(character: str, random: Random) -> str:
    if character in digits:
        return random.choice(digits)
    if character.isascii() and character.isalpha():
        return random.choice(ascii_uppercase)
    return character
