"""The gateway that a browser phone calls at, with the accidents that may happen on the way."""

import asyncio
import ssl
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, TypeVar

import trustme
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response

from voice.simulator.network.exchange import Exchange
from voice.simulator.signalling.calls import BrowserCall
from voice.simulator.signalling.session import NEAREST, Payload, Room, Session

T = TypeVar("T")
HOSTS, PATH = "voice-js.*.twilio.com", "/signal"
PATIENCE = 60.0  # seconds


class Gateway:
    """Serves from start() to stop(), in a thread of its own; any thread may call the rest."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._is_down = False
        self._is_deaf = False
        self.failures: list[Exception] = []  # of this code

    def start(self) -> "Gateway":
        self._thread.start()
        self._room, self._server = self._do(self._serve())
        return self

    async def _serve(self) -> tuple[Room, Server]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert(HOSTS.replace("*", NEAREST)).configure_cert(context)
        server = await serve(
            self._take,
            "127.0.0.1",
            0,
            ssl=context,
            process_request=self._admit,
            open_timeout=None,  # the machine may be busy
            ping_interval=None,
        )
        return Room(self._exchange), server

    def stop(self) -> None:
        self._do(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _close(self) -> None:
        self._server.close()
        await self._server.wait_closed()
        going_on = asyncio.all_tasks() - {asyncio.current_task()}
        for task in going_on:
            task.cancel()
        await asyncio.gather(*going_on, return_exceptions=True)

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    @property
    def port(self) -> int:
        return int(next(iter(self._server.sockets)).getsockname()[1])

    @property
    def host_rules(self) -> str:
        """For Chromium's `--host-resolver-rules`; nobody vouches for the certificate."""
        return f"MAP {HOSTS} 127.0.0.1:{self.port}, MAP *.twilio.com ~NOTFOUND"

    def _admit(self, socket: ServerConnection, request: Request) -> Response | None:
        if self._is_down or request.path != PATH:
            return socket.respond(HTTPStatus.SERVICE_UNAVAILABLE, "")
        return None

    async def _take(self, socket: ServerConnection) -> None:
        if self._is_deaf:
            return await socket.wait_closed()
        assert socket.request is not None
        named = socket.request.headers["Host"].split(".")[1]
        edge = NEAREST if named == "roaming" else named
        try:
            return await Session(socket, edge, self._room).serve()
        except Exception as failure:
            self.failures.append(failure)
            raise

    # What tests look at.

    @property
    def calls(self) -> list[BrowserCall]:
        return list(self._room.calls)

    @property
    def devices(self) -> int:
        """How many are connected."""
        return len(self._server.connections)

    def sent(self, kind: str) -> list[Payload]:
        """What devices have sent of this kind, in its order."""
        return [payload for each, payload in self._room.log if each == kind]

    def forget(self) -> None:
        """What was is another test's."""
        self._room.calls.clear()
        self._room.log.clear()

    # Accidents.

    def cut(self) -> None:
        """Every socket breaks off, which browsers call 1006; devices may come back at once."""
        self._do(self._cut())

    async def _cut(self) -> None:
        for socket in list(self._server.connections):
            socket.transport.abort()

    def expire_tokens(self) -> None:
        """Whatever token a device has shown, it has to show another one the next time."""
        self._room.expired |= {payload["token"] for payload in self.sent("listen")}

    def cut_sound(self, call: BrowserCall) -> None:
        """The sound of this call breaks off."""
        self._do(call.media.cut())

    @contextmanager
    def down(self) -> Iterator[None]:
        """Every socket breaks off, and meanwhile nobody is let in."""
        self._is_down = True
        self.cut()
        try:
            yield
        finally:
            self._is_down = False

    @contextmanager
    def deaf(self) -> Iterator[None]:
        """Whoever calls meanwhile is let in, and not answered until they hang up."""
        self._is_deaf = True
        try:
            yield
        finally:
            self._is_deaf = False

    @contextmanager
    def refusing(self, code: int) -> Iterator[None]:
        """No token is taken meanwhile."""
        self._room.refusal = code
        try:
            yield
        finally:
            self._room.refusal = 0

    @contextmanager
    def keeping_answers(self) -> Iterator[None]:
        """Calls ring, and are answered at the end."""
        self._loop.call_soon_threadsafe(self._room.may_answer.clear)
        try:
            yield
        finally:
            self._loop.call_soon_threadsafe(self._room.may_answer.set)
