"""Where the parts of a document refer to one another, and following a new name everywhere.

A draft may hold anything, so each place is looked at only if it has the shape that it should have.
A value in which nothing changes is returned as it is, not as a copy.
"""

from typing import Any

from workflows.drafting.parts import LISTS, SETTINGS, Document
from workflows.engine import templates
from workflows.expressions.renaming import renamed

RULES = ("priority", "team", "deadline")


def rewritten(part: str, value: Any, kind: str, old: str, new: str) -> Any:
    """The value of `part` with each reference to the step or article `old` changed to `new`."""
    if not isinstance(value, dict):
        return value
    of_part = part.partition(":")[0]
    if kind == "article":
        return _article_names(value, old, new) if of_part == "step" else value
    if kind != "step":
        return value
    if part == "settings:outcome":
        return _outcome(value, old, new)
    return _conditional(value, old, new) if of_part in ("step", "instruction") else value


def touched(document: Document, kind: str, old: str, new: str) -> list[tuple[str, Any, Any]]:
    """Every part that refers to `old`, as (part, value now, value that refers to `new`)."""
    references = []
    for part, value in parts(document):
        after = rewritten(part, value, kind, old, new)
        if after is not value:
            references.append((part, value, after))
    return references


def parts(document: Document) -> list[tuple[str, Any]]:
    """Every part of a document with its value."""
    listed = [
        (f"{kind}:{item['key']}", item) for kind, name in LISTS.items() for item in document[name]
    ]
    return [*listed, *((f"settings:{name}", document[name]) for name in SETTINGS)]


def _with(value: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    real = {name: each for name, each in changes.items() if each != value[name]}
    return {**value, **real} if real else value


def _conditional(value: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    changes: dict[str, Any] = {
        name: renamed(value[name], old, new)
        for name in ("when", "mandatory")
        if isinstance(value.get(name), str)
    }
    if isinstance(value.get("next"), list):
        changes["next"] = [_rule(branch, "to", old, new) for branch in value["next"]]
    return _with(value, changes)


def _rule(rule: Any, names: str, old: str, new: str) -> Any:
    """A branch or a rule: its condition, and the field that names a step outright."""
    if not isinstance(rule, dict):
        return rule
    changes = {names: new} if rule.get(names) == old else {}
    if isinstance(rule.get("when"), str):
        changes["when"] = renamed(rule["when"], old, new)
    return _with(rule, changes)


def _outcome(value: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    changes: dict[str, Any] = {
        name: [_rule(rule, "from", old, new) for rule in value[name]]
        for name in RULES
        if isinstance(value.get(name), list)
    }
    for name in ("title", "summary"):
        if isinstance(value.get(name), dict):
            changes[name] = {
                language: _places(text, old, new) for language, text in value[name].items()
            }
    return _with(value, changes)


def _places(text: Any, old: str, new: str) -> Any:
    if not isinstance(text, str):
        return text
    return templates.renamed(text, old, new)


def _article_names(value: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    names = value.get("articles")
    if not isinstance(names, list):
        return value
    return _with(value, {"articles": [new if name == old else name for name in names]})
