"""Texts that lack a language in which callers are answered or screens are read."""

from collections.abc import Iterator, Mapping

from core.languages import PAGES
from workflows.document import Kind, Step
from workflows.document.field_names import field_words, language_words
from workflows.engine import CompiledScript
from workflows.linting.finding import Finding, Place, error, warning


def wording_findings(script: CompiledScript) -> Iterator[Finding]:
    """What an agent could not read, or not say to a caller in the caller's language."""
    document, spoken = script.document, script.document.languages
    yield from _lacking(document.name, ("name",), document.key, PAGES, must=True)
    if document.greeting:
        yield from _lacking(document.greeting, ("greeting",), document.key, spoken, must=True)
    for place, step in enumerate(document.steps):
        yield from _of_step(step, ("steps", place), spoken)
    for place, instruction in enumerate(document.instructions):
        where: Place = ("instructions", place, "text")
        yield from _lacking(instruction.text, where, instruction.key, PAGES, must=True)
    for place, article in enumerate(document.articles):
        for name in ("title", "body"):
            texts = getattr(article, name)
            where = ("articles", place, name)
            yield from _lacking(texts, where, article.key, PAGES, must=False)
    title = document.outcome.title
    yield from _lacking(title, ("outcome", "title"), "title", PAGES, must=True)


def _of_step(step: Step, place: Place, spoken: list[str]) -> Iterator[Finding]:
    yield from _lacking(step.title, (*place, "title"), step.key, PAGES, must=True)
    if step.ask:
        yield from _lacking(step.ask, (*place, "ask"), step.key, spoken, must=True)
    elif step.kind is Kind.QUESTION or (step.kind is Kind.CHOICE and step.mandatory is True):
        yield warning(
            "no-wording",
            (*place, "ask"),
            step.key,
            (
                f"La question « {step.key} » n’a pas de formulation.",
                f"The question “{step.key}” has no wording.",
            ),
            (
                "Écrivez comment la poser, dans chaque langue des appelants.",
                "Write how to ask it, in each language of the callers.",
            ),
        )
    for name in ("help", "why"):
        texts = getattr(step, name)
        if texts:
            yield from _lacking(texts, (*place, name), step.key, PAGES, must=False)
    for name in ("options", "impacts", "urgencies"):
        for index, option in enumerate(getattr(step, name)):
            where = (*place, name, index, "label")
            yield from _lacking(option.label, where, step.key, PAGES, must=True)
    for index, probe in enumerate(step.probes):
        where = (*place, "probes", index, "ask")
        yield from _lacking(probe.ask, where, step.key, spoken, must=False)


def _lacking(
    texts: Mapping[str, object],
    place: Place,
    key: str,
    languages: tuple[str, ...] | list[str],
    *,
    must: bool,
) -> Iterator[Finding]:
    for language in languages:
        if texts.get(language):
            continue
        field, (french, english) = field_words(place), language_words(language)
        yield (error if must else warning)(
            "missing-language",
            (*place, language),
            key,
            (
                f"{field['fr']} : il manque le texte en {french}.",
                f"{field['en']}: the text in {english} is missing.",
            ),
            (f"Écrivez-le en {french}.", f"Write it in {english}."),
        )
