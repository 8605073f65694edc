"""A leg: one party's line to the provider, with its state, keys, sound and documents."""

import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from requests.cookies import RequestsCookieJar

from voice.simulator.network.chaos import CALM, Chaos
from voice.simulator.network.clock import Alarm, Clock
from voice.simulator.network.courier import Letter
from voice.simulator.network.exchange import API_VERSION, Exchange, Urls
from voice.simulator.network.orders import NO_FAULT, MediaFault
from voice.simulator.network.story import Story
from voice.simulator.network.twiml import GRAMMAR, Node, TwimlError, parse
from voice.simulator.network.webhooks import WebhookFailed, rfc2822
from voice.simulator.sound.audio import Samples, Sounding, Track
from voice.simulator.sound.conversation import Conversation

Listener = Callable[[], None]
ENDED = frozenset({"completed", "no-answer", "busy", "failed", "canceled"})
_ALL_VERBS = GRAMMAR["Response"].children


@dataclass(frozen=True)
class Document:
    """TwiML to carry out; relative addresses in it start from `url`."""

    url: str
    verbs: tuple[Node, ...]


class HungUp(Exception):
    """This party is gone."""


class Diverted(Exception):
    """The application sent this leg elsewhere by REST."""

    def __init__(self, fetch: Callable[[], Document]) -> None:
        super().__init__("diverted")
        self.fetch = fetch


class ApplicationError(Exception):
    """The provider has no document to go on with."""


@dataclass(frozen=True)
class Party:
    """Who calls whom, and the addresses at which the provider asks what to do.

    `extra` goes with every request, `first_extra` with the first alone.
    """

    from_number: str
    to_number: str
    urls: Urls
    extra: Mapping[str, str] = field(default_factory=dict)
    first_extra: Mapping[str, str] = field(default_factory=dict)
    geography: bool = True


class Leg:
    """State is changed under the exchange's lock; its own thread runs its documents."""

    def __init__(
        self,
        exchange: Exchange,
        party: Party,
        clock: Clock,
        story: Story,
        *,
        conversation: Conversation | None = None,
        chaos: Chaos = CALM,
        name: str = "",
    ) -> None:
        self.exchange = exchange
        self.party = party
        self.clock = clock
        self.story = story
        self.conversation = conversation
        self.chaos = chaos
        self.sid = exchange.new_sid("CA")
        self.name = name or f"call{exchange.next_number()}"  # accidents are chosen by it
        self.status = "ringing"
        self.created_at = clock.now()
        self.answered_at: float | None = None
        self.ended_at: float | None = None
        self.alarm = Alarm()
        self.started = False
        self.ended = threading.Event()
        self.keys: deque[str] = deque()
        self.downstream = Track()
        self.in_conference = False
        self.device = ""  # the browser phone that it is on
        self.at_end: list[Callable[[], None]] = []
        self.media_fault: MediaFault = NO_FAULT
        self.watchers: list[Alarm] = []
        self._order: Exception | None = None
        self._cookies = RequestsCookieJar()
        self._fetched = 0
        self._courier = exchange.courier(self.name, clock, chaos)
        with exchange.lock:
            exchange.register(self)

    # Called by people and the REST API, from any thread.

    def press(self, digit: str) -> None:
        with self.exchange.lock:
            self.keys.append(digit)
        self.alarm.ring()

    def hang_up(self) -> None:
        self._give_order(HungUp())

    def divert(self, fetch: Callable[[], Document]) -> None:
        self._give_order(Diverted(fetch))

    def _give_order(self, order: Exception) -> None:
        with self.exchange.lock:
            if not isinstance(self._order, HungUp):
                self._order = order
        self.alarm.ring()

    # Called by the leg's own thread.

    def obey(self) -> None:
        """Raise an order that the leg got meanwhile, if there is one."""
        with self.exchange.lock:
            order, self._order = self._order, None
        if order is not None:
            raise order

    def rest(self, until: float) -> bool:
        """Wait; True when something happened before that time."""
        rung = self.clock.sleep(until, self.alarm)
        self.obey()
        return rung

    def listen(self, seconds: float, samples: Samples, listener: Listener) -> None:
        """Hear `samples` for that long, unless `listener` raises when something happens."""
        start = self.clock.now()
        sounding = Sounding(start, samples, start + seconds)
        self.downstream.add(sounding)
        try:
            listener()
            while self.clock.now() < start + seconds:
                self.rest(start + seconds)
                listener()
        finally:
            sounding.until = min(sounding.until, self.clock.now())

    def move_to(self, clock: Clock) -> None:
        """Join the time of another call."""
        if clock is self.clock:
            return
        clock.enter()
        old, self.clock = self.clock, clock
        old.leave()

    def answer(self) -> None:
        if self.answered_at is None:
            with self.exchange.lock:
                self.status = "in-progress"
                self.answered_at = self.clock.now()
            self.tell_watchers()

    def tell_watchers(self) -> None:
        for watcher in self.watchers:
            watcher.ring()

    def end(self, status: str) -> None:
        with self.exchange.lock:
            self.status = status
            self.ended_at = self.clock.now()
        for finish in self.at_end:
            finish()
        if self.party.urls.status:
            self.post_status()
        self.ended.set()
        self.tell_watchers()

    @property
    def seconds(self) -> int:
        """How long it lasted since it was answered, as the provider bills it."""
        if self.answered_at is None or self.ended_at is None:
            return 0
        return round(self.ended_at - self.answered_at)

    def post_status(self) -> None:
        self._courier.send(
            Letter(
                "status",
                "POST",
                self.party.urls.status,
                self.params(
                    CallDuration=str(self.seconds),
                    Duration=str(-(-self.seconds // 60)),
                    CallbackSource="call-progress-events",
                    SequenceNumber="0",
                    Timestamp=rfc2822(self.clock.now()),
                ),
            )
        )

    def params(self, **extra: str) -> dict[str, str]:
        """The parameters of every request about this leg."""
        common = {
            "CallSid": self.sid,
            "AccountSid": self.exchange.credentials.account_sid,
            "From": self.party.from_number,
            "To": self.party.to_number,
            "Caller": self.party.from_number,
            "Called": self.party.to_number,
            "CallStatus": self.status,
            "ApiVersion": API_VERSION,
            "Direction": "inbound",
        }
        geography = _GEOGRAPHY if self.party.geography else {}
        return common | geography | dict(self.party.extra) | extra

    def fetch(self, method: str, url: str, extra: Mapping[str, str] | None = None) -> Document:
        """The next document, or the fallback's. Raises ApplicationError."""
        try:
            return self.fetch_once(method, url, extra)
        except (WebhookFailed, TwimlError) as error:
            return self._fall_back(url, error.code)

    def _fall_back(self, url: str, code: int) -> Document:
        if not self.party.urls.fallback:
            raise ApplicationError(f"error {code} at {url}")
        self.story.tell("fallback", f"error {code}: the fallback address is asked")
        try:
            return self.fetch_once(
                "POST", self.party.urls.fallback, {"ErrorCode": str(code), "ErrorUrl": url}
            )
        except (WebhookFailed, TwimlError) as error:
            raise ApplicationError(f"error {error.code} at the fallback address") from error

    def fetch_once(
        self,
        method: str,
        url: str,
        extra: Mapping[str, str] | None = None,
        verbs: frozenset[str] = _ALL_VERBS,
        kind: str = "voice",
    ) -> Document:
        """One request without fallback. Raises WebhookFailed or TwimlError, and notes the error."""
        self._fetched += 1
        copies = self.chaos.befalls(f"{self.name}|{kind}|{self._fetched}").copies
        params = self.params(**(extra or {}))
        token = self.exchange.new_sid("")
        try:
            replies = [
                self.exchange.webhooks.request(
                    kind, method, url, params, cookies=self._cookies, token=token
                )
                for _ in range(copies)
            ]
            return Document(url, parse(replies[0].body, replies[0].content_type, verbs))
        except (WebhookFailed, TwimlError) as error:
            self.exchange.journal.warn(error.code, str(error), self.sid)
            raise


_GEOGRAPHY = {
    f"{side}{place}": value
    for side in ("From", "To", "Caller", "Called")
    for place, value in (("City", ""), ("State", ""), ("Zip", ""), ("Country", "FR"))
}
