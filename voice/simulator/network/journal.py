"""Records the simulator's requests: the truth with which tests compare the application."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Try:
    """One attempt at one request; `status` 0 means that no answer came."""

    kind: str
    method: str
    url: str
    params: Mapping[str, str]
    token: str
    attempt: int
    status: int
    seconds: float
    error: str = ""
    body: bytes = b""
    at: float = field(default_factory=time.time)


@dataclass(frozen=True)
class ProviderError:
    """An error as the provider's debugger would list it."""

    code: int
    message: str
    call_sid: str


class Journal:
    """Every try, every drop by chaos and every provider error, in order."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tries: list[Try] = []
        self._dropped: list[Mapping[str, str]] = []
        self._warnings: list[ProviderError] = []

    def note(self, attempt: Try) -> None:
        with self._lock:
            self._tries.append(attempt)

    def note_dropped(self, params: Mapping[str, str]) -> None:
        with self._lock:
            self._dropped.append(params)

    def warn(self, code: int, message: str, call_sid: str) -> None:
        with self._lock:
            self._warnings.append(ProviderError(code, message, call_sid))

    def tries(self, kind: str = "", call_sid: str = "") -> list[Try]:
        with self._lock:
            return [
                each
                for each in self._tries
                if (not kind or each.kind == kind)
                and (not call_sid or each.params.get("CallSid") == call_sid)
            ]

    def dropped(self) -> list[Mapping[str, str]]:
        with self._lock:
            return list(self._dropped)

    def warnings(self, call_sid: str = "") -> list[ProviderError]:
        with self._lock:
            return [each for each in self._warnings if not call_sid or each.call_sid == call_sid]
