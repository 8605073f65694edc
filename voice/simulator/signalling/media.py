"""The sound of one call: a tone goes down to the device, and what its microphone sends is measured.

ICE, DTLS and the codec are real. Nothing is recorded, and no conference hears it.
"""

import asyncio
import time
from collections import deque
from fractions import Fraction

import aioice.ice
import numpy as np
from aiortc import (
    MediaStreamError,
    MediaStreamTrack,
    RTCConfiguration,
    RTCPeerConnection,
    RTCSessionDescription,
)
from av import AudioFrame

RATE = 48_000
FRAME_SECONDS = 0.02
TONE_HERTZ, TONE_PEAK = 440.0, 8000.0
KEPT_FRAMES = 3000  # a minute of what the microphone sent

# The SDK sends its offer before the browser has found an address: the provider waits to be checked.
# The library fails where it has nobody to check, so it checks this address, where nobody is.
NOBODY = "a=candidate:0 1 udp 1 127.0.0.1 9 typ host\r\n"


def _loopback_alone(use_ipv4: bool, use_ipv6: bool) -> list[str]:
    return ["127.0.0.1"]


aioice.ice.get_host_addresses = _loopback_alone  # the library takes every address but this one


class _Tone(MediaStreamTrack):
    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._start = time.monotonic()
        self._frames = 0

    async def recv(self) -> AudioFrame:
        size = round(RATE * FRAME_SECONDS)
        first = self._frames * size
        self._frames += 1
        await asyncio.sleep(self._start + self._frames * FRAME_SECONDS - time.monotonic())
        wave = TONE_PEAK * np.sin(2 * np.pi * TONE_HERTZ * np.arange(first, first + size) / RATE)
        frame = AudioFrame.from_ndarray(wave.astype(np.int16).reshape(1, -1), layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, first, Fraction(1, RATE)
        return frame


class Media:
    """One connection after the other: an offer that restarts ICE makes a new one."""

    def __init__(self) -> None:
        self._connection: RTCPeerConnection | None = None
        self._measuring: asyncio.Task[None] | None = None
        self._peaks: deque[tuple[float, float]] = deque(maxlen=KEPT_FRAMES)

    async def answer(self, offer: str) -> str:
        """The SDP that answers this one."""
        await self.close()
        self._connection = connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        connection.addTrack(_Tone())
        connection.on("track", self._listen)
        await connection.setRemoteDescription(RTCSessionDescription(offer + NOBODY, "offer"))
        await connection.setLocalDescription()
        return connection.localDescription.sdp

    def _listen(self, track: MediaStreamTrack) -> None:
        self._measuring = asyncio.create_task(self._measure(track))

    async def _measure(self, track: MediaStreamTrack) -> None:
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:  # it is over
                return
            assert isinstance(frame, AudioFrame)
            peak = float(np.abs(frame.to_ndarray().astype(np.int32)).max())
            self._peaks.append((time.monotonic(), peak))

    def loudest(self, seconds: float) -> float | None:
        """The highest sample of the last seconds, of 32,768; None where nothing arrived."""
        since = time.monotonic() - seconds
        return max((peak for at, peak in self._peaks.copy() if at >= since), default=None)

    async def cut(self) -> None:
        """Answer nothing any more, without a word."""
        if self._connection is not None:
            for transceiver in self._connection.getTransceivers():
                await transceiver.receiver.transport.transport.stop()

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()
