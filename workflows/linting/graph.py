"""Which step can follow which: the map on which reachability, loops and ancestors are read."""

from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from workflows.document import Kind, Step
from workflows.engine import CompiledScript
from workflows.linting.truths import NEVER, Possible


@dataclass(frozen=True, eq=False)
class Graph:
    """`following[i]` are the places that can come after place i (by index of step)."""

    following: tuple[tuple[int, ...], ...]
    never: frozenset[tuple[int, int]]
    shadowed: frozenset[tuple[int, int]]

    @cached_property
    def reachable(self) -> frozenset[int]:
        """The places that some call can come to."""
        reached, waiting = {0}, [0]
        while waiting:
            nexts = set(self.following[waiting.pop()]) - reached
            reached |= nexts
            waiting.extend(nexts)
        return frozenset(reached)

    @cached_property
    def loop(self) -> tuple[int, ...]:
        """One way round in circles, each place once in the order in which they come; or none."""
        try:
            TopologicalSorter(dict(enumerate(self.following))).prepare()
        except CycleError as error:
            # The sorter is given what follows as what comes before, so its circle runs backwards.
            return tuple(reversed(error.args[1][1:]))
        return ()

    @cached_property
    def upward(self) -> tuple[int, ...]:
        """The places, each behind all that follow it; only for a graph without a loop."""
        return tuple(TopologicalSorter(dict(enumerate(self.following))).static_order())

    @cached_property
    def descendants(self) -> tuple[frozenset[int], ...]:
        """For each place all that can come at some time after it; only without a loop."""
        after: dict[int, frozenset[int]] = {}
        for place in self.upward:
            nexts = self.following[place]
            after[place] = frozenset(nexts).union(*(after[one] for one in nexts))
        return tuple(after[place] for place in range(len(self.following)))


def graph_of(script: CompiledScript, possible: Possible) -> Graph:
    """Read the branches of every step; `never` and `shadowed` are branches (step, index) that
    cannot be taken, by themselves or because an earlier one always is."""
    following, never, shadowed = [], set(), set()
    for place, step in enumerate(script.document.steps):
        nexts: set[int] = set()
        open_still = step.kind is not Kind.END
        for index, branch in enumerate(step.next):
            if not open_still:
                shadowed.add((place, index))
            elif possible.of(branch.when) == NEVER:
                never.add((place, index))
            elif branch.to in script.place:
                nexts.add(script.place[branch.to])
            open_still = open_still and not possible.always(branch.when, step.key)
        if _falls_through(step, open_still, possible):
            nexts.add(place + 1)
        following.append(tuple(sorted(nexts)))
    return Graph(tuple(following), frozenset(never), frozenset(shadowed))


def _falls_through(step: Step, open_still: bool, possible: Possible) -> bool:
    if step.kind is Kind.END:
        return False
    return step.when is not None or (open_still and not possible.covers(step))
