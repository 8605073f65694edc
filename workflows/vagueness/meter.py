"""The vagueness meter of a run: missing answers, named signs, and what to ask next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from core.languages import say
from workflows.document import Step
from workflows.engine import (
    Answers,
    CompiledScript,
    Facts,
    KnownValues,
    Missing,
    counting_values,
    missing,
    templates,
    walk,
)
from workflows.texts import STAMP, Texts
from workflows.vagueness.headline import Headline, headline
from workflows.vagueness.junk import Empty
from workflows.vagueness.kinds import KINDS, Kind
from workflows.vagueness.steps import Plan, plan_of
from workflows.vagueness.suggestions import Gap, Suggestion, suggest
from workflows.vagueness.texts import (
    FREE,
    NOTES,
    FreeText,
    SourceReading,
    cut,
    reading_of_choice,
    readings_of_texts,
)

Level = Literal["vague", "thin", "clear"]
ENOUGH = 4


@dataclass(frozen=True)
class Sign:
    """One kind of sign and where it is named; `quote` and `source` are "" where it is not.

    `source` is the key of a step or "notes"; `texts` has the answer's own wording by language.
    """

    kind: Kind
    quote: str = ""
    source: str = ""
    texts: Texts | None = None


@dataclass(frozen=True)
class Junk:
    """A text that says nothing, and why."""

    source: str
    quote: str
    reason: Empty


@dataclass(frozen=True)
class Meter:
    """Always six signs, and up to three suggestions; none where the ticket names everything."""

    level: Level
    headline: Headline
    missing: tuple[Missing, ...]
    signs: tuple[Sign, ...]
    junk: tuple[Junk, ...]
    suggestions: tuple[Suggestion, ...]

    def as_json(self, language: str) -> dict[str, Any]:
        """The same as plain data, with the author's own texts in `language`; questions stay the
        caller's."""
        return {
            "level": self.level,
            "headline": {
                "knows": list(self.headline.knows),
                "lacks": list(self.headline.lacks),
                "asked": [say(title, language) for title in self.headline.missing],
                "junk": self.headline.junk,
            },
            "missing": [one.as_json(language) for one in self.missing],
            "signs": [_sign_json(sign, language) for sign in self.signs],
            "junk": [
                {"source": one.source, "quote": one.quote, "reason": one.reason.value}
                for one in self.junk
            ],
            "suggestions": [
                {
                    "ask": one.ask,
                    "step": one.step,
                    "raises": one.raises,
                    "why": say(one.why, language),
                    "quote": one.quote,
                }
                for one in self.suggestions
            ],
        }


def _sign_json(sign: Sign, language: str) -> dict[str, Any]:
    return {
        "kind": sign.kind,
        "quote": cut(say(sign.texts, language)) if sign.texts else sign.quote,
        "source": sign.source,
        "found": bool(sign.source),
    }


def measure(
    script: CompiledScript,
    answers: Answers,
    facts: Facts,
    *,
    notes: str = "",
    title: str = "",
    spoken: str = "fr",
) -> Meter:
    """Measure a run as it stands. The meter only warns: the script says what must be answered.

    `title` is the current title of the ticket, `spoken` the caller's language. Never raises for
    any text, and reads only a bounded part of each.
    """
    plan = plan_of(script)
    values = counting_values(script, answers, facts)
    passages = list(walk(script, values, facts))
    steps = [passage.step for passage in passages]
    readings = _readings(script, values, answers, plan, notes, title, spoken)
    first_of_kind = {kind: reading for reading in reversed(readings) for kind in reading.quotes}
    lacking = missing(script, answers, facts)
    junk = tuple(
        Junk(reading.source, cut(reading.text), reading.junk)
        for reading in readings
        if reading.junk
    )
    certain = [passage.step for passage in passages if passage.certain]
    gap = Gap(plan, spoken, readings, _waiting(certain, values, lacking), steps)
    level = _level(set(first_of_kind), bool(lacking or junk))
    return Meter(
        level=level,
        headline=headline(
            set(first_of_kind), [one.title for one in lacking], [text.quote for text in junk]
        ),
        missing=lacking,
        signs=tuple(_sign(kind, first_of_kind.get(kind)) for kind in KINDS),
        junk=junk,
        suggestions=suggest(gap, set(first_of_kind)),
    )


def _waiting(
    certain: Sequence[Step], values: KnownValues, lacking: Sequence[Missing]
) -> tuple[Step, ...]:
    """The questions still open on the path, those that must be answered first."""
    must = {one.key for one in lacking}
    open_ = [step for step in certain if step.takes_answer and step.key not in values]
    return tuple(sorted(open_, key=lambda step: step.key not in must))


def _readings(
    script: CompiledScript,
    values: KnownValues,
    answers: Answers,
    plan: Plan,
    notes: str,
    title: str,
    spoken: str,
) -> list[SourceReading]:
    choices: list[SourceReading] = []
    free_texts: list[FreeText] = []
    for step in script.document.steps:
        if step.key not in values or not step.takes_answer:
            continue
        # What the directory does not have says only what its words say.
        if step.type in FREE or answers[step.key].unlisted:
            free_texts.append(_free_text(script, step, values[step.key]))
        else:
            choices.append(reading_of_choice(step, values[step.key], plan, spoken))
    free_texts.append(FreeText(NOTES, STAMP.sub(" ", notes)))
    choice_texts = [one.text for one in choices if one.text]
    return [*choices, *readings_of_texts(free_texts, choice_texts, title, spoken, plan)]


def _free_text(script: CompiledScript, step: Step, value: Any) -> FreeText:
    text = "\n".join(map(str, value)) if isinstance(value, list) else str(value)
    titles = script.document.outcome.title.values()
    placed = (templates.key_of(name) for title in titles for name in templates.names(title))
    return FreeText(step.key, text, step, step.key in placed)


def _level(kinds: set[Kind], is_lacking: bool) -> Level:
    """A ticket is clear when it says what happens and most of the rest, and nothing is missing. A
    message counts as what happens: many troubles show themselves in no other way."""
    says_what_happens = bool(kinds & {"symptom", "error"})
    count = len(kinds & {"thing", "place", "time", "effect"}) + says_what_happens
    if says_what_happens and count >= ENOUGH and not is_lacking:
        return "clear"
    return "thin" if count > (1 if says_what_happens else 2) else "vague"


def _sign(kind: Kind, reading: SourceReading | None) -> Sign:
    if reading is None:
        return Sign(kind)
    return Sign(kind, reading.quotes[kind], reading.source, reading.texts or None)
