"""The vagueness meter of a run: what is missing, what is named, what to ask next."""

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
    known_values,
    missing,
    walk,
)
from workflows.texts import Texts
from workflows.vagueness.headline import Headline, headline
from workflows.vagueness.junk import Empty
from workflows.vagueness.kinds import KINDS, Kind
from workflows.vagueness.steps import Plan, plan_of
from workflows.vagueness.suggestions import Gap, Suggestion, suggest
from workflows.vagueness.texts import FREE, NOTES, Told, Written, cut, told_by_choice, told_by_texts

Level = Literal["vague", "thin", "clear"]
ENOUGH = 4


@dataclass(frozen=True)
class Sign:
    """One kind of sign and where it is named; `quote` and `source` are "" where it is not.

    `source` is the key of a step or "notes"; `shown` has the answer's own wording by language.
    """

    kind: Kind
    quote: str = ""
    source: str = ""
    shown: Texts | None = None


@dataclass(frozen=True)
class Junk:
    """A text that says nothing, and why."""

    source: str
    quote: str
    reason: Empty


@dataclass(frozen=True)
class Meter:
    """Always six signs, and up to three suggestions; none is left when everything is named."""

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
                "asked": [say(title, language) for title in self.headline.asked],
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
        "quote": cut(say(sign.shown, language)) if sign.shown else sign.quote,
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
    """Measure a run as it stands. Only warns: what must be answered is the script's to say.

    `title` is what the ticket is called so far, `spoken` the caller's language. Never raises for
    any text; what is measured of one is bounded.
    """
    plan = plan_of(script)
    values = known_values(answers)
    passages = list(walk(script, values, facts))
    steps = [passage.step for passage in passages]
    told = _told(script, answers, steps, plan, notes, title, spoken)
    found = {kind: one for one in reversed(told) for kind in one.quotes}
    lacking = missing(script, answers, facts)
    junk = tuple(Junk(one.source, cut(one.text), one.junk) for one in told if one.junk)
    certain = [passage.step for passage in passages if passage.certain]
    gap = Gap(plan, spoken, told, _waiting(certain, values, lacking), steps)
    level = _level(set(found), bool(lacking or junk))
    return Meter(
        level=level,
        headline=headline(set(found), [one.title for one in lacking], [one.quote for one in junk]),
        missing=lacking,
        signs=tuple(_sign(kind, found.get(kind)) for kind in KINDS),
        junk=junk,
        suggestions=suggest(gap, set(found)),
    )


def _waiting(
    certain: Sequence[Step], values: KnownValues, lacking: Sequence[Missing]
) -> tuple[Step, ...]:
    """The questions still open on the path, those that must be answered first."""
    must = {one.key for one in lacking}
    open_ = [step for step in certain if step.takes_answer and step.key not in values]
    return tuple(sorted(open_, key=lambda step: step.key not in must))


def _told(
    script: CompiledScript,
    answers: Answers,
    steps: Sequence[Step],
    plan: Plan,
    notes: str,
    title: str,
    spoken: str,
) -> list[Told]:
    chosen: list[Told] = []
    written: list[Written] = []
    for step in steps:
        value = answers[step.key].value if step.key in answers else None
        if value is None or not step.takes_answer:
            continue
        if step.type in FREE:
            written.append(_written(script, step, value))
        else:
            chosen.append(told_by_choice(step, value, plan, spoken))
    written.append(Written(NOTES, notes))
    others = [one.text for one in chosen if one.text]
    return [*chosen, *told_by_texts(written, others, title, spoken, plan)]


def _written(script: CompiledScript, step: Step, value: Any) -> Written:
    text = "\n".join(map(str, value)) if isinstance(value, list) else str(value)
    templates = script.document.outcome.title.values()
    return Written(step.key, text, step, any(f"{{{step.key}}}" in one for one in templates))


def _level(found: set[Kind], is_lacking: bool) -> Level:
    """Clear: what happens and most of the rest, with nothing missing. A message counts as what
    happens: many troubles show themselves in no other way."""
    says_what = bool(found & {"symptom", "error"})
    count = len(found & {"thing", "place", "time", "effect"}) + says_what
    if says_what and count >= ENOUGH and not is_lacking:
        return "clear"
    return "thin" if count > (1 if says_what else 2) else "vague"


def _sign(kind: Kind, told: Told | None) -> Sign:
    if told is None:
        return Sign(kind)
    return Sign(kind, told.quotes[kind], told.source, told.shown or None)
