"""The answers that a simulated caller intends: their words, and what an agent types."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, floor
from random import Random

from core.folding import fold
from core.languages import say
from workflows.decimals import plain
from workflows.document import AnswerType, Option, Step
from workflows.rehearsal import codes
from workflows.rehearsal.persona import Persona
from workflows.rehearsal.phrasebook import ENGLISH, Sayings

FARTHEST = 20


@dataclass(frozen=True)
class Scene:
    """What answers are made from: who calls, how they talk, and what they chose before."""

    persona: Persona
    sayings: Sayings
    language: str
    lately: str = ""  # the words of the last answer that was chosen from phrases


@dataclass(frozen=True)
class IntendedAnswer:
    """`words` have no capital and no stop, `raw` is for the field; both are "" where the caller
    cannot know. `is_phrase`: the words are a `heard` phrase of the script.
    """

    words: str
    raw: str
    is_phrase: bool = False


def intended_answer(step: Step, scene: Scene, random: Random) -> IntendedAnswer:
    """One answer that `validate` accepts."""
    maker = MAKERS[step.type] if step.type else _nothing
    return maker(step, scene, random)


def _nothing(_step: Step, _scene: Scene, _random: Random) -> IntendedAnswer:
    return IntendedAnswer("", "")


def _option(option: Option, language: str, random: Random) -> tuple[str, bool]:
    """The caller's words for an option, and whether they are a whole phrase of the script's."""
    phrases = option.heard.get(language, [])
    if phrases:
        return random.choice(phrases), True
    return say(option.label, language), False


def _choice(step: Step, scene: Scene, random: Random) -> IntendedAnswer:
    option = random.choice(step.options)
    words, is_phrase = _option(option, scene.language, random)
    return IntendedAnswer(words, option.value, is_phrase)


def _choices(step: Step, scene: Scene, random: Random) -> IntendedAnswer:
    count = 1 if len(step.options) < 3 or random.random() < 0.7 else 2
    picked = random.sample(step.options, count)
    words = [_option(option, scene.language, random)[0] for option in picked]
    return IntendedAnswer(scene.sayings.joined.join(words), ", ".join(one.value for one in picked))


def _yes_no(step: Step, scene: Scene, random: Random) -> IntendedAnswer:
    value = random.choice(("yes", "no"))
    option = next((one for one in step.options if one.value == value), None)
    plain = scene.sayings.yes if value == "yes" else scene.sayings.no
    if option is None or not option.heard.get(scene.language):
        return IntendedAnswer(plain, value)
    words, _ = _option(option, scene.language, random)
    return IntendedAnswer(f"{plain}, {words}", value)


def _severity(step: Step, scene: Scene, random: Random) -> IntendedAnswer:
    pair = (random.choice(step.impacts), random.choice(step.urgencies))
    words = [_option(one, scene.language, random)[0] for one in pair]
    return IntendedAnswer(scene.sayings.joined.join(words), "/".join(one.value for one in pair))


def _number(step: Step, scene: Scene, random: Random) -> IntendedAnswer:
    low, high = _bounds(step)
    if ceil(low) <= floor(high):
        draws = (random.randint(ceil(low), floor(high)) for _ in range(3))
        number = str(min(draws, key=abs))  # mostly few: that is how callers are
    elif step.whole:
        return IntendedAnswer("", "")
    else:
        number = plain(low)
    unit = say(step.unit, scene.language)
    return IntendedAnswer(f"{number} {unit}".strip(), number)


def _bounds(step: Step) -> tuple[float, float]:
    low, high = step.minimum, step.maximum
    if low is None:
        low = 1 if high is None or high >= 1 else high - FARTHEST
    return low, min(high if high is not None else low + FARTHEST, low + 10 * FARTHEST)


def _date_time(step: Step, scene: Scene, random: Random) -> IntendedAnswer:
    moments = {
        "past": scene.sayings.past,
        "future": scene.sayings.future,
        "any": scene.sayings.past + scene.sayings.future,
    }[step.moment]
    words = random.choice(moments)
    return IntendedAnswer(words, words)


def _phone(_step: Step, scene: Scene, _random: Random) -> IntendedAnswer:
    return IntendedAnswer(scene.persona.phone, scene.persona.phone)


def _email(_step: Step, scene: Scene, _random: Random) -> IntendedAnswer:
    return IntendedAnswer(scene.persona.email, scene.persona.email)


def _suggested(step: Step, scene: Scene, random: Random, own: str) -> IntendedAnswer:
    """Mostly one that the script knows, now and then another, which is accepted as well."""
    if step.options and random.random() < 0.8:
        return _choice(step, scene, random)
    return IntendedAnswer(own, own)


def _person(step: Step, scene: Scene, random: Random) -> IntendedAnswer:
    return _suggested(step, scene, random, scene.persona.name)


def _site(step: Step, scene: Scene, random: Random) -> IntendedAnswer:
    return _suggested(step, scene, random, scene.persona.site)


def _asset(step: Step, scene: Scene, random: Random) -> IntendedAnswer:
    code = codes.code(step.pattern, step.check_digit, random)
    if code is None:
        return _choice(step, scene, random) if step.options else IntendedAnswer("", "")
    return _suggested(step, scene, random, code)


def _text(step: Step, scene: Scene, random: Random) -> IntendedAnswer:
    if step.pattern:
        words = codes.text(step.pattern, random)
        return IntendedAnswer(words, words)
    words = random.choice(_topic(step, scene) or scene.sayings.things or ENGLISH.things)
    return IntendedAnswer(words, words)


def _long_text(step: Step, scene: Scene, random: Random) -> IntendedAnswer:
    """A thing or a symptom, a place, a time and an effect: what a technician can use."""
    sayings = scene.sayings if scene.sayings.symptoms else ENGLISH
    topic = _topic(step, scene)
    if topic:
        words = random.choice(topic)
        return IntendedAnswer(words, words)
    groups = (sayings.symptoms, sayings.places, sayings.times, sayings.effects)
    parts = [random.choice(group) for group in groups]
    if scene.lately and random.random() < 0.6:
        parts.insert(0, scene.lately)
    words = ", ".join(parts)
    return IntendedAnswer(words, words)


def _topic(step: Step, scene: Scene) -> tuple[str, ...]:
    """What fits the step's title, by the words in it."""
    title = fold(say(step.title, scene.language))
    fitting = (texts for words, texts in scene.sayings.topics if any(w in title for w in words))
    return next(fitting, ())


def _list(_step: Step, scene: Scene, random: Random) -> IntendedAnswer:
    items = random.sample(scene.sayings.things or ENGLISH.things, 2)
    return IntendedAnswer(scene.sayings.joined.join(items), "\n".join(items))


Maker = Callable[[Step, Scene, Random], IntendedAnswer]
MAKERS: dict[AnswerType, Maker] = {
    AnswerType.CHOICE: _choice,
    AnswerType.CHOICES: _choices,
    AnswerType.YES_NO: _yes_no,
    AnswerType.SEVERITY: _severity,
    AnswerType.TEXT: _text,
    AnswerType.LONG_TEXT: _long_text,
    AnswerType.NUMBER: _number,
    AnswerType.DATE_TIME: _date_time,
    AnswerType.PHONE: _phone,
    AnswerType.EMAIL: _email,
    AnswerType.PERSON: _person,
    AnswerType.SITE: _site,
    AnswerType.ASSET: _asset,
    AnswerType.LIST: _list,
}
