"""The simulated caller, and a script played without a call."""

import re
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.languages import wordings
from tests.examples import ON_BUILD_MACHINE, examples
from workflows import engine
from workflows.document import AnswerType, ScriptDocument, Step, patterns
from workflows.document.check_digits import CHECKS
from workflows.engine import CompiledScript, Value, compile_script
from workflows.formats.yaml_io import load_script
from workflows.rehearsal import Caller, Reply, Setting, caller, is_what_caller_meant, play
from workflows.rehearsal.codes import code
from workflows.rehearsal.phrasebook import SAYINGS

DEMO = Path(__file__).parents[3] / "demo" / "scripts"
NOW = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
FICTIONAL = re.compile(r"06 39 98 \d\d \d\d|01 99 00 \d\d \d\d")
SCRIPTS = {
    path.stem: compile_script(load_script(path.read_bytes()))
    for path in sorted(DEMO.glob("*.yaml"))
}
CALLS = [
    (name, language, seed)
    for name, script in SCRIPTS.items()
    for language in script.document.languages
    for seed in range(12)
]
PLAYED = 12 if ON_BUILD_MACHINE else 4  # a call has a view for each of its steps


def setting(language: str, spoken: str, **facts: Any) -> Setting:
    facts_of_call = {"line": "+33199000900", "language": spoken, "hour": 10, "weekday": "thu"}
    return Setting(language, spoken, "Europe/Paris", NOW, facts_of_call | facts)


def play_through(script: CompiledScript, person: Caller, stage: Setting) -> dict[str, str]:
    """Answer each step as it comes with what an agent would type for the caller's words."""
    raws: dict[str, str] = {}
    for _ in script.document.steps:
        view = play(script, raws, stage)
        step = next(step for step in view["steps"] if step["is_current"])
        if step["kind"] == "end":
            break
        raws[step["key"]] = person.replies[step["key"]].raw if step["type"] else "ok"
    return raws


def test_the_same_seed_makes_the_same_caller():
    for script in SCRIPTS.values():
        assert caller(script, 7, "fr") == caller(script, 7, "fr")
    one, another = (caller(SCRIPTS["tilleuls"], seed, "fr") for seed in (1, 2))
    assert one.replies != another.replies


@pytest.mark.parametrize(("name", "language", "seed"), [one for one in CALLS if one[2] < PLAYED])
def test_a_call_can_be_played_to_its_end_with_nothing_missing(name: str, language: str, seed: int):
    script = SCRIPTS[name]
    stage = setting("fr", language)
    raws = play_through(script, caller(script, seed, language), stage)
    view = play(script, raws, stage)
    assert view["current"] == script.end.key
    assert view["missing"] == []
    assert [step["problem"] for step in view["steps"] if step["problem"]] == []


def test_every_type_of_answer_is_given_and_understood(lift: CompiledScript):
    """At any hour of the day, and whatever path the call takes."""
    for seed in range(20):
        replies = caller(lift, seed, "fr").replies
        for hour in (0, 3, 9, 23):
            for step in lift.document.steps:
                reply = replies[step.key]
                understood = engine.validate(
                    step, reply.raw, language="fr", timezone="Europe/Paris",
                    now=NOW.replace(hour=hour),
                )  # fmt: skip
                assert isinstance(understood, Value), (step.key, reply.raw)


def test_callers_phone_from_numbers_that_are_nobodys():
    phones = {
        reply.raw
        for script in SCRIPTS.values()
        for seed in range(50)
        for step, reply in answered(script, caller(script, seed, "fr"))
        if step.type is AnswerType.PHONE
    }
    assert len(phones) == 50
    assert [phone for phone in phones if not FICTIONAL.fullmatch(phone)] == []


def answered(script: CompiledScript, person: Caller) -> list[tuple[Step, Reply]]:
    return [(step, person.replies[step.key]) for step in script.document.steps if step.takes_answer]


def test_some_are_vague_first_in_words_that_raise_the_probe_and_give_way_to_it():
    vague = 0
    for name, language, seed in CALLS:
        script = SCRIPTS[name]
        for step, reply in answered(script, caller(script, seed, language)):
            probes = [one for one in step.probes if one.words.get(language)]
            if reply.vague and probes and reply.probe != SAYINGS[language].insist:
                raising = [one for one in probes if reply.probe in one.ask.values()]
                words = [word for one in raising for word in wordings(one.words, language)]
                assert any(word.casefold() in reply.vague.casefold() for word in words)
                vague += 1
            assert bool(reply.vague) == bool(reply.probe)
            assert reply.vague != reply.words
    assert vague > 30


def test_an_answer_given_unasked_is_that_of_a_later_step():
    volunteered = 0
    for name, language, seed in CALLS:
        script = SCRIPTS[name]
        person = caller(script, seed, language)
        for key, reply in person.replies.items():
            if reply.volunteers:
                volunteered += 1
                assert script.place[reply.volunteers] > script.place[key]
                words = person.replies[reply.volunteers].again.rpartition(": ")[2].rstrip(".")
                assert words in reply.aside
        listed = [reply.volunteers for reply in person.replies.values() if reply.volunteers]
        assert len(listed) == len(set(listed))
    assert volunteered > 30


def test_a_changed_step_leaves_the_rest_of_the_conversation_as_it_was():
    document = SCRIPTS["belleroche"].document
    fewer = [
        step.model_copy(update={"minimum": 2.0}) if step.key == "people" else step
        for step in document.steps
    ]
    changed = compile_script(document.model_copy(update={"steps": fewer}))
    before = caller(SCRIPTS["belleroche"], 5, "fr").replies
    after = caller(changed, 5, "fr").replies
    for key in ("lift", "symptom", "detail", "callback"):
        assert before[key].words == after[key].words


def test_in_a_language_without_phrases_callers_say_bare_answers():
    document = SCRIPTS["comptaflor"].document
    person = caller(compile_script(document), 1, "de")
    assert person.opening and all(
        reply.words for step, reply in answered(SCRIPTS["comptaflor"], person)
    )


@given(
    st.from_regex(r"\A([A-Z]{1,3}|[a-z0-9]{2}|\\d{1,4}|-|\.|\(AB\|CD\)){1,5}\Z"),
    st.integers(0, 1000),
)
def test_codes_match_the_pattern(pattern: str, seed: int):
    try:
        patterns.check(pattern)
    except patterns.PatternError:
        return
    invented = code(pattern, None, Random(seed))
    assert invented is not None and patterns.matches(pattern, invented)


@pytest.mark.parametrize(
    ("pattern", "check_digit"), [(r"\d{8}", "luhn"), (r"[A-Z]{2}\d{6}", "mod97")]
)
def test_codes_have_a_check_digit_that_fits(pattern: str, check_digit: str):
    count = [code(pattern, check_digit, Random(seed)) for seed in range(20)]
    fitting = [invented for invented in count if invented is not None]
    assert len(fitting) > 10
    assert all(CHECKS[check_digit](invented) for invented in fitting)


def test_a_check_digit_that_cannot_fit_is_not_made_up():
    assert code("A", "luhn", Random(1)) is None
    step = {"key": "a", "kind": "question", "type": "asset", "title": {"fr": "A", "en": "A"},
            "pattern": "A", "check_digit": "luhn"}  # fmt: skip
    person = caller(compile_script(small(step)), 1, "fr")
    assert person.replies["a"].raw == "" and person.replies["a"].words


def small(*steps: dict[str, Any]) -> ScriptDocument:
    end = {"key": "done", "kind": "end", "title": {"fr": "Fin", "en": "End"}}
    return ScriptDocument.model_validate(
        {"key": "small", "name": {"fr": "Petit", "en": "Small"}, "languages": ["fr"],
         "steps": [*steps, end], "outcome": {"title": {"fr": "T", "en": "T"}}}
    )  # fmt: skip


@given(
    st.one_of(st.none(), st.integers(-10_000, 10_000)),
    st.one_of(st.none(), st.integers(0, 5_000)),
    st.booleans(),
    st.integers(0, 50),
)
@settings(max_examples=examples(60))
def test_numbers_lie_within_their_bounds(low: int | None, span: int | None, whole: bool, seed: int):
    high = None if span is None else (low or 0) + span
    step = {"key": "n", "kind": "question", "type": "number", "title": {"fr": "N", "en": "N"},
            "minimum": low, "maximum": high, "whole": whole}  # fmt: skip
    script = compile_script(small(step))
    raw = caller(script, seed, "fr").replies["n"].raw
    understood = engine.validate(
        script.step("n"), raw, language="fr", timezone="Europe/Paris", now=NOW
    )
    assert isinstance(understood, Value) and understood.value is not None


# Playing


def test_played_like_a_run_on_the_desk():
    script = SCRIPTS["belleroche"]
    view = play(script, {"trapped": "yes", "people": "beaucoup"}, setting("en", "fr"))
    steps = {step["key"]: step for step in view["steps"]}
    assert steps["trapped"]["display"] == "Yes" and steps["trapped"]["is_done"]
    assert steps["people"]["problem"]["code"] == "number" and not steps["people"]["is_done"]
    assert steps["people"]["ask"] == ["Combien de personnes sont à l’intérieur ?"]
    assert steps["people"]["meaning"] == ["How many people are inside?"]
    assert not steps["impact"]["on_path"] and view["current"] == "people"
    assert view["outcome"]["priority"] == 1
    assert {"key": "people", "reason": "invalid"}.items() <= view["missing"][0].items()


@pytest.mark.parametrize(
    ("key", "noted", "intended", "same"),
    [
        ("people", 3, 3, True), ("people", 4, 3, False), ("trapped", True, False, False),
        ("lift", "tc-12", "TC-12", True), ("lift", None, "TC-12", False),
        ("site", "Bâtiment  corail", "bâtiment Corail", True),
        ("detail", "Two doors stay open", "the doors do not shut", True),
        ("detail", None, "the doors do not shut", False),
        ("since", {"text": "hier 18h", "at": "T1"}, {"text": "hier à 18h", "at": "T1"}, True),
        ("since", {"text": "hier 17h", "at": "T0"}, {"text": "hier à 18h", "at": "T1"}, False),
    ],
)  # fmt: skip
def test_a_caller_hears_what_was_noted_wrongly(key: str, noted: Any, intended: Any, same: bool):
    assert is_what_caller_meant(SCRIPTS["belleroche"].step(key), noted, intended) is same


def test_reminders_are_those_of_the_chosen_moment():
    script = SCRIPTS["belleroche"]
    stage = setting("fr", "fr")
    by_day = play(script, {}, stage)["instructions"]
    night = Setting("fr", "fr", "Europe/Paris", NOW.replace(hour=22), stage.facts)
    by_night = play(script, {}, night)["instructions"]
    assert [one["key"] for one in by_day] == ["office"]
    assert [one["key"] for one in by_night] == ["night"]


def test_answers_to_steps_that_are_gone_and_endless_texts_do_no_harm():
    script = SCRIPTS["belleroche"]
    raws = {"no_such_step": "x", "detail": "a\x00" * 50_000, "trapped": "<b>yes</b>"}
    view = play(script, raws, setting("fr", "fr"))
    steps = {step["key"]: step for step in view["steps"]}
    assert "no_such_step" not in steps
    assert steps["detail"]["problem"] == {"code": "too_long", "params": {}}
    assert steps["trapped"]["raw"] == "<b>yes</b>" and steps["trapped"]["problem"]


@given(st.dictionaries(st.sampled_from(list(SCRIPTS["tilleuls"].place)), st.text(max_size=60)))
@settings(max_examples=examples(80))
def test_anything_can_be_typed(raws: dict[str, str]):
    view = play(SCRIPTS["tilleuls"], raws, setting("en", "en"))
    assert view["current"] in SCRIPTS["tilleuls"].place
