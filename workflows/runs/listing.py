"""What the client's directory says about an answer, and what follows from it for another step."""

from collections.abc import Callable
from dataclasses import replace

from workflows import directory
from workflows.document import SUGGESTING, AnswerType, Step
from workflows.engine import CompiledScript, Problem, Value

Reading = Value | Problem


def look_up(client_id: str, step: Step, raw: str, read: Callable[[str], Reading]) -> Reading:
    """The reading of a site, an asset or a person: a name, alias or number that the directory knows
    becomes its entry's answer; other words are marked, or a problem where the step takes none.

    Nothing is marked where there is neither an option nor any entry that could have been meant.
    """
    if step.type not in SUGGESTING or not raw.strip():
        return read(raw)
    answers = {directory.answer_of(one) for one in directory.named(client_id, step.type, raw)}
    reading = read(min(answers) if len(answers) == 1 else raw)
    if isinstance(reading, Problem) or reading.value is None:
        return reading
    if len(answers) == 1 or any(option.value == reading.value for option in step.options):
        return reading
    if not step.options and not directory.is_kept(client_id, step.type):
        return reading
    return Problem("not_listed") if step.only_listed else replace(reading, unlisted=True)


def first_site(script: CompiledScript) -> Step | None:
    """The step whose answer can follow from an asset."""
    return next((s for s in script.document.steps if s.type is AnswerType.SITE), None)
