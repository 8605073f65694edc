"""The document of a script: what its author writes, and nothing that is computed from it.

It is the same thing as YAML for people, as JSON in `script_versions.document`, and as the
published JSON Schema (`docs/script.schema.json`). The models check one field at a time and what
belongs to one step; what can only be judged over the whole script (loops, dead branches, wordings)
is the linter's.
"""

import re
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from workflows.document.kinds import Kind
from workflows.document.steps import (
    IN_A_VERSION,
    Conditional,
    Key,
    Part,
    Priority,
    ScriptKey,
    Step,
)
from workflows.texts import Language, Phrases, Refusal, Texts

MOST_STEPS = 400
MOST_LEXICON = 300
YEARS = range(1900, 2900)
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")


class Weekday(StrEnum):
    """A day of the week; the order is that of `datetime.weekday()`."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


Hours = Annotated[
    str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")
]


def _day_or_moment(value: object) -> object:
    """A date without a time is a whole day; with one, be it midnight, it is a moment."""
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and DAY.fullmatch(value):
            return date.fromisoformat(value)
        if isinstance(value, str) and MOMENT.match(value):
            return datetime.fromisoformat(value)
    except ValueError:
        pass
    raise Refusal("date-expected")


DayOrMoment = Annotated[date | datetime, BeforeValidator(_day_or_moment)]


class Instruction(Conditional):
    """A reminder for the agent, perhaps only at certain times of the client's own clock.

    Of several active ones with one `topic` only the most specific in time is shown. `until` is
    included when it is a date, excluded when it is a moment; hours may pass midnight.
    """

    key: Key
    text: Texts
    topic: Key | None = None
    tone: Literal["info", "warning", "danger"] = "info"
    starts: DayOrMoment | None = Field(default=None, alias="from")
    until: DayOrMoment | None = None
    weekdays: list[Weekday] = Field(default=[], max_length=7)
    hours: Hours | None = None

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    @field_validator("starts", "until")
    @classmethod
    def _is_local(cls, moment: date | datetime | None) -> date | datetime | None:
        if isinstance(moment, datetime) and moment.tzinfo is not None:
            raise Refusal("offset-not-accepted")
        if moment is not None and moment.year not in YEARS:
            raise Refusal("year-out-of-range", first=YEARS[0], last=YEARS[-1])
        return moment


class Article(Part):
    """Knowledge in Markdown, shown beside the steps that name it; `words` help to find it."""

    key: Key
    title: Texts
    body: Texts
    words: Phrases = {}


class PriorityRule(Conditional):
    """A priority, fixed (`is`) or taken from the answer of a severity step (`from`)."""

    value: Priority | None = Field(default=None, alias="is")
    step: Key | None = Field(default=None, alias="from")

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    @model_validator(mode="after")
    def _has_one(self) -> Self:
        if (self.value is None) == (self.step is None):
            raise Refusal("priority-or-step", at=("is",))
        return self


class TeamRule(Conditional):
    """The client's team that gets the ticket, and what people call it."""

    team: Key = Field(alias="is")
    name: Texts = {}

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class DeadlineRule(Conditional):
    """How many minutes the client's team has, from the start of the call."""

    minutes: int = Field(ge=1, le=60 * 24 * 60)


class OutcomeRules(Part):
    """What the answers make of the ticket; of each list the first rule that holds counts.

    In `title` and `summary`, `{step}` stands for an answer, `{{` and `}}` for a brace, and what is
    within `[ ]` is left out when an answer in it is not known.
    """

    title: Texts
    summary: Texts = {}
    priority: list[PriorityRule] = Field(default=[], max_length=30)
    team: list[TeamRule] = Field(default=[], max_length=30)
    deadline: list[DeadlineRule] = Field(default=[], max_length=30)


class Lexicon(Part):
    """The client's own words by language, beside those that the vagueness meter knows.

    The first six say that a text names something; `vague` says little, `junk` says nothing.
    """

    things: Phrases = {}
    places: Phrases = {}
    times: Phrases = {}
    symptoms: Phrases = {}
    errors: Phrases = {}
    effects: Phrases = {}
    vague: Phrases = {}
    junk: Phrases = {}

    @model_validator(mode="after")
    def _is_bounded(self) -> Self:
        lists = (getattr(self, name).values() for name in type(self).model_fields)
        if any(len(words) > MOST_LEXICON for phrases in lists for words in phrases):
            raise Refusal("lexicon-too-long", most=MOST_LEXICON)
        return self


class ScriptDocument(Part):
    """A whole script."""

    format: Literal[1] = 1
    key: ScriptKey
    name: Texts
    languages: list[Language] = Field(min_length=1, max_length=12)
    greeting: Texts = {}
    steps: list[Step] = Field(min_length=2, max_length=MOST_STEPS)
    instructions: list[Instruction] = Field(default=[], max_length=100)
    articles: list[Article] = Field(default=[], max_length=100)
    outcome: OutcomeRules
    lexicon: Lexicon = Lexicon()

    @model_validator(mode="after")
    def _keys_fit(self) -> Self:
        for name in ("steps", "instructions", "articles"):
            _refuse_same_key(name, [part.key for part in getattr(self, name)])
        for place, language in enumerate(self.languages):
            if language in self.languages[:place]:
                raise Refusal("language-twice", at=("languages", place))
        if self.steps[-1].kind is not Kind.END:
            raise Refusal("last-step-not-end", at=("steps", len(self.steps) - 1, "kind"))
        return self


def same_key(name: str, place: int, key: str) -> Refusal:
    """Why the part at `place` of steps, instructions or articles cannot have this key."""
    return Refusal("key-twice", at=(name, place, "key"), key=key)


def _refuse_same_key(name: str, keys: list[str]) -> None:
    for place, key in enumerate(keys):
        if key in keys[:place]:
            raise same_key(name, place, key)


def of_version(data: dict[str, Any]) -> ScriptDocument:
    """The document of a version, which goes on to serve calls when the rules become stricter.

    A pattern that is none by the rules of today is left out: its step then takes any text.
    """
    return ScriptDocument.model_validate(data, context=IN_A_VERSION)


def plain(document: ScriptDocument) -> dict[str, Any]:
    """The document as JSON-able data without what is at its default; loads back to an equal one."""
    data = document.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {"format": document.format, **data}
