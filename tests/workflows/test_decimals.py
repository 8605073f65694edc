"""Numbers that pass through JSON, and come out with the digits that went in."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.decimals import SAFE, exact, kept, plain

TYPED = st.from_regex(r"\A-?[0-9]{1,40}(\.[0-9]{1,40})?\Z")


@given(TYPED)
def test_json_keeps_each_digit_also_for_readers_of_doubles(typed: str) -> None:
    number = Decimal(typed)
    stored = json.loads(json.dumps(kept(number)), parse_int=float)
    assert exact(kept(number)) == number
    assert stored == number if isinstance(stored, float) else plain(stored) == plain(number)
    assert "E" not in plain(number) and plain(number).count(".") == typed.count(".")


@pytest.mark.parametrize(
    ("value", "text"),
    [("-0", "0"), ("-0.00", "0.00"), ("2.50", "2.50"), (SAFE + 1, "9007199254740993"),
     (0.1, "0.1"), (1e-07, "0.0000001"), (1e15, "1000000000000000.0")],
)  # fmt: skip
def test_a_number_is_written_without_exponent(value: object, text: str) -> None:
    assert plain(value) == text
