"""Calls of other applications of the same account: they are over, and no business of ours."""

from voice.simulator.network.clock import Clock
from voice.simulator.network.exchange import Exchange, Urls
from voice.simulator.network.legs import Leg, Party
from voice.simulator.network.orders import Order
from voice.simulator.network.recordings import Recording
from voice.simulator.network.story import Story
from voice.simulator.sound.audio import RATE, tone, write_wav

NUMBER, CALLER = "+33199009999", "+33639989999"


def add_call(
    exchange: Exchange, to: str = NUMBER, from_number: str = CALLER, seconds: float = 20.0
) -> Leg:
    """A call to a number of another application, which that one has answered."""
    clock = Clock()
    leg = Leg(exchange, Party(from_number, to, Urls("")), clock, Story(clock), name="other")
    leg.status = "completed"
    leg.answered_at, leg.ended_at = leg.created_at, leg.created_at + seconds
    leg.ended.set()
    return leg


def add_recording(leg: Leg, source: str = "DialVerb") -> Recording:
    """A recording of that call that another application has ordered in this way."""
    begun, ended = leg.answered_at or leg.created_at, leg.ended_at or leg.clock.now()
    recording = Recording(leg, Order(source), leg.exchange.new_sid("RE"), begun, ended)
    recording.status, recording.duration = "completed", ended - begun
    side = tone(round(recording.duration * RATE))
    write_wav(recording.path, (side, side))
    leg.exchange.register(recording)
    return recording
