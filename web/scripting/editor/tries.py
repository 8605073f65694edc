"""What the editor tries out before it is saved: conditions, answers, instructions in force."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from core.clock import now
from core.languages import say
from web.languages import page_language
from web.messages import answers, findings, refusals
from workflows.document import FIELDS_OF_TYPE, Instruction, Step, patterns
from workflows.engine import Problem, validate, windows
from workflows.expressions import LONGEST, rows
from workflows.linting import shape_faults
from workflows.texts import Refusal

Json = dict[str, Any]
LONGEST_RAW = 5_000
MOST_INSTRUCTIONS = 100


def _read(text: str) -> rows.Rows | None:
    return _remembered(text[: LONGEST + 1])  # what is longer is refused like this much of it


@lru_cache(maxsize=4096)
def _remembered(text: str) -> rows.Rows | None:
    return rows.rows_of(text)


def rows_json(text: str) -> Json | None:
    """A condition as rows; None where it cannot be read, or says more than rows can."""
    try:
        read = _read(text)
    except Refusal:
        return None
    return read.to_json() if read else None


def rows_of(text: str) -> Json:
    """A condition as rows, with why it cannot be read where it cannot."""
    try:
        read = _read(text.strip())
    except Refusal as refusal:
        return {"rows": None, "problem": _problem(refusal)}
    return {"rows": read.to_json() if read else None, "problem": ""}


def condition_of(given: Any) -> Json:
    """Rows as the text of a condition."""
    try:
        return {"text": rows.text_of(rows.from_json(given)), "problem": ""}
    except Refusal as refusal:
        return {"text": "", "problem": _problem(refusal)}


def _problem(refusal: Refusal) -> str:
    sentence = refusals.sentence(refusal)
    return sentence[:1].upper() + sentence[1:]


def answer(step: Any, raw: str, *, language: str, timezone: str) -> Json:
    """What a text would be as an answer: how it is understood, or what is wrong with it."""
    outcome = {"display": "", "problem": "", "sample": ""}
    if not isinstance(step, dict):
        return outcome
    kept = {"kind", "type", *FIELDS_OF_TYPE}
    bare = {name: value for name, value in step.items() if name in kept}
    try:
        made = Step.model_validate({**bare, "key": "tried", "title": {"en": "tried"}})
    except ValidationError as error:
        detail = error.errors(include_url=False, include_input=False)[0]
        return {**outcome, "problem": findings.fragment(shape_faults.explain(detail))}
    sample = patterns.check(made.pattern) if made.pattern else ""
    read = validate(made, raw[:LONGEST_RAW], language=language, timezone=timezone, now=now())
    if isinstance(read, Problem):
        return {**outcome, "problem": answers.sentence(vars(read)), "sample": sample}
    return {**outcome, "display": say(read.display, page_language()), "sample": sample}


def in_force(given: Any, at: datetime, timezone: str) -> list[Json]:
    """The instructions whose window holds `at`; `shown` if none of its topic is more specific.

    Two of one topic that are shown together are in `conflict`.
    """
    active = [one for one in _instructions(given) if windows.is_active(one, at, timezone)]
    best = windows.most_specific(active)
    topics = Counter(one.topic for one in best if one.topic)
    return [
        {
            "key": one.key,
            "shown": one in best,
            "conflict": one in best and topics.get(one.topic or "", 0) > 1,
            "when": one.when or "",
        }
        for one in active
    ]


def _instructions(given: Any) -> Iterable[Instruction]:
    for one in given[:MOST_INSTRUCTIONS] if isinstance(given, list) else []:
        try:
            yield Instruction.model_validate(one)
        except ValidationError:
            continue
