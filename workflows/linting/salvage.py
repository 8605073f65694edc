"""What can be read of a draft with faults, so that the linter can look at the rest.

Each part keeps its place in its list. A field with a fault is left out or put in a neutral form;
of a step that cannot be read at all only the key stays known. `opaque` are the keys of steps whose
type is not to be relied on.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from core.languages import PAGES
from workflows.document import (
    FIELDS_OF_TYPE,
    MOST_STEPS,
    Article,
    DeadlineRule,
    Instruction,
    PriorityRule,
    ScriptDocument,
    Step,
    TeamRule,
)
from workflows.linting.shape_faults import located
from workflows.texts import Texts

TEXTS = TypeAdapter(Texts)
UNWRITTEN: Texts = {"fr": "?", "en": "?"}
# Neither always nor never true for the linter, since any line can have been called.
UNDECIDED = 'facts.line == "?"'
ROUNDS = 6
UNANSWERED = ("instruction", "article", "action", "end")
TYPED = frozenset({"kind", "type", *FIELDS_OF_TYPE})
RULES: dict[str, tuple[type[BaseModel], dict[str, Any]]] = {
    "priority": (PriorityRule, {"is": 3}),
    "team": (TeamRule, {"is": "team"}),
    "deadline": (DeadlineRule, {"minutes": 60}),
}


@dataclass(frozen=True)
class Salvage:
    """`document` is None where nothing can be read."""

    document: ScriptDocument | None
    opaque: frozenset[str]


def salvage(data: dict[str, Any]) -> Salvage:
    """The readable part of a draft; never raises for data within `bounds`."""
    opaque: set[str] = set()
    steps = list(_steps(_items(data, "steps"), opaque))
    neutral: dict[str, Any] = {
        "key": "draft",
        "name": UNWRITTEN,
        "languages": _languages(data.get("languages")),
        "steps": steps,
        "instructions": list(_parts(_items(data, "instructions"), Instruction, _instruction)),
        "articles": list(_parts(_items(data, "articles"), Article, _article)),
        "outcome": _outcome(data.get("outcome")),
    }
    mended: dict[str, Any] = {
        name: data[name] for name in ("key", "name", "greeting", "lexicon") if name in data
    }
    return Salvage(_readable({**neutral, **mended}, neutral), frozenset(opaque))


def _readable(whole: dict[str, Any], neutral: dict[str, Any]) -> ScriptDocument | None:
    """The document without those of its own fields that have a fault."""
    for _ in range(2):
        try:
            return ScriptDocument.model_validate(whole)
        except ValidationError as error:
            bad = {str(detail["loc"][0]) for detail in error.errors() if detail["loc"]}
            whole = {name: value for name, value in whole.items() if name not in bad}
            whole = {**{name: neutral[name] for name in bad if name in neutral}, **whole}
    return None


def _items(data: dict[str, Any], name: str) -> list[Any]:
    items = data.get(name)
    return items[:MOST_STEPS] if isinstance(items, list) else []


def _languages(value: Any) -> list[str]:
    listed = value if isinstance(value, list) else []
    good = [one for one in listed if isinstance(one, str) and len(one) == 2 and one.isascii()]
    return list(dict.fromkeys(one for one in good if one.islower()))[:12] or [*PAGES]


def _is_key(key: Any) -> bool:
    return isinstance(key, str) and len(key) <= 40


def _steps(items: list[Any], opaque: set[str]) -> Iterator[Step]:
    taken: set[str] = set()
    step = None
    for place, item in enumerate(items):
        raw = dict(item) if isinstance(item, dict) else {}
        if not _is_key(raw.get("key")) or raw["key"] in taken:
            opaque.add(str(raw.get("key"))[:40])
            raw["key"] = f"unnamed_{place}"
            opaque.add(raw["key"])
        step = _step(raw, f"unnamed_{place}", opaque)
        taken.add(step.key)
        yield step
    if step is None or step.kind != "end":
        yield from _closed(len(items))


def _closed(count: int) -> Iterator[Step]:
    """Stand-ins that a document needs; findings about them point behind the draft's own steps."""
    if count == 0:
        yield Step(key="unnamed_begin", kind="action", title=UNWRITTEN)
    yield Step(key="unnamed_end", kind="end", title=UNWRITTEN)


def _step(raw: dict[str, Any], placeholder: str, opaque: set[str]) -> Step:
    for _ in range(ROUNDS):
        try:
            return Step.model_validate(raw)
        except ValidationError as error:
            raw = _mend_step(raw, error, placeholder, opaque)
    opaque.add(raw["key"])
    return Step(key=placeholder, kind="question", type="list", title=UNWRITTEN)


def _mend_step(
    raw: dict[str, Any], error: ValidationError, placeholder: str, opaque: set[str]
) -> dict[str, Any]:
    places = [place for place, _ in located(error, raw)]
    mended = dict(raw)
    for name in dict.fromkeys(str(place[0]) if place else "kind" for place in places):
        if name == "key":
            opaque.add(str(raw.get("key"))[:40])
            mended["key"] = placeholder
        elif name in TYPED:
            opaque.add(mended["key"])
            mended = _untyped(mended)
        elif name == "next":
            mended["next"] = _branches(raw.get("next"), places)
        else:
            _neutral(mended, name)
    return mended


def _untyped(raw: dict[str, Any]) -> dict[str, Any]:
    """The step as a list, of whose answers the linter claims nothing, or as what takes none."""
    fields = {name: value for name, value in raw.items() if name not in TYPED}
    if raw.get("kind") in UNANSWERED:
        return {**fields, "kind": raw["kind"]}
    return {**fields, "kind": "question", "type": "list"}


def _neutral(raw: dict[str, Any], name: str) -> None:
    value = raw.pop(name, None)
    if name == "title":
        raw["title"] = UNWRITTEN
    elif name == "articles" and raw.get("kind") == "article":
        raw["kind"] = "action"
    elif name in ("when", "mandatory") and isinstance(value, str) and value != UNDECIDED:
        raw[name] = UNDECIDED


def _branches(branches: Any, places: list[tuple[str | int, ...]]) -> list[Any]:
    """The branches without those that lead nowhere; a condition with a fault is undecided."""
    listed = branches if isinstance(branches, list) else []
    at_fault = {place[1]: place[2:3] for place in places if place[0] == "next" and place[1:]}
    mended = []
    for index, branch in enumerate(listed):
        if index not in at_fault:
            mended.append(branch)
        elif at_fault[index] == ("when",):
            mended.append({**branch, "when": UNDECIDED})
    return mended[:30]


def _parts(
    items: list[Any], model: type[BaseModel], stand_in: Callable[[Any, str], dict[str, Any]]
) -> Iterator[Any]:
    taken: set[str] = set()
    for place, item in enumerate(items[:100]):
        try:
            part: Any = model.model_validate(item)
        except ValidationError:
            part = model.model_validate(stand_in(item, f"unnamed_{place}"))
        if part.key in taken:
            part = part.model_copy(update={"key": f"unnamed_{place}"})
        taken.add(part.key)
        yield part


def _instruction(_: Any, placeholder: str) -> dict[str, Any]:
    return {"key": placeholder, "text": UNWRITTEN}


def _article(raw: Any, placeholder: str) -> dict[str, Any]:
    """Under its own key where that can be read, so that steps may name it."""
    key = raw.get("key") if isinstance(raw, dict) else None
    try:
        return Article(key=key, title=UNWRITTEN, body=UNWRITTEN).model_dump()
    except ValidationError:
        return {"key": placeholder, "title": UNWRITTEN, "body": UNWRITTEN}


def _outcome(raw: Any) -> dict[str, Any]:
    raw_outcome = raw if isinstance(raw, dict) else {}
    mended: dict[str, Any] = {"title": _texts(raw_outcome.get("title")) or UNWRITTEN}
    mended["summary"] = _texts(raw_outcome.get("summary"))
    for name, (model, neutral) in RULES.items():
        mended[name] = [_rule(rule, model, neutral) for rule in _items(raw_outcome, name)[:30]]
    return mended


def _texts(value: Any) -> Any:
    try:
        return TEXTS.validate_python(value)
    except ValidationError:
        return {}


def _rule(raw: Any, model: type[BaseModel], neutral: dict[str, Any]) -> Any:
    try:
        return model.model_validate(raw)
    except ValidationError:
        conditional = isinstance(raw, dict) and raw.get("when") is not None
        return {**neutral, "when": UNDECIDED} if conditional else neutral
