"""The one rule that decides whether the caller gave another answer than the one typed.

A wrong accusation harms people, one that is missed costs little. So the reply is read to its last
word: the agent has just asked the step's question in its wording, and all that the caller says
until the agent goes on is one value with its unit and words that say nothing. A word that is left
over (“thousand”, “or”, “and a half”, “not”), a doubtful word or a correction later leaves the
answer as typed, and so does anybody who says the typed value.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from core.folding import fold_to_letters as fold
from core.reading import phone_numbers
from workflows.document import AnswerType
from workflows.evidence.chosen import NO, YES, phrases_of, words_in
from workflows.evidence.counted import is_cue, typed_digits
from workflows.evidence.numbers import Number, has_counter, numbers, runs, same_number
from workflows.evidence.phrases import LONGEST_PAUSE, Span, content, is_like
from workflows.evidence.questions import FORGOTTEN, OVERLAP
from workflows.evidence.search import Search
from workflows.evidence.tokens import Stream, Token, folded_words, keys

SURE = 0.8  # of each word of the reply, as the recogniser says it
TELLING = 2  # words with a meaning that a question needs: “how many?” asks many things
NOD = 3  # words of an agent who only shows that they listen, or repeat a short answer
SHORTEST_PHONE = 8
EMPTY = folded_words(
    "c est ce il y a on nous sommes euh heu hum ben bah s vous plait merci alors"
    " donc d accord le l la au ca numero mon"
    " it s is there are we re that the uh um er please thanks thank you okay ok on at"
    " number my so"
    " 음 어 총 저희"
)
AGREEING = folded_words("oui ouais voila yes yeah right 네 예")
HOLLOW = folded_words("voila right 네 예 아니")  # also mean “I listen” or “well”
CORRECTIONS = folded_words(
    "pardon finalement plutot rectification attendez erreur trompe corrige fait enfin"
    " sorry actually wait rather mean meant correction mistake"
    " 사실 잠깐 잠시만요 정정 착각 아니라"
)
DENIALS = folded_words("non si no nope not 아니 아니요 아니오")
KOREAN_ENDINGS = frozenset(
    map(fold, ("", "요", "이요", "이에요", "예요", "입니다", "이", "에", "에요"))
)


@dataclass(frozen=True)
class _Talk:
    """The words that one side says until the other one speaks."""

    is_agent: bool
    tokens: tuple[Token, ...]


def other_answer(search: Search, spoken: Sequence[Stream]) -> tuple[Stream, Span] | None:
    """The caller's whole reply, where it gives another value than the one typed."""
    callers = [stream for stream in spoken if stream.speaker != "agent"]
    reader = READERS.get(search.step.type) if search.step.type else None
    if reader is None or len(callers) != 1:
        return None
    talks = _talks(spoken)
    asked = max((at for at, talk in enumerate(talks) if _asks(search, talk)), default=None)
    if asked is None or asked + 1 == len(talks):
        return None
    reply, later = _reply(talks[asked + 1 :])
    if not (_is_answer(search, talks[asked], reply) and reader(search, reply, spoken)):
        return None
    if _is_corrected(later):
        return None
    tokens = callers[0].tokens
    return callers[0], Span(tokens.index(reply[0]), tokens.index(reply[-1]), 1.0)


def _talks(spoken: Sequence[Stream]) -> list[_Talk]:
    words = [(stream.speaker == "agent", token) for stream in spoken for token in stream.tokens]
    words.sort(key=lambda word: word[1].start)
    return [
        _Talk(is_agent, tuple(token for _, token in group))
        for is_agent, group in groupby(words, key=lambda word: word[0])
    ]


def _asks(search: Search, talk: _Talk) -> bool:
    wordings = search.step.ask.get(search.language, [])
    return talk.is_agent and any(_ends_with(talk.tokens, wording) for wording in wordings)


def _ends_with(tokens: Sequence[Token], wording: str) -> bool:
    """Whether the wording is the last thing said, word by word but for slips."""
    words = keys(wording)
    end = [token.key for token in tokens[-len(words) :]]
    is_telling = len(content(wording)) >= TELLING
    return is_telling and len(end) == len(words) and all(map(is_like, words, end))


def _reply(talks: Sequence[_Talk]) -> tuple[list[Token], list[_Talk]]:
    """The caller's words until the agent says more than a nod, and the talks behind them."""
    reply: list[Token] = []
    for at, talk in enumerate(talks):
        if talk.is_agent and len(talk.tokens) > NOD:
            return reply, list(talks[at:])
        if not talk.is_agent:
            reply += talk.tokens
    return reply, []


def _is_answer(search: Search, question: _Talk, reply: Sequence[Token]) -> bool:
    """Whether the reply comes at once, each word surely heard, to the question asked last."""
    end = question.tokens[-1].end
    return (
        bool(reply)
        and 0 <= reply[0].start - end <= FORGOTTEN
        and all(token.confidence >= SURE for token in reply)
        and all(other <= end + OVERLAP for other in search.question_ends)
    )


def _is_corrected(later: Sequence[_Talk]) -> bool:
    """Whether the caller takes something back: at once with a “no”, or later in so many words."""
    callers = [[token.key for token in talk.tokens] for talk in later if not talk.is_agent]
    denied = bool(callers) and bool(DENIALS.intersection(callers[0][:NOD]))
    return denied or any(CORRECTIONS.intersection(said) for said in callers)


def _is_number(search: Search, reply: Sequence[Token], spoken: Sequence[Stream]) -> bool:
    found, typed = list(numbers(reply, search.language)), typed_digits(search.value)
    if not found or _has_gap(reply, found[0]):
        return False
    heard = found[0].digits
    # What a recogniser loses at one end leaves the rest of the number.
    is_part = any(
        whole.startswith(part) or whole.endswith(part)
        for whole, part in ((heard, typed), (typed, heard))
    )
    said = (each.digits for stream in spoken for each in numbers(stream.tokens, search.language))
    is_said = any(same_number(digits, typed) for digits in said)
    return not (is_part or is_said) and _counts_this(search, reply, found[0])


def _counts_this(search: Search, reply: Sequence[Token], number: Number) -> bool:
    """Whether the number has the unit of the step or none, and nothing else is said."""
    cues = search.cues()
    rest = [token.key for token in _outside(reply, number) if token.key not in EMPTY | AGREEING]
    if search.language != "ko":
        return all(any(is_cue(key, cue) for cue in cues) for key in rest)
    within = (token.key for token in reply[number.first : number.last + 1])
    counted = [key for key in within if has_counter(key, alone=False)]
    return all(
        any(key.partition(cue)[1] and key.partition(cue)[2] in KOREAN_ENDINGS for cue in cues)
        for key in (*rest, *counted)
    )


def _is_phone(search: Search, reply: Sequence[Token], spoken: Sequence[Stream]) -> bool:
    found, typed = list(runs(reply, search.language)), phone_numbers.significant(search.value)
    if not found or _has_gap(reply, found[0]):
        return False
    digits = found[0].digits.removeprefix("0") if typed[:1] != "0" else found[0].digits
    is_whole = len(digits) == len(typed) >= SHORTEST_PHONE
    said = [each.digits for stream in spoken for each in runs(stream.tokens, search.language)]
    # Who corrects a number often says its end alone.
    is_said = any(typed in each or (len(each) > 1 and typed.endswith(each)) for each in said)
    return is_whole and not is_said and _is_empty(_outside(reply, found[0]))


def _is_reply(search: Search, reply: Sequence[Token], _spoken: Sequence[Stream]) -> bool:
    """A yes or no that is all the caller says."""
    said = {token.key for token in reply} - EMPTY - HOLLOW
    other = words_in(NO if search.value else YES, search.language)
    return bool(said) and said <= other


def _is_option(search: Search, reply: Sequence[Token], _spoken: Sequence[Stream]) -> bool:
    """Another option, named in its own words."""
    stream = Stream(0, "caller", tuple(reply))
    spans = (
        span
        for option in search.step.options
        if option.value != search.value
        for span in phrases_of(search, stream, option)
    )
    return any(span.score >= 1 and _is_empty(_outside(reply, span)) for span in spans)


def _outside(reply: Sequence[Token], part: Number | Span) -> list[Token]:
    return [*reply[: part.first], *reply[part.last + 1 :]]


def _is_empty(tokens: Sequence[Token]) -> bool:
    return all(token.key in EMPTY | AGREEING for token in tokens)


def _has_gap(reply: Sequence[Token], number: Number) -> bool:
    within = reply[number.first : number.last + 1]
    return any(later.start - earlier.end > LONGEST_PAUSE for earlier, later in pairwise(within))


Reader = Callable[[Search, Sequence[Token], Sequence[Stream]], bool]
READERS: dict[AnswerType, Reader] = {
    AnswerType.NUMBER: _is_number,
    AnswerType.PHONE: _is_phone,
    AnswerType.YES_NO: _is_reply,
    AnswerType.CHOICE: _is_option,
}
