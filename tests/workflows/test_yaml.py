import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workflows.document import ScriptDocument
from workflows.schema import schema
from workflows.texts import CONTROL
from workflows.yaml_io import ScriptFileError, dump_script, lines_of, load_script, plain

ROOT = Path(__file__).parents[2]
SMALL = """
key: one
name: {fr: a, en: a}
languages: [fr]
steps:
  - {key: q, kind: question, type: text, title: {fr: a, en: a}}
  - {key: fin, kind: end, title: {fr: a, en: a}}
outcome: {title: {fr: a, en: a}}
"""


def problems(source: str | bytes) -> list[tuple[int | None, str, str]]:
    with pytest.raises(ScriptFileError) as caught:
        load_script(source)
    assert all(one.message["fr"] and one.message["en"] for one in caught.value.problems)
    return [(one.line, one.path, one.message["en"]) for one in caught.value.problems]


def test_out_and_in_again_is_the_same(lift_document: ScriptDocument) -> None:
    text = dump_script(lift_document)
    assert load_script(text) == lift_document
    assert dump_script(load_script(text)) == text
    assert "  fr: |" in text  # an article stays readable


def test_a_lexicon_is_written_only_where_there_is_one(lift_document: ScriptDocument) -> None:
    assert "lexicon" not in plain(lift_document)
    lexicon = {"things": {"fr": "cabine"}, "junk": {"en": ["see above", "n/a"]}}
    worded = ScriptDocument.model_validate({**plain(lift_document), "lexicon": lexicon})
    assert plain(worded)["lexicon"] == lexicon
    assert load_script(dump_script(worded)) == worded


def test_words_of_yaml_stay_words() -> None:
    odd = SMALL.replace(
        "name: {fr: a, en: a}", "name: {no: no, fr: 18:30, en: 2026-01-31, ko: off}"
    )
    assert load_script(odd).name == {"no": "no", "fr": "18:30", "en": "2026-01-31", "ko": "off"}


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("", None, "empty"),
        ("a: 1\nb: &x [1]\nc: *x\n", 2, "anchors and aliases"),
        ("a: 1\nb: *x\n", 2, "anchors and aliases"),
        ("? &x a\n: 1\n", 1, "key must be a word"),
        ("a: 1\nb: 2\na: 3\n", 3, "given twice"),
        ("a:\n  !!python/object/apply:os.system ['true']\n", 2, "tags"),
        ("a: 'open\n", None, "no YAML"),
        ("a: [1\n", None, "no YAML"),
        ("a: 1\n---\nb: 2\n", 2, "one document"),
        ("[" * 100, 1, "nested too deeply"),
        ("a: " + "x" * 1_000_001, None, "over 1000 kB"),
        ("- 1\n" * 60_001, 60_000, "too many values"),
        (b"a: \xff\xfe", 1, "UTF-8"),
        ("a: \x00", None, "no YAML"),
        ("{[1]: 2}", 1, "key must be a word"),
    ],
)
def test_hostile_files_are_refused(source: str | bytes, line: int | None, said: str) -> None:
    found = problems(source)
    assert len(found) == 1
    assert said in found[0][2]
    assert line is None or found[0][0] == line


def test_every_fault_of_a_file_is_named_with_its_line_and_path() -> None:
    broken = SMALL.replace("type: text", "type: txt, mandatry: true").replace(
        "key: one", "key: One"
    )
    assert [(line, path) for line, path, _ in problems(broken)] == [
        (2, "key"),
        (6, "steps.1 (q).type"),
        (6, "steps.1 (q).mandatry"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("type: text", "type: choice", "belongs to the kind"),
        ("type: text", "type: number, pattern: a", "does not belong"),
        ("type: text", "type: text, when: 'a ='", "unexpected"),
        ("type: text", "type: text, mandatory: '(a'", "expected “)”"),
        ("type: text", "type: text, pattern: '(a+)+'", "must not itself repeat"),
        ("type: text", "type: number, minimum: 3, maximum: 2", "above"),
        ("type: text", "type: number, minimum: .inf", "number is expected"),
        ("key: q,", "key: fin,", "have the key"),
        ("key: q,", "key: facts,", "condition language"),
        ("kind: end", "kind: action", "must be of kind"),
        ("languages: [fr]", "languages: [fr, fr]", "listed twice"),
        ("kind: question, type: text", "kind: article", "at least one article"),
        ("kind: question, type: text", "kind: choice, type: choice", "two options"),
        ("name: {fr: a, en: a}", 'name: {fr: "a\\u0007"}', "control characters"),
        ("name: {fr: a, en: a}", "name: plain", "one text for each language"),
        ("outcome:", "lexicon: {thing: {fr: a}}\noutcome:", "no such field"),
        (
            "outcome:",
            "lexicon: {things: {fr: [" + "a," * 301 + "]}}\noutcome:",
            "at most 300 words",
        ),
    ],
)
def test_what_does_not_fit_together_is_said(before: str, after: str, said: str) -> None:
    found = problems(SMALL.replace(before, after))
    assert any(said in message for _, _, message in found), found


def test_lines_are_known_for_findings() -> None:
    lines = lines_of(SMALL)
    assert lines["steps", 1] == 7
    assert lines["outcome", "title", "fr"] == 8


def test_the_published_schema_is_that_of_the_models() -> None:
    kept = json.loads((ROOT / "docs" / "script.schema.json").read_text("utf-8"))
    assert kept == json.loads(json.dumps(schema())), (
        "run: flask scripts schema > docs/script.schema.json"
    )


CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t")
TEXT = (
    st.text(CHARACTERS, min_size=1, max_size=60)
    .filter(lambda text: not CONTROL.search(text))
    .map(str.strip)
    .filter(bool)
)
WORDS = "yes no on null ~ 1 1.5 1e3 0x1f 18:30 2026-01-31 ' \" {a} [b] &a *a !a %a @a `a | > = <<"
TRICKY = st.sampled_from([*WORDS.split(), "- a", "a: b", "# a", "a #b"])
TEXTS = st.fixed_dictionaries({"fr": TEXT | TRICKY, "en": TEXT | TRICKY})
PHRASES = st.dictionaries(
    st.sampled_from(["fr", "en", "ko"]), st.lists(TEXT | TRICKY, min_size=1, max_size=3), max_size=3
)
CONDITIONS = st.sampled_from(["q == true", 'a contains "x: y"', "not answered(b)", "n in [1, 2.5]"])


def _option(value: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"value": st.just(value), "label": TEXTS, "heard": PHRASES})


STEPS = st.one_of(
    st.fixed_dictionaries(
        {
            "kind": st.just("question"),
            "type": st.sampled_from(["text", "long_text", "phone", "site", "list", "date_time"]),
            "title": TEXTS,
            "ask": PHRASES,
        },
        optional={
            "mandatory": st.booleans() | CONDITIONS,
            "when": CONDITIONS,
            "help": TEXTS,
            "cues": PHRASES,
            "read_back": st.booleans(),
            "next": st.lists(st.fixed_dictionaries({"when": CONDITIONS, "to": st.just("fin")})),
            "probes": st.lists(st.fixed_dictionaries({"words": PHRASES, "ask": TEXTS}), max_size=2),
        },
    ),
    st.fixed_dictionaries(
        {
            "kind": st.just("question"),
            "type": st.just("number"),
            "title": TEXTS,
            "unit": TEXTS,
            "minimum": st.none() | st.integers(-9, 0) | st.floats(-1e6, 0),
        }
    ),
    st.fixed_dictionaries(
        {
            "kind": st.just("choice"),
            "type": st.sampled_from(["choice", "choices"]),
            "title": TEXTS,
            "options": st.tuples(_option("1"), _option("null")).map(list),
        }
    ),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(STEPS, max_size=4), TEXTS, TEXTS)
def test_no_script_is_lost_on_the_way_out_and_in(
    steps: list[dict[str, Any]], name: dict[str, str], body: dict[str, str]
) -> None:
    keyed = [{"key": f"s{place}", **step} for place, step in enumerate(steps)]
    document = ScriptDocument.model_validate(
        {
            "key": "one",
            "name": name,
            "languages": ["fr", "no"],
            "steps": [
                {"key": "q", "kind": "action", "title": name},
                *keyed,
                {"key": "fin", "kind": "end", "title": name},
            ],
            "articles": [{"key": "a", "title": name, "body": body}],
            "outcome": {"title": name, "priority": [{"is": 1, "when": "q == true"}]},
        }
    )
    assert load_script(dump_script(document)) == document
    assert ScriptDocument.model_validate(json.loads(json.dumps(plain(document)))) == document


@given(st.text(max_size=120))
def test_no_text_breaks_the_reader(text: str) -> None:
    with pytest.raises(ScriptFileError):
        load_script(text)
