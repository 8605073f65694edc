"""The document of a script: what its author writes, and nothing that is computed from it.

It is the same thing as YAML for people, as JSON in `script_versions.document`, and as the
published JSON Schema (`docs/script.schema.json`). The models check one field at a time and what
belongs to one step; what can only be judged over the whole script (loops, dead branches, wordings)
is the linter's.
"""

import re
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from workflows import expressions, patterns
from workflows.texts import Language, Phrases, Refusal, Texts

MOST_STEPS = 400
MOST_LEXICON = 300
YEARS = range(1900, 2900)
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
RESERVED = frozenset({"facts", *expressions.KEYWORDS})

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
ScriptKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,59}$")]
Value = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 _.\-/]{0,59}$")]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Priority = Annotated[int, Field(ge=1, le=4)]


class Kind(StrEnum):
    """What a step is for: to learn, to choose, to remember, to read, to do, or the end."""

    QUESTION = "question"
    CHOICE = "choice"
    INSTRUCTION = "instruction"
    ARTICLE = "article"
    ACTION = "action"
    END = "end"


class AnswerType(StrEnum):
    """What an answer is. The first group is chosen from a list, the others are typed."""

    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    SEVERITY = "severity"
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE_TIME = "date_time"
    PHONE = "phone"
    EMAIL = "email"
    PERSON = "person"
    SITE = "site"
    ASSET = "asset"
    LIST = "list"


CHOSEN = frozenset({AnswerType.CHOICE, AnswerType.CHOICES, AnswerType.YES_NO, AnswerType.SEVERITY})
SUGGESTING = frozenset({AnswerType.PERSON, AnswerType.SITE, AnswerType.ASSET})
FIELDS_OF_TYPE: dict[str, frozenset[AnswerType]] = {
    "options": CHOSEN - {AnswerType.SEVERITY} | SUGGESTING,
    "unit": frozenset({AnswerType.NUMBER}),
    "minimum": frozenset({AnswerType.NUMBER}),
    "maximum": frozenset({AnswerType.NUMBER}),
    "whole": frozenset({AnswerType.NUMBER}),
    "pattern": frozenset({AnswerType.ASSET, AnswerType.TEXT}),
    "check_digit": frozenset({AnswerType.ASSET}),
    "impacts": frozenset({AnswerType.SEVERITY}),
    "urgencies": frozenset({AnswerType.SEVERITY}),
    "matrix": frozenset({AnswerType.SEVERITY}),
    "moment": frozenset({AnswerType.DATE_TIME}),
}


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
    pattern: str | None = None
    check_digit: Literal["luhn", "mod97"] | None = None
    impacts: list[Option] = Field(default=[], max_length=6)
    urgencies: list[Option] = Field(default=[], max_length=6)
    matrix: dict[Value, dict[Value, Priority]] = {}

    @field_validator("key")
    @classmethod
    def _key_is_free(cls, key: str) -> str:
        if key in RESERVED:
            raise Refusal(
                f"« {key} » est un mot du langage des conditions",
                f"“{key}” is a word of the condition language",
                ("Choisissez une autre clé.", "Choose another key."),
            )
        return key

    @field_validator("mandatory")
    @classmethod
    def _mandatory_reads(cls, rule: bool | str) -> bool | str:
        return rule if isinstance(rule, bool) else _condition(rule)

    @field_validator("pattern")
    @classmethod
    def _pattern_is_safe(cls, pattern: str | None) -> str | None:
        if pattern is not None:
            patterns.check(pattern)
        return pattern

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        self._check_type()
        self._check_fields()
        self._check_options()
        self._check_bounds()
        if self.type is AnswerType.SEVERITY:
            self._check_matrix()
        return self

    @property
    def takes_answer(self) -> bool:
        """Whether the step asks for a value (the others are only ticked as seen or done)."""
        return self.kind in (Kind.QUESTION, Kind.CHOICE)

    def _check_type(self) -> None:
        if not self.takes_answer:
            if self.type is not None:
                raise Refusal(
                    f"une étape « {self.kind} » n’a pas de type",
                    f"a step of kind “{self.kind}” has no type",
                    ("Retirez le type.", "Remove the type."),
                    ("type",),
                )
        elif self.type is None:
            raise Refusal(
                f"une étape « {self.kind} » a besoin d’un type de réponse",
                f"a step of kind “{self.kind}” needs a type",
                ("Choisissez le type de réponse.", "Choose the type of the answer."),
                ("type",),
            )
        elif (self.kind is Kind.CHOICE) != (self.type in CHOSEN):
            wanted = Kind.CHOICE if self.type in CHOSEN else Kind.QUESTION
            raise Refusal(
                f"le type « {self.type} » va avec une étape « {wanted} »",
                f"the type “{self.type}” belongs to the kind “{wanted}”",
                (f"Faites-en une étape « {wanted} ».", f"Make it a step of kind “{wanted}”."),
                ("kind",),
            )
        if self.kind is Kind.ARTICLE and not self.articles:
            raise Refusal(
                "une étape « article » nomme au moins un article",
                "a step of kind “article” names at least one article",
                ("Choisissez l’article à lire.", "Choose the article to read."),
                ("articles",),
            )
        if self.kind is Kind.END:
            self._check_end()

    def _check_end(self) -> None:
        for name in ("next", "mandatory", "when"):
            if getattr(self, name):
                raise Refusal(
                    "une fin n’a ni suite, ni condition, et n’est pas obligatoire",
                    "an end has no next, no when, and is not mandatory",
                    ("Videz ce champ.", "Empty this field."),
                    (name,),
                )

    def _check_fields(self) -> None:
        for name, types in FIELDS_OF_TYPE.items():
            is_set = getattr(self, name) != type(self).model_fields[name].default
            if is_set and self.type not in types:
                raise Refusal(
                    f"« {name} » ne va pas avec le type « {self.type} »",
                    f"“{name}” does not belong to the type “{self.type}”",
                    ("Videz ce champ, ou changez le type.", "Empty it, or change the type."),
                    (name,),
                )
        if self.mandatory and self.kind in (Kind.INSTRUCTION, Kind.ARTICLE):
            raise Refusal(
                "seules une question, un choix ou une action peuvent être obligatoires",
                "only questions, choices and actions can be mandatory",
                ("Rendez cette étape facultative.", "Make this step optional."),
                ("mandatory",),
            )

    def _check_options(self) -> None:
        for name in ("options", "impacts", "urgencies"):
            _refuse_twice([option.value for option in getattr(self, name)], name)
        if self.type in (AnswerType.CHOICE, AnswerType.CHOICES) and len(self.options) < 2:
            raise Refusal(
                "un choix a besoin d’au moins deux possibilités",
                "a choice needs at least two options",
                ("Ajoutez une possibilité.", "Add an option."),
                ("options",),
            )
        chosen = {option.value for option in self.options}
        if self.type is AnswerType.YES_NO and chosen not in (set(), {"yes", "no"}):
            raise Refusal(
                "les choix d’un oui/non valent « yes » et « no »",
                "the options of a yes_no are “yes” and “no”",
                ("Gardez ces deux valeurs, ou aucune.", "Keep these two values, or none."),
                ("options",),
            )

    def _check_bounds(self) -> None:
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise Refusal(
                "le minimum dépasse le maximum",
                "the minimum is above the maximum",
                ("Échangez-les.", "Swap them."),
                ("minimum",),
            )

    def _check_matrix(self) -> None:
        impacts = {option.value for option in self.impacts}
        urgencies = {option.value for option in self.urgencies}
        if not impacts or not urgencies:
            raise Refusal(
                "une gravité a besoin d’impacts et d’urgences",
                "a severity needs impacts and urgencies",
                ("Ajoutez au moins un de chaque.", "Add at least one of each."),
                ("urgencies" if impacts else "impacts",),
            )
        if set(self.matrix) != impacts:
            raise Refusal(
                "la matrice a besoin d’une ligne par impact",
                "the matrix needs one row for each impact",
                ("Remplissez toute la matrice.", "Fill the whole matrix."),
                ("matrix",),
            )
        for impact, row in self.matrix.items():
            if set(row) != urgencies:
                raise Refusal(
                    "chaque ligne de la matrice a besoin d’une priorité par urgence",
                    "each row of the matrix needs one priority for each urgency",
                    ("Remplissez toute la matrice.", "Fill the whole matrix."),
                    ("matrix", impact),
                )


def _refuse_twice(values: list[str], name: str) -> None:
    for place, value in enumerate(values):
        if value in values[:place]:
            raise Refusal(
                f"« {value} » est donné deux fois",
                f"two of the {name} have the same value “{value}”",
                ("Donnez une autre valeur à l’un des deux.", "Give one of them another value."),
                (name, place, "value"),
            )


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


def _day_or_moment(given: object) -> object:
    """A date without a time is a whole day; with one, be it midnight, it is a moment."""
    if isinstance(given, date):
        return given
    try:
        if isinstance(given, str) and DAY.fullmatch(given):
            return date.fromisoformat(given)
        if isinstance(given, str) and MOMENT.match(given):
            return datetime.fromisoformat(given)
    except ValueError:
        pass
    raise Refusal(
        "une date comme 2026-12-24 ou un moment comme 2026-12-24T18:00 est attendu",
        "a date like 2026-12-24 or a moment like 2026-12-24T18:00 is expected",
    )


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
            raise Refusal(
                "donnez l’heure locale du client, sans décalage",
                "give the client's local time, without an offset",
                ("Écrivez par exemple 2026-12-24T18:00.", "Write for example 2026-12-24T18:00."),
            )
        if moment is not None and moment.year not in YEARS:
            raise Refusal(
                f"l’année va de {YEARS[0]} à {YEARS[-1]}",
                f"the year is from {YEARS[0]} to {YEARS[-1]}",
                ("Sans fin, laissez le champ vide.", "Without an end, leave the field empty."),
            )
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
            raise Refusal(
                "donnez soit une priorité, soit l’étape qui la décide",
                "give either “is” or “from”",
                ("Gardez l’une des deux.", "Keep one of the two."),
                ("is",),
            )
        return self


class TeamRule(Conditional):
    """The client's team that gets the ticket."""

    team: Key = Field(alias="is")

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class DeadlineRule(Conditional):
    """How many minutes the client's team has, from the start of the call."""

    minutes: int = Field(ge=1, le=60 * 24 * 60)


class OutcomeRules(Part):
    """What the answers make of the ticket; of each list the first rule that holds counts.

    In `title` and `summary`, `{step}` stands for an answer, and what is within `[ ]` is left out
    when an answer in it is not known.
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
            raise Refusal(
                f"une liste du lexique a au plus {MOST_LEXICON} mots",
                f"a list of the lexicon has at most {MOST_LEXICON} words",
                ("Gardez les mots les plus fréquents.", "Keep the most frequent words."),
            )
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
                raise Refusal(
                    "une langue est citée deux fois",
                    "a language is listed twice",
                    ("Retirez l’une des deux.", "Remove one of them."),
                    ("languages", place),
                )
        if self.steps[-1].kind is not Kind.END:
            raise Refusal(
                "la dernière étape doit être une fin",
                "the last step must be of kind “end”",
                ("Ajoutez une étape « end » tout en bas.", "Add a step of kind “end” at the end."),
                ("steps", len(self.steps) - 1, "kind"),
            )
        return self


def same_key(name: str, place: int, key: str) -> Refusal:
    """Why the part at `place` of steps, instructions or articles cannot have this key."""
    return Refusal(
        f"la clé « {key} » est prise deux fois",
        f"two {name} have the key “{key}”",
        ("Donnez une autre clé à l’une des deux.", "Give one of them another key."),
        (name, place, "key"),
    )


def _refuse_same_key(name: str, keys: list[str]) -> None:
    for place, key in enumerate(keys):
        if key in keys[:place]:
            raise same_key(name, place, key)
