"""The account, the resources and the connection that all calls of one simulator share."""

import itertools
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

from core.config import TwilioCredentials
from voice.simulator.network.account import Account, Application, Number
from voice.simulator.network.chaos import CALM, Chaos
from voice.simulator.network.clock import Clock
from voice.simulator.network.courier import Courier
from voice.simulator.network.journal import Journal
from voice.simulator.network.webhooks import WebhookFailed, Webhooks
from voice.simulator.sound.audio import BadAudio, Samples, load

API_VERSION = "2010-04-01"
NOT_SOUND = 13420  # the answer to a <Play> is no sound


class Resource(Protocol):
    """A leg, a conference or a recording: what the account has, each under its own sid."""

    sid: str


Kind = TypeVar("Kind", bound=Resource)


@dataclass(frozen=True)
class Urls:
    """Addresses that are set for a number or a TwiML App; fragments may hold overrides."""

    voice: str
    status: str = ""
    fallback: str = ""
    method: str = "POST"

    @classmethod
    def of(cls, settings: Mapping[str, str]) -> "Urls":
        return cls(
            voice=settings.get("VoiceUrl", ""),
            status=settings.get("StatusCallback", ""),
            fallback=settings.get("VoiceFallbackUrl", ""),
            method=settings.get("VoiceMethod", "POST"),
        )


RETRIED = "#rc=2&rp=all&ct=2000&rt=4000"


@dataclass
class Exchange:
    """`lock` guards all resources and their states.

    The documentation leaves open who of a room that ends is the first to leave it, whether the
    action of a <Dial> is asked where the label was taken, and which channel of a recording begun by
    REST is the caller's: each may be switched to the other way. What callers heard is kept in
    `heard_dir`. People's phones go at `phone_speed` times their own time.
    """

    credentials: TwilioCredentials
    public_base_url: str
    work_dir: Path
    fallback_url: str = ""
    account: Account = field(default_factory=Account)
    chaos: Chaos = CALM
    processing_seconds: float = 2.0
    not_found_first: int = 1
    others_leave_first: bool = False
    taken_label_asks_action: bool = False
    phone_speed: float = 1.0
    rest_records_caller_second: bool = False
    heard_dir: Path | None = None
    lock: threading.RLock = field(default_factory=threading.RLock)
    journal: Journal = field(default_factory=Journal)

    def __post_init__(self) -> None:
        self.webhooks = Webhooks(self.credentials.auth_token, self.account.region, self.journal)
        base = self.public_base_url.rstrip("/")
        self.urls = Urls(
            voice=f"{base}/twilio/voice{RETRIED}",
            status=f"{base}/twilio/status#rc=5&rp=all&rt=2500",
            fallback=self.fallback_url,
        )
        self._resources: dict[type[Resource], dict[str, Any]] = {}
        self._numbers = itertools.count(1)
        self._played: dict[str, Samples] = {}
        app = {"VoiceUrl": f"{base}/twilio/agent{RETRIED}", "VoiceMethod": "POST"}
        self.register(Application(self.credentials.twiml_app_sid, "Filrouge", app))

    def new_sid(self, prefix: str) -> str:
        return prefix + uuid.uuid4().hex

    def register(self, resource: Resource) -> None:
        self.by_sid(type(resource))[resource.sid] = resource

    def by_sid(self, kind: type[Kind]) -> dict[str, Kind]:
        """All resources of that class."""
        return self._resources.setdefault(kind, {})

    def number(self, number: str) -> Number | None:
        """The number, where the account holds it."""
        held = (each for each in self.by_sid(Number).values() if each.number == number)
        return next(held, None)

    def urls_of_number(self, dialed: str) -> Urls:
        """Of its TwiML App, or its own; ours for a number that nobody has set up."""
        number = self.number(dialed)
        if number is None:
            return self.urls
        app_sid = number.settings.get("VoiceApplicationSid", "")
        return self.urls_of_app(app_sid) if app_sid else Urls.of(number.settings)

    def urls_of_app(self, sid: str) -> Urls:
        app = self.by_sid(Application).get(sid)
        return Urls.of(app.settings if app else {})

    def next_number(self) -> int:
        """A running number for new objects, by which seeded accidents choose."""
        return next(self._numbers)

    def courier(self, name: str, clock: Clock, chaos: Chaos = CALM) -> Courier:
        return Courier(name, clock, self.webhooks, self.journal, chaos)

    def media(self, url: str) -> Samples:
        """The sound of a <Play>, fetched once where its headers allow it. Raises WebhookFailed."""
        with self.lock:
            if url in self._played:
                return self._played[url]
        reply = self.webhooks.request("media", "GET", url, {})
        if not reply.content_type.startswith(("audio/", "application/octet-stream")):
            raise WebhookFailed(f"{url} is {reply.content_type}, not audio", code=NOT_SOUND)
        try:
            samples = load(reply.body, url)[0]
        except BadAudio as error:
            raise WebhookFailed(str(error), code=NOT_SOUND) from error
        if reply.may_be_kept:
            with self.lock:
                self._played[url] = samples
        return samples
