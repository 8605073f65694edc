"""The sound of a recording as it is downloaded, with the accidents a scenario asks for."""

import json
from collections.abc import Callable, Iterator, Mapping

import soundfile
from flask import Response

from voice.simulator.api import shapes
from voice.simulator.network.recordings import Recording
from voice.simulator.sound.audio import write_wav

WAV = "audio/x-wav"
JSON = "application/json"
_HUGE_FACTOR = 200
_PAGE = b"<!doctype html><title>Sign in</title><p>Please sign in to see this page.</p>"


def media_of(recording: Recording, channels: str) -> Response | None:
    """The answer to a download, or None where there is no such file (yet)."""
    recording.fetches += 1
    early = recording.fetches <= recording.leg.exchange.not_found_first
    if early or recording.status != "completed" or recording.fault.kind == "never":
        return None
    fault = recording.fault
    dual = recording.order.channels == 2 and fault.kind != "mono"
    if channels == "2" and not dual:
        return _refuse(400, 21220, "Requested channels are not available for this recording")
    first_real = recording.leg.exchange.not_found_first + fault.times
    if fault.kind in _ACCIDENTS and recording.fetches <= first_real:
        return _ACCIDENTS[fault.kind](_wav(recording, channels))
    return Response(_wav(recording, channels), content_type=WAV)


def _wav(recording: Recording, channels: str) -> bytes:
    """Mono unless two channels are asked for, as the provider does."""
    if channels == "2" or recording.order.channels == 1:
        return recording.path.read_bytes()
    mono = recording.path.with_suffix(".mono.wav")
    data, _ = soundfile.read(recording.path, dtype="int16", always_2d=True)
    write_wav(mono, (data.astype("int32").sum(axis=1).clip(-32768, 32767).astype("int16"),))
    content = mono.read_bytes()
    mono.unlink()
    return content


def _torn(content: bytes) -> Response:
    """Send less than Content-Length says; the connection then closes."""
    response = Response(_pieces(content[: len(content) // 2]), content_type=WAV)
    response.headers["Content-Length"] = str(len(content))
    return response


def _pieces(content: bytes) -> Iterator[bytes]:
    yield content


def _huge(content: bytes) -> Response:
    return Response((content for _ in range(_HUGE_FACTOR)), content_type=WAV)


def _page(_content: bytes) -> Response:
    return Response(_PAGE, content_type="text/html; charset=utf-8")


def _empty(_content: bytes) -> Response:
    return Response(b"", content_type=WAV)


def _unavailable(_content: bytes) -> Response:
    return _refuse(503, 20503, "Service unavailable")


def _refuse(status: int, code: int, message: str) -> Response:
    return Response(json.dumps(shapes.error(status, code, message)), status, mimetype=JSON)


_ACCIDENTS: Mapping[str, Callable[[bytes], Response]] = {
    "torn": _torn,
    "huge": _huge,
    "page": _page,
    "empty": _empty,
    "unavailable": _unavailable,
}
