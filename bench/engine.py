"""Measures how fast the script engine answers: `python -m bench.engine`."""

import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from web.messages import values
from workflows.comparing.changes import changes
from workflows.document import Article, ScriptDocument, Step, plain
from workflows.engine import (
    CompiledScript,
    StepAnswer,
    compile_script,
    missing,
    next_step,
    validate,
)
from workflows.formats.yaml_io import dump_script, load_script
from workflows.knowledge import search
from workflows.linting import lint
from workflows.linting.review import review
from workflows.replays.effects import PastRun, replay

STEPS = 300
RUNS = 10_000
REAL = Path(__file__).parents[1] / "demo" / "scripts" / "belleroche.yaml"
ANSWERS = {
    "yes_no": ["oui", "non"],
    "number": ["1", "3", "12"],
    "date_time": ["ce matin à 8 h", "hier soir"],
    "phone": ["01 99 00 12 34"],
    "asset": ["A12", "BR-204", "7"],
    "severity": ["only/needed", "other/normal"],
}
TEXT = {"fr": "Une question", "en": "A question"}


def long_script(count: int) -> ScriptDocument:
    """A script of `count` steps with a condition or a branch on each third one."""
    steps = [_step(place, count) for place in range(count - 1)]
    return ScriptDocument.model_validate(
        {
            "key": "long",
            "name": TEXT,
            "languages": ["fr", "en"],
            "steps": [*steps, {"key": "fin", "kind": "end", "title": TEXT}],
            "outcome": {"title": {"fr": "{s0}", "en": "{s0}"}, "team": [{"is": "team"}]},
        }
    )


def _step(place: int, count: int) -> dict[str, Any]:
    step: dict[str, Any] = {"key": f"s{place}", "title": TEXT, "ask": TEXT, "kind": "question"}
    if place % 3 == 0:
        step |= {"kind": "choice", "type": "yes_no", "mandatory": True}
        if place + 3 < count - 1:
            step["next"] = [{"when": f"s{place} == false", "to": f"s{place + 3}"}]
        return step
    before = place - place % 3
    return step | {"type": "text", "when": f"s{before} == true"}


def past_runs(script: CompiledScript, count: int) -> Iterator[tuple[CompiledScript, PastRun]]:
    """Runs as agents leave them: each walked to its end, one answer in ten left out."""
    chance = random.Random(7)
    at = datetime(2026, 11, 3, 9, tzinfo=UTC)
    for number in range(count):
        answers: dict[str, StepAnswer] = {}
        while (step := next_step(script, answers, {})) is not script.end:
            answers[step.key] = _answer(step, chance, at)
        seconds = 40 + 20 * len(answers) * chance.uniform(0.5, 1.5)
        yield script, PastRun(f"run{number}", answers, {}, seconds, "fr", "Europe/Paris", at)


def _answer(step: Step, chance: random.Random, at: datetime) -> StepAnswer:
    raw = chance.choice(_possible_answers(step))
    if not step.mandatory and chance.random() < 0.1:
        raw = ""
    understood = validate(step, raw, language="fr", timezone="Europe/Paris", now=at)
    return StepAnswer(getattr(understood, "value", None), None, raw)


def _possible_answers(step: Step) -> list[str]:
    if step.impacts:
        return [f"{i.value}/{u.value}" for i in step.impacts for u in step.urgencies]
    if step.options:
        return [option.value for option in step.options]
    return ANSWERS.get(step.type or "", ["Bâtiment C, côté cour"])


def changed(document: ScriptDocument) -> ScriptDocument:
    """The next version: one question more, one that reads otherwise, one moved, one branch less."""
    data = plain(document)
    by_key = {step["key"]: step for step in data["steps"]}
    by_key["lift"]["pattern"] = r"[A-Z]{2}-?\d{1,4}"
    by_key["people"]["maximum"] = 10
    more = {"key": "code", "kind": "question", "type": "text", "title": TEXT, "mandatory": True}
    data["steps"].insert(5, more)
    data["steps"].insert(8, data["steps"].pop(6))
    return ScriptDocument.model_validate(data)


def knowledge(count: int) -> list[Article]:
    """Articles of 300 words each, of invented words."""
    chance = random.Random(3)
    letters = "aeioubcdlmnprst"
    words = ["".join(chance.choices(letters, k=chance.randint(3, 10))) for _ in range(2000)]
    return [
        Article(
            key=f"a{number}",
            title={"fr": " ".join(chance.sample(words, 4))},
            body={"fr": " ".join(chance.choices(words, k=300))},
        )
        for number in range(count)
    ]


def _milliseconds(work: Callable[[], object], times: int) -> float:
    """The processor's time, so that other work on the machine does not count."""
    durations = []
    for _ in range(times):
        began = time.process_time()
        work()
        durations.append((time.process_time() - began) * 1000)
    return median(durations)


Row = tuple[str, str, Callable[[], object], int]


def _print(rows: list[Row]) -> None:
    for name, aim, work, times in rows:
        print(f"  {name:34} {_milliseconds(work, times):9.3f}  {'aim ' + aim if aim else ''}")


def _long() -> list[Row]:
    document = long_script(STEPS)
    script, text, data = compile_script(document), dump_script(document), plain(document)
    other = {**data, "steps": [*data["steps"][5:-1], *data["steps"][:5], data["steps"][-1]]}
    full = {step.key: StepAnswer(True if step.type == "yes_no" else "x") for step in document.steps}
    faulty = {**data, "steps": [{**data["steps"][0], "when": "s1 =="}, *data["steps"][1:]]}
    size = f"Script of {STEPS} steps ({len(text) // 1000} kB of YAML)"
    print(f"{size}; median, milliseconds of the processor")
    return [
        ("next_step, nothing answered", "1", lambda: next_step(script, {}, {}), 200),
        ("next_step, everything answered", "1", lambda: next_step(script, full, {}), 200),
        ("missing, everything answered", "", lambda: missing(script, full, {}), 200),
        ("lint", "200", lambda: lint(script, "Europe/Paris"), 5),
        ("review of a valid draft", "250", lambda: review(data, "Europe/Paris"), 5),
        ("review of a draft with faults", "250", lambda: review(faulty, "Europe/Paris"), 5),
        ("changes, five steps moved", "", lambda: changes(data, other, values), 5),
        ("compile", "", lambda: compile_script(document), 20),
        ("read from YAML", "", lambda: load_script(text), 5),
    ]


def _real() -> list[Row]:
    before = load_script(REAL.read_bytes())
    old, new = compile_script(before), compile_script(changed(before))
    runs = list(past_runs(old, RUNS))
    articles = knowledge(50)
    print(f"Script “{before.key}” of {len(before.steps)} steps, {RUNS} past runs; 50 articles")
    return [
        ("replay of all past runs", "10000", lambda: replay(new, runs), 3),
        ("search, beginning of a word", "", lambda: search(articles, "mo", "fr"), 20),
        ("search, two words and a slip", "", lambda: search(articles, "monitr pnae", "fr"), 20),
    ]


def main() -> None:
    """Print the median time of each answer."""
    _print(_long())
    _print(_real())


if __name__ == "__main__":
    main()
