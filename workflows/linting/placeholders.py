"""Braces: each must name a question where answers are put in, and none should stand elsewhere."""

from collections.abc import Iterator, Mapping

from core.folding import fold
from workflows.document import Step
from workflows.engine import CompiledScript, templates
from workflows.linting.finding import Fault, Finding, Place, error, warning
from workflows.linting.suggest import nearest
from workflows.texts import Phrases, Texts

Written = Mapping[str, str | list[str]]


def placeholder_findings(script: CompiledScript) -> Iterator[Finding]:
    """Braces in title and summary that are no placeholder, and placeholders in other texts."""
    for name in ("title", "summary"):
        for language, template in getattr(script.document.outcome, name).items():
            yield from _of_template(script, template, ("outcome", name, language), name)
    for place, key, texts in _other_texts(script):
        yield from _idle(script, texts, place, key)


def _questions(script: CompiledScript) -> dict[str, Step]:
    return {step.key: step for step in script.document.steps if step.takes_answer}


def _of_template(
    script: CompiledScript, template: str, place: Place, field: str
) -> Iterator[Finding]:
    questions = _questions(script)
    for name in templates.names(template):
        if name not in questions:
            near = _meant(name, questions)
            yield error(Fault.NO_QUESTION, place, field, name=name[:60], near=near)
    if templates.has_stray_brace(template):
        yield error(Fault.STRAY_BRACE, place, field)


def _meant(name: str, questions: Mapping[str, Step]) -> str:
    """The key of the question that was probably meant, by its key or its title; "" for none."""
    keys = {fold(title): step.key for step in questions.values() for title in step.title.values()}
    keys |= {key: key for key in questions}
    whole, first = fold(name), fold(name.partition(".")[0].partition(":")[0].partition("!")[0])
    near = next(filter(None, (nearest(one, keys) for one in (first, whole))), "")
    return f"{{{keys[near]}}}" if near else ""


def _other_texts(script: CompiledScript) -> Iterator[tuple[Place, str, Texts | Phrases]]:
    document = script.document
    yield ("name",), document.key, document.name
    yield ("greeting",), document.key, document.greeting
    for at, step in enumerate(document.steps):
        yield from ((("steps", at, *place), step.key, texts) for place, texts in _of_step(step))
    for at, instruction in enumerate(document.instructions):
        yield ("instructions", at, "text"), instruction.key, instruction.text
    for at, article in enumerate(document.articles):
        yield ("articles", at, "title"), article.key, article.title
        yield ("articles", at, "body"), article.key, article.body


def _of_step(step: Step) -> Iterator[tuple[Place, Texts | Phrases]]:
    for name in ("title", "ask", "help", "why", "unit"):
        yield (name,), getattr(step, name)
    for name in ("options", "impacts", "urgencies"):
        for at, option in enumerate(getattr(step, name)):
            yield (name, at, "label"), option.label
            yield (name, at, "help"), option.help
    for at, probe in enumerate(step.probes):
        yield ("probes", at, "ask"), probe.ask


def _idle(script: CompiledScript, texts: Written, place: Place, key: str) -> Iterator[Finding]:
    """Braces may stand in any other text, but not where they look like a question's answer."""
    for language, written in texts.items():
        for text in [written] if isinstance(written, str) else written:
            name = next(filter(lambda one: _is_question(script, one), templates.names(text)), None)
            if name is not None:
                yield warning(Fault.IDLE_PLACEHOLDER, (*place, language), key, name=name)
                break


def _is_question(script: CompiledScript, name: str) -> bool:
    key = templates.key_of(name.partition(".")[0])
    return key in script.place and script.step(key).takes_answer
