"""When the agent asked a question, so that a short answer behind it gets its meaning."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from rapidfuzz import fuzz

from workflows.document import Step
from workflows.evidence.tokens import Stream, Token, keys

ASKED = 74.0
SHORTEST = 8
FORGOTTEN = 12.0
OVERLAP = 1.0


def asked_at(step: Step, streams: Iterable[Stream], language: str) -> tuple[float, ...]:
    """The times at which the agent had just asked the step's question in one of its wordings."""
    wanted = ["".join(keys(wording)) for wording in step.ask.get(language, [])]
    wanted = [text for text in wanted if len(text) >= SHORTEST]
    return tuple(
        end
        for stream in streams
        if stream.speaker == "agent"
        for end in _ends(stream.tokens, wanted)
    )


def _ends(tokens: Sequence[Token], wanted: Sequence[str]) -> Iterable[float]:
    for _, group in groupby(tokens, key=lambda token: token.turn):
        turn = list(group)
        said = "".join(token.key for token in turn)
        found = (_place(said, text) for text in wanted)
        place = next((place for place in found if place is not None), None)
        if place is not None:
            yield _time(turn, place)


def _place(said: str, wanted: str) -> int | None:
    """Where in the letters of a turn the question ends; None if it is not asked there."""
    if len(said) < len(wanted) * 0.7:
        return None
    match = fuzz.partial_ratio_alignment(wanted, said, score_cutoff=ASKED)
    return match.dest_end if match else None


def _time(turn: Sequence[Token], place: int) -> float:
    for token in turn:
        place -= len(token.key)
        if place <= 0:
            return token.end
    return turn[-1].end


def answers_a_question(token: Token, asked: Sequence[float]) -> bool:
    """Whether the token is said within a breath after the question."""
    return any(-OVERLAP <= token.start - end <= FORGOTTEN for end in asked)
