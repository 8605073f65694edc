"""How durations read on a page."""

import pytest
from flask import Flask

from web.filters import seconds


@pytest.mark.parametrize(
    ("count", "text"),
    [(0.4, "0 s"), (59.4, "59 s"), (59.6, "1 min 00 s"), (60, "1 min 00 s"), (3661, "61 min 01 s")],
)
def test_a_duration_has_minutes_from_the_first_whole_one(app: Flask, count: float, text: str):
    with app.test_request_context():
        assert seconds(count) == text
