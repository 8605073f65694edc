"""The words that prove an answer: what the caller said, and what the agent read back.

Evidence is a claim that someone will check by ear, so a doubtful match is no match: a short number
counts only beside a word that names it or right behind its question, a short word alone never.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from workflows.document import AnswerType, Step
from workflows.evidence.chosen import (
    ACKNOWLEDGED,
    YES,
    in_options,
    in_severity,
    in_yes_no,
    words_in,
)
from workflows.evidence.contradicted import other_answer
from workflows.evidence.counted import in_codes, in_numbers, in_phones
from workflows.evidence.phrases import Span
from workflows.evidence.questions import asked_in, question_ends
from workflows.evidence.search import Finder, Search
from workflows.evidence.texts import in_moments, in_text
from workflows.evidence.tokens import Spoken, Stream, streams

ENOUGH = 0.75

FINDERS: dict[AnswerType, Finder] = {
    AnswerType.NUMBER: in_numbers,
    AnswerType.ASSET: in_codes,
    AnswerType.PHONE: in_phones,
    AnswerType.CHOICE: in_options,
    AnswerType.CHOICES: in_options,
    AnswerType.YES_NO: in_yes_no,
    AnswerType.SEVERITY: in_severity,
    AnswerType.DATE_TIME: in_moments,
}


@dataclass(frozen=True)
class Evidence:
    """`state` is heard, confirmed or contradicted; times are seconds of the audio."""

    state: str
    channel: int
    start: float
    end: float
    quote: str
    score: float


_Hit = tuple[Stream, Span]


def find(step: Step, value: Any, segments: Sequence[Spoken], language: str) -> Evidence | None:
    """The words that prove (or plainly contradict) `value`; None where the call has none."""
    if value is None or step.type is None or value in ([], ""):
        return None
    spoken = streams(segments)
    search = Search(step, value, language, question_ends(step, spoken, language))
    callers = [stream for stream in spoken if stream.speaker != "agent"]
    agents = [stream for stream in spoken if stream.speaker == "agent"]
    of_caller = _best(search, callers)
    of_agent = _best(search, agents)
    if of_caller:
        is_repeated = of_agent is not None and _repeats(of_caller, of_agent)
        return _evidence(of_caller, "confirmed" if is_repeated else "heard")
    if of_agent and _acknowledged(of_agent, callers, language):
        return _evidence(of_agent, "confirmed")
    if of_agent:
        return None
    other = other_answer(search, spoken)
    return _evidence(other, "contradicted") if other else None


def _best(search: Search, spoken: Iterable[Stream]) -> _Hit | None:
    finder = FINDERS.get(search.step.type) if search.step.type else None
    hits = (
        (stream, span)
        for stream in spoken
        for span in (finder or in_text)(search, stream)
        if span.score >= (ENOUGH if finder else 0)
    )
    return max(hits, key=lambda hit: hit[1].score, default=None)


def _evidence(hit: _Hit, state: str) -> Evidence:
    stream, span = hit
    tokens = stream.tokens[span.first : span.last + 1]
    # A word that was split (“3층”) is quoted once.
    words = dict.fromkeys((token.word, token.start) for token in tokens)
    quote = " ".join(word for word, _ in words)
    score = round(min(span.score, 1.0), 3)
    return Evidence(state, stream.channel, tokens[0].start, tokens[-1].end, quote, score)


def _repeats(of_caller: _Hit, of_agent: _Hit) -> bool:
    """Whether the agent says it after the caller has begun to."""
    return of_agent[0].tokens[of_agent[1].last].end > of_caller[0].tokens[of_caller[1].first].start


def _acknowledged(of_agent: _Hit, callers: Iterable[Stream], language: str) -> bool:
    """Whether the caller's next word, soon after the agent's, is a yes."""
    ends = of_agent[0].tokens[of_agent[1].last].end
    yes = words_in(YES, language)
    for stream in callers:
        after = next((token for token in stream.tokens if token.start >= ends - 0.3), None)
        if after and after.start - ends <= ACKNOWLEDGED and after.key in yes:
            return True
    return False


def questions_asked(
    steps: Iterable[Step], segments: Sequence[Spoken], language: str
) -> dict[int, int]:
    """How many of the steps' questions are asked in each channel."""
    return asked_in(steps, streams(segments), language)
