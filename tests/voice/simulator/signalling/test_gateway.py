"""The provider's end of a browser phone, asked as the SDK asks it."""

import asyncio
import json
import ssl
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from typing import Any

import pytest
from aiortc import RTCConfiguration, RTCPeerConnection
from twilio.twiml.voice_response import Gather, VoiceResponse
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosedError, InvalidStatus

from core.config import TwilioCredentials
from tests.voice.simulator.standin import StandIn, token_of
from voice.simulator.network.legs import Leg
from voice.simulator.server import Simulator
from voice.simulator.signalling import session
from voice.simulator.signalling.gateway import Gateway

Payload = dict[str, Any]
CallAt = Callable[..., "Device"]
PATIENCE = 60.0


@pytest.fixture
def gateway(simulator: Simulator) -> Iterator[Gateway]:
    started = Gateway(simulator.exchange).start()
    yield started
    assert started.failures == []
    started.stop()


@pytest.fixture
def token(credentials: TwilioCredentials) -> str:
    return token_of(credentials)


class Sockets:
    """Those of all devices, in one thread: one that reads and writes TLS in two may lose data."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever)
        self._thread.start()
        self.open: list[ClientConnection] = []

    def do(self, work: Coroutine[Any, Any, Any], seconds: float = PATIENCE) -> Any:
        timed = asyncio.wait_for(work, seconds)
        return asyncio.run_coroutine_threadsafe(timed, self._loop).result()

    def close(self) -> None:
        for socket in self.open:
            self.do(socket.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class Device:
    """What the SDK is to the network."""

    def __init__(self, socket: ClientConnection, sockets: Sockets) -> None:
        self._socket, self._sockets = socket, sockets

    def send(self, kind: str, **payload: Any) -> None:
        self._write(json.dumps({"type": kind, "payload": payload, "version": "1.6"}))

    def _write(self, text: str) -> None:
        self._sockets.do(self._socket.send(text))

    def read(self, seconds: float = PATIENCE) -> str:
        return str(self._sockets.do(self._socket.recv(), seconds))

    def get(self, kind: str) -> Payload:
        """The next message, which is of this kind."""
        while (text := self.read()) == session.HEARTBEAT:
            self._write(text)
        message = json.loads(text)
        assert message["type"] == kind, message
        return dict(message["payload"])

    def listen(self, token: str, holds: int = 30) -> None:
        self.send("listen", token=token, reconnectTimeout=holds, browserinfo={})

    def connected(self, token: str, holds: int = 30) -> Payload:
        self.listen(token, holds)
        return self.get("connected")

    def call(self) -> tuple[str, str]:
        """A call that is answered: its sid, and the key for coming back to it."""
        self.send("invite", callsid="TJS1", sdp=offer(), twilio={"params": "leg=L1&other=%C3%A9"})
        sid = self.get("ringing")["callsid"]
        answer = self.get("answer")
        assert answer["callsid"] == sid and "m=audio" in answer["sdp"]
        return sid, answer["reconnect"]

    def come_back(self, sid: str, key: str) -> None:
        self.send("invite", callsid=sid, sdp=offer(), reconnect=key, twilio={})


@pytest.fixture
def call_at(gateway: Gateway) -> Iterator[CallAt]:
    """A device that calls at an edge of the network."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    sockets = Sockets()

    async def socket_at(edge: str) -> ClientConnection:
        return await connect(
            f"wss://voice-js.{edge}.twilio.com/signal",
            host="127.0.0.1",
            port=gateway.port,
            ssl=trusting,
            proxy=None,
            open_timeout=None,
        )

    def call(edge: str = "roaming") -> Device:
        sockets.open.append(sockets.do(socket_at(edge)))
        return Device(sockets.open[-1], sockets)

    yield call
    sockets.close()


def offer() -> str:
    async def make() -> str:
        connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        connection.addTransceiver("audio")
        await connection.setLocalDescription()
        sdp = connection.localDescription.sdp
        await connection.close()
        return sdp

    with ThreadPoolExecutor(1) as thread:  # the loop of a browser may run in this one
        return thread.submit(asyncio.run, make()).result()


def leg_of(simulator: Simulator, sid: str) -> Leg:
    return simulator.exchange.by_sid(Leg)[sid]


def wait_for_key(twiml: VoiceResponse) -> None:
    twiml.append(Gather(input="dtmf", num_digits=2, timeout=60, action="/twilio/pressed"))


def test_a_device_is_told_where_it_is_and_how_long_its_token_lasts(call_at: CallAt, token: str):
    device = call_at()
    told = device.connected(token)
    assert told["token"]["identity"] == "ana" and 500 < told["token"]["ttl"] <= 600
    assert (told["edge"], told["region"]) == (session.NEAREST, session.REGION)
    device.send("register", media={"audio": True})
    assert device.get("ready") == {}


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"ttl": -60}, session.TOKEN_EXPIRED), ({"api_key_secret": "x" * 32}, session.TOKEN_INVALID)],
)
def test_a_token_that_is_not_good_gets_an_error_and_nothing_else(
    call_at: CallAt, credentials: TwilioCredentials, changes: Payload, code: int
):
    device = call_at()
    device.listen(token_of(credentials, **changes))
    assert device.get("error")["error"]["code"] == code
    device.send("register", media={"audio": True})
    assert device.get("error")["error"]["code"] == code
    device.send("invite", callsid="TJS1", sdp=offer(), twilio={"params": "leg=L1"})
    refused = device.get("hangup")
    assert (refused["callsid"], refused["error"]["code"]) == ("TJS1", code)


def test_a_call_is_a_leg_with_the_parameters_of_the_device(
    call_at: CallAt, simulator: Simulator, application: StandIn, token: str
):
    device = call_at()
    device.connected(token)
    sid, _ = device.call()
    [asked] = application.of("/twilio/agent")
    assert (asked["From"], asked["CallSid"]) == ("client:ana", sid)
    assert (asked["leg"], asked["other"]) == ("L1", "é")
    device.send("message", callsid=sid, voiceeventsid="KX1", content={})
    assert device.get("ack")["voiceeventsid"] == "KX1"
    device.send("hangup", callsid="TJS1")  # by the name that it has itself
    assert device.get("hangup")["callsid"] == sid
    assert leg_of(simulator, sid).status == "completed"


def test_keys_come_by_the_socket(
    call_at: CallAt, simulator: Simulator, application: StandIn, token: str
):
    application.documents["agent"] = wait_for_key
    application.documents["pressed"] = lambda twiml: twiml.hangup()
    device = call_at()
    device.connected(token)
    sid, _ = device.call()
    device.send("dtmf", callsid=sid, dtmf="4#")
    device.get("hangup")
    assert application.of("/twilio/pressed")[0]["Digits"] == "4"


def test_a_call_outlives_its_socket_and_is_found_again_at_its_edge(
    gateway: Gateway, call_at: CallAt, simulator: Simulator, token: str
):
    device = call_at()
    device.connected(token)
    sid, key = device.call()
    gateway.cut()
    with pytest.raises(ConnectionClosedError):
        device.read()
    elsewhere = call_at("sydney")
    elsewhere.connected(token)
    elsewhere.come_back(sid, key)
    assert elsewhere.get("hangup")["error"]["code"] == session.NO_SUCH_CALL
    stranger = call_at()
    stranger.connected(token)
    stranger.come_back(sid, "guessed")
    assert stranger.get("hangup")["error"]["code"] == session.NO_SUCH_CALL
    again = call_at(session.NEAREST)
    again.connected(token)
    again.come_back(sid, key)
    assert again.get("answer") == {"callsid": sid, "reconnect": key}
    leg_of(simulator, sid).hang_up()
    assert again.get("hangup")["callsid"] == sid


@pytest.mark.parametrize("holds", [0, 1])
def test_a_call_ends_when_nobody_comes_back_in_the_time_that_the_device_has_asked_for(
    gateway: Gateway, call_at: CallAt, simulator: Simulator, token: str, holds: int
):
    device = call_at()
    device.connected(token, holds)
    sid, key = device.call()
    gateway.cut()
    assert leg_of(simulator, sid).ended.wait(PATIENCE)
    again = call_at(session.NEAREST)
    again.connected(token)
    again.come_back(sid, key)
    assert again.get("hangup")["error"]["code"] == session.NO_SUCH_CALL


def test_accidents(gateway: Gateway, call_at: CallAt, token: str, credentials: TwilioCredentials):
    with gateway.down(), pytest.raises(InvalidStatus):
        call_at()
    with gateway.deaf():
        device = call_at()
        device.listen(token)
        with pytest.raises(TimeoutError):
            device.read(0.2)
    device = call_at()
    with gateway.refusing(31201):
        device.listen(token)
        assert device.get("error")["error"]["code"] == 31201
    device.connected(token)
    gateway.expire_tokens()
    device.listen(token)
    assert device.get("error")["error"]["code"] == session.TOKEN_EXPIRED
    device.connected(token_of(credentials, ttl=700))
    with gateway.keeping_answers():
        device.send("invite", callsid="TJS1", sdp=offer(), twilio={"params": "leg=L1"})
        sid = device.get("ringing")["callsid"]
        with pytest.raises(TimeoutError):
            device.read(0.2)
    assert device.get("answer")["callsid"] == sid
    assert [call.leg.sid for call in gateway.calls] == [sid] and gateway.devices == 2
    assert [sent["callsid"] for sent in gateway.sent("invite")] == ["TJS1"]
    gateway.forget()
    assert gateway.calls == gateway.sent("invite") == []
