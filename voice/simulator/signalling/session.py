"""One socket of one device: the messages of the SDK's PStream, version 1.6.

Their shapes are those that the SDK reads and writes (its pstream.ts, device.ts and call.ts).
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl

import jwt
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from voice.simulator.network.exchange import Exchange
from voice.simulator.people import phones
from voice.simulator.signalling.calls import BrowserCall

Payload = dict[str, Any]
HEARTBEAT, HEARTBEAT_SECONDS = "\n", 5.0  # the SDK gives a socket up that says nothing for 15
NEAREST, REGION = "dublin", "EU_IRELAND"
NO_SUCH_CALL, TOKEN_INVALID, TOKEN_EXPIRED = 31107, 31204, 31205


class Room:
    """What the sockets share."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.calls: list[BrowserCall] = []
        self.log: list[tuple[str, Payload]] = []  # what devices have sent
        self.following: set[asyncio.Task[None]] = set()
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.refusal = 0  # the code by which tokens are refused, however good
        self.expired: set[str] = set()  # tokens that are so before their time


class Session:
    """`edge` is where the device has called."""

    def __init__(self, socket: ServerConnection, edge: str, room: Room) -> None:
        self._socket = socket
        self._edge = edge
        self._room = room
        self._token = ""
        self._holds = 0.0  # seconds for which a call outlives this socket
        self._takes: dict[str, Callable[[Payload], Awaitable[None]]] = {
            "listen": self._listen,
            "register": self._register,
            "invite": self._invite,
            "reinvite": self._reinvite,
            "hangup": self._hang_up,
            "dtmf": self._press,
            "message": self._acknowledge,
        }

    async def serve(self) -> None:
        """Until the socket closes."""
        beating = asyncio.create_task(self._beat())
        try:
            async for message in self._socket:
                if message != HEARTBEAT:
                    content = json.loads(message)
                    self._room.log.append((content["type"], content["payload"]))
                    await self._takes[content["type"]](content["payload"])
        except ConnectionClosed:
            return
        finally:
            beating.cancel()
            for call in self._room.calls:
                if call.line is self:
                    call.lose(self._holds)

    async def _beat(self) -> None:
        with suppress(ConnectionClosed):
            while True:
                await asyncio.sleep(HEARTBEAT_SECONDS)
                await self._socket.send(HEARTBEAT)

    async def send(self, kind: str, **payload: Any) -> None:
        with suppress(ConnectionClosed):  # the device hears of it when it comes back, or never
            await self._socket.send(json.dumps({"type": kind, "payload": payload}))

    async def _listen(self, payload: Payload) -> None:
        self._holds = float(payload["reconnectTimeout"])
        self._token = payload["token"]
        try:
            identity = self._identity()
        except phones.TokenRefused as refused:
            return await self.send("error", error=_error(refused))
        ends = jwt.decode(self._token, options={"verify_signature": False})["exp"]
        return await self.send(
            "connected",
            edge=self._edge,
            region=REGION,
            home=self._room.exchange.account.region,
            token={"identity": identity, "ttl": max(0, int(ends - time.time()))},
        )

    def _identity(self) -> str:
        if self._room.refusal:
            raise phones.TokenRefused(self._room.refusal, "No token is taken now.")
        if self._token in self._room.expired:
            raise phones.TokenRefused(TOKEN_EXPIRED, "The token has expired.")
        return phones.identity_of(self._room.exchange, self._token)

    async def _register(self, _payload: Payload) -> None:
        try:
            self._identity()
        except phones.TokenRefused as refused:
            return await self.send("error", error=_error(refused))
        return await self.send("ready")

    async def _invite(self, payload: Payload) -> None:
        try:
            if "reconnect" in payload:
                await self._come_back(payload)
            else:
                await self._begin(payload)
        except phones.TokenRefused as refused:
            await self.send("hangup", callsid=payload["callsid"], error=_error(refused))

    async def _begin(self, payload: Payload) -> None:
        self._identity()
        params = dict(parse_qsl(payload["twilio"].get("params", "")))
        leg = phones.connect(self._room.exchange, self._token, params, None)
        call = BrowserCall(leg, payload["callsid"], payload["sdp"], self, self._edge)
        self._room.calls.append(call)
        self._room.following.add(asyncio.create_task(call.follow(self._room.may_answer)))

    async def _come_back(self, payload: Payload) -> None:
        """At the edge where the call began, and at no other one."""
        self._identity()
        call = self._call(payload)
        key = payload["reconnect"], self._edge
        if call and (call.reconnect_token, call.edge) == key and not call.leg.ended.is_set():
            return await call.come_back(self)
        error = {"code": NO_SUCH_CALL, "message": "There is no such call."}
        return await self.send("hangup", callsid=payload["callsid"], error=error)

    def _call(self, payload: Payload) -> BrowserCall | None:
        sid = payload["callsid"]
        return next((call for call in self._room.calls if call.is_named(sid)), None)

    async def _reinvite(self, payload: Payload) -> None:
        if call := self._call(payload):
            await call.reinvite(payload["sdp"])

    async def _hang_up(self, payload: Payload) -> None:
        if call := self._call(payload):
            call.leg.hang_up()

    async def _press(self, payload: Payload) -> None:
        if call := self._call(payload):
            for digit in payload["dtmf"]:
                call.leg.press(digit)

    async def _acknowledge(self, payload: Payload) -> None:
        named = {name: payload[name] for name in ("callsid", "voiceeventsid")}
        await self.send("ack", acktype="message", **named)


def _error(refused: phones.TokenRefused) -> Payload:
    """The codes of signalling are not those of REST."""
    of_rest = {20104: TOKEN_EXPIRED}
    is_own = 31000 <= refused.code < 32000
    code = refused.code if is_own else of_rest.get(refused.code, TOKEN_INVALID)
    return {"code": code, "message": str(refused)}
