"""Rows of words laid beside each other, however long and however often the same word comes."""

from hypothesis import given
from hypothesis import strategies as st

from web.messages import values
from workflows.comparing.aligning import MOST_PAIRS, Run, aligned
from workflows.comparing.changes import changes

ROWS = st.lists(st.sampled_from(["a", "b", "c", " "]), max_size=40)


@given(ROWS, ROWS)
def test_both_rows_can_be_read_out_of_the_runs(old: list[str], new: list[str]) -> None:
    runs = aligned(old, new)
    assert [word for run in runs for word in run.old] == old
    assert [word for run in runs for word in run.new] == new
    assert all(list(run.old) == list(run.new) for run in runs if run.same)


def test_one_word_in_place_of_another() -> None:
    assert aligned(["the", "red", "pump"], ["the", "blue", "pump"]) == [
        Run(True, ["the"], ["the"]),
        Run(False, ["red"], ["blue"]),
        Run(True, ["pump"], ["pump"]),
    ]


def test_rows_that_are_too_long_are_not_compared() -> None:
    row = ["a"] * (int(MOST_PAIRS**0.5) + 1)
    assert aligned(row, row) == []


def test_a_long_text_of_equal_lines_is_compared_to_its_end() -> None:
    before = {"key": "a", "body": {"en": "same\n" * 3000}}
    after = {"key": "a", "body": {"en": "same\n" * 2999 + "new\n"}}
    (change,) = changes({"articles": [before]}, {"articles": [after]}, values)
    (line,) = change.lines
    assert (line.before, line.after) == ("…\nsame", "…\nnew")
