"""A simulated caller for a script: for each step, what they would say when it is asked."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from random import Random
from typing import Any

from core.languages import say
from workflows.document import AnswerType, Kind, Step
from workflows.engine import CompiledScript
from workflows.rehearsal.answers import IntendedAnswer, Scene, intended_answer
from workflows.rehearsal.persona import Persona, persona
from workflows.rehearsal.phrasebook import Sayings, sayings

VAGUE_WHERE_PROBED = 0.7
VAGUE = {
    AnswerType.LONG_TEXT: 0.5,
    AnswerType.TEXT: 0.3,
    AnswerType.NUMBER: 0.2,
    AnswerType.DATE_TIME: 0.4,
    AnswerType.SITE: 0.2,
    AnswerType.ASSET: 0.2,
    AnswerType.CHOICE: 0.2,
    AnswerType.CHOICES: 0.2,
    AnswerType.SEVERITY: 0.2,
}
VOLUNTEERS = 0.2
AHEAD = 5  # steps; nobody tells at the start what is asked at the end


@dataclass(frozen=True)
class Reply:
    """What the caller says to one step, in the caller's language.

    Where `vague` is not empty they say that first, and `words` only after the agent pressed with
    `probe`. With `words` they may tell a later step (`volunteers`) in `aside`; asked for it all
    the same, they say `again`, and `corrects` where something else is read back to them. `raw` is
    what an agent would type; "" where they do not know.
    """

    words: str
    raw: str = ""
    vague: str = ""
    probe: str = ""
    volunteers: str = ""
    aside: str = ""
    again: str = ""
    corrects: str = ""


@dataclass(frozen=True)
class Caller:
    """Somebody who calls; the same seed, script and language make the same person.

    `insist` is what the agent asks where a step has no probe, `confirms` what follows a read-back.
    """

    persona: Persona
    opening: str
    insist: str
    confirms: str
    goodbye: str
    replies: dict[str, Reply]

    def as_json(self) -> dict[str, Any]:
        """The same as plain dictionaries."""
        return asdict(self)


def caller(script: CompiledScript, seed: int, language: str) -> Caller:
    """Somebody who calls in `language`. Their reply to one step does not depend on the others,
    so changing a step of the draft leaves the rest of the conversation as it was."""
    phrases = sayings(language)
    random = Random(f"{seed}:{language}")  # noqa: S311 - who calls, not a secret
    person = persona(phrases, random)
    return Caller(
        persona=person,
        opening=phrases.opening.format(x=person.name),
        insist=phrases.insist,
        confirms=random.choice(phrases.confirmed or (phrases.yes,)),
        goodbye=phrases.goodbye,
        replies=_replies(script.document.steps, Scene(person, phrases, language), seed),
    )


def _replies(steps: Sequence[Step], scene: Scene, seed: int) -> dict[str, Reply]:
    answers: dict[str, IntendedAnswer] = {}
    for step in steps:
        answers[step.key] = intended_answer(step, scene, _dice(seed, scene, step, "meant"))
        if answers[step.key].is_phrase:
            scene = replace(scene, lately=answers[step.key].words)
    volunteered: set[str] = set()
    replies = {}
    for place, step in enumerate(steps):
        dice = _dice(seed, scene, step, "said")
        reply = _reply(step, answers[step.key], scene, dice)
        ahead = [one for one in steps[place + 1 : place + 1 + AHEAD] if one.key not in volunteered]
        asides = _asides(ahead, answers, scene.sayings)
        if asides and step.takes_answer and dice.random() < VOLUNTEERS:
            later = dice.choice(list(asides))
            volunteered.add(later)
            reply = replace(reply, volunteers=later, aside=asides[later])
        replies[step.key] = reply
    return replies


def _dice(seed: int, scene: Scene, step: Step, use: str) -> Random:
    """A draw of the step's own: no other step's changes shift it."""
    return Random(f"{seed}:{scene.language}:{step.key}:{use}")  # noqa: S311 - what is said


def _stopped(words: str) -> str:
    return words if words[-1:] in ".!?…" else f"{words}."


def _sentence(words: str) -> str:
    return _stopped(words[:1].upper() + words[1:])


def _reply(step: Step, answer: IntendedAnswer, scene: Scene, random: Random) -> Reply:
    phrases = scene.sayings
    if not step.takes_answer:
        return Reply(_acknowledged(step, phrases, random))
    if not answer.words:
        return Reply(_some(phrases.hesitant, random))
    around = phrases.about if step.type is AnswerType.LONG_TEXT else phrases.around_answer
    words = _sentence(random.choice(around).format(x=answer.words))
    vague, probe = _vaguely(step, scene, random)
    return Reply(
        words=words,
        raw=answer.raw,
        vague=vague,
        probe=probe,
        again=_stopped(phrases.again.format(x=answer.words)),
        corrects=_stopped(phrases.corrects.format(x=answer.words)),
    )


def _acknowledged(step: Step, phrases: Sayings, random: Random) -> str:
    if step.kind is Kind.END:
        return phrases.goodbye
    return _some(phrases.carried_out if step.kind is Kind.ACTION else phrases.agreed, random)


def _some(group: tuple[str, ...], random: Random) -> str:
    return random.choice(group) if group else ""


def _vaguely(step: Step, scene: Scene, random: Random) -> tuple[str, str]:
    """A vague first answer and the question that gets behind it, or two empty texts."""
    probes = [one for one in step.probes if one.words.get(scene.language)]
    if probes and random.random() < VAGUE_WHERE_PROBED:
        probe = random.choice(probes)
        word = random.choice(probe.words[scene.language])
        around = random.choice(scene.sayings.with_word)
        return _sentence(around.format(x=word)), say(probe.ask, scene.language)
    if step.type not in VAGUE or random.random() >= VAGUE[step.type]:
        return "", ""
    vague = _some(_ways_round(step, scene.sayings), random)
    return vague, scene.sayings.insist if vague else ""


def _ways_round(step: Step, phrases: Sayings) -> tuple[str, ...]:
    match step.type:
        case AnswerType.LONG_TEXT | AnswerType.TEXT:
            return phrases.unclear
        case AnswerType.NUMBER:
            return phrases.rough
        case AnswerType.DATE_TIME:
            return phrases.once
        case AnswerType.SITE | AnswerType.ASSET:
            return phrases.around
    return phrases.hesitant


def _asides(
    ahead: Sequence[Step], answers: dict[str, IntendedAnswer], phrases: Sayings
) -> dict[str, str]:
    """What the caller could tell of the steps ahead without being asked, by step."""
    ways = dict(phrases.asides)
    return {
        step.key: ways[step.type].format(x=answers[step.key].words)
        for step in ahead
        if step.type in ways and answers[step.key].words and _is_volunteered(step)
    }


def _is_volunteered(step: Step) -> bool:
    """Callers tell no number unasked without what it counts, and nobody begins with a plan."""
    if step.type is AnswerType.NUMBER:
        return bool(step.unit)
    return step.type is not AnswerType.DATE_TIME or step.moment == "past"
