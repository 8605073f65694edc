"""The one to three questions that would make the ticket clearer, and why each."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from core.languages import say, wordings
from workflows.document import Step
from workflows.texts import Texts
from workflows.vagueness.folding import fold, keys
from workflows.vagueness.kinds import Kind
from workflows.vagueness.lexicons.vague import ASKS
from workflows.vagueness.questions import ASK
from workflows.vagueness.steps import Plan, Raised
from workflows.vagueness.texts import SourceReading, cut

MOST = 3
BY_WORTH: tuple[Kind, ...] = ("symptom", "thing", "effect", "time", "place", "error")


@dataclass(frozen=True)
class Suggestion:
    """A question in the caller's language; `step` is the script's own step for it, or "".

    `why` is its author's reason for the question, {} where there is none; `quote` are the words
    that are not enough, "" where there are none.
    """

    ask: str
    step: str
    raises: Kind
    why: Texts = field(default_factory=dict)
    quote: str = ""


@dataclass(frozen=True)
class Gap:
    """What suggestions are made from: the plan, the caller's language, the readings, open steps."""

    plan: Plan
    spoken: str
    readings: Sequence[SourceReading]
    waiting: Sequence[Step]
    on_path: Sequence[Step]


def suggest(gap: Gap, named: Collection[Kind]) -> tuple[Suggestion, ...]:
    """What to ask next, best first: the script's own probes and steps before general questions."""
    raised = tuple(_raised_probes(gap))
    suggestions: list[Suggestion] = []
    for kind in _by_worth(gap):
        if kind in named or (kind == "symptom" and "error" in named):
            continue
        best = next(_of_kind(gap, kind, raised), None)
        if best and (not best.step or all(best.step != one.step for one in suggestions)):
            suggestions.append(best)
    return tuple(suggestions[:MOST])


def _by_worth(gap: Gap) -> tuple[Kind, ...]:
    """Where somebody spoke of a message without giving it, nothing is worth more than its text."""
    if next(_behind_vague_words(gap, "error"), None) is None:
        return BY_WORTH
    return ("error", *(kind for kind in BY_WORTH if kind != "error"))


def _of_kind(gap: Gap, kind: Kind, raised: Sequence[tuple[Raised, str]]) -> Iterator[Suggestion]:
    yield from _probes(gap, kind, raised)
    yield from _steps(gap, kind)
    yield from _again(gap, kind)
    yield from _behind_vague_words(gap, kind)
    # Many troubles have no message at all: it is asked for only where something speaks of one.
    if kind != "error":
        yield Suggestion(say(ASK[kind], gap.spoken), "", kind)


def _raised_probes(gap: Gap) -> Iterator[tuple[Raised, str]]:
    """Probes of steps on the path, with the words that the agent wrote down and that raise them."""
    if not gap.plan.raised:
        return
    on_path = {step.key for step in gap.on_path}
    for reading in gap.readings:
        folded = fold(reading.text)
        for hit in gap.plan.probes.find(folded.words):
            raised = gap.plan.raised[hit.sign]
            if raised.step.key in on_path:
                start, end = folded.words[hit.first].start, folded.words[hit.last].end
                yield raised, cut(folded.quote(start, end))


def _probes(
    gap: Gap, kind: Kind, raised_probes: Sequence[tuple[Raised, str]]
) -> Iterator[Suggestion]:
    for raised, quote in raised_probes:
        if _stands_for(raised.kind) == _stands_for(kind):
            ask = say(raised.probe.ask, gap.spoken)
            yield Suggestion(ask, raised.step.key, kind, quote=quote)


def _stands_for(kind: Kind) -> Kind:
    """A probe for a message is a probe for what happens: callers answer with either."""
    return "symptom" if kind == "error" else kind


def _steps(gap: Gap, kind: Kind) -> Iterator[Suggestion]:
    """Steps of the script that wait for an answer and would give such a sign, or its like."""
    serves = gap.plan.serves
    fitting = [step for step in gap.waiting if kind in serves[step.key]]
    fitting += [step for step in gap.waiting if _like(kind, serves[step.key])]
    for step in fitting:
        yield Suggestion(_ask(step, gap.spoken), step.key, kind, step.why)


def _like(kind: Kind, served: Collection[Kind]) -> bool:
    return kind == "symptom" and "error" in served


def _again(gap: Gap, kind: Kind) -> Iterator[Suggestion]:
    """Steps that were filled with something that says nothing."""
    junk = {reading.source: reading for reading in gap.readings if reading.junk}
    for step in gap.on_path:
        if step.key in junk and kind in (gap.plan.serves[step.key] or ("symptom",)):
            quote = cut(junk[step.key].text)
            yield Suggestion(_ask(step, gap.spoken), step.key, kind, step.why, quote)


def _ask(step: Step, spoken: str) -> str:
    return next(iter(wordings(step.ask, spoken)), say(step.title, spoken))


def _behind_vague_words(gap: Gap, kind: Kind) -> Iterator[Suggestion]:
    for reading in gap.readings:
        for quote in reading.vague:
            for words, raises, ask in ASKS:
                if raises == kind and not set(words.split()).isdisjoint(keys(quote)):
                    yield Suggestion(say(ask, gap.spoken), "", kind, quote=quote)
