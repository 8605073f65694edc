"""Numbers in speech: French, English and Korean words, and the digits that recognizers write."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from core.folding import fold_to_letters as fold
from workflows.evidence.tokens import Token, folded_words

LONGEST_GAP = 4.0
FILLERS = folded_words("euh heu hum et puis alors donc uh um and then 음 어")


@dataclass(frozen=True)
class Number:
    """A spoken number: its digits as they are written, and the tokens first..last (included)."""

    digits: str
    first: int
    last: int


Parsed = tuple[str, int] | None
Reader = Callable[[Sequence[str], int], Parsed]


def _table(words: str, start: int = 0) -> dict[str, int]:
    return {fold(word): value for value, word in enumerate(words.split(), start)}


FRENCH_UNITS = _table(
    "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
) | {"une": 1}
FRENCH_TENS = {
    "vingt": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "huitante": 80,
    "nonante": 90,
}
ENGLISH_UNITS = _table(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
) | {"oh": 0}
ENGLISH_TENS = _table("twenty thirty forty fifty sixty seventy eighty ninety")
ENGLISH_TENS = {word: 20 + 10 * place for word, place in ENGLISH_TENS.items()}
KOREAN_DIGITS = _table("영 일 이 삼 사 오 육 칠 팔 구") | {
    fold("공"): 0,
    fold("륙"): 6,
}
KOREAN_NATIVE = (
    _table("하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉 열", 1)
    | _table("한 두 세 네", 1)
    | {
        fold("스물"): 20,
        fold("스무"): 20,
        fold("서른"): 30,
        fold("마흔"): 40,
        fold("쉰"): 50,
    }
)
KOREAN_SCALES = {fold("십"): 10, fold("백"): 100, fold("천"): 1000}
KOREAN_COUNTERS = tuple(map(fold, ("시간", "사람", "호기", *"호층명분시개번대일주")))


def _at(words: Sequence[str], place: int) -> str:
    return words[place] if place < len(words) else ""


def _french_small(words: Sequence[str], place: int) -> tuple[int, int] | None:
    """A number under 100 from `place`: (value, next place)."""
    word, after = _at(words, place), _at(words, place + 1)
    if word == "quatre" and after in ("vingt", "vingts"):
        more = _french_teen(words, place + 2)
        return (80 + more[0], more[1]) if more else (80, place + 2)
    if word in ("dix",) and after in ("sept", "huit", "neuf"):
        return 10 + FRENCH_UNITS[after], place + 2
    if word in FRENCH_UNITS:
        return FRENCH_UNITS[word], place + 1
    if word not in FRENCH_TENS:
        return None
    tens, place = FRENCH_TENS[word], place + 1
    if _at(words, place) == "et" and _at(words, place + 1) in ("un", "une", "onze"):
        place += 1
    more = _french_teen(words, place)
    if more and (more[0] < 10 or tens == 60):
        return tens + more[0], more[1]
    return tens, place


def _french_teen(words: Sequence[str], place: int) -> tuple[int, int] | None:
    word = _at(words, place)
    if word not in FRENCH_UNITS or word == "zero":
        return None
    if word == "dix" and _at(words, place + 1) in ("sept", "huit", "neuf"):
        return 10 + FRENCH_UNITS[_at(words, place + 1)], place + 2
    return FRENCH_UNITS[word], place + 1


def _english_small(words: Sequence[str], place: int) -> tuple[int, int] | None:
    word = _at(words, place)
    if word in ENGLISH_UNITS:
        return ENGLISH_UNITS[word], place + 1
    if word not in ENGLISH_TENS:
        return None
    unit = ENGLISH_UNITS.get(_at(words, place + 1), 0)
    return (
        (ENGLISH_TENS[word] + unit, place + 2) if 0 < unit < 10 else (ENGLISH_TENS[word], place + 1)
    )


def _scaled(
    small: Callable[[Sequence[str], int], tuple[int, int] | None],
    hundreds: tuple[str, ...],
    thousands: tuple[str, ...],
    bare: bool,
) -> Reader:
    """A reader of numbers up to 999,999; `bare`: a hundred needs no number before it."""

    def hundred(words: Sequence[str], place: int) -> tuple[int, int] | None:
        head = small(words, place)
        value, after = head if head else (1, place)
        if _at(words, after) not in hundreds or value > 9 or (head is None and not bare):
            return head
        after += 1
        if _at(words, after) == "and":
            after += 1
        tail = small(words, after)
        return (value * 100 + tail[0], tail[1]) if tail else (value * 100, after)

    def thousand(words: Sequence[str], place: int) -> Parsed:
        head = hundred(words, place)
        value, after = head if head else (1, place)
        if _at(words, after) in thousands and (head is not None or bare):
            tail = hundred(words, after + 1)
            value, after = (value * 1000 + tail[0], tail[1]) if tail else (value * 1000, after + 1)
        elif head is None:
            return None
        return str(value), after

    return thousand


def _english(words: Sequence[str], place: int) -> Parsed:
    times = {"double": 2, "triple": 3}.get(_at(words, place))
    digit = ENGLISH_UNITS.get(_at(words, place + 1), 10)
    if times and digit < 10:
        return str(digit) * times, place + 2
    return _ENGLISH(words, place)


def _korean(words: Sequence[str], place: int) -> Parsed:
    """Sino-Korean and native numerals, with or without a counter written onto them."""
    word = _at(words, place)
    body, counted = word, _at(words, place + 1).startswith(KOREAN_COUNTERS)
    for counter in KOREAN_COUNTERS:
        stem, separator, _ = word.partition(counter)
        if separator and stem and _korean_value(stem) is not None:
            body, counted = stem, True
            break
    value = _korean_value(body)
    if value is None:
        return None
    # A short numeral is a number only before a counter, or a digit among digits: 네 is also “yes”.
    digits = body in KOREAN_DIGITS and any(
        _at(words, near) in KOREAN_DIGITS for near in (place + 1, place - 1) if near >= 0
    )
    short = body in KOREAN_DIGITS or body in KOREAN_NATIVE
    return (str(value), place + 1) if counted or digits or not short else None


def _korean_value(word: str) -> int | None:
    if word in KOREAN_NATIVE:
        return KOREAN_NATIVE[word]
    for tens in ("열", "스물", "서른", "마흔", "쉰"):
        rest = word.removeprefix(fold(tens))
        if rest != word and rest in KOREAN_NATIVE and KOREAN_NATIVE[rest] < 10:
            return KOREAN_NATIVE[fold(tens)] + KOREAN_NATIVE[rest]
    return _sino_korean(word)


def _sino_korean(word: str) -> int | None:
    total, digit = 0, 0
    while word:
        for table in (KOREAN_DIGITS, KOREAN_SCALES):
            key = next((key for key in table if word.startswith(key)), None)
            if key:
                break
        if key is None:
            return None
        word = word[len(key) :]
        if key in KOREAN_DIGITS:
            if digit:
                return None
            digit = KOREAN_DIGITS[key]
            if digit == 0 and (total or word):
                return None
        else:
            total, digit = total + (digit or 1) * KOREAN_SCALES[key], 0
    return total + digit


_FRENCH = _scaled(_french_small, ("cent", "cents"), ("mille",), bare=True)
_ENGLISH = _scaled(_english_small, ("hundred",), ("thousand",), bare=False)
READERS: dict[str, Reader] = {"fr": _FRENCH, "en": _english, "ko": _korean}


def has_counter(key: str, *, alone: bool) -> bool:
    """Whether a folded word is (`alone`) or ends a number with a Korean counter."""
    if alone:
        return key.startswith(KOREAN_COUNTERS)
    stems = (key.partition(counter) for counter in KOREAN_COUNTERS)
    return any(
        separator and stem and _korean_value(stem) is not None for stem, separator, _ in stems
    )


def numbers(tokens: Sequence[Token], language: str) -> Iterator[Number]:
    """Every number in the tokens, from left to right, each word used once."""
    words = [token.key for token in tokens]
    reader = READERS.get(language, _english)
    place = 0
    while place < len(words):
        if words[place].isdigit():
            parsed: Parsed = (words[place], place + 1)
        else:
            parsed = reader(words, place)
        if parsed is None:
            place += 1
            continue
        yield Number(parsed[0], place, parsed[1] - 1)
        place = parsed[1]


def runs(tokens: Sequence[Token], language: str) -> Iterator[Number]:
    """Numbers that follow each other as one string of digits, as phone numbers do."""
    run: Number | None = None
    for number in numbers(tokens, language):
        if run and _continues(tokens, run.last, number.first):
            run = Number(run.digits + number.digits, run.first, number.last)
            continue
        if run:
            yield run
        run = number
    if run:
        yield run


def _continues(tokens: Sequence[Token], last: int, first: int) -> bool:
    between = tokens[last + 1 : first]
    near = tokens[first].start - tokens[last].end <= LONGEST_GAP
    return near and len(between) <= 1 and all(token.key in FILLERS for token in between)


def same_number(digits: str, other_digits: str) -> bool:
    """Whether two strings of digits are one number, zeros in front aside."""
    return digits.lstrip("0") == other_digits.lstrip("0")
