"""A call of a browser phone: its leg, its sound, and the socket that it is signalled by now."""

import asyncio
import secrets
from typing import Any, Protocol

from voice.simulator.network.clock import Alarm
from voice.simulator.network.legs import Leg
from voice.simulator.signalling.media import Media


class Line(Protocol):
    """A socket with a device at its other end."""

    async def send(self, kind: str, **payload: Any) -> None: ...


class _Bell(Alarm):
    """Rung by the leg's thread, heard in the loop."""

    def __init__(self) -> None:
        super().__init__()
        self.heard = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def ring(self) -> None:
        self._loop.call_soon_threadsafe(self.heard.set)


class BrowserCall:
    """`temporary_sid` is the device's own name for it, until it hears of the leg's."""

    def __init__(self, leg: Leg, temporary_sid: str, offer: str, line: Line, edge: str) -> None:
        self.leg = leg
        self.media = Media()
        self.line: Line | None = line
        self.edge = edge
        self.reconnect_token = secrets.token_urlsafe(16)
        self.is_answered = False
        self._sids = {leg.sid, temporary_sid}
        self._offer = offer
        self._bell = _Bell()
        self._giving_up: asyncio.TimerHandle | None = None
        leg.watchers.append(self._bell)

    def is_named(self, sid: object) -> bool:
        return sid in self._sids

    async def follow(self, may_answer: asyncio.Event) -> None:
        """Tell the device what becomes of its leg, until the leg's end."""
        await self._tell("ringing", callsid=self.leg.sid)
        try:
            while not self.leg.ended.is_set():
                if self.leg.answered_at is not None and not self.is_answered:
                    await may_answer.wait()
                    await self._answer()
                await self._bell.heard.wait()
                self._bell.heard.clear()
            await self._tell("hangup", callsid=self.leg.sid)
        finally:
            self.leg.watchers.remove(self._bell)
            await self.media.close()

    async def _answer(self) -> None:
        sdp = await self.media.answer(self._offer)
        self.is_answered = True
        token = self.reconnect_token
        await self._tell("answer", callsid=self.leg.sid, sdp=sdp, reconnect=token)

    async def _tell(self, kind: str, **payload: Any) -> None:
        if self.line is not None:
            await self.line.send(kind, **payload)

    async def reinvite(self, offer: str) -> None:
        """ICE begins anew."""
        await self._tell("answer", callsid=self.leg.sid, sdp=await self.media.answer(offer))

    def lose(self, seconds: float) -> None:
        """Its socket is gone: the leg stays for so long."""
        self.line = None
        if seconds:
            loop = asyncio.get_running_loop()
            self._giving_up = loop.call_later(seconds, self.leg.hang_up)
        else:
            self.leg.hang_up()

    async def come_back(self, line: Line) -> None:
        if self._giving_up is not None:
            self._giving_up.cancel()
        self.line = line
        await self._tell("answer", callsid=self.leg.sid, reconnect=self.reconnect_token)
