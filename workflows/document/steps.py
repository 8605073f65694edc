"""One step of a script: its fields, and what must fit together within it."""

from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    field_validator,
    model_validator,
)

from workflows import expressions
from workflows.document import patterns
from workflows.document.kinds import CHOSEN, FIELDS_OF_TYPE, AnswerType, Kind
from workflows.texts import Phrases, Refusal, Texts

IN_A_VERSION = "in a version"  # the context in which a step is read that is in calls already
PATTERN = (
    "What the whole value looks like, letters' case aside: signs, `.`, `\\d`, `\\w`, `\\s` and "
    "their capitals, classes, groups, `|`, and `?`, `*`, `+`, `{2}`, `{2,4}` up to 64. There is "
    "no look-around, no back reference, no lazy, possessive or atomic part, no named group, no "
    "flag, and no `^`, `$` or `\\b`."
)

RESERVED = frozenset({"facts", *expressions.KEYWORDS})

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
ScriptKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,59}$")]
Value = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 _.\-/]{0,59}$")]


def _keep_integer(value: object, read: ValidatorFunctionWrapHandler) -> object:
    number = read(value)
    return value if type(value) is int else number


# An integer stays one: a double has fewer digits.
Finite = Annotated[
    float,
    Field(allow_inf_nan=False),
    WrapValidator(_keep_integer),
    PlainSerializer(lambda number: number, return_type=int | float),
]
Priority = Annotated[int, Field(ge=1, le=4)]


class Part(BaseModel):
    """A piece of the document: unknown fields are refused, so a misspelt one is not lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _condition(text: str) -> str:
    expressions.parse(text)
    return text


Condition = Annotated[str, StringConstraints(min_length=1, max_length=expressions.LONGEST), Field()]


class Conditional(Part):
    """A part that may hold only under a condition (see docs/scripts.md for the language)."""

    when: Condition | None = None

    @field_validator("when")
    @classmethod
    def _when_reads(cls, text: str | None) -> str | None:
        return None if text is None else _condition(text)


class Option(Part):
    """One choice; `heard` lists what a caller says when they mean it."""

    value: Value
    label: Texts
    heard: Phrases = {}
    help: Texts = {}


class Branch(Conditional):
    """Where to go next; the first branch whose condition is true is taken."""

    to: Key


class Probe(Part):
    """A question to dig deeper with, raised by a vague word."""

    words: Phrases
    ask: Texts


class Step(Conditional):
    """One step. Which further fields it may have follows from its `type`."""

    key: Key
    kind: Kind
    type: AnswerType | None = None
    title: Texts
    ask: Phrases = {}
    help: Texts = {}
    why: Texts = {}
    mandatory: bool | Condition = False
    read_back: bool = False
    options: list[Option] = Field(default=[], max_length=200)
    cues: Phrases = {}
    probes: list[Probe] = Field(default=[], max_length=20)
    articles: list[Key] = Field(default=[], max_length=20)
    next: list[Branch] = Field(default=[], max_length=30)
    unit: Texts = {}
    minimum: Finite | None = None
    maximum: Finite | None = None
    whole: bool = False
    moment: Literal["past", "future", "any"] = "any"
    pattern: Annotated[str, Field(description=PATTERN)] | None = None
    check_digit: Literal["luhn", "mod97"] | None = None
    only_listed: bool = Field(
        default=False,
        description="Whether the answer must be an option or in the client's directory; else other "
        "words are kept as typed, and marked.",
    )
    impacts: list[Option] = Field(default=[], max_length=6)
    urgencies: list[Option] = Field(default=[], max_length=6)
    matrix: dict[Value, dict[Value, Priority]] = {}

    @field_validator("key")
    @classmethod
    def _key_is_free(cls, key: str) -> str:
        if key in RESERVED:
            raise Refusal("key-reserved", key=key)
        return key

    @field_validator("mandatory")
    @classmethod
    def _mandatory_reads(cls, rule: bool | str) -> bool | str:
        return rule if isinstance(rule, bool) else _condition(rule)

    @field_validator("pattern")
    @classmethod
    def _pattern_reads(cls, pattern: str | None, info: ValidationInfo) -> str | None:
        try:
            if pattern is not None:
                patterns.check(pattern)
        except patterns.PatternError:
            if info.context != IN_A_VERSION:
                raise
            return None
        return pattern

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        check_step(self)
        return self

    @property
    def takes_answer(self) -> bool:
        """Whether the step asks for a value (the others are only ticked as seen or done)."""
        return self.kind in (Kind.QUESTION, Kind.CHOICE)


def check_step(step: Step) -> None:
    """Raises `Refusal` for the first thing that does not fit, with the field at fault."""
    _check_type(step)
    _check_fields(step)
    _check_options(step)
    _check_bounds(step)
    if step.type is AnswerType.SEVERITY:
        _check_matrix(step)


def _check_type(step: Step) -> None:
    if not step.takes_answer:
        if step.type is not None:
            raise Refusal("kind-takes-no-type", at=("type",), kind=step.kind)
    elif step.type is None:
        raise Refusal("kind-needs-type", at=("type",), kind=step.kind)
    elif (step.kind is Kind.CHOICE) != (step.type in CHOSEN):
        kind = Kind.CHOICE if step.type in CHOSEN else Kind.QUESTION
        raise Refusal("type-of-other-kind", at=("kind",), type=step.type, kind=kind)
    if step.kind is Kind.ARTICLE and not step.articles:
        raise Refusal("article-step-without-article", at=("articles",))
    if step.kind is Kind.END:
        _check_end(step)


def _check_end(step: Step) -> None:
    for name in ("next", "mandatory", "when"):
        if getattr(step, name):
            raise Refusal("end-with-more", at=(name,))


def _check_fields(step: Step) -> None:
    for name, types in FIELDS_OF_TYPE.items():
        is_set = getattr(step, name) != type(step).model_fields[name].default
        if is_set and step.type not in types:
            raise Refusal("field-of-other-type", at=(name,), type=step.type or step.kind)
    if step.mandatory and step.kind in (Kind.INSTRUCTION, Kind.ARTICLE):
        raise Refusal("never-mandatory", at=("mandatory",))


def _check_options(step: Step) -> None:
    for name in ("options", "impacts", "urgencies"):
        _refuse_twice([option.value for option in getattr(step, name)], name)
    if step.type in (AnswerType.CHOICE, AnswerType.CHOICES) and len(step.options) < 2:
        raise Refusal("options-too-few", at=("options",))
    chosen = {option.value for option in step.options}
    if step.type is AnswerType.YES_NO and chosen not in (set(), {"yes", "no"}):
        raise Refusal("yes-no-values", at=("options",))


def _check_bounds(step: Step) -> None:
    if step.minimum is not None and step.maximum is not None and step.minimum > step.maximum:
        raise Refusal("minimum-above-maximum", at=("minimum",))


def _check_matrix(step: Step) -> None:
    impacts = {option.value for option in step.impacts}
    urgencies = {option.value for option in step.urgencies}
    if not impacts or not urgencies:
        raise Refusal("severity-empty", at=("urgencies" if impacts else "impacts",))
    if set(step.matrix) != impacts:
        raise Refusal("matrix-rows", at=("matrix",))
    for impact, row in step.matrix.items():
        if set(row) != urgencies:
            raise Refusal("matrix-cells", at=("matrix", impact))


def _refuse_twice(values: list[str], name: str) -> None:
    for place, value in enumerate(values):
        if value in values[:place]:
            raise Refusal("value-twice", at=(name, place, "value"), value=value)
