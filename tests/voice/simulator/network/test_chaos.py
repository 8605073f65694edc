"""Bad days are the same for the same seed, and the journal knows what was lost."""

from tests.voice.simulator.standin import LINE, StandIn
from voice.simulator.network.chaos import Chaos
from voice.simulator.server import Simulator


def test_the_same_seed_brings_the_same_accidents() -> None:
    first, second = (Chaos(7, 0.5, 0.5, 0.5, 0.5) for _ in range(2))
    keys = [f"call{number}|status|1" for number in range(50)]
    assert [first.befalls(key) for key in keys] == [second.befalls(key) for key in keys]
    other = Chaos(8, 0.5, 0.5, 0.5, 0.5)
    assert [first.befalls(key) for key in keys] != [other.befalls(key) for key in keys]


def place(simulator: Simulator, chaos: Chaos, calls: int = 6) -> list[str]:
    placed = [
        simulator.place_call(LINE, gives_up_after=30.0, chaos=chaos).sid for _ in range(calls)
    ]
    for sid in placed:
        simulator.wait(sid)
    return placed


def test_duplicates_are_word_for_word_and_keep_their_token(
    simulator: Simulator, application: StandIn
) -> None:
    [sid] = place(simulator, Chaos(1, duplicate=1.0), calls=1)
    voice = [try_ for try_ in simulator.journal.tries("voice", sid) if "/voice" in try_.url]
    assert len(voice) >= 2
    assert len({try_.token for try_ in voice}) == 1
    assert len({try_.body for try_ in voice}) == 1
    assert len(application.of("/twilio/status")) >= 2


def test_dropped_callbacks_never_arrive_and_are_written_down(
    simulator: Simulator, application: StandIn
) -> None:
    place(simulator, Chaos(1, drop=1.0))
    assert application.of("/twilio/status") == []
    assert application.events() == []
    assert len(application.of("/twilio/voice")) == 6
    dropped = simulator.journal.dropped()
    assert sum("CallDuration" in params for params in dropped) == 6


def test_reordered_callbacks_all_arrive_and_not_in_order(
    simulator: Simulator, application: StandIn
) -> None:
    place(simulator, Chaos(1, reorder=0.5))
    rooms: dict[str, list[int]] = {}
    for form in application.of("/twilio/conference/t"):
        rooms.setdefault(form["ConferenceSid"], []).append(int(form["SequenceNumber"]))
    assert all(sorted(numbers) == [1, 2, 3] for numbers in rooms.values())
    assert any(numbers != sorted(numbers) for numbers in rooms.values())


def test_delayed_callbacks_stay_in_order(simulator: Simulator, application: StandIn) -> None:
    place(simulator, Chaos(3, delay=1.0), calls=1)
    numbers = [int(form["SequenceNumber"]) for form in application.of("/twilio/conference/t")]
    assert numbers == [1, 2, 3]
