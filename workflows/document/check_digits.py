"""Check digits of serial numbers: they tell a slip of the finger from a real number."""

from collections.abc import Callable


def luhn(text: str) -> bool:
    """The Luhn formula (ISO/IEC 7812-1, annex B) over the digits of the text."""
    digits = [int(character) for character in text if character.isdigit() and character.isascii()]
    doubled = (sum(divmod(digit * 2, 10)) for digit in digits[-2::-2])
    return len(digits) > 1 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def mod97(text: str) -> bool:
    """ISO/IEC 7064 MOD 97-10 with letters as 10 to 35: the whole leaves 1."""
    characters = [c for c in text.upper() if c.isascii() and c.isalnum()]
    number = "".join(str(int(character, 36)) for character in characters)
    return len(characters) > 2 and int(number) % 97 == 1


CHECKS: dict[str, Callable[[str], bool]] = {"luhn": luhn, "mod97": mod97}
