from datetime import UTC, datetime
from typing import Any

import pytest

from workflows.engine import (
    CompiledScript,
    StepAnswer,
    compile_script,
    instructions,
    missing,
    next_step,
    outcome,
    path,
)
from workflows.formats.yaml_io import load_script

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


def answered(**values: Any) -> dict[str, StepAnswer]:
    return {key: StepAnswer(value) for key, value in values.items()}


def keys(script: CompiledScript, **values: Any) -> list[str]:
    return [step.key for step in path(script, answered(**values), {})]


def test_the_first_step_comes_first(lift: CompiledScript) -> None:
    assert next_step(lift, {}, {}).key == "trapped"


def test_an_answer_takes_its_branch(lift: CompiledScript) -> None:
    assert keys(lift, trapped=True)[:3] == ["trapped", "people", "unwell"]
    assert keys(lift, trapped=False)[:2] == ["trapped", "lift"]


def test_a_condition_adds_and_leaves_out_steps(lift: CompiledScript) -> None:
    assert "emergency" in keys(lift, trapped=True, unwell=["hurt"])
    assert "emergency" not in keys(lift, trapped=True, unwell=["none"])
    assert "emergency" not in keys(lift, trapped=True)


def test_a_step_answered_out_of_order_is_not_asked_again(lift: CompiledScript) -> None:
    answers = answered(trapped=False, site="tilia")
    assert next_step(lift, answers, {}).key == "lift"
    assert next_step(lift, answers | answered(lift="2"), {}).key == "floor"


def test_an_optional_step_can_be_passed_over_a_mandatory_one_cannot(lift: CompiledScript) -> None:
    answers = answered(trapped=False, lift="2", site="tilia", floor=None)
    assert next_step(lift, answers, {}).key == "since"
    assert next_step(lift, answers | answered(since=None), {}).key == "since"


def test_a_value_with_a_problem_is_asked_again(lift: CompiledScript) -> None:
    answers = answered(trapped=False) | {"lift": StepAnswer(None, "pattern", "??")}
    assert next_step(lift, answers, {}).key == "lift"
    assert [(m.key, m.reason) for m in missing(lift, answers, {})][:2] == [
        ("lift", "invalid"),
        ("site", "unanswered"),
    ]


def test_missing_follows_conditions(lift: CompiledScript) -> None:
    free = {m.key for m in missing(lift, answered(trapped=False), {})}
    stuck = {m.key for m in missing(lift, answered(trapped=True), {})}
    assert "floor" not in free and "impact" in free
    assert "floor" in stuck and "impact" not in stuck and "people" in stuck


def test_a_whole_run_ends(lift: CompiledScript) -> None:
    answers = answered(
        trapped=True,
        people=2,
        unwell=["none"],
        calm=True,
        lift="2",
        site="tilia",
        floor=3,
        since={"text": "10 min", "at": None},
        symptom="Doors closed",
        impact=None,
        callback="+33639980001",
    )
    assert next_step(lift, answers, {}).key == "done"
    assert missing(lift, answers, {}) == ()


def test_the_outcome_speaks_the_language_and_leaves_gaps_out(lift: CompiledScript) -> None:
    answers = answered(trapped=True, people=2, lift="2", floor=3, symptom="Portes fermées")
    result = outcome(lift, answers, {}, language="fr")
    assert result.title == "Ascenseur 2 – 2 personnes bloquées, étage 3"
    assert result.summary == "Portes fermées"
    assert (result.priority, result.team, result.deadline_minutes) == (1, "oncall", 30)
    assert outcome(lift, answered(lift="2"), {}, language="en").title == "Lift 2"
    assert outcome(lift, {}, {}, language="en").title == "Lift breakdown"


def test_a_summary_says_what_is_not_known(lift: CompiledScript) -> None:
    symptom = {language: lift.step("symptom").title[language] for language in ("fr", "en")}
    answers = answered(lift="2", since={"text": "hier", "at": None})
    texts = [outcome(lift, answers, {}, language=one).summary for one in ("fr", "en")]
    assert texts == [
        f"Depuis : hier. Non précisé : {symptom['fr']}.",
        f"Since: hier. Not known: {symptom['en']}.",
    ]


def test_a_team_without_a_name_is_called_by_its_key_made_readable(lift: CompiledScript) -> None:
    assert outcome(lift, answered(trapped=True), {}, language="en").team_name == "Oncall"


def test_a_severity_sets_the_priority(lift: CompiledScript) -> None:
    severity = {"impact": "only", "urgency": "needed", "priority": 2}
    result = outcome(lift, answered(trapped=False, impact=severity), {})
    assert (result.priority, result.team, result.deadline_minutes) == (2, "maintenance", 120)
    assert outcome(lift, answered(trapped=False), {}).priority == 3


def active(lift: CompiledScript, moment: datetime) -> list[str]:
    return [i.key for i in instructions(lift, moment, "Europe/Paris", {})]


def test_the_most_specific_instruction_wins(lift: CompiledScript) -> None:
    assert active(lift, datetime(2026, 11, 25, 9, 30, tzinfo=UTC)) == ["office"]
    assert active(lift, datetime(2026, 11, 25, 22, 0, tzinfo=UTC)) == ["night"]
    assert active(lift, datetime(2026, 12, 24, 22, 0, tzinfo=UTC)) == ["works"]
    assert active(lift, datetime(2026, 12, 26, 22, 59, tzinfo=UTC)) == ["works"]
    assert active(lift, datetime(2026, 12, 26, 23, 0, tzinfo=UTC)) == ["night"]
    assert active(lift, datetime(2026, 11, 28, 12, 0, tzinfo=UTC)) == []


def script_of(steps: str, title: str = "a") -> CompiledScript:
    return compile_script(
        load_script(
            f"""
key: small
name: {{fr: a, en: a}}
languages: [fr]
steps:{steps}  - {{key: fin, kind: end, title: {{fr: a, en: a}}}}
outcome: {{title: {{fr: "{title}", en: "{title}"}}}}
"""
        )
    )


def test_a_branch_on_what_is_not_known_is_not_taken() -> None:
    script = script_of(
        """
  - {key: one, kind: question, type: number, title: {fr: a, en: a},
     next: [{when: one > 3, to: fin}]}
  - {key: two, kind: action, title: {fr: a, en: a}}
"""
    )
    assert keys(script) == ["one", "two", "fin"]
    assert keys(script, one=3) == ["one", "two", "fin"]
    assert keys(script, one=4) == ["one", "fin"]


def test_a_loop_stops_the_walk() -> None:
    script = script_of(
        """
  - {key: one, kind: action, title: {fr: a, en: a}}
  - {key: two, kind: action, title: {fr: a, en: a}, next: [{to: one}]}
"""
    )
    assert [step.key for step in path(script, {}, {})] == ["one", "two"]
    assert next_step(script, answered(one=True, two=True), {}).key == "fin"


NUMBERS = """
  - key: dose
    kind: question
    type: number
    title: {fr: Dose, en: Dose}
  - key: limit
    kind: question
    type: number
    title: {fr: Seuil, en: Limit}
  - key: alarm
    kind: action
    title: {fr: Alerte, en: Alarm}
    when: dose > limit
  - key: same
    kind: action
    title: {fr: Même, en: Same}
    when: dose == 2.5 or dose in [7, 0.1]
"""


@pytest.mark.parametrize(
    ("dose", "limit", "asked"),
    [
        ("10.5", "9.5", ["alarm"]),  # as texts it would be the other way round
        ("9.50", "9.5", []),
        ("2.50", 3, ["same"]),
        (2.5, 1, ["alarm", "same"]),  # as old runs keep it
        ("0.1", 1, ["same"]),
        ("9007199254740993", "9007199254740992.5", ["alarm"]),
        (9007199254740992, "9007199254740992.5", []),
    ],
)
def test_numbers_are_compared_with_all_their_digits(
    dose: Any, limit: Any, asked: list[str]
) -> None:
    script = script_of(NUMBERS)
    assert [
        key for key in keys(script, dose=dose, limit=limit) if key in ("alarm", "same")
    ] == asked


@pytest.mark.parametrize(("length", "end"), [(200, "x"), (201, "…")])
def test_a_long_title_is_cut(length: int, end: str) -> None:
    script = script_of(NUMBERS, title="{dose}" + "x" * (length - 1))
    title = outcome(script, answered(dose=1), {}).title
    assert (len(title), title[-1]) == (200, end)


def test_a_title_keeps_the_spaces_that_do_not_break() -> None:
    script = script_of(NUMBERS, title="{dose}  kWh")
    answers = answered(dose="1234567.80")
    assert outcome(script, answers, {}, language="fr").title == "1\u202f234\u202f567,80 kWh"
    assert outcome(script, answers, {}, language="en").title == "1,234,567.80 kWh"
