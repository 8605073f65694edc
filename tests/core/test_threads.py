"""How many threads may wait for something slow."""

from contextlib import ExitStack

import pytest

from core import threads
from core.threads import Bulkhead, Crowded


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture(autouse=True)
def fifteen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "count", 15)


def is_let_in(bulkhead: Bulkhead, person: str) -> bool:
    try:
        with bulkhead.place(person):
            return True
    except Crowded:
        return False


def time_out(bulkhead: Bulkhead) -> None:
    with pytest.raises(TimeoutError), bulkhead.place(""):
        raise TimeoutError


def test_a_third_may_wait_and_of_these_a_few_of_one_person() -> None:
    bulkhead = Bulkhead()
    with ExitStack() as waiting:
        for _ in range(bulkhead.most_of_one):
            waiting.enter_context(bulkhead.place("ana"))
        assert not is_let_in(bulkhead, "ana") and is_let_in(bulkhead, "bruno")
        for person in ("bruno", "", ""):
            waiting.enter_context(bulkhead.place(person))
        assert not is_let_in(bulkhead, "sofia") and not is_let_in(bulkhead, "")
    assert is_let_in(bulkhead, "ana") and is_let_in(bulkhead, "")


def test_a_place_is_given_back_whatever_happens() -> None:
    bulkhead = Bulkhead()
    for _ in range(20):
        with pytest.raises(ValueError), bulkhead.place("ana"):
            raise ValueError
    assert is_let_in(bulkhead, "ana")


def test_after_time_outs_in_a_row_one_tries_now_and_then() -> None:
    clock = Clock()
    bulkhead = Bulkhead(clock=clock)
    for _ in range(Bulkhead.SILENCES):
        assert is_let_in(bulkhead, "ana"), "an answer between them begins the count anew"
        time_out(bulkhead)
        time_out(bulkhead)
    time_out(bulkhead)
    assert not is_let_in(bulkhead, "ana")
    clock.seconds += Bulkhead.PAUSE
    with bulkhead.place("ana"):
        assert not is_let_in(bulkhead, "bruno"), "one tries, the others do not"
    assert is_let_in(bulkhead, "bruno")


def test_a_try_without_an_answer_leaves_it_closed() -> None:
    clock = Clock()
    bulkhead = Bulkhead(clock=clock)
    for _ in range(Bulkhead.SILENCES):
        time_out(bulkhead)
    clock.seconds += Bulkhead.PAUSE
    time_out(bulkhead)
    assert not is_let_in(bulkhead, "ana")
