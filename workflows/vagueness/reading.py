"""Reads one text: its signs with their quotes, its vague words, and whether it is junk."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from workflows.vagueness.folding import Folded, Word, fold
from workflows.vagueness.junk import Empty, reason_for
from workflows.vagueness.kinds import KINDS, Kind
from workflows.vagueness.messages import Span, errors_in, quotes_of_messages
from workflows.vagueness.phrases import Hit
from workflows.vagueness.rules import (
    LANGUAGES,
    Vocabulary,
    nobody_rules,
    rules,
    small_words,
)
from workflows.vagueness.scene import HOLLOW, Scene
from workflows.vagueness.unforeseen import unforeseen

DENIALS = frozenset(["pas", "aucun", "aucune", "sans", "ni", "no", "without", "neither", "nor"])
BETWEEN = frozenset(["de", "d", "du", "any", "a", "un", "une", "des", "the"])
DENIABLE = frozenset(("symptom", "error", "effect"))
COVER = "#"
SHORT = 160


@dataclass(frozen=True)
class Reading:
    """`quotes` has the kinds that are named; `junk` is the reason why a text says nothing."""

    quotes: dict[Kind, str] = field(default_factory=dict)
    vague: tuple[str, ...] = ()
    junk: Empty | None = None

    @property
    def kinds(self) -> frozenset[Kind]:
        return frozenset(self.quotes)


def read(
    text: str,
    language: str,
    vocabulary: Vocabulary,
    *,
    is_short: bool = False,
    by_rules: bool = True,
) -> Reading:
    """Read a text; `language` counts where the text itself does not tell its own. Never raises.

    `is_short`: the answer to a narrow question, where one plain word can be enough. Without
    `by_rules` only phrases are looked up, which costs a tenth.
    """
    folded = fold(text)
    if not folded.words:
        return Reading(junk=Empty.NO_WORD if text.strip() else None)
    spoken = languages_of(folded.words, language)
    errors = list(errors_in(folded)) if by_rules else []
    hits = [hit for hit in vocabulary.index(spoken).find(folded.words) if not _denied(folded, hit)]
    empty = [_span(folded, hit) for hit in hits if hit.sign == "junk"]
    nobody = [match.span() for rule in nobody_rules() for match in rule.finditer(folded.key)]
    scene = Scene(folded, spoken, (*quotes_of_messages(folded, errors), *empty, *nobody))
    signs: list[tuple[Kind, Span]] = [
        *_of_phrases(scene, hits),
        *(("error", span) for span in errors),
    ]
    if by_rules:
        signs += _of_rules(scene, hits, {kind for kind, _ in signs})
        signs += unforeseen(scene, hits, signs)
    return _reading(folded, hits, _longest(signs), is_short)


def _reading(
    folded: Folded, hits: Sequence[Hit], spans: dict[Kind, Span], is_short: bool
) -> Reading:
    quotes = {kind: folded.quote(*spans[kind]) for kind in KINDS if kind in spans}
    hollow = [hit for hit in hits if hit.sign in HOLLOW]
    hollow_places = {place for hit in hollow for place in range(hit.first, hit.last + 1)}
    junk = reason_for(folded.words, hollow_places, names_something=bool(quotes), is_short=is_short)
    vague = tuple(folded.quote(*_span(folded, hit)) for hit in hollow if hit.sign == "vague")
    return Reading({} if junk else quotes, vague, junk)


def languages_of(words: Sequence[Word], language: str) -> tuple[str, ...]:
    """In which languages to read: the one with more small words, else all, the given one first."""
    french, english = (
        sum(word.key in small_words(one) for word in words[:200]) for one in LANGUAGES
    )
    if french != english:
        return ("fr",) if french > english else ("en",)
    return ("en", "fr") if language == "en" else ("fr", "en")


def _span(folded: Folded, hit: Hit) -> Span:
    return folded.words[hit.first].start, folded.words[hit.last].end


def _denied(folded: Folded, hit: Hit) -> bool:
    """Whether “no” or “without” stands right before it: a smell that is not there is no sign."""
    if hit.sign not in DENIABLE or hit.first == 0:
        return False
    place = hit.first - 1
    if folded.words[place].key in BETWEEN and place > 0:
        place -= 1
    between = folded.key[folded.words[place].end : folded.words[hit.first].start]
    return folded.words[place].key in DENIALS and not set(between) & set(".,;:")


def _of_phrases(text: Scene, hits: Sequence[Hit]) -> Iterator[tuple[Kind, Span]]:
    things = [hit for hit in hits if hit.sign == "thing"]
    for hit in hits:
        span = _span(text.folded, hit)
        for kind in KINDS:
            if hit.sign != kind or (kind != "error" and text.is_apart(span)):
                continue
            if kind != "place" or not any(_is_part(hit, thing) for thing in things):
                yield kind, span


def _is_part(hit: Hit, whole: Hit) -> bool:
    """“Accueil” is no place in “page d’accueil”."""
    length, longer = hit.last - hit.first, whole.last - whole.first
    return whole.first <= hit.first and hit.last <= whole.last and length < longer


def _of_rules(
    text: Scene, hits: Sequence[Hit], named: Collection[Kind]
) -> Iterator[tuple[Kind, Span]]:
    """In a long text one sign of a kind is enough, in a short one the rules may quote better."""
    named = set(named) if len(text.folded.key) > SHORT else set()
    folded = text.folded
    key = _covered(folded.key, text.apart)
    vague = [_span(folded, hit) for hit in hits if hit.sign == "vague"]
    forms = {
        "key": key,
        "masked": _covered(key, vague),
        "cased": _covered(folded.cased, text.apart),
        "accented": folded.accented,
    }
    for language in ("", *text.spoken):
        for rule in rules(language):
            span = None if rule.kind in named else rule.find(forms[rule.form])
            if span:
                yield rule.kind, span


def _covered(text: str, spans: Sequence[Span]) -> str:
    """The text with something that no rule fits in place of these spans."""
    for start, end in spans:
        text = text[:start] + COVER * (end - start) + text[end:]
    return text


def _longest(signs: Sequence[tuple[Kind, Span]]) -> dict[Kind, Span]:
    best: dict[Kind, Span] = {}
    for kind, span in signs:
        if kind not in best or span[1] - span[0] > best[kind][1] - best[kind][0]:
            best[kind] = span
    return best
