"""Who is heard when: the voices of a talk, what a caller says alone, and the delay on the way."""

import numpy as np

from voice.simulator.sound.audio import RATE, Samples
from voice.simulator.sound.conversation import Conversation


def voice(seconds: float, level: int) -> Samples:
    return np.full(round(seconds * RATE), level, dtype=np.int16)


def at(sound: Samples, second: float) -> int:
    return int(sound[round(second * RATE)])


def test_a_caller_speaks_alone_before_a_talk_and_while_it_is_interrupted() -> None:
    talk = Conversation(voice(10, 100), voice(10, 200), alone=voice(2, 7))
    talk.run(105.0)
    talk.pause(108.0)
    talk.run(120.0)
    caller = talk.caller_track(100.0, 125.0).mixed(100.0, 125.0)
    heard = {second: at(caller, second) for second in (1, 3, 6, 9, 11, 21)}
    assert heard == {1: 7, 3: 0, 6: 100, 9: 7, 11: 0, 21: 100}


def test_an_agents_voice_arrives_later_by_what_evens_it_out() -> None:
    talk = Conversation(voice(10, 100), voice(10, 200), agent_delay=0.28)
    talk.run(100.0)
    agent = talk.agent_track(105.0).mixed(100.0, 105.0)
    assert (at(agent, 0.2), at(agent, 0.3)) == (0, 200)
    caller = talk.caller_track(100.0, 105.0).mixed(100.0, 105.0)
    assert at(caller, 0.1) == 100
