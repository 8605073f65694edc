"""Past runs through another version: what would be missing, left out, asked anew or refused."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from workflows.document import ScriptDocument
from workflows.engine import CompiledScript, StepAnswer, compile_script, missing
from workflows.replays.effects import PastRun, Replay, replay

T = {"fr": "a", "en": "a"}


def question(key: str, type_: str = "text", **fields: Any) -> dict[str, Any]:
    kind = "choice" if type_ in ("yes_no", "choice") else "question"
    return {"key": key, "kind": kind, "type": type_, "title": T, **fields}


def version(*steps: dict[str, Any]) -> CompiledScript:
    document = {
        "key": "one",
        "name": T,
        "languages": ["fr"],
        "steps": [*steps, {"key": "fin", "kind": "end", "title": T}],
        "outcome": {"title": T},
    }
    return compile_script(ScriptDocument.model_validate(document))


def past(run: str = "r", seconds: float | None = None, **answers: Any) -> PastRun:
    typed = {key: StepAnswer(value, None, _raw(value)) for key, value in answers.items()}
    return PastRun(run, typed, {}, seconds)


def _raw(value: Any) -> str:
    return {True: "oui", False: "non"}.get(value, str(value))


def effects(result: Replay) -> dict[str, tuple[str, Mapping[str, int]]]:
    names = ("newly_missing", "never_reached", "newly_asked", "invalid_now")
    return {
        step.key: (step.state, {n: getattr(step, n) for n in names if getattr(step, n)})
        for step in result.steps
    }


OLD = version(
    question(
        "trapped", "yes_no", mandatory=True, next=[{"when": "trapped == false", "to": "lift"}]
    ),
    question("people", "number", mandatory=True),
    question("lift", mandatory=True),
)
FREE, FULL = past("free", 60, trapped=False, lift="A1"), past("full", 90, trapped=True, people=2)


def test_the_same_version_changes_nothing() -> None:
    result = replay(OLD, [(OLD, FREE), (OLD, FULL)])
    assert result.steps == ()
    assert (result.median_before, result.median_after) == (2.5, 2.5)
    assert result.median_seconds_before == result.median_seconds_after == 75
    assert (result.closable_before, result.closable_after) == (1, 1)


def test_a_mandatory_question_more_is_missing_where_it_is_asked() -> None:
    new = version(
        question("trapped", "yes_no", next=[{"when": "trapped == false", "to": "lift"}]),
        question("people", "number"),
        question("unwell", mandatory=True),
        question("lift", mandatory=True),
    )
    result = replay(new, [(OLD, FREE), (OLD, FULL)])
    assert effects(result) == {"unwell": ("added", {"newly_missing": 1, "newly_asked": 1})}
    assert result.steps[0].examples == ("full",)
    assert (result.median_before, result.median_after) == (2.5, 3)
    # One question takes 30 s in both runs: the second would take 120 s.
    assert (result.median_seconds_before, result.median_seconds_after) == (75, 90)


def test_what_was_missing_then_is_not_newly_missing() -> None:
    assert [one.key for one in missing(OLD, FULL.answers, {})] == ["lift"]
    result = replay(version(question("lift", mandatory=True)), [(OLD, FULL)])
    assert effects(result) == {
        "trapped": ("removed", {"never_reached": 1}),
        "people": ("removed", {"never_reached": 1}),
    }


def test_another_branch_leaves_an_answer_unreached() -> None:
    new = version(
        question("trapped", "yes_no", mandatory=True, next=[{"to": "lift"}]),
        question("people", "number", mandatory=True),
        question("lift", mandatory=True),
    )
    assert effects(replay(new, [(OLD, FREE), (OLD, FULL)])) == {
        "people": ("kept", {"never_reached": 1})
    }


def test_an_answer_of_a_branch_that_was_left_is_not_reached_then_either() -> None:
    run = past("r", trapped=False, people=3, lift="A1")
    assert replay(OLD, [(OLD, run)]).steps == ()


def test_what_was_typed_is_read_again_where_the_step_reads_otherwise() -> None:
    old = version(question("lift"), question("floor"), question("site"))
    new = version(
        question("lift", pattern=r"[A-Z]\d", mandatory=True),
        question("floor", "number"),
        question("site", help={"fr": "b", "en": "b"}),
    )
    good = past("good", lift="A1", floor="3", site="x")
    bad = past("bad", lift="1", floor="third", site="x")
    result = replay(new, [(old, good), (old, bad)])
    assert effects(result) == {
        "lift": ("kept", {"invalid_now": 1}),
        "floor": ("kept", {"invalid_now": 1}),
    }
    assert result.steps[0].examples == ("bad",)
    assert (result.closable_before, result.closable_after) == (2, 1)


def test_a_type_that_changed_decides_the_branches_anew() -> None:
    old = version(question("trapped"), question("people"))
    new = version(
        question("trapped", "yes_no", next=[{"when": "trapped == false", "to": "fin"}]),
        question("people"),
    )
    run = PastRun("r", {"trapped": StepAnswer("non", None, "non"), "people": StepAnswer("2")}, {})
    assert effects(replay(new, [(old, run)])) == {"people": ("kept", {"never_reached": 1})}


def test_an_option_that_is_gone_makes_its_answers_invalid() -> None:
    def kinds(*values: str) -> CompiledScript:
        listed = [{"value": value, "label": T | {"fr": value}} for value in values]
        return version(question("kind", "choice", options=listed, mandatory=True))

    runs = [(kinds("x", "y"), past(value, kind=value)) for value in ("x", "y")]
    result = replay(kinds("x", "z"), runs)
    assert effects(result) == {"kind": ("kept", {"invalid_now": 1})}
    assert result.closable_after == 1


def test_a_renamed_step_is_one_removed_and_one_added() -> None:
    new = version(
        question(
            "stuck", "yes_no", mandatory=True, next=[{"when": "stuck == false", "to": "lift"}]
        ),
        question("people", "number", mandatory=True),
        question("lift", mandatory=True),
    )
    steps = effects(replay(new, [(OLD, FREE)]))
    assert steps["trapped"] == ("removed", {"never_reached": 1})
    assert steps["stuck"] == ("added", {"newly_missing": 1, "newly_asked": 1})
    assert list(steps) == ["stuck", "people", "trapped"]


def test_runs_of_several_versions_and_their_facts() -> None:
    older = version(question("lift"))
    new = version(question("lift"), question("again", when="facts.open_tickets > 0"))
    run_with_facts = PastRun("k", {"lift": StepAnswer("A1")}, {"open_tickets": 2})
    result = replay(new, [(older, run_with_facts), (OLD, FREE)])
    assert effects(result)["again"] == ("added", {"newly_asked": 1})
    assert result.runs == 2


def test_examples_are_few_and_seconds_may_be_unknown() -> None:
    new = version(question("more", mandatory=True))
    result = replay(new, [(OLD, past(f"r{n}", trapped=False, lift="A")) for n in range(9)])
    assert result.steps[0].examples == ("r0", "r1", "r2", "r3", "r4")
    assert result.median_seconds_before is None
    assert json.loads(json.dumps(result.as_json()))["steps"][0]["newly_missing"] == 9


def test_no_runs_at_all() -> None:
    result = replay(OLD, [])
    assert (result.runs, result.steps, result.median_after) == (0, (), 0)


@pytest.fixture(scope="module")
def answers() -> st.SearchStrategy[dict[str, StepAnswer]]:
    raw = st.sampled_from(["oui", "A1", "12", "", "x" * 400, "\u0007", "demain à 8 h", "other"])
    values = st.sampled_from([None, True, 3, "x", ["a"], {"impact": "only", "priority": 2}])
    return st.dictionaries(
        st.sampled_from(["trapped", "people", "lift", "site", "unwell", "impact", "gone"]),
        st.builds(StepAnswer, values, st.sampled_from([None, "number"]), raw),
    )


@settings(max_examples=examples(60), deadline=None)
@given(st.data())
def test_no_past_run_breaks_a_replay(
    lift: CompiledScript, answers: st.SearchStrategy[dict[str, StepAnswer]], data: st.DataObject
) -> None:
    run = PastRun("r", data.draw(answers), {}, data.draw(st.none() | st.floats(0, 1e4)))
    there, back = replay(lift, [(OLD, run)]), replay(OLD, [(lift, run)])
    assert there.runs == back.runs == 1
    assert replay(lift, [(lift, run)]).steps == ()
