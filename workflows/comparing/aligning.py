"""Two rows of words or lines beside each other: what both have, what only one has. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

# Pairs of items; comparing takes time and memory by their number.
MOST_PAIRS = 10_000_000


@dataclass(frozen=True)
class Run:
    """Items that follow each other: in both rows (`same`), or in one where the other has others."""

    same: bool
    old: Sequence[str]
    new: Sequence[str]


def aligned(old: Sequence[str], new: Sequence[str]) -> list[Run]:
    """Runs of same and of different items by turns; none where the rows are too long to compare."""
    if len(old) * len(new) > MOST_PAIRS:
        return []
    runs: list[Run] = []
    before = after = 0
    for step in LCSseq.opcodes(old, new):
        if step.tag != "equal":
            continue
        if step.src_start > before or step.dest_start > after:
            runs.append(Run(False, old[before : step.src_start], new[after : step.dest_start]))
        before, after = step.src_end, step.dest_end
        runs.append(Run(True, old[step.src_start : before], new[step.dest_start : after]))
    if before < len(old) or after < len(new):
        runs.append(Run(False, old[before:], new[after:]))
    return runs
