"""Which kinds of signs the steps of a script ask for, worked out once for each script."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from workflows.document import AnswerType, Probe, Step
from workflows.engine import CompiledScript
from workflows.texts import Texts
from workflows.vagueness.folding import fold
from workflows.vagueness.kinds import KINDS, Kind
from workflows.vagueness.lexicons.steps import WORDS
from workflows.vagueness.phrases import Index
from workflows.vagueness.rules import LANGUAGES, Vocabulary, phrases

OF_TYPE: dict[AnswerType, tuple[Kind, ...]] = {
    AnswerType.SITE: ("place",),
    AnswerType.ASSET: ("thing",),
    AnswerType.DATE_TIME: ("time",),
    AnswerType.SEVERITY: ("effect",),
    AnswerType.PHONE: (),
    AnswerType.EMAIL: (),
    AnswerType.PERSON: (),
}
# A message that is read out is not chosen from a list, and a yes names nothing.
NEVER: dict[AnswerType, tuple[Kind, ...]] = {
    AnswerType.CHOICE: ("error",),
    AnswerType.CHOICES: ("error",),
    AnswerType.YES_NO: ("error", "thing", "place", "time"),
}
MOST_WORDINGS = 60


@dataclass(frozen=True)
class Raised:
    """A probe of a step, and the kind of sign that its answer would bring."""

    step: Step
    probe: Probe
    kind: Kind


@dataclass(frozen=True, eq=False)
class Plan:
    """What the meter needs to know of a script beside its document."""

    vocabulary: Vocabulary
    serves: dict[str, tuple[Kind, ...]]
    probes: Index = field(default_factory=Index)
    raised: dict[str, Raised] = field(default_factory=dict)


def plan_of(script: CompiledScript) -> Plan:
    """The plan of a script; made at the first use and kept as long as the script itself."""
    plan = _plans.get(script)
    if plan is None:
        plan = _plans[script] = _plan(script)
    return plan


_plans: WeakKeyDictionary[CompiledScript, Plan] = WeakKeyDictionary()


def _plan(script: CompiledScript) -> Plan:
    document = script.document
    plan = Plan(Vocabulary(document.lexicon), {step.key: kinds_of(step) for step in document.steps})
    for step in document.steps:
        for number, probe in enumerate(step.probes):
            sign = f"{step.key}:{number}"
            plan.raised[sign] = Raised(step, probe, _kind_of(probe, plan.serves[step.key]))
            for words in probe.words.values():
                plan.probes.add(words[:MOST_WORDINGS], sign)
    return plan


def kinds_of(step: Step) -> tuple[Kind, ...]:
    """The kinds of sign that an answer to the step gives: by its type, else by its title, else by
    what its question says in so many words."""
    if step.type is None:
        return ()
    if step.type in OF_TYPE:
        return OF_TYPE[step.type]
    first_wordings = {language: lines[0] for language, lines in step.ask.items() if lines}
    kinds = _kinds_in(step.title) or _kinds_in(first_wordings, shortest=2)
    return tuple(kind for kind in kinds if kind not in NEVER.get(step.type, ()))


def _kind_of(probe: Probe, serves: tuple[Kind, ...]) -> Kind:
    """A probe asks for what its own words name, else for what its step does, else for a symptom."""
    kinds = _kinds_in(probe.ask) or serves
    return kinds[0] if kinds else "symptom"


def _kinds_in(texts: Texts, shortest: int = 1) -> tuple[Kind, ...]:
    """The kinds that are named by phrases of at least so many words."""
    signs = set(_signs(texts, shortest))
    return tuple(kind for kind in BY_WEIGHT if kind in signs)


def _signs(texts: Texts, shortest: int) -> Iterator[str]:
    for language in LANGUAGES:
        for hit in _questions[language].find(fold(texts.get(language, "")).words):
            if hit.last - hit.first + 1 >= shortest:
                yield hit.sign


def _index(language: str) -> Index:
    index = Index()
    for kind in KINDS:
        index.add(phrases(WORDS[kind][language]), kind)
    return index


# “How many people since when” asks first for what callers rarely tell unasked.
BY_WEIGHT: tuple[Kind, ...] = ("symptom", "error", "effect", "time", "place", "thing")
_questions = {language: _index(language) for language in LANGUAGES}
