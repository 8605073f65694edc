import time

import pytest

from workflows.document.patterns import LONGEST_INPUT, PatternError, check, matches


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        (r"[A-Z]{2}-?\d{4}", "ab1234", "AB123"),
        (r"([A-Z]{2}-?)?\d{1,4}", "2", "A2"),
        (r"LF\.\d+", "LF.77", "LFx77"),
        (r"(A|B)\d{3}", "b123", "C123"),
        (r"[^\d]{3}", "abc", "a1c"),
        (r"[가-힣]{2}-\d", "서울-1", "AB-1"),
    ],
)
def test_a_safe_pattern_covers_the_whole_value(pattern: str, good: str, bad: str) -> None:
    assert matches(pattern, good)
    assert not matches(pattern, bad)
    assert not matches(pattern, good + " and more")


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+",
        "(a|a)*",
        "(a*)*b",
        "((ab)*)*",
        "(?=a)b",
        r"(a)\1",
        "(?P<x>a)",
        "a{2,1}",
        "a{0}",
        "a**",
        "*a",
        "[a",
        "(a",
        "a)",
        r"\Aab",
        r"[^\s\S]",
        "a$b",
        "a{1000}",
        "x*x*x*x*y",
        "a" * 200,
        "",
        "a{70}",
    ],
)
def test_hostile_and_impossible_patterns_are_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        check(pattern)


@pytest.mark.parametrize(
    ("pattern", "code", "character", "is_impossible"),
    [
        ("(a+)+", "pattern-nested", 6, False),
        ("([A-Z]|[0-9])*", "pattern-nested", 15, False),
        ("a*b*c*d*", "pattern-many", 9, False),
        (r"[^\s\S]", "pattern-no-character", 1, True),
        ("(abcdefghij){7}", "pattern-too-long-value", None, True),
    ],
)
def test_a_refusal_says_why_and_where(
    pattern: str, code: str, character: int | None, is_impossible: bool
) -> None:
    with pytest.raises(PatternError) as caught:
        check(pattern)
    assert (caught.value.code, caught.value.is_impossible) == (code, is_impossible)
    assert caught.value.params.get("character") == character


def test_the_worst_pattern_on_the_worst_input_is_cheap() -> None:
    began = time.process_time()
    assert not matches(r"\w*\w*\w*!", "a" * LONGEST_INPUT)
    assert not matches(r"\d+", "1" * 100_000)
    # Exponential matching would take years here; a whole second is far from a race.
    assert time.process_time() - began < 1


def test_the_example_of_a_pattern_matches_it() -> None:
    sample = check(r"([A-Z]{2}-)?\d{2,4}[xyz]?")
    assert matches(r"([A-Z]{2}-)?\d{2,4}[xyz]?", sample)
