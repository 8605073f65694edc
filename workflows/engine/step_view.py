"""A step as its author wrote it, in the languages of the screen and of the caller.

The desk and the rehearsal show it in the same way, so both use this module.
"""

from dataclasses import dataclass

from core.languages import say, wordings
from workflows.document import Article, Option, Step
from workflows.engine.display import choices_of


@dataclass(frozen=True)
class OptionView:
    value: str
    label: str
    help: str


@dataclass(frozen=True)
class ProbeView:
    """A question to dig deeper with, and the vague words of the caller that raise it."""

    words: list[str]
    ask: str


@dataclass(frozen=True)
class AuthoredStep:
    """`ask` is what the agent says, in the caller's language; `meaning` is the same in the agent's
    language, where that is another one."""

    key: str
    kind: str
    type: str | None
    title: str
    ask: list[str]
    meaning: list[str]
    help: str
    why: str
    options: list[OptionView]
    impacts: list[OptionView]
    urgencies: list[OptionView]
    matrix: dict[str, dict[str, int]]
    unit: str
    minimum: float | None
    maximum: float | None
    read_back: bool
    probes: list[ProbeView]
    articles: list[str]


def authored_step(step: Step, language: str, spoken: str) -> AuthoredStep:
    """A step for a screen in `language` and a caller who speaks `spoken`."""
    return AuthoredStep(
        key=step.key,
        kind=step.kind,
        type=step.type,
        title=say(step.title, language),
        ask=wordings(step.ask, spoken),
        meaning=[] if spoken == language else wordings(step.ask, language),
        help=say(step.help, language),
        why=say(step.why, language),
        options=_options(choices_of(step), language),
        impacts=_options(step.impacts, language),
        urgencies=_options(step.urgencies, language),
        matrix=step.matrix,
        unit=say(step.unit, language),
        minimum=step.minimum,
        maximum=step.maximum,
        read_back=step.read_back,
        probes=[
            ProbeView(wordings(probe.words, spoken), say(probe.ask, spoken))
            for probe in step.probes
        ],
        articles=step.articles,
    )


def _options(options: list[Option], language: str) -> list[OptionView]:
    return [
        OptionView(option.value, say(option.label, language), say(option.help, language))
        for option in options
    ]


def article(source: Article, language: str) -> dict[str, str]:
    """`body` is Markdown as its author wrote it: whoever shows it as HTML must clean it."""
    return {
        "key": source.key,
        "title": say(source.title, language),
        "body": say(source.body, language),
    }
