"""How fast the script engine answers: `python -m bench.engine`."""

import time
from collections.abc import Callable
from statistics import median
from typing import Any

from workflows.document import ScriptDocument
from workflows.engine import Given, compile_script, lint, missing, next_step
from workflows.yaml_io import dump_script, load_script

STEPS = 300
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
            "outcome": {"title": {"fr": "{s0}", "en": "{s0}"}},
        }
    )


def _step(place: int, count: int) -> dict[str, Any]:
    made: dict[str, Any] = {"key": f"s{place}", "title": TEXT, "ask": TEXT, "kind": "question"}
    if place % 3 == 0:
        made |= {"kind": "choice", "type": "yes_no", "mandatory": True}
        if place + 3 < count - 1:
            made["next"] = [{"when": f"s{place} == false", "to": f"s{place + 3}"}]
        return made
    before = place - place % 3
    return made | {"type": "text", "when": f"s{before} == true"}


def _milliseconds(work: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return median(taken)


def main() -> None:
    """Print the median time of each answer on a script of 300 steps."""
    document = long_script(STEPS)
    script, text = compile_script(document), dump_script(document)
    full = {step.key: Given(True if step.type == "yes_no" else "x") for step in document.steps}
    rows: list[tuple[str, str, Callable[[], object], int]] = [
        ("next_step, nothing answered", "1", lambda: next_step(script, {}, {}), 200),
        ("next_step, everything answered", "1", lambda: next_step(script, full, {}), 200),
        ("missing, everything answered", "", lambda: missing(script, full, {}), 200),
        ("lint", "200", lambda: lint(script), 5),
        ("compile", "", lambda: compile_script(document), 20),
        ("read from YAML", "", lambda: load_script(text), 5),
    ]
    print(f"Script of {STEPS} steps ({len(text) // 1000} kB of YAML); median, milliseconds")
    for name, aim, work, times in rows:
        print(f"  {name:34} {_milliseconds(work, times):9.3f}  {'aim ' + aim if aim else ''}")


if __name__ == "__main__":
    main()
