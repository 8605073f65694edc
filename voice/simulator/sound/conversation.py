"""Two people talking: their voices run together, and only while they can hear each other."""

from dataclasses import dataclass, field

from voice.simulator.sound.audio import RATE, SILENCE, Samples, Sounding, Track


@dataclass
class _Span:
    """The conversation ran from the moment `at`, from its second `offset` on, until interrupted."""

    at: float
    offset: float
    until: float | None = None


@dataclass
class Conversation:
    """`minimum` is how long two silent people stay, in seconds; `alone` is what the caller says
    each time that nobody hears them. The agent's voice arrives `agent_delay` seconds late.
    """

    caller: Samples = field(default_factory=lambda: SILENCE)
    agent: Samples = field(default_factory=lambda: SILENCE)
    minimum: float = 0.0
    alone: Samples = field(default_factory=lambda: SILENCE)
    agent_delay: float = 0.0
    spans: list[_Span] = field(default_factory=list)
    agent_muted: list[_Span] = field(default_factory=list)

    @property
    def length(self) -> float:
        """Seconds until both have said all they have to say."""
        return max(len(self.caller) / RATE, len(self.agent) / RATE, self.minimum)

    @property
    def running(self) -> bool:
        return bool(self.spans) and self.spans[-1].until is None

    def run(self, now: float) -> None:
        if not self.running:
            self.spans.append(_Span(now, self.position(now)))

    def pause(self, now: float) -> None:
        if self.running:
            self.spans[-1].until = now

    def position(self, now: float) -> float:
        """How many seconds of the conversation have been spoken."""
        if not self.spans:
            return 0.0
        last = self.spans[-1]
        return last.offset + (now if last.until is None else last.until) - last.at

    def moment_of(self, second: float) -> float | None:
        """When that second is spoken if nothing interrupts; None while it is interrupted."""
        return self.spans[-1].at + second - self.spans[-1].offset if self.running else None

    def mute_agent(self, now: float, muted: bool) -> None:
        """The agent speaks on, and is not heard."""
        if muted:
            self.agent_muted.append(_Span(now, 0.0))
        elif self.agent_muted:
            self.agent_muted[-1].until = now

    def caller_track(self, start: float, now: float) -> Track:
        """The caller's voice from `start` on, placed where it sounded."""
        track = Track([_placed(self.caller, span, now) for span in self.spans])
        for span in self.spans:
            track.add(Sounding(start, self.alone, min(span.at, start + self._alone_seconds)))
            start = now if span.until is None else span.until
        track.add(Sounding(start, self.alone, min(now, start + self._alone_seconds)))
        return track

    @property
    def _alone_seconds(self) -> float:
        return len(self.alone) / RATE

    def agent_track(self, now: float) -> Track:
        """The agent's voice, placed where the caller heard it."""
        delay = self.agent_delay
        track = Track([_placed(self.agent, span, now, delay) for span in self.spans])
        for muted in self.agent_muted:
            track.cut_out(muted.at, now if muted.until is None else muted.until)
        return track


def _placed(voice: Samples, span: _Span, now: float, delay: float = 0.0) -> Sounding:
    return Sounding(
        at=span.at + delay,
        samples=voice[round(span.offset * RATE) :],
        until=now if span.until is None else span.until,
    )
