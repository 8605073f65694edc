"""Measures how well the vagueness meter reads ticket texts: `python -m bench vagueness [--errors]`.

Precision, recall and F1 for each kind of sign and for junk, by language, on three sets of labelled
texts in `bench/data/vagueness` (see its README): the rules were tuned on `development`; `held_out`
and `unseen` are only measured. Then the processor's time for one measure, as a ratio to that of
`next_step` on the same script, taken side by side.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import yaml

from bench.engine import long_script
from workflows.engine import StepAnswer, compile_script, next_step
from workflows.vagueness import KINDS, measure, measure_text

FOLDER = Path(__file__).parent / "data" / "vagueness"
SETS = ("development", "held_out", "unseen")
LANGUAGES = ("fr", "en")
LABELS = (*KINDS, "junk")
# One step's worth of notes, as an agent leaves them behind.
NOTES = {
    "fr": "L'imprimante du poste de soins sort des pages blanches depuis ce matin 9h30, personne ne"
    " peut éditer les bracelets, 12 patients attendent aux urgences, « bac 2 vide » à l'écran.",
    "en": "The printer at the nurses' station has put out blank pages since 9:30 this morning,"
    " nobody can print wristbands, 12 patients are waiting, the screen says 'tray 2 empty'.",
}


@dataclass(frozen=True)
class LabelledText:
    """A text and the labels that a reader gave it: kinds of signs, or "junk"."""

    text: str
    language: str
    labels: frozenset[str]

    def found_labels(self) -> frozenset[str]:
        """The labels that the meter gives it."""
        reading = measure_text(self.text, self.language)
        return frozenset([*reading.kinds, *(["junk"] if reading.junk else [])])


@dataclass
class Score:
    """How often a label was rightly found, wrongly found, and not found."""

    right: int = 0
    wrong: int = 0
    lost: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.lost) if self.right + self.lost else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def texts(name: str, language: str) -> Iterator[LabelledText]:
    """The labelled texts of one set in one language."""
    source = (FOLDER / f"{name}_{language}.yaml").read_text("utf-8")
    for group in yaml.load(source, yaml.CSafeLoader):
        for one in group["texts"]:
            labels = frozenset([*one.get("names", []), *(["junk"] if one.get("junk") else [])])
            yield LabelledText(one["text"], language, labels)


def scores(labelled: list[LabelledText]) -> dict[str, Score]:
    """The score of each label over these texts."""
    by_label = {label: Score() for label in LABELS}
    for one in labelled:
        found_by_meter = one.found_labels()
        for label, score in by_label.items():
            score.right += label in one.labels and label in found_by_meter
            score.wrong += label in found_by_meter and label not in one.labels
            score.lost += label in one.labels and label not in found_by_meter
    return by_label


def report(name: str, language: str, show_errors: bool) -> None:
    labelled = list(texts(name, language))
    print(
        f"{name}, {language}: {len(labelled)} texts{'precision':>24}{'recall':>8}{'F1':>6}{'n':>5}"
    )
    for label, score in scores(labelled).items():
        print(
            f"  {label:38} {score.precision:9.2f}{score.recall:8.2f}{score.f1:6.2f}"
            f"{score.right + score.lost:5}"
        )
    # Errors of the other sets stay hidden: rules would sooner or later be tuned on them.
    if show_errors and name == "development":
        for one in labelled:
            extra, lost = one.found_labels() - one.labels, one.labels - one.found_labels()
            if extra or lost:
                print(f"    {one.text}\n      too many {sorted(extra)}, lost {sorted(lost)}")


def _seconds(work: Callable[[], object], times: int = 30) -> float:
    durations = []
    for _ in range(times):
        began = time.process_time()
        work()
        durations.append(time.process_time() - began)
    return median(durations)


def report_time(steps: int) -> None:
    script = compile_script(long_script(steps))
    answers = {
        step.key: StepAnswer(True if step.type == "yes_no" else f"texte {place}")
        for place, step in enumerate(script.document.steps)
        if step.takes_answer and place < steps // 2
    }
    base = _seconds(lambda: next_step(script, answers, {}))
    arms: dict[str, Callable[[], object]] = {
        "notes of two lines": lambda: measure(script, {}, {}, notes=NOTES["fr"]),
        "notes, half the steps answered": lambda: measure(script, answers, {}, notes=NOTES["fr"]),
        "notes of 200,000 characters": lambda: measure(script, {}, {}, notes=NOTES["fr"] * 800),
    }
    print(f"Script of {steps} steps: processor time of a measure, ratio to next_step")
    for name, work in arms.items():
        work()
        seconds = _seconds(work)
        print(f"  {name:38} {seconds * 1000:6.2f} ms {seconds / base:8.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errors", action="store_true", help="show those of the development set")
    chosen = parser.parse_args()
    for name in SETS:
        for language in LANGUAGES:
            report(name, language, chosen.errors)
    report_time(300)


if __name__ == "__main__":
    main()
