"""The vagueness meter of a run."""

import gc
import json
from typing import Any
from weakref import ref

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.engine import long_script
from tests.examples import examples
from workflows.document import Lexicon, ScriptDocument
from workflows.engine import CompiledScript, StepAnswer, compile_script, missing
from workflows.vagueness import KINDS, Empty, Meter, Sign, measure

MOMENT = {"text": "ce matin", "at": "2026-11-25T08:00+01:00", "precision": "day"}
CLEAR = {
    "trapped": False,
    "lift": "BE-12",
    "site": "tilia",
    "floor": 3,
    "since": MOMENT,
    "symptom": "La porte palière reste ouverte, la cabine ne bouge plus",
    "impact": {"impact": "only", "urgency": "needed", "priority": 2},
    "callback": "+33199000102",
}


def answered(**values: Any) -> dict[str, StepAnswer]:
    return {key: StepAnswer(value) for key, value in values.items()}


def signs(meter: Meter) -> dict[str, Sign]:
    return {sign.kind: sign for sign in meter.signs if sign.source}


def two_steps(*steps: dict[str, Any], **more: Any) -> CompiledScript:
    """A script of these steps and an end."""
    text = {"fr": "Fin", "en": "End"}
    return compile_script(
        ScriptDocument.model_validate(
            {
                "key": "small",
                "name": text,
                "languages": ["fr", "en"],
                "steps": [*steps, {"key": "fin", "kind": "end", "title": text}],
                "outcome": {"title": text},
            }
            | more
        )
    )


def question(key: str, type_: str, fr: str, en: str, **more: Any) -> dict[str, Any]:
    return {
        "key": key, "kind": "question", "type": type_, "title": {"fr": fr, "en": en}, **more,
    }  # fmt: skip


ACCOUNT = question("account", "long_text", "Description", "Description")
SILENT = {"key": "read", "kind": "instruction", "title": {"fr": "Lisez", "en": "Read"}}


def test_an_empty_run_is_vague_and_has_no_number(lift: CompiledScript) -> None:
    meter = measure(lift, {}, {})
    assert meter.level == "vague"
    assert meter.headline.knows == ()
    assert [sign.kind for sign in meter.signs] == list(KINDS)
    assert not signs(meter) and not meter.junk


def test_what_is_missing_is_what_the_gate_asks_for(lift: CompiledScript) -> None:
    answers = answered(trapped=False, lift="BE-12")
    assert measure(lift, answers, {}).missing == missing(lift, answers, {})


def test_a_run_that_tells_everything_is_clear(lift: CompiledScript) -> None:
    meter = measure(lift, answered(**CLEAR), {})
    assert meter.level == "clear"
    assert set(signs(meter)) >= {"thing", "place", "time", "symptom", "effect"}
    assert not meter.missing and not meter.junk and not meter.suggestions
    assert (meter.headline.lacks, meter.headline.missing) == ((), ())


def test_structured_answers_are_signs(lift: CompiledScript) -> None:
    named = signs(measure(lift, answered(**CLEAR | {"symptom": None}), {}))
    assert (named["thing"].source, named["thing"].quote) == ("lift", "BE-12")
    assert (named["place"].source, named["place"].quote) == ("site", "Résidence Tilia")
    assert named["time"].source == "since" and "ce matin" in named["time"].quote
    assert named["effect"].source == "impact"
    assert "symptom" not in named


def test_a_number_counts_for_what_its_step_asks(lift: CompiledScript) -> None:
    assert signs(measure(lift, answered(trapped=False, floor=3), {}))["place"].source == "floor"
    answers = answered(trapped=True, people=4)
    assert signs(measure(lift, answers, {}))["effect"].source == "trapped"


def test_a_no_says_nothing_about_the_effect(lift: CompiledScript) -> None:
    assert "effect" not in signs(measure(lift, answered(trapped=False), {}))


def test_the_label_of_a_choice_counts_too() -> None:
    options = [
        {"value": "printer", "label": {"fr": "Imprimante", "en": "Printer"}},
        {"value": "smoke", "label": {"fr": "Fumée", "en": "Smoke"}},
    ]
    title = {"fr": "Sujet", "en": "Subject"}
    script = two_steps(
        {"key": "about", "kind": "choice", "type": "choice", "title": title, "options": options}
    )
    assert set(signs(measure(script, answered(about="printer"), {}))) == {"thing"}
    assert set(signs(measure(script, answered(about="smoke"), {}))) == {"symptom"}


def test_a_short_answer_counts_for_its_question_unless_it_is_junk() -> None:
    script = two_steps(
        question("room", "text", "Pièce", "Room"), question("name", "text", "Produit", "Product")
    )
    named = signs(measure(script, answered(room="B12", name="Zylo"), {}))
    assert (named["place"].quote, named["thing"].quote) == ("B12", "Zylo")
    meter = measure(script, answered(room="RAS", name="idem"), {})
    assert not signs(meter)
    assert [one.source for one in meter.junk] == ["room", "name"]


def test_an_answer_off_the_path_does_not_count(lift: CompiledScript) -> None:
    answers = answered(trapped=False, unwell=["hurt"])
    assert "effect" not in signs(measure(lift, answers, {}))


def test_notes_and_texts_are_read_with_their_source(lift: CompiledScript) -> None:
    meter = measure(
        lift,
        answered(trapped=False, symptom="la porte du palier reste ouverte"),
        {},
        notes="personne ne peut monter depuis lundi",
    )
    named = signs(meter)
    assert named["symptom"].source == "symptom"
    assert named["effect"].source == "notes" and "personne ne peut" in named["effect"].quote
    assert named["time"].source == "notes"


def test_a_moment_of_the_talk_in_the_notes_is_no_time_of_the_trouble(lift: CompiledScript) -> None:
    meter = measure(
        lift, answered(trapped=False), {}, notes="[1:02:03] il cherche [4:05] le numéro"
    )
    assert "time" not in signs(meter)


@pytest.mark.parametrize(
    "junk", ["RAS", "idem", ".", "-", "n/a", "voir ci-dessus", "ça marche pas"]
)
def test_junk_in_a_field_is_named_and_asked_again(lift: CompiledScript, junk: str) -> None:
    meter = measure(lift, answered(**CLEAR | {"symptom": junk}), {})
    assert [(one.source, one.quote) for one in meter.junk] == [("symptom", junk)]
    assert meter.junk[0].reason in Empty
    assert meter.level != "clear"
    first = meter.suggestions[0]
    assert (first.step, first.raises) == ("symptom", "symptom")
    assert first.quote and first.quote in junk


def test_junk_alone_makes_the_headline(lift: CompiledScript) -> None:
    headline = measure(lift, {}, {}, notes="RAS").headline
    assert (headline.knows, headline.junk) == ((), "RAS")


@pytest.mark.parametrize(
    "text", ["Ascenseur 12 en panne", "ASCENSEUR 12 : en panne !", "ascenseur 12 en pane"]
)
def test_a_copy_of_the_title_is_junk(lift: CompiledScript, text: str) -> None:
    meter = measure(lift, answered(trapped=False, symptom=text), {}, title="Ascenseur 12 en panne")
    assert [one.source for one in meter.junk] == ["symptom"]
    assert meter.junk[0].reason is Empty.COPY_OF_TITLE
    assert not signs(meter)


def test_more_than_the_title_is_no_copy(lift: CompiledScript) -> None:
    text = "Ascenseur 12 en panne, la porte du 3e étage reste ouverte"
    assert not measure(lift, answered(symptom=text), {}, title="Ascenseur 12 en panne").junk


def test_a_title_that_the_script_makes_of_the_text_makes_it_no_copy() -> None:
    text = "La porte du hall reste ouverte"
    script = two_steps(ACCOUNT, outcome={"title": {"fr": "{account}", "en": "{account}"}})
    assert not measure(script, answered(account=text), {}, title=text).junk
    assert measure(two_steps(ACCOUNT), answered(account=text), {}, title=text).junk


def test_a_copy_of_another_field_is_junk(lift: CompiledScript) -> None:
    meter = measure(lift, answered(trapped=False, site="tilia", symptom="résidence tilia"), {})
    assert [one.source for one in meter.junk] == ["symptom"]
    text = "la cabine saute entre deux étages"
    meter = measure(lift, answered(trapped=False, symptom=text), {}, notes=text.upper())
    assert [one.source for one in meter.junk] == ["notes"]


def test_the_scripts_own_steps_are_suggested_first_and_say_why(lift: CompiledScript) -> None:
    first, second, third = measure(lift, {}, {}, spoken="en").suggestions
    assert (first.step, first.raises, first.ask) == (
        "symptom",
        "symptom",
        "What exactly happens?",
    )
    assert (second.step, second.raises) == ("lift", "thing")
    assert (third.step, third.ask) == ("trapped", "Is anyone inside the lift right now?")
    assert third.why["en"] == "Someone trapped changes everything, so it comes first."
    assert not any(one.quote for one in (first, second, third))


def test_a_vague_word_raises_the_scripts_probe(lift: CompiledScript) -> None:
    meter = measure(lift, answered(trapped=False, symptom="Il est en panne"), {}, spoken="en")
    first = meter.suggestions[0]
    assert first.step == "symptom"
    assert first.ask.startswith("Are the doors open or closed?")
    assert first.quote == "en panne"


def test_a_probe_is_quiet_once_it_is_known_what_happens(lift: CompiledScript) -> None:
    text = "en panne, la cabine grince et la porte du palier reste ouverte"
    suggestions = measure(lift, answered(trapped=False, symptom=text), {}).suggestions
    assert all(one.raises != "symptom" for one in suggestions)


def test_without_a_step_a_general_question_is_asked_in_the_callers_language() -> None:
    script = two_steps(SILENT)
    for spoken, start in (("fr", "Que se passe-t-il"), ("en", "What exactly"), ("ko", "정확히")):
        first = measure(script, {}, {}, spoken=spoken).suggestions[0]
        assert first.ask.startswith(start) and first.step == ""
        assert first.why == {}
    assert measure(script, {}, {}, spoken="de").suggestions[0].ask.startswith("What exactly")


@pytest.mark.parametrize(
    ("notes", "ask"),
    [
        ("l’imprimante est lente", "Combien de secondes"),
        ("la caisse plante", "Que voit-on à l’écran"),
        ("la caisse bipe, un message d’erreur", "Lisez-moi le message"),
        ("la porte du hall grince parfois", "Combien de fois"),
    ],
)
def test_a_vague_word_is_answered_with_its_own_question(notes: str, ask: str) -> None:
    suggestions = measure(two_steps(SILENT), {}, {}, notes=notes).suggestions
    (fitting,) = [one for one in suggestions if one.ask.startswith(ask)]
    assert fitting.quote in notes and fitting.quote


def test_a_message_is_not_asked_for_where_nothing_speaks_of_one() -> None:
    notes = "la porte du hall reste ouverte depuis lundi, 3 clients attendent"
    assert measure(two_steps(SILENT), {}, {}, notes=notes).suggestions == ()


def test_a_question_is_never_suggested_for_what_is_known(lift: CompiledScript) -> None:
    for count in range(len(CLEAR) + 1):
        meter = measure(lift, answered(**dict(list(CLEAR.items())[:count])), {})
        named = {sign.kind for sign in meter.signs if sign.source}
        assert not named & {one.raises for one in meter.suggestions}
        assert len(meter.suggestions) <= 3
        steps = [one.step for one in meter.suggestions if one.step]
        assert len(set(steps)) == len(steps)


def test_a_script_adds_words_of_its_own() -> None:
    lexicon = Lexicon(things={"fr": ["zorglub"]}, junk={"fr": ["bon de sortie"]})
    script = two_steps(ACCOUNT, lexicon=lexicon.model_dump())
    assert signs(measure(script, answered(account="le zorglub"), {}))["thing"].quote == "zorglub"
    assert measure(script, answered(account="Bon de sortie"), {}).junk
    assert not signs(measure(two_steps(ACCOUNT), answered(account="le zorglub"), {}))


def test_a_message_alone_is_enough_to_say_what_happens() -> None:
    notes = "Caisse 2, magasin de Brest, depuis 9h : « Clé absente », 4 clients attendent"
    meter = measure(two_steps(SILENT), {}, {}, notes=notes)
    assert meter.level == "clear"
    assert "error" in signs(meter)


@pytest.mark.parametrize(
    ("text", "is_message"),
    [("Serveur non joignable", True), ("bizarre", False), ("ça marche pas du tout", False)],
)
def test_what_was_read_out_word_for_word_is_the_message(text: str, is_message: bool) -> None:
    script = two_steps(question("error", "long_text", "Message affiché", "Message on the screen"))
    assert ("error" in signs(measure(script, answered(error=text), {}))) is is_message


def test_the_headline_says_what_is_known_and_what_is_not() -> None:
    meter = measure(two_steps(SILENT), {}, {}, notes="la porte du hall reste ouverte")
    assert meter.level == "thin"
    assert meter.headline.knows == ("symptom", "thing", "place")
    assert meter.headline.lacks == ("time", "effect")


def test_specific_but_incomplete_names_the_answers_still_wanted(lift: CompiledScript) -> None:
    answers = answered(**{key: value for key, value in CLEAR.items() if key != "callback"})
    meter = measure(lift, answers, {})
    assert meter.level == "thin"
    assert meter.headline.lacks == ()
    assert [title["fr"] for title in meter.headline.missing] == ["Numéro de rappel"]


def test_as_json_is_plain_and_in_the_agents_language(lift: CompiledScript) -> None:
    meter = measure(lift, answered(site="tilia"), {}, notes="RAS", spoken="ko")
    view = meter.as_json("en")
    assert json.loads(json.dumps(view)) == view
    place = next(sign for sign in view["signs"] if sign["kind"] == "place")
    assert place == {
        "kind": "place",
        "quote": "Tilia House",
        "source": "site",
        "found": True,
    }
    assert view["junk"][0]["reason"] == "filler"
    assert view["missing"][0]["title"] == "Someone trapped"
    assert view["suggestions"][0]["ask"] == "어떤 증상입니까?"
    assert meter.as_json("fr")["signs"][1]["quote"] == "Résidence Tilia"


def test_a_long_quote_is_cut() -> None:
    notes = "la porte " + "grande " * 60 + "ne se ferme plus"
    meter = measure(two_steps(SILENT), {}, {}, notes=notes)
    assert all(len(sign.quote) <= 120 for sign in meter.signs)
    assert measure(two_steps(SILENT), {}, {}, notes="." * 5000).junk[0].quote.endswith("…")


def test_a_value_that_was_not_understood_is_missing_and_no_sign(lift: CompiledScript) -> None:
    answers = {"trapped": StepAnswer(False), "lift": StepAnswer(None, "pattern", "??")}
    meter = measure(lift, answers, {})
    assert "thing" not in signs(meter)
    assert ("lift", "invalid") in [(one.key, one.reason) for one in meter.missing]


def test_an_empty_script_is_measured_by_the_notes_alone() -> None:
    script = two_steps(SILENT)
    assert measure(script, {}, {}).level == "vague"
    assert (
        signs(measure(script, {}, {}, notes="la porte du hall grince"))["place"].source == "notes"
    )
    assert measure(script, answered(unknown="x"), {}).level == "vague"


def test_a_plan_lives_as_long_as_its_script() -> None:
    script = two_steps(ACCOUNT)
    measure(script, {}, {})
    gone = ref(script)
    del script
    gc.collect()
    assert gone() is None


def test_many_texts_do_not_hide_the_notes() -> None:
    script = compile_script(long_script(300))
    answers = {
        step.key: StepAnswer(True if step.type == "yes_no" else f"valeur {place}")
        for place, step in enumerate(script.document.steps)
        if step.takes_answer
    }
    named = signs(measure(script, answers, {}, notes="personne ne peut badger au hall B"))
    assert named["effect"].source == named["place"].source == "notes"


@given(
    st.text(max_size=200),
    st.text(max_size=60),
    st.lists(st.text(max_size=80), max_size=4),
    st.sampled_from(["fr", "en", "ko", "", "zz"]),
)
@settings(max_examples=examples(60), deadline=None)
def test_no_text_stops_the_meter(
    lift: CompiledScript, notes: str, title: str, texts: list[str], spoken: str
) -> None:
    answers = answered(trapped=False, symptom=texts[0] if texts else None, site="".join(texts))
    meter = measure(lift, answers, {}, notes=notes, title=title, spoken=spoken)
    assert meter.level in ("vague", "thin", "clear")
    assert len(meter.signs) == len(KINDS) and len(meter.suggestions) <= 3
    for language in ("fr", "en"):
        json.dumps(meter.as_json(language))
