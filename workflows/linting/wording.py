"""Texts that lack a language in which callers are answered or screens are read."""

from collections.abc import Iterator, Mapping

from core.languages import read_on_screens
from workflows.document import Kind, Step
from workflows.engine import CompiledScript
from workflows.linting.finding import Fault, Finding, Place, error, warning


def wording_findings(script: CompiledScript) -> Iterator[Finding]:
    """What an agent could not read, or not say to a caller in the caller's language."""
    document, spoken = script.document, script.document.languages
    read = read_on_screens(spoken)
    yield from _lacking(document.name, ("name",), document.key, read, must=True)
    if document.greeting:
        yield from _lacking(document.greeting, ("greeting",), document.key, spoken, must=True)
    for place, step in enumerate(document.steps):
        yield from _of_step(step, ("steps", place), spoken, read)
    for place, instruction in enumerate(document.instructions):
        where: Place = ("instructions", place, "text")
        yield from _lacking(instruction.text, where, instruction.key, read, must=True)
    for place, article in enumerate(document.articles):
        for name in ("title", "body"):
            texts = getattr(article, name)
            where = ("articles", place, name)
            yield from _lacking(texts, where, article.key, read, must=False)
    for place, rule in enumerate(document.outcome.team):
        if rule.name:
            where = ("outcome", "team", place, "name")
            yield from _lacking(rule.name, where, "team", read, must=True)
    title = document.outcome.title
    yield from _lacking(title, ("outcome", "title"), "title", read, must=True)


def _of_step(step: Step, place: Place, spoken: list[str], read: list[str]) -> Iterator[Finding]:
    yield from _lacking(step.title, (*place, "title"), step.key, read, must=True)
    if step.ask:
        yield from _lacking(step.ask, (*place, "ask"), step.key, spoken, must=True)
    elif step.kind is Kind.QUESTION or (step.kind is Kind.CHOICE and step.mandatory is True):
        yield warning(Fault.NO_WORDING, (*place, "ask"), step.key)
    for name in ("help", "why"):
        texts = getattr(step, name)
        if texts:
            yield from _lacking(texts, (*place, name), step.key, read, must=False)
    for name in ("options", "impacts", "urgencies"):
        for index, option in enumerate(getattr(step, name)):
            where = (*place, name, index, "label")
            yield from _lacking(option.label, where, step.key, read, must=True)
    for index, probe in enumerate(step.probes):
        where = (*place, "probes", index, "ask")
        yield from _lacking(probe.ask, where, step.key, spoken, must=False)


def _lacking(
    texts: Mapping[str, object],
    place: Place,
    key: str,
    languages: list[str],
    *,
    must: bool,
) -> Iterator[Finding]:
    for language in languages:
        if not texts.get(language):
            finding = error if must else warning
            yield finding(
                Fault.MISSING_LANGUAGE, (*place, language), key, field=place, language=language
            )
