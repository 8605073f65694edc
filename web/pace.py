"""How often a desk page and its stream hear from each other, in seconds.

The page gets these with its first answer; the stream keeps to them.
"""

from dataclasses import dataclass


@dataclass
class Pace:
    """`heartbeat`: between two signs of life of a stream. `silent`: a stream without one for so
    long is down. `look`: between two looks of a browser whose stream is down; `slow`: of any other
    (voice/agents/offers.py: `UNHEARD_AFTER` allows for one that is lost). `answer`: a look that is
    not answered in this time failed.
    """

    heartbeat: float = 4.0
    silent: float = 10.0
    look: float = 2.0
    slow: float = 15.0
    answer: float = 8.0


pace = Pace()
