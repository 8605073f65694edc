"""S3-compatible storage that takes connections and does not answer, or only half."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from core.config import settings
from core.storage import (
    AT_WORK,
    ON_A_PAGE,
    BucketStorage,
    Patience,
    StorageDown,
    StorageSilent,
    storage,
)
from tests.core.silent_server import SilentServer
from voice.gateway import TIMEOUT

KEY = "recordings/0a1b/2c3d.wav"
SHORT = Patience(connect=0.2, read=0.2, tries=1)


@pytest.fixture(autouse=True)
def credentials(environment: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        environment.setenv(name, "test")
    environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
    environment.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def silent() -> Iterator[SilentServer]:
    server = SilentServer()
    yield server
    server.close()


def asks(kept: BucketStorage, path: Path) -> list[Callable[[], object]]:
    path.write_bytes(b"sound")
    return [
        lambda: kept.put(KEY, path),
        lambda: kept.size(KEY),
        lambda: kept.read(KEY),
        lambda: kept.delete(KEY),
        lambda: kept.traces(KEY),
        lambda: kept.sweep(timedelta()),
    ]


def test_nobody_waits_longer_than_their_patience(silent: SilentServer, tmp_path: Path) -> None:
    kept = BucketStorage("kept", silent.url, SHORT)
    for number, ask in enumerate(asks(kept, tmp_path / "one.wav"), start=1):
        with pytest.raises(StorageSilent):
            ask()
        assert len(silent.taken) == number, "one try each"


def test_it_is_asked_as_often_as_patience_says(silent: SilentServer) -> None:
    kept = BucketStorage("kept", silent.url, Patience(connect=0.1, read=0.1, tries=2))
    with pytest.raises(StorageSilent):
        kept.size(KEY)
    assert len(silent.taken) == 2


def test_sound_that_stops_on_its_way_is_not_waited_for(silent: SilentServer) -> None:
    silent.first = b"HTTP/1.1 206 Partial Content\r\nContent-Length: 9\r\n\r\nhalf"
    sound = BucketStorage("kept", silent.url, SHORT).read(KEY)
    with pytest.raises(StorageSilent):
        b"".join(sound)


def test_one_that_refuses_or_fails_is_down_but_not_silent(
    silent: SilentServer, tmp_path: Path
) -> None:
    kept = BucketStorage("kept", silent.url, SHORT)
    silent.first = b"HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    with pytest.raises(StorageDown) as failing:
        kept.size(KEY)
    gone = SilentServer()
    gone.close()
    with pytest.raises(StorageDown) as refusing:
        BucketStorage("kept", gone.url, SHORT).read(KEY)
    assert not isinstance(failing.value, TimeoutError)
    assert not isinstance(refusing.value, TimeoutError)


def test_pages_are_less_patient_than_workers(
    silent: SilentServer, environment: pytest.MonkeyPatch
) -> None:
    """And no page waits longer for a storage than for the telephony provider."""
    environment.setenv("STORAGE_URL", f"s3://kept?endpoint={silent.url}")
    settings.cache_clear()
    for kept, patience in ((storage(ON_A_PAGE), ON_A_PAGE), (storage(), AT_WORK)):
        chosen = kept.s3.meta.config  # type: ignore[attr-defined]
        assert (chosen.connect_timeout, chosen.read_timeout) == (patience.connect, patience.read)
        assert chosen.retries["total_max_attempts"] == patience.tries
    assert (ON_A_PAGE.connect + ON_A_PAGE.read) * ON_A_PAGE.tries <= TIMEOUT
