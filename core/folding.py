"""Makes texts comparable, for search, answers, evidence, moments and the vagueness meter alike.

Two texts that a person takes for the same have the same folded form: capitals, accents, ligatures
(œ, ﬁ), letters with a stroke (ø, ł), styled and full-width letters, the kinds of apostrophe, hyphen
and space, and marks that nobody sees make no difference. Korean syllables stay whole.
"""

import re
import unicodedata
from functools import cached_property

APOSTROPHES = "’‘‛ʼʻʹ′´`ʾʿ"
HYPHENS = "‐‑‒–—―−﹘"
# Letters that Unicode takes for letters of their own, and people for these.
LETTERS = {
    "œ": "oe",
    "Œ": "OE",
    "æ": "ae",
    "Æ": "AE",
    "ß": "ss",
    "ẞ": "SS",
    "þ": "th",
    "Þ": "TH",
    **dict(zip("øØłŁđĐħĦŧŦðÐıȷ", "oOlLdDhHtTdDij", strict=True)),
}
SAME = LETTERS | dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(HYPHENS, "-")
# Classes of marks that are no letter of their own: overlays, Hebrew and Arabic points, accents. The
# rest stays: what makes ば of は, a virama, the tones of Thai.
MARKS = frozenset((1, *range(10, 37), *range(200, 241)))
# Beside the categories Cf (soft hyphen, zero width, direction) and Me (the key around a digit).
INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | frozenset(
    map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")
KEPT_BELOW = 0x10000


def _plain(character: str) -> str:
    """The plain form of a character, capitals kept; "" for an invisible one."""
    if character in SAME:
        return SAME[character]
    category = unicodedata.category(character)
    if character.isspace() or category == "Cc":
        return " "
    if category in ("Cf", "Me") or character in INVISIBLE:
        return ""
    if unicodedata.combining(character) in MARKS:
        return ""
    decomposed = unicodedata.normalize("NFKD", character)
    # “3½” must not become “31⁄2”.
    if decomposed == character or "\N{FRACTION SLASH}" in decomposed:
        return character
    plain = unicodedata.normalize("NFC", "".join(map(_plain, decomposed)))
    return plain if len(plain) == len(plain.casefold()) else plain.casefold()


class _Plain(dict[int, str]):
    """`_plain` by code point, as `str.translate` asks for it; rare characters are not kept."""

    def __missing__(self, code: int) -> str:
        plain = _plain(chr(code))
        if code < KEPT_BELOW:
            self[code] = plain
        return plain


PLAIN = _Plain()


def fold(text: str) -> str:
    """The text as it is compared, on one line with single spaces. Folding twice changes nothing."""
    plain = unicodedata.normalize("NFC", text).translate(PLAIN).casefold()
    return " ".join(unicodedata.normalize("NFC", plain).split())


def tidied(text: str) -> str:
    """The text as it is kept: composed (NFC), lines end in one way, nothing unseen around it."""
    text = LINE_END.sub("\n", unicodedata.normalize("NFC", text)).replace("\ufeff", "")
    seen = [at for at, one in enumerate(text) if PLAIN[ord(one)].strip()]
    return text[seen[0] : seen[-1] + 1] if seen else ""


def as_on_keys(text: str) -> str:
    """The text on one line in the letters and signs of a keyboard, accents and capitals kept.

    For codes, numbers and addresses that were pasted. Raised and circled digits, which mean
    something else than plain ones, leave the text as it is.
    """
    if any(unicodedata.category(one) == "No" for one in text):
        return text
    return " ".join(Folded(unicodedata.normalize("NFKC", text)).accented.split())


def fold_to_letters(text: str) -> str:
    """`fold`, with Korean syllables as their letters, to match unfinished or mistyped words."""
    return unicodedata.normalize("NFD", fold(text))


class Folded:
    """A text folded letter by letter, its spaces kept, that knows where its letters come from.

    Quotes come from `original`. `accented`, `cased` and `key` are equally long, so a place in one
    is a place in the others: with accents and capitals, with capitals, with neither.
    """

    def __init__(self, text: str) -> None:
        self.original = unicodedata.normalize("NFC", text)
        self.accented = self.cased = self.original.translate(PLAIN)
        if not self.original.isascii():
            self.accented = "".join(map(_accented, self.original))
        self.key = self.cased.casefold()

    @cached_property
    def _places(self) -> list[int]:
        """Where each letter of `key` stands in `original`, and where it ends."""
        places = [at for at, one in enumerate(self.original) for _ in PLAIN[ord(one)]]
        return [*places, len(self.original)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in `original` of a place in `key`; a ligature is not split."""
        places = self._places
        last = max(places[end], places[end - 1] + 1) if end > start else places[start]
        return places[start], last

    def quote(self, start: int, end: int) -> str:
        """The original text at this place of `key`, on one line."""
        first, last = self.span(start, end)
        return " ".join(self.original[first:last].split())


def _accented(character: str) -> str:
    """The letter with its accent, where it stays one letter."""
    plain = PLAIN[ord(character)]
    return character if len(plain) == 1 and plain.isalpha() else plain
