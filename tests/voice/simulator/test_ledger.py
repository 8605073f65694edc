"""The simulator says of each behaviour where it is from, and how a guess is to be checked."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[3] / "docs"
LEDGER = (DOCS / "simulator.md").read_text()
STEPS = (DOCS / "verify-with-twilio.md").read_text()
MARKS = {"quoted", "SDK", "seen", "guessed", "stricter"}
HEADING = "| behaviour | mark | from |\n|---|---|---|\n"


def rows() -> list[tuple[str, str, str]]:
    table = LEDGER.partition(HEADING)[2].partition("\n\n")[0]
    cells = [[c.strip() for c in line.strip("|").split(" | ")] for line in table.splitlines()]
    assert {len(row) for row in cells} == {3}
    return [(row[0], row[1], row[2]) for row in cells]


def test_each_behaviour_has_one_mark() -> None:
    assert len(rows()) > 60
    assert [behaviour for behaviour, mark, _ in rows() if mark not in MARKS] == []


def test_what_is_quoted_names_a_page_that_is_listed() -> None:
    pages = LEDGER.partition(HEADING)[2].partition("\n\n")[2]
    for behaviour, mark, source in rows():
        named = re.findall(r"\[\d+\]", source)
        assert bool(named) or mark != "quoted", behaviour
        assert all(f"{each} …" in pages or f"{each} twilio" in pages for each in named), behaviour


def test_a_guess_names_the_step_that_checks_it_or_that_none_does() -> None:
    for behaviour, mark, source in rows():
        if mark == "guessed":
            step = re.fullmatch(r"step (\d+)|—", source)
            assert step, behaviour
            assert step[1] is None or f"### {step[1]}. " in STEPS, behaviour


@pytest.mark.parametrize("number", range(1, 17))
def test_each_step_says_what_to_do_to_see_to_write_down_and_to_correct(number: int) -> None:
    step = STEPS.partition(f"### {number}. ")[2].partition("\n##")[0]
    for what in ("Do", "Look at", "Write down", "If it differs"):
        assert f"- **{what}:** " in step
    assert f"\n| {number} " in STEPS.partition("## The table")[2]
