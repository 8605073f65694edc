"""Which step can follow which: the map on which reachability, loops and ancestors are read."""

from dataclasses import dataclass
from functools import cached_property

from workflows.document import Kind, Step
from workflows.linting.truths import NEVER, Possible
from workflows.walking import CompiledScript


@dataclass(frozen=True, eq=False)
class Graph:
    """`following[i]` are the places that can come after place i (by index of step)."""

    following: tuple[tuple[int, ...], ...]
    never: frozenset[tuple[int, int]]
    shadowed: frozenset[tuple[int, int]]

    @cached_property
    def reachable(self) -> frozenset[int]:
        """The places that some call can come to."""
        return self.after(0) | {0}

    def after(self, place: int) -> frozenset[int]:
        """Every place that can come at some time after `place`."""
        found: set[int] = set()
        waiting = list(self.following[place])
        while waiting:
            here = waiting.pop()
            if here not in found:
                found.add(here)
                waiting.extend(self.following[here])
        return frozenset(found)

    @cached_property
    def descendants(self) -> tuple[frozenset[int], ...]:
        """`after` for each place."""
        if self.loops:
            return tuple(self.after(place) for place in range(len(self.following)))
        found: dict[int, frozenset[int]] = {}
        for place in reversed(self.order()):
            nexts = self.following[place]
            found[place] = frozenset(nexts).union(*(found[after] for after in nexts))
        return tuple(found[place] for place in range(len(self.following)))

    def order(self) -> list[int]:
        """The places, each before all that follow it; only for a graph without loops."""
        waits = [0] * len(self.following)
        for nexts in self.following:
            for place in nexts:
                waits[place] += 1
        order = [place for place, count in enumerate(waits) if count == 0]
        for place in order:
            for after in self.following[place]:
                waits[after] -= 1
                if waits[after] == 0:
                    order.append(after)
        return order

    @cached_property
    def loops(self) -> frozenset[int]:
        """The places that can come again after themselves."""
        if len(self.order()) == len(self.following):
            return frozenset()
        # Only what is left after peeling off places without a follower can lie on a loop.
        left = set(range(len(self.following)))
        shrinking = True
        while shrinking:
            leaves = {place for place in left if not left.intersection(self.following[place])}
            left -= leaves
            shrinking = bool(leaves)
        return frozenset(place for place in left if place in self.after(place))


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
