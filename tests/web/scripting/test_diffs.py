"""Added and removed words of a text, for any two texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.scripting.diffs import LONGEST_COMPARED, pieces

WORDS = st.lists(st.sampled_from(["Which", "machine", "pump", "?", "<b>", "  ", "\n", "é", "‮"]))
TEXTS = WORDS.map(" ".join)


def whole(diff: list[tuple[str, str]], *kinds: str) -> str:
    return "".join(text for kind, text in diff if kind in kinds)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_the_pieces(before: str, after: str):
    diff = pieces(before, after)
    assert whole(diff, "same", "out") == before
    assert whole(diff, "same", "in") == after


@pytest.mark.parametrize(
    ("before", "after", "diff"),
    [
        ("Which machine?", "Which pump?",
         [("same", "Which "), ("out", "machine"), ("in", "pump"), ("same", "?")]),
        ("", "new", [("in", "new")]),
        ("old", "", [("out", "old")]),
        ("yes", "no", [("out", "yes"), ("in", "no")]),
        ("Ask the floor", "Say hello now", [("out", "Ask the floor"), ("in", "Say hello now")]),
    ],
)  # fmt: skip
def test_two_texts_with_little_in_common_are_no_diff(
    before: str, after: str, diff: list[tuple[str, str]]
):
    assert pieces(before, after) == diff


def test_a_text_of_few_words_that_come_again_and_again():
    before = " ".join("abcd"[place % 4] for place in range(1400))
    assert pieces(before, f"b {before}") == [("in", "b "), ("same", before)]


def test_endless_texts_are_not_compared_word_by_word():
    long = "word " * LONGEST_COMPARED
    assert pieces(long, long + "more") == [("out", long), ("in", long + "more")]
