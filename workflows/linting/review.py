"""All that is wrong with a draft, finished or not, for the person who is writing it.

Faults of shape come as findings at the exact field, and what can be read is linted meanwhile.
"""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from pydantic import ValidationError

from workflows import expressions
from workflows.document import ScriptDocument, same_key
from workflows.document.bounds import unfit
from workflows.engine import compile_script
from workflows.linting import Finding, lint
from workflows.linting.finding import Place
from workflows.linting.salvage import Salvage, salvage
from workflows.linting.shape_faults import faults, finding_at, refused
from workflows.texts import Refusal

MOST_FINDINGS = 400
SECTIONS = ("steps", "instructions", "articles")
# What the linter can only say where it knows the type of a step.
ABOUT_TYPES = frozenset({"unknown-part", "impossible-value", "not-ordered"})
# What a branch that leads nowhere yet would be the cause of.
ABOUT_BRANCHES = frozenset({"unreachable", "not-known-yet", "optional-exit"})


def review(data: Any, timezone: str = "") -> tuple[Finding, ...]:
    """Every finding, errors first, at most 400. Takes any data, of any shape, and never raises.

    With `timezone`, the client's, hours that the clocks leave out are findings too.
    """
    refusal = unfit(data)
    if refusal is not None:
        return (_finding(data, refusal),)
    try:
        return lint(compile_script(ScriptDocument.model_validate(data)), timezone)[:MOST_FINDINGS]
    except ValidationError as error:
        misshapen = chain(_same_keys(data), faults(error, data))
        findings = _distinct(list(islice(misshapen, MOST_FINDINGS)))
    linted = _lint_rest(data, {finding.place for finding in findings}, timezone)
    everything = sorted([*findings, *linted], key=lambda finding: finding.severity != "error")
    return tuple(everything[:MOST_FINDINGS])


def _finding(data: Any, refusal: Refusal) -> Finding:
    return finding_at(data, refusal.at, refused(refusal))


def _distinct(findings: list[Finding]) -> list[Finding]:
    """Of several at one place the first."""
    return list({finding.place: finding for finding in reversed(findings)}.values())[::-1]


def _same_keys(data: Any) -> Iterator[Finding]:
    """The models only look for these once every part is in order."""
    for name in SECTIONS:
        items = data.get(name) if isinstance(data, dict) else None
        seen = set()
        for place, item in enumerate(items if isinstance(items, list) else []):
            key = item.get("key") if isinstance(item, dict) else None
            if isinstance(key, str) and key in seen:
                yield _finding(data, same_key(name, place, key))
            seen.add(key if isinstance(key, str) else None)


def _lint_rest(data: Any, faulty: set[Place], timezone: str) -> Iterator[Finding]:
    if not isinstance(data, dict):
        return
    rest = salvage(data)
    if rest.document is None:
        return
    whole = rest.document.model_dump(by_alias=True)
    lost = any(_is_lost_branch(place) for place in faulty)
    around = {
        place[:length]
        for place in faulty
        for length in range(2 if place[:1] == ("outcome",) else 3, len(place) + 1)
    }
    for finding in lint(compile_script(rest.document), timezone):
        follows = lost and finding.code in ABOUT_BRANCHES
        if follows or _is_covered(finding.place, faulty, around):
            continue
        if _is_ours(data, finding.place) and not _rests_on(whole, finding, rest):
            yield finding


def _is_lost_branch(place: Place) -> bool:
    return place[0:1] == ("steps",) and place[2:3] == ("next",) and place[4:5] != ("when",)


def _is_ours(data: dict[str, Any], place: Place) -> bool:
    """Whether the place is in the draft, and not in what was added to make it readable."""
    if len(place) < 2 or place[0] not in SECTIONS:
        return True
    items = data.get(str(place[0]))
    return isinstance(items, list) and isinstance(place[1], int) and place[1] < len(items)


def _is_covered(place: Place, faulty: set[Place], around: set[Place]) -> bool:
    """Whether there is a fault at the same field, within it, or at what it is a part of."""
    parts = (place[:length] for length in range(1, len(place) + 1))
    return place in around or any(part in faulty for part in parts)


def _rests_on(whole: dict[str, Any], finding: Finding, rest: Salvage) -> bool:
    """Whether the finding would need the type of a step that could not be read."""
    if finding.code == "no-wording":
        return finding.key in rest.opaque
    by_step = finding.code == "unknown-step" and finding.place[-1] == "from"
    if not by_step and finding.code not in ABOUT_TYPES:
        return False
    value: Any = whole
    for part in finding.place:
        value = value[part]
    if by_step:
        return value in rest.opaque
    return any(name.step in rest.opaque for name in expressions.names(expressions.parse(value)))
