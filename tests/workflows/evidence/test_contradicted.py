"""What is called contradicted in labelled dialogues: nothing wrongly, and most of the rest."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.workflows.evidence.spoken import SIDES, Turn, conversation
from workflows.document import Step
from workflows.evidence import find

SOURCE = Path(__file__).with_name("contradictions.yaml").read_text("utf-8")
LABELLED = yaml.load(SOURCE, yaml.CSafeLoader)
FOUND = 34  # of the 49 that are another answer; the others are called typed


def step(key: str) -> Step:
    fields = LABELLED["steps"][key]
    kind = "choice" if fields["type"] in ("choice", "yes_no") else "question"
    title = {"fr": key, "en": key, "ko": key}
    return Step.model_validate({"key": key, "kind": kind, "title": title, **fields})


STEPS = {key: step(key) for key in LABELLED["steps"]}


def is_accused(case: dict[str, Any]) -> bool:
    said = [next(iter(turn.items())) for turn in case["said"]]
    turns = conversation(*said, unsure=case.get("unsure", ()))
    evidence = find(STEPS[case["step"]], case["typed"], turns, case["language"])
    return evidence is not None and evidence.state == "contradicted"


def test_nobody_is_wrongly_accused() -> None:
    traps = [case for case in LABELLED["cases"] if not case["accused"]]
    assert len(traps) > 150
    assert [case["id"] for case in traps if is_accused(case)] == []


@pytest.mark.parametrize("language", ["fr", "en", "ko"])
def test_other_answers_are_found_in_each_language(language: str) -> None:
    cases = [case for case in LABELLED["cases"] if case["accused"] and case["language"] == language]
    assert sum(map(is_accused, cases)) >= 0.5 * len(cases)


def test_most_of_the_other_answers_are_found() -> None:
    assert sum(is_accused(case) for case in LABELLED["cases"] if case["accused"]) >= FOUND


def test_the_whole_reply_is_quoted_with_its_seconds() -> None:
    turns = conversation(
        ("a", "combien de personnes sont bloquées"), ("c", "nous sommes cinq personnes")
    )
    evidence = find(STEPS["people"], 2, turns, "fr")
    assert evidence is not None
    assert (evidence.state, evidence.quote) == ("contradicted", "nous sommes cinq personnes")
    assert (evidence.start, evidence.end) == (turns[1].words[0][1], turns[1].words[-1][2])


def test_of_two_voices_beside_the_agent_nobody_knows_who_answers() -> None:
    turns = conversation(("a", "combien de personnes sont bloquées"), ("c", "cinq personnes"))
    assert find(STEPS["people"], 2, turns, "fr") is not None
    other = Turn(2, SIDES["c"], [["bonjour", 30.0, 30.3, 0.9]])
    assert find(STEPS["people"], 2, [*turns, other], "fr") is None
