import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.document.patterns import LONGEST_INPUT, MEANINGS, PatternError, check, matches

GREEK_IOTA = "\u0345\u0399\u03b9\u1fbe"  # a mark below a letter whose capital is a letter
PIECES = ["a", "B", "1", "-", "é", "가", ".", r"\d", r"\w", r"\s", r"\.", r"\W", "[a-c]", "[^a]",
          r"[^\W_]", "[]a]", "[a-]", r"[\d.-]", "(a|b)", "(ab|)", "(|a)", "([A-Z]*-)"]  # fmt: skip
QUANTIFIERS = ["", "?", "*", "+", "{2}", "{1,3}", "{0,2}", "{2,}"]
pieces = st.builds("".join, st.tuples(st.sampled_from(PIECES), st.sampled_from(QUANTIFIERS)))


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        (r"[A-Z]{2}-?\d{4}", "ab1234", "AB123"),
        (r"([A-Z]{2}-?)?\d{1,4}", "2", "A2"),
        (r"LF\.\d+", "LF.77", "LFx77"),
        (r"(A|B)\d{3}", "b123", "C123"),
        (r"[^\d]{3}", "abc", "a1c"),
        (r"[가-힣]{2}-\d", "서울-1", "AB-1"),
        (r"([A-Z]+|[0-9]+-)*", "AB12-C", "12"),
        (r"(a+)+", "aaa", "aab"),
        (r"[^\W_]+", "Hélène2", "a_b"),
        (r"[]x[:-]{2}", "]:", "a:"),
    ],
)
def test_a_safe_pattern_covers_the_whole_value(pattern: str, good: str, bad: str) -> None:
    assert matches(pattern, good)
    assert not matches(pattern, bad)
    assert not matches(pattern, good + " and more")


@pytest.mark.parametrize(
    ("pattern", "code", "character", "is_impossible"),
    [
        ("", "pattern-length", None, False),
        ("a" * 121, "pattern-length", None, False),
        ("a)", "pattern-close", 2, False),
        ("((((((a))))))", "pattern-deep", 7, False),
        ("*a", "pattern-nothing", 1, False),
        ("a$b", "pattern-anchor", 2, False),
        (r"\Aab", "pattern-escape", 2, False),
        (r"a\bc", "pattern-escape", 3, False),
        (r"(a)\1", "pattern-escape", 5, False),
        (r"\pL", "pattern-escape", 2, False),
        ("(?=a)b", "pattern-special", 2, False),
        ("(?!a)b", "pattern-special", 2, False),
        ("(?<=a)b", "pattern-special", 2, False),
        ("(?>a)b", "pattern-special", 2, False),
        ("(?P<x>a)", "pattern-special", 2, False),
        ("(?i)a", "pattern-special", 2, False),
        ("(a", "pattern-open-group", 3, False),
        ("b[a", "pattern-open-class", 2, False),
        ("[", "pattern-open-class", 1, False),
        ("b[z-a]", "pattern-class", 2, False),
        (r"[\d-z]", "pattern-class", 1, False),
        ("a**", "pattern-twice", 3, False),
        ("a+?", "pattern-twice", 3, False),
        ("a++", "pattern-twice", 3, False),
        ("a{x}", "pattern-counted", 2, False),
        ("a{2,1}", "pattern-range", 7, False),
        ("a{0}", "pattern-range", 5, False),
        ("a{70}", "pattern-range", 6, False),
        (r"(\w{0,64}){0,64}", "pattern-large", None, False),
        (r"[^\s\S]", "pattern-no-character", 1, True),
        ("(abcdefghij){7}", "pattern-too-long-value", None, True),
        ("a{40}b{40}", "pattern-too-long-value", None, True),
        ("((((a{64}){64}){64}){64}){64}", "pattern-too-long-value", None, True),
    ],
)
def test_a_refusal_says_why_and_where(
    pattern: str, code: str, character: int | None, is_impossible: bool
) -> None:
    with pytest.raises(PatternError) as caught:
        check(pattern)
    assert (caught.value.code, caught.value.is_impossible) == (code, is_impossible)
    assert caught.value.params.get("character") == character


@pytest.mark.parametrize("shorthand", list(MEANINGS))
def test_a_shorthand_means_the_same_in_every_writing(shorthand: str) -> None:
    """The same as in Python, within a class too; the letters above are of few kinds."""
    assigned = [
        character
        for character in map(chr, range(0x2100))
        if unicodedata.category(character) != "Cn" and character not in GREEK_IOTA
    ]
    inside = re.compile(f"\\{shorthand}", re.IGNORECASE)
    for pattern, is_meant in ((f"\\{shorthand}", True), (f"[^\\{shorthand}]", False)):
        expected = [one for one in assigned if bool(inside.fullmatch(one)) is is_meant]
        assert [one for one in assigned if matches(pattern, one)] == expected


@given(st.lists(pieces, min_size=1, max_size=4), st.text("aAbB1-_ é가.", max_size=6))
def test_a_pattern_means_what_python_means_and_has_an_example(
    chosen: list[str], value: str
) -> None:
    pattern = "".join(chosen)
    assert matches(pattern, check(pattern))
    assert matches(pattern, value) == bool(re.fullmatch(pattern, value, re.IGNORECASE))


@pytest.mark.parametrize(
    ("pattern", "value"),
    [
        ("(|a)" * 29 + "b", "a" * 29 + "c"),
        ("(a?)" * 29 + "b", "a" * 29 + "c"),
        (r"(\w*)*(\w*)*(\w*)*!", "é" * LONGEST_INPUT),
        (r"((((\w+)+)+)+)+!", "a" * LONGEST_INPUT),
        ("(a|a)*b", "a" * LONGEST_INPUT),
        ("(a|b|ab)*c", "ab" * 32),
        (r"(\w|\d|[a-z0-9])+!", "a1" * 32),
        (r"\d+", "1" * 100_000),
    ],
)
def test_no_pattern_takes_long_over_any_value(pattern: str, value: str) -> None:
    began = time.process_time()
    assert not matches(pattern, value)
    # What tries one way after another takes from half a minute to years over most of these.
    assert time.process_time() - began < 1


def test_the_example_of_a_pattern_matches_it() -> None:
    sample = check(r"([A-Z]{2}-)?\d{2,4}[xyz]?")
    assert matches(r"([A-Z]{2}-)?\d{2,4}[xyz]?", sample)
