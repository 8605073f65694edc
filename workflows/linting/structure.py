"""Loops, unreachable steps, dead branches, what can be walked around, names that do not exist."""

from collections.abc import Iterator

from workflows import expressions
from workflows.document import Kind
from workflows.engine import CompiledScript
from workflows.linting.finding import Finding, error, warning
from workflows.linting.graph import Graph
from workflows.linting.suggest import nearest

MOST_CHOICES = 15


def structure_findings(script: CompiledScript, graph: Graph) -> Iterator[Finding]:
    """Everything that follows from which step can come after which."""
    yield from _unknown_targets(script)
    yield from _loops(script, graph)
    yield from _unreachable(script, graph)
    yield from _dead_branches(script, graph)
    yield from _avoidable(script, graph)
    yield from _many_choices(script)
    yield from _articles(script)


def _unknown_targets(script: CompiledScript) -> Iterator[Finding]:
    for place, step in enumerate(script.document.steps):
        for index, branch in enumerate(step.next):
            if branch.to not in script.place:
                yield error(
                    "unknown-step",
                    ("steps", place, "next", index, "to"),
                    step.key,
                    (f"« {branch.to} » n’est pas une étape.", f"“{branch.to}” is no step."),
                    nearest(branch.to, script.place),
                )


def _loops(script: CompiledScript, graph: Graph) -> Iterator[Finding]:
    if not graph.loop:
        return
    first = graph.loop.index(min(graph.loop))
    places = (*graph.loop[first:], *graph.loop[:first])
    keys = [script.document.steps[place].key for place in places]
    shown = [*keys[:6], "…"] if len(keys) > 6 else keys
    names = " → ".join((*shown, keys[0]))
    place, index = _way_back(script, graph)
    yield error(
        "loop",
        ("steps", place, "next", index, "to"),
        script.document.steps[place].key,
        (f"Le script tourne en rond : {names}.", f"The script goes round in circles: {names}."),
        (
            "Une étape ne renvoie que vers une étape qui vient après elle.",
            "A step may only lead to a step that comes after it.",
        ),
    )


def _way_back(script: CompiledScript, graph: Graph) -> tuple[int, int]:
    """The first branch of a loop that leads up; a loop always has one."""
    return next(
        (place, index)
        for place in sorted(graph.loop)
        for index, branch in enumerate(script.document.steps[place].next)
        if script.place.get(branch.to, place + 1) <= place
    )


def _unreachable(script: CompiledScript, graph: Graph) -> Iterator[Finding]:
    for place, step in enumerate(script.document.steps):
        if place not in graph.reachable:
            yield error(
                "unreachable",
                ("steps", place),
                step.key,
                (
                    f"Aucun appel ne peut arriver à « {step.key} ».",
                    f"No call can ever come to “{step.key}”.",
                ),
                (
                    "Ajoutez une branche qui y mène, ou retirez l’étape.",
                    "Add a branch that leads here, or remove the step.",
                ),
            )


def _dead_branches(script: CompiledScript, graph: Graph) -> Iterator[Finding]:
    for place, index in sorted(graph.shadowed | graph.never):
        step = script.document.steps[place]
        shadowed = (place, index) in graph.shadowed
        said = (
            ("Une branche plus haut est toujours prise.", "An earlier branch is always taken.")
            if shadowed
            else ("Cette condition n’est jamais vraie.", "This condition is never true.")
        )
        yield error(
            "dead-branch",
            ("steps", place, "next", index),
            step.key,
            said,
            (
                "Retirez cette branche, ou corrigez sa condition ou celle d’avant.",
                "Remove this branch, or mend its condition or the one before.",
            ),
        )


def _avoidable(script: CompiledScript, graph: Graph) -> Iterator[Finding]:
    """A step that may be left blank decides whether a mandatory one is asked at all."""
    if graph.loop:
        return
    steps = script.document.steps
    mandatory = {place for place, step in enumerate(steps) if step.mandatory is True}
    depending = _depending(script, mandatory)
    for place, step in enumerate(steps):
        if step.mandatory or not step.takes_answer:
            continue
        avoided = _left_out(graph, place) & mandatory | depending.get(step.key, frozenset())
        if avoided:
            names = ", ".join(steps[one].key for one in sorted(avoided)[:3])
            yield warning(
                "optional-exit",
                ("steps", place, "mandatory"),
                step.key,
                (
                    f"« {step.key} » peut rester vide, et décide si l’on demande {names}.",
                    f"“{step.key}” may stay blank, and decides whether {names} is asked.",
                ),
                (
                    f"Rendez « {step.key} » obligatoire.",
                    f"Make “{step.key}” mandatory.",
                ),
            )


def _left_out(graph: Graph, place: int) -> frozenset[int]:
    """What comes after some of a step's branches only."""
    if len(graph.following[place]) < 2:
        return frozenset()
    sides = [graph.descendants[after] | {after} for after in graph.following[place]]
    return frozenset.union(*sides) - frozenset.intersection(*sides)


def _depending(script: CompiledScript, mandatory: set[int]) -> dict[str, frozenset[int]]:
    """By step, the mandatory ones whose own condition compares its answer."""
    found: dict[str, frozenset[int]] = {}
    for place in mandatory:
        for key in _compared(script, script.document.steps[place].when or ""):
            found[key] = found.get(key, frozenset()) | {place}
    return found


def _compared(script: CompiledScript, condition: str) -> set[str]:
    """The steps whose answers decide; one that is only looked at with `answered` may be blank."""
    if condition not in script.conditions:
        return set()
    node = script.conditions[condition]
    asked_for = {name.step for name in expressions.answered(node)}
    return {name.step for name in expressions.names(node)} - asked_for


def _many_choices(script: CompiledScript) -> Iterator[Finding]:
    for place, step in enumerate(script.document.steps):
        if step.kind is Kind.CHOICE and len(step.options) > MOST_CHOICES:
            yield warning(
                "too-many-choices",
                ("steps", place, "options"),
                step.key,
                (f"{len(step.options)} choix à la fois.", f"{len(step.options)} choices at once."),
                (
                    f"Restez à {MOST_CHOICES}, ou demandez d’abord la famille.",
                    f"Stay at {MOST_CHOICES}, or ask for the family first.",
                ),
            )


def _articles(script: CompiledScript) -> Iterator[Finding]:
    articles = {article.key for article in script.document.articles}
    for place, step in enumerate(script.document.steps):
        for index, key in enumerate(step.articles):
            if key not in articles:
                yield error(
                    "unknown-article",
                    ("steps", place, "articles", index),
                    step.key,
                    (f"« {key} » n’est pas un article.", f"“{key}” is no article."),
                    nearest(key, articles),
                )
