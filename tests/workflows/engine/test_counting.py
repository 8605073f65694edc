"""The answers that count: those on the path as it stands, and those given early."""

from typing import Any

import pytest

from tests.workflows.engine.test_questions import NOW, answered, script_of
from workflows.engine import (
    CompiledScript,
    compile_script,
    counting_values,
    instructions,
    missing,
    next_step,
    outcome,
)
from workflows.formats.yaml_io import load_script
from workflows.rehearsal import Setting, play
from workflows.replays.effects import PastRun, replay
from workflows.vagueness import measure

DOORS = """
key: doors
name: {fr: Portes, en: Doors}
languages: [fr, en]
steps:
  - {key: where, kind: question, type: text, title: {fr: Lieu, en: Place}, mandatory: true}
  - {key: shut, kind: choice, type: yes_no, title: {fr: Fermée, en: Shut}, mandatory: true}
  - {key: inside, kind: question, type: number, title: {fr: Dedans, en: Inside},
     when: shut == true, mandatory: true}
  - {key: family, kind: question, type: text, title: {fr: Famille, en: Family},
     when: inside > 2, mandatory: true}
  - {key: few, kind: question, type: text, title: {fr: Peu, en: Few}, when: not answered(inside)}
  - {key: done, kind: end, title: {fr: Fin, en: End}}
outcome:
  title: {fr: "Porte {where}[, {inside} personnes]", en: "Door {where}[, {inside} people]"}
  priority: [{when: inside > 2, is: 1}, {is: 3}]
  team: [{when: inside > 2, is: rescue}, {is: locksmiths}]
  deadline: [{when: answered(family), minutes: 30}, {minutes: 480}]
instructions:
  - {key: calm, text: {fr: Rassurez, en: Reassure}, when: inside > 2}
"""


@pytest.fixture(scope="module")
def doors() -> CompiledScript:
    return compile_script(load_script(DOORS))


def test_an_answer_that_no_longer_applies_decides_nothing(doors: CompiledScript) -> None:
    """The agent noted four people inside, then corrected that nobody is shut in."""
    answers = answered(where="nord", shut=False, inside=4)
    result = outcome(doors, answers, {}, language="fr")
    assert (result.title, result.priority, result.team) == ("Porte nord", 3, "locksmiths")
    assert next_step(doors, answers, {}).key == "few"
    assert missing(doors, answers, {}) == ()


def test_what_hangs_on_it_does_not_count_either(doors: CompiledScript) -> None:
    answers = answered(where="nord", shut=False, inside=4, family="Mme Morel", few="x")
    assert counting_values(doors, answers, {}) == {"where": "nord", "shut": False, "few": "x"}
    assert outcome(doors, answers, {}).deadline_minutes == 480


def test_an_answer_given_early_counts_before_its_question_comes(doors: CompiledScript) -> None:
    result = outcome(doors, answered(where="nord", inside=4), {}, language="fr")
    assert (result.title, result.priority) == ("Porte nord, 4 personnes", 1)


def test_it_counts_again_with_the_answer_before_it(doors: CompiledScript) -> None:
    answers = answered(where="nord", shut=True, inside=4)
    assert outcome(doors, answers, {}).priority == 1
    assert next_step(doors, answers, {}).key == "family"


def test_a_reminder_follows_the_answers_that_count(doors: CompiledScript) -> None:
    def shown(**values: Any) -> list[str]:
        listed = instructions(doors, NOW, "Europe/Paris", {}, answered(**values))
        return [instruction.key for instruction in listed]

    assert shown(inside=4) == shown(shut=True, inside=4) == ["calm"]
    assert shown(shut=False, inside=4) == []


BRANCHES = """
  - {key: kind, kind: choice, type: choice, title: {fr: a, en: a},
     options: [{value: gas, label: {fr: a, en: a}}, {value: water, label: {fr: a, en: a}}],
     next: [{when: kind == "gas", to: smell}]}
  - {key: leak, kind: question, type: text, title: {fr: a, en: a}, next: [{to: fin}]}
  - {key: smell, kind: question, type: text, title: {fr: a, en: a}}
"""


@pytest.mark.parametrize(
    ("kind", "counting"),
    [(None, {"leak", "smell"}), ("gas", {"kind", "smell"}), ("water", {"kind", "leak"})],
)
def test_a_branch_that_is_not_decided_leads_both_ways(kind: str | None, counting: set[str]) -> None:
    answers = answered(kind=kind, leak="x", smell="y")
    assert set(counting_values(script_of(BRANCHES), answers, {})) == counting


def test_steps_in_another_order_than_they_come() -> None:
    """A branch may lead back up as long as it closes no circle."""
    script = script_of(
        """
  - {key: one, kind: choice, type: yes_no, title: {fr: a, en: a}, next: [{to: three}]}
  - {key: two, kind: question, type: text, title: {fr: a, en: a}, when: three == "x",
     next: [{to: fin}]}
  - {key: three, kind: question, type: text, title: {fr: a, en: a}, when: one == true,
     next: [{to: two}]}
"""
    )

    def counting(**values: Any) -> set[str]:
        return set(counting_values(script, answered(**values), {}))

    assert counting(one=True, two="b", three="x") == {"one", "two", "three"}
    assert counting(one=True, two="b", three="y") == {"one", "three"}
    assert counting(one=False, two="b", three="x") == {"one"}


def test_a_draft_that_goes_in_circles_comes_to_an_end() -> None:
    script = script_of(
        """
  - {key: one, kind: question, type: text, title: {fr: a, en: a}, when: not answered(two)}
  - {key: two, kind: question, type: text, title: {fr: a, en: a}, when: not answered(one),
     next: [{to: one}]}
"""
    )
    assert set(counting_values(script, answered(one="a", two="b"), {})) <= {"one", "two"}


def test_the_meter_reads_only_answers_that_count(doors: CompiledScript) -> None:
    def junk(shut: bool) -> list[str]:
        noted = answered(where="nord", shut=shut, inside=4, family="n/a")
        return [text.source for text in measure(doors, noted, {}).junk]

    assert (junk(shut=True), junk(shut=False)) == (["family"], [])


def test_a_rehearsal_and_a_replay_take_the_same_answers(doors: CompiledScript) -> None:
    setting = Setting(language="fr", spoken="fr", timezone="Europe/Paris", now=NOW, facts={})
    raws = {"where": "nord", "shut": "non", "inside": "4"}
    view = play(doors, raws, setting)
    assert (view["outcome"]["title"], view["outcome"]["priority"]) == ("Porte nord", 3)
    assert {step["key"] for step in view["steps"] if step["on_path"] or step["maybe"]} == {
        "where",
        "shut",
        "few",
        "done",
    }
    assert view["missing"] == []
    effects = replay(
        doors, [(doors, PastRun("r", answered(where="nord", shut=False, inside=4), {}))]
    )
    assert (effects.closable_before, effects.closable_after, effects.steps) == (1, 1, ())
