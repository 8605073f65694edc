"""The story of a simulated call, line by line, for a person who watches."""

import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from voice.simulator.network.clock import Clock


@dataclass(frozen=True)
class Line:
    """`at` is in the call's seconds since it was placed."""

    at: float
    kind: str
    text: str
    detail: Mapping[str, str] = field(default_factory=dict)


class Story:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._start = clock.now()
        self._lock = threading.Lock()
        self._lines: list[Line] = []

    def tell(self, kind: str, text: str, **detail: str) -> None:
        with self._lock:
            self._lines.append(Line(round(self._clock.now() - self._start, 2), kind, text, detail))

    def lines(self, first: int = 0) -> list[Line]:
        with self._lock:
            return self._lines[first:]

    def as_json(self, first: int = 0) -> list[dict[str, object]]:
        return [asdict(line) for line in self.lines(first)]

    def detail(self, kind: str, key: str) -> str:
        """The last value under that name in lines of that kind, or ""."""
        with self._lock:
            values = [
                line.detail[key] for line in self._lines if line.kind == kind and key in line.detail
            ]
        return values[-1] if values else ""
