"""What a provider, or somebody in its place, may send instead of a recording."""

import gzip
import io
import threading
import wave
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

import numpy as np
import pytest
import soundfile

from core import config, disk, storage
from core.config import settings
from voice.gateway import GatewayError
from voice.recordings import download
from voice.recordings.download import BadDownload, TornDownload, Wanted, downloaded

SID = "RE" + "0" * 32


class Usage(NamedTuple):
    """Of a disk, in bytes."""

    free: int


Answer = Callable[[BaseHTTPRequestHandler], None]


def sound(seconds: float = 1.0, channels: int = 2) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setparams((channels, 2, 8000, 0, "NONE", ""))
        file.writeframes(b"\x01\x00" * int(seconds * 8000) * channels)
    return buffer.getvalue()


def in_form(name: str) -> bytes:
    buffer = io.BytesIO()
    soundfile.write(buffer, np.zeros((8000, 2)), 8000, format=name)
    return buffer.getvalue()


def with_length(length: int, content: bytes) -> bytes:
    """The WAV with that length of its sound in the header, as a program on a pipe writes it."""
    return content[:40] + length.to_bytes(4, "little") + content[44:]


def send(body: bytes, kind: str = "audio/x-wav", **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", kind)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


def status(code: int, **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(code)
        for name, value in headers.items():
            request.send_header(name, value)
        request.end_headers()

    return answer


class Provider:
    """Gives its answers in turn, the last one for ever, and keeps what it was asked."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.asked: list[str] = []
        self.credentials: list[str | None] = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.asked.append(self.path)
                provider.credentials.append(self.headers["Authorization"])
                many = len(provider.answers) > 1
                (provider.answers.pop(0) if many else provider.answers[0])(self)

            def log_message(self, *_words: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()


@pytest.fixture
def provider(environment: pytest.MonkeyPatch) -> Iterator[Provider]:
    made = Provider()
    environment.setenv("TWILIO_API_BASE_URL", made.url)
    config.settings.cache_clear()
    yield made
    made.server.shutdown()
    made.server.server_close()


def fetch(duration: float | None = 1.0, channels: int = 2) -> tuple[bytes, int, int | None]:
    wanted = Wanted(SID, channels=channels, caller_channel=0, duration=duration)
    with downloaded(wanted, lambda: None) as file:
        return file.path.read_bytes(), file.channels, file.caller_channel


def leftovers() -> list[str]:
    return [each.name for each in (settings().var_dir / "incoming").iterdir()]


def test_a_whole_recording_comes_whole_and_leaves_nothing_behind(provider: Provider) -> None:
    provider.answers = [send(sound())]
    assert fetch() == (sound(), 2, 0)
    account = settings().credentials.account_sid
    assert provider.asked == [
        f"/2010-04-01/Accounts/{account}/Recordings/{SID}.wav?RequestedChannels=2"
    ]
    assert leftovers() == []


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (send(b"<!doctype html>", "text/html; charset=utf-8"), "text/html"),
        (send(b"<!doctype html>"), "a web page"),
        (send(b""), "empty"),
        (send(gzip.compress(sound())), "cannot be read"),
        (send(in_form("FLAC")), "FLAC, not the WAV"),
        (send(sound(0.0)), "no sound"),
        (send(sound(3600.0, 1)[:2_000_000]), "more than"),
        (send(sound(), Content_Encoding="gzip"), "compressed"),
        (send(sound(9.0)), "more than"),
        (send(sound(3.5, 1)), "lasts 3.5 s"),
        (send(b"RIFF" + (36).to_bytes(4, "little") + b"WAVE" + b"\xff" * 32), "cannot be read"),
    ],
)
def test_anything_else_is_refused(provider: Provider, answer: Answer, reason: str) -> None:
    provider.answers = [answer]
    with pytest.raises(BadDownload, match=reason):
        fetch()
    assert leftovers() == []


WHOLE = sound(10.0)
HEADER = len(sound(0.0))


@pytest.mark.parametrize(
    "answer",
    [
        send(WHOLE[:-100]),
        send(WHOLE[: len(WHOLE) // 2]),
        send(WHOLE[: len(WHOLE) // 2], Content_Length=str(len(WHOLE))),  # the line broke
        send(sound(7.5)),  # whole by its header, and not what the provider announced
        send(with_length(0xFFFF_FFFF, sound(7.5))),
    ],
)
def test_half_a_recording_is_torn_and_kept_only_on_demand(
    provider: Provider, answer: Answer
) -> None:
    provider.answers = [answer]
    with pytest.raises(TornDownload, match=r"torn: \d+\.\d s, the provider said 10 s"):
        fetch(10.0)
    wanted = Wanted(SID, channels=2, caller_channel=0, duration=10.0, torn_too=True)
    with downloaded(wanted, lambda: None) as file:
        assert (file.is_torn, file.channels) == (True, 2)
        assert file.duration == (file.size - HEADER) // 4 / 8000
    assert leftovers() == []


@pytest.mark.parametrize("length", [0, 0x7FFF_F000, 0xFFFF_FFFF, len(WHOLE) - HEADER + 28])
def test_a_header_that_does_not_know_the_length_is_no_tear(provider: Provider, length: int) -> None:
    provider.answers = [send(with_length(length, WHOLE))]
    assert fetch(10.0)[0] == with_length(length, WHOLE)


def test_a_line_that_breaks_before_any_sound_is_no_recording(provider: Provider) -> None:
    provider.answers = [send(b"", Content_Length="100")]
    with pytest.raises(BadDownload, match="before the line broke"):
        fetch()


def test_no_dual_version_is_taken_mixed_and_nobody_is_named(provider: Provider) -> None:
    provider.answers = [status(400), send(sound(channels=1))]
    assert fetch() == (sound(channels=1), 1, None)
    assert [path.rpartition("=")[2] for path in provider.asked] == ["2", "1"]


def test_credentials_follow_no_redirect(provider: Provider) -> None:
    elsewhere = Provider()
    elsewhere.answers = [send(sound())]
    provider.answers = [status(302, Location=f"{elsewhere.url}/a.wav")]
    with pytest.raises(GatewayError):
        fetch()
    assert elsewhere.asked == []
    assert provider.credentials[0] is not None
    elsewhere.server.shutdown()
    elsewhere.server.server_close()


@pytest.mark.parametrize(("code", "permanent"), [(404, False), (503, False), (401, True)])
def test_a_refusal_says_whether_asking_again_helps(
    provider: Provider, code: int, permanent: bool
) -> None:
    provider.answers = [status(code)]
    with pytest.raises(GatewayError) as caught:
        fetch()
    assert (caught.value.status, caught.value.permanent) == (code, permanent)


def test_a_recording_id_that_is_none_is_never_asked_for(provider: Provider) -> None:
    provider.answers = [send(sound())]
    wanted = Wanted("../../secrets", channels=2, caller_channel=0, duration=1.0)
    with pytest.raises(GatewayError), downloaded(wanted, lambda: None):
        pass
    assert provider.asked == []


def test_a_download_that_takes_too_long_is_given_up(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "DEADLINE", -1.0)
    provider.answers = [send(sound())]
    with pytest.raises(BadDownload, match="not here after"):
        fetch()


def test_the_lease_is_renewed_during_a_download(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "LOOK_SECONDS", -1.0)
    provider.answers = [send(sound(30.0))]
    looks: list[bool] = []
    wanted = Wanted(SID, channels=2, caller_channel=0, duration=30.0)
    with downloaded(wanted, lambda: looks.append(True)):
        assert len(looks) > 5


def test_a_full_disk_is_noticed_before_anything_is_fetched(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One disk takes the working copy and the stored one, and as much again stays free."""
    free = 3 * download.most_bytes(Wanted(SID, 2, 0, 1.0)) - 1
    monkeypatch.setattr(disk.shutil, "disk_usage", lambda _path: Usage(free))
    provider.answers = [send(sound())]
    with pytest.raises(OSError, match="No space left on device") as caught:
        fetch()
    assert disk.is_full(caught.value)
    assert provider.asked == []
    monkeypatch.setattr(disk.shutil, "disk_usage", lambda _path: Usage(free + 1))
    assert fetch()[0] == sound()


def test_the_disk_of_the_storage_is_looked_at_too(
    provider: Provider, monkeypatch: pytest.MonkeyPatch, environment: pytest.MonkeyPatch
) -> None:
    """It is another one than that of VAR_DIR, which has room."""
    stored = settings().var_dir / "other-disk"
    environment.setenv("STORAGE_URL", f"file:{stored}")
    config.settings.cache_clear()
    storage._storage.cache_clear()
    usage = {stored: Usage(1000)}
    monkeypatch.setattr(disk.shutil, "disk_usage", lambda path: usage.get(path, Usage(1 << 40)))
    monkeypatch.setattr(disk, "_disk_of", str)
    provider.answers = [send(sound())]
    with pytest.raises(OSError, match="other-disk"):
        fetch()
    assert provider.asked == []
