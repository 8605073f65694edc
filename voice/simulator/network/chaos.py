"""Seeded accidents of the network: the same seed gives the same ones, however threads run."""

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Accidents:
    """Accidents of one request. `delay` holds up later requests, `overtaken_by` seconds do not."""

    copies: int = 1
    dropped: bool = False
    delay: float = 0.0
    overtaken_by: float = 0.0


@dataclass(frozen=True)
class Chaos:
    """Probabilities from 0 to 1 for each request; `longest` bounds delays, in the call's seconds.

    `drop`, `reorder` and `delay` befall status callbacks only: the provider waits for the answer
    of a voice request. `duplicate` befalls both.
    """

    seed: int = 0
    duplicate: float = 0.0
    reorder: float = 0.0
    drop: float = 0.0
    delay: float = 0.0
    longest: float = 8.0
    most_copies: int = 5

    def befalls(self, key: str) -> Accidents:
        """`key` names the request by its place in its call, never by a random sid."""
        dice = random.Random(f"{self.seed}|{key}")  # noqa: S311 - accidents, not secrets
        copies = dice.randint(2, self.most_copies) if dice.random() < self.duplicate else 1
        return Accidents(
            copies=copies,
            dropped=dice.random() < self.drop,
            delay=dice.uniform(0, self.longest) if dice.random() < self.delay else 0.0,
            overtaken_by=dice.uniform(0, self.longest) if dice.random() < self.reorder else 0.0,
        )


CALM = Chaos()
