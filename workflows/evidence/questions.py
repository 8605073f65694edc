"""The times of the agent's questions, which give a short answer behind them its meaning."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from rapidfuzz import fuzz

from workflows.document import Step
from workflows.evidence.tokens import Stream, Token, keys

ASKED = 74.0
SHORTEST = 8
FORGOTTEN = 12.0
OVERLAP = 1.0


def question_ends(step: Step, streams: Iterable[Stream], language: str) -> tuple[float, ...]:
    """The times at which the agent had just asked the step's question in one of its wordings."""
    wordings = ["".join(keys(wording)) for wording in step.ask.get(language, [])]
    wordings = [text for text in wordings if len(text) >= SHORTEST]
    return tuple(
        end
        for stream in streams
        if stream.speaker == "agent"
        for end in _ends(stream.tokens, wordings)
    )


def asked_in(steps: Iterable[Step], spoken: Sequence[Stream], language: str) -> dict[int, int]:
    """How many of the steps' questions are asked in each channel, whoever speaks there."""
    asked = {stream.channel: 0 for stream in spoken}
    for step in steps:
        for stream in spoken:
            agent = Stream(stream.channel, "agent", stream.tokens)
            asked[stream.channel] += bool(question_ends(step, [agent], language))
    return asked


def _ends(tokens: Sequence[Token], wordings: Sequence[str]) -> Iterable[float]:
    for _, group in groupby(tokens, key=lambda token: token.turn):
        turn = list(group)
        letters = "".join(token.key for token in turn)
        places = (_place(letters, text) for text in wordings)
        place = next((place for place in places if place is not None), None)
        if place is not None:
            yield _time(turn, place)


def _place(letters: str, wording: str) -> int | None:
    """Where in the letters of a turn the question ends; None if it is not asked there."""
    if len(letters) < len(wording) * 0.7:
        return None
    match = fuzz.partial_ratio_alignment(wording, letters, score_cutoff=ASKED)
    return match.dest_end if match else None


def _time(turn: Sequence[Token], place: int) -> float:
    for token in turn:
        place -= len(token.key)
        if place <= 0:
            return token.end
    return turn[-1].end


def answers_a_question(token: Token, question_ends: Sequence[float]) -> bool:
    """Whether somebody says the token within a breath after the question."""
    return any(-OVERLAP <= token.start - end <= FORGOTTEN for end in question_ends)
