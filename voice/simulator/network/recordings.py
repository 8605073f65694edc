"""Recordings of a leg's two sides: made when the leg ends, ready some seconds later."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from voice.simulator.network.courier import Letter
from voice.simulator.network.legs import Leg
from voice.simulator.network.orders import NO_FAULT, MediaFault, Order, Pause
from voice.simulator.network.webhooks import rfc2822
from voice.simulator.sound.audio import RATE, Samples, trimmed, write_wav

TOO_SHORT, SILENT = 16101, 16102
BY_REST = "StartCallRecordingAPI"
_SHORTEST = 0.1


@dataclass
class Recording:
    """Times are the leg's clock's. `fetches` counts requests for the media."""

    leg: Leg
    order: Order
    sid: str
    started_at: float
    ended_at: float | None = None
    status: str = "in-progress"
    error_code: int = 0
    duration: float = 0.0
    pauses: list[Pause] = field(default_factory=list)
    deleted: bool = False
    fetches: int = 0
    fault: MediaFault = NO_FAULT

    @property
    def path(self) -> Path:
        return self.leg.exchange.work_dir / f"{self.sid}.wav"

    @property
    def open(self) -> bool:
        return self.ended_at is None

    def pause(self, skip: bool) -> None:
        if not self.pauses or self.pauses[-1].end is not None:
            self.pauses.append(Pause(self.leg.clock.now(), skip))
        self.status = "paused"

    def resume(self) -> None:
        if self.pauses and self.pauses[-1].end is None:
            self.pauses[-1].end = self.leg.clock.now()
        self.status = "in-progress"

    def finish(self) -> None:
        """Stop, and have the file made; idempotent."""
        with self.leg.exchange.lock:
            if not self.open:
                return
            self.resume()
            self.ended_at = self.leg.clock.now()
            self.status = "processing"
        self.leg.clock.spawn(self._process, f"recording-{self.sid[:8]}")

    def _process(self) -> None:
        channels = self._channels()
        self.duration = len(channels[0]) / RATE
        if self.fault.kind == "absent" or self.duration < _SHORTEST:
            self.error_code = SILENT if self.order.trim else TOO_SHORT
        else:
            write_wav(self.path, channels)
        self.leg.clock.sleep(self.leg.clock.now() + self.leg.exchange.processing_seconds)
        self.status = "absent" if self.error_code else "completed"
        self.leg.story.tell(
            "recording",
            f"recording {self.status}, {self.duration:.1f} s, {len(channels)} channel(s)",
            recording_sid=self.sid,
            absent="yes" if self.error_code else "",
        )
        self.post(self.status)

    def _channels(self) -> tuple[Samples, ...]:
        sides = self._without_skipped(sides_of(self.leg, self.started_at, self.ended_at or 0.0))
        if self.order.source == BY_REST and self.leg.exchange.rest_records_caller_second:
            sides = sides[::-1]
        if self.order.channels == 1:
            mixed = sides[0].astype("int32") + sides[1].astype("int32")
            sides = (mixed.clip(-32768, 32767).astype("int16"),)
        return trimmed(sides) if self.order.trim else sides

    def _without_skipped(self, sides: tuple[Samples, ...]) -> tuple[Samples, ...]:
        """Paused stretches are silent, or cut out when the application said `skip`."""
        for pause in reversed(self.pauses):
            first = round((pause.start - self.started_at) * RATE)
            last = round(((pause.end or self.ended_at or 0.0) - self.started_at) * RATE)
            for side in sides:
                side[first:last] = 0
            if pause.skip:
                sides = tuple(_cut(side, first, last) for side in sides)
        return sides

    def post(self, status: str) -> None:
        if not self.order.callback or status not in self.order.events:
            return
        leg = self.leg
        leg.exchange.courier(f"{leg.name}|recording|{len(of_leg(leg))}", leg.clock, leg.chaos).send(
            Letter("recording", self.order.method, self.order.callback, self._params(status))
        )

    def _params(self, status: str) -> dict[str, str]:
        account = self.leg.exchange.credentials.account_sid
        params = {
            "AccountSid": account,
            "CallSid": self.leg.sid,
            "RecordingSid": self.sid,
            "RecordingUrl": f"https://api.twilio.com/2010-04-01/Accounts/{account}/Recordings/{self.sid}",
            "RecordingStatus": status,
            "RecordingChannels": str(self.order.channels),
            "RecordingStartTime": rfc2822(self.started_at),
            "RecordingSource": self.order.source,
            "RecordingTrack": "both",
            "ErrorCode": str(self.error_code),
        }
        if self.order.conference_sid:
            params["ConferenceSid"] = self.order.conference_sid
        if status == "completed":
            params["RecordingDuration"] = str(max(1, round(self.duration)))
        return params


def start(leg: Leg, order: Order) -> Recording:
    """Record from now on."""
    exchange = leg.exchange
    recording = Recording(
        leg, order, exchange.new_sid("RE"), leg.clock.now(), fault=leg.media_fault
    )
    with exchange.lock:
        exchange.register(recording)
        leg.at_end.append(recording.finish)
    leg.story.tell("recording", "recording started", recording_sid=recording.sid)
    recording.post("in-progress")
    return recording


def of_leg(leg: Leg) -> list[Recording]:
    """The recordings of that leg, in the order in which they were started."""
    recordings = list(leg.exchange.by_sid(Recording).values())
    return [each for each in recordings if each.leg is leg]


def sides_of(leg: Leg, start_at: float, end_at: float) -> tuple[Samples, ...]:
    """The leg's own voice, and the sound sent to it: the other's voice, music, messages."""
    downstream = leg.downstream.mixed(start_at, end_at)
    if leg.conversation is None:
        return downstream * 0, downstream
    now = leg.clock.now()
    answered = leg.answered_at if leg.answered_at is not None else now
    caller, agent = leg.conversation.caller_track(answered, now), leg.conversation.agent_track(now)
    agent.soundings += leg.downstream.soundings
    return caller.mixed(start_at, end_at), agent.mixed(start_at, end_at)


def _cut(side: Samples, first: int, last: int) -> Samples:
    return np.concatenate((side[:first], side[last:]))
