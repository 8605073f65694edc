"""Choices, severities, and a yes or no behind its question."""

from collections.abc import Iterator, Sequence

from core.folding import fold_to_letters as fold
from workflows.document import Option
from workflows.evidence.phrases import Span, find_phrase
from workflows.evidence.search import Search, option_of
from workflows.evidence.tokens import Stream

ACKNOWLEDGED = 8.0
YES = {
    "fr": "oui ouais exactement exact voila effectivement",
    "en": "yes yeah yep correct right exactly",
    "ko": "네 예 맞아요 맞습니다 그렇습니다 그래요 있어요 있습니다",
}
NO = {
    "fr": "non aucun aucune personne",
    "en": "no nope none nobody",
    "ko": "아니요 아니오 아니 없어요 없습니다 없고",
}


def words_in(words: dict[str, str], language: str) -> frozenset[str]:
    """The words of one language, folded."""
    return frozenset(fold(word) for word in words.get(language, "").split())


def phrases_of(search: Search, stream: Stream, option: Option) -> Iterator[Span]:
    """The places where somebody says a phrase of the option, or its label."""
    phrases = [*option.heard.get(search.language, []), option.label.get(search.language, "")]
    spans = (find_phrase(stream.tokens, phrase) for phrase in phrases)
    yield from (span for span in spans if span)


def in_options(search: Search, stream: Stream) -> Iterator[Span]:
    """The places of the chosen options; somebody must have said each of them."""
    values = search.value if isinstance(search.value, list) else [search.value]
    yield from _each(search, stream, [option_of(search.step.options, one) for one in values])


def _each(search: Search, stream: Stream, options: Sequence[Option | None]) -> list[Span]:
    spans_by_option = [list(phrases_of(search, stream, option)) for option in options if option]
    whole = len(spans_by_option) == len(options) and all(spans_by_option)
    return [span for spans in spans_by_option for span in spans] if whole else []


def in_severity(search: Search, stream: Stream) -> Iterator[Span]:
    """The places of impact and urgency; somebody must have said both."""
    impact = option_of(search.step.impacts, search.value["impact"])
    urgency = option_of(search.step.urgencies, search.value["urgency"])
    yield from _each(search, stream, [impact, urgency])


def in_yes_no(search: Search, stream: Stream) -> Iterator[Span]:
    """A phrase of the option, or a plain yes or no behind the question."""
    option = option_of(search.step.options, "yes" if search.value else "no")
    if option:
        yield from phrases_of(search, stream, option)
    if stream.speaker != "agent":
        yield from _short_reply(search, stream)


def _short_reply(search: Search, stream: Stream) -> Iterator[Span]:
    """The yes or no as the first word behind the question."""
    replies = words_in(YES if search.value else NO, search.language)
    for end in search.question_ends:
        place = next((p for p, token in enumerate(stream.tokens) if token.start >= end - 0.5), None)
        if place is None or stream.tokens[place].start - end > ACKNOWLEDGED:
            continue
        # “Euh, oui” is a yes; a yes further on may answer something else.
        for near in range(place, min(place + 2, len(stream.tokens))):
            if stream.tokens[near].key in replies:
                yield Span(near, near, 0.9)
                break
