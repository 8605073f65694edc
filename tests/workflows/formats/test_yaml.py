import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from web.messages import findings as messages
from workflows.document import ScriptDocument, plain
from workflows.document.bounds import MOST_BYTES, too_large
from workflows.formats.schema import schema
from workflows.formats.yaml_io import (
    ScriptFileError,
    dump_plain,
    dump_script,
    lines_of,
    load_plain,
    load_script,
)
from workflows.texts import CONTROL, Refusal

ROOT = Path(__file__).parents[3]
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
    return [
        (one.line, one.path, messages.fragment_with_remedy(one.reason))
        for one in caught.value.problems
    ]


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
    ("source", "line", "words"),
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
        ("a: " + "x" * 3_000_001, None, "over 3000 kB"),
        ("a: " + "x" * 1_000_001, None, "too large (at most 1000 kB"),
        ("- 1\n" * 60_001, 60_000, "too many values"),
        (b"a: \xff\xfe", 1, "UTF-8"),
        ("a: \x00", None, "no YAML"),
        ("{[1]: 2}", 1, "key must be a word"),
    ],
)
def test_hostile_files_are_refused(source: str | bytes, line: int | None, words: str) -> None:
    faults = problems(source)
    assert len(faults) == 1
    assert words in faults[0][2]
    assert line is None or faults[0][0] == line


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
    ("before", "after", "words"),
    [
        ("type: text", "type: choice", "belongs to the kind"),
        ("type: text", "type: number, pattern: a", "does not belong"),
        ("type: text", "type: text, when: 'a ='", "unexpected"),
        ("type: text", "type: text, mandatory: '(a'", "expected “)”"),
        ("type: text", "type: text, pattern: 'a++'", "lazy or possessive"),
        ("type: text", "type: number, minimum: 3, maximum: 2", "above"),
        ("type: text", "type: number, minimum: .inf", "number is expected"),
        ("key: q,", "key: fin,", "is taken twice"),
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
def test_parts_that_do_not_fit_together_are_faults(before: str, after: str, words: str) -> None:
    faults = problems(SMALL.replace(before, after))
    assert any(words in message for _, _, message in faults), faults


def test_lines_are_known_for_findings() -> None:
    lines = lines_of(SMALL)
    assert lines["steps", 1] == 7
    assert lines["outcome", "title", "fr"] == 8


def test_the_published_schema_is_that_of_the_models() -> None:
    published = json.loads((ROOT / "docs" / "script.schema.json").read_text("utf-8"))
    assert published == json.loads(json.dumps(schema())), (
        "run: flask scripts schema > docs/script.schema.json"
    )


# Everything that is a character, what has a meaning in YAML, what other readers take for a value.
CHARACTERS = st.characters(exclude_categories=["Cs"]) | st.sampled_from(
    "\n\t \"'#:-{}[]&*!|>%@`,\\"
)
WORDS = (
    "yes no on off null ~ true False 1 -0 +5 1.5 1e3 1.0e+3 0x1f 0o7 010 1_000 .5 5. .inf .nan"
    " 18:30 190:20:30 2026-01-31 2026-01-31T18:30:00Z ' \" {a} [b] &a *a !a !!str %a @a `a | >"
    " = << ? - --- ..."
)
PHRASED = [
    "- a",
    "a: b",
    "# a",
    "a #b",
    "a:",
    ": a",
    "? a",
    "a\n\nb",
    "a\n  b\nc",
    "'a' \"b\"",
    "« a » ; b !",
]
TRICKY = st.sampled_from([*WORDS.split(), *PHRASED, "é" * 130, "mot " * 60, "a  b   " * 30 + "c"])
RAW = st.text(CHARACTERS, max_size=60) | TRICKY
TEXT = RAW.filter(lambda text: not CONTROL.search(text)).map(str.strip).filter(bool)
LANGUAGES = ["fr", "en", "ko", "no", "on"]
TEXTS = st.fixed_dictionaries({"fr": TEXT, "en": TEXT}, optional={"no": TEXT})
PHRASES = st.dictionaries(
    st.sampled_from(LANGUAGES), TEXT | st.lists(TEXT, min_size=1, max_size=3), max_size=3
)
NUMBERS = (
    st.integers(-(10**6), 10**6)
    | st.floats(-1e12, 1e12)
    | st.sampled_from([1e300, 1e-9, -0.0, 0.00012345678901234567])
)
CONDITIONS = st.sampled_from(
    [
        "q == true",
        'q contains "x: y # z"',
        "not answered(q)",
        "q in [1, 2.5]",
        "'a' == q",
        '"no" == q',
    ]
) | TEXT.filter(lambda text: '"' not in text and "\\" not in text and len(text) < 400).map(
    lambda text: f'q == "{text}"'
)
VALUES = st.sampled_from(["1", "null", "no", "yes", "1.5", "2026-01-31", "0x1f", "a b", "A/-._ "])


def optional(**fields: Any) -> dict[str, st.SearchStrategy[Any]]:
    """Fields that any step may have, and some of one type."""
    return {
        "when": CONDITIONS,
        "help": TEXTS,
        "why": TEXTS,
        "ask": PHRASES,
        "cues": PHRASES,
        "read_back": st.booleans(),
        "next": st.lists(
            st.fixed_dictionaries({"to": st.just("fin")}, optional={"when": CONDITIONS}), max_size=3
        ),
        "probes": st.lists(st.fixed_dictionaries({"words": PHRASES, "ask": TEXTS}), max_size=2),
        "articles": st.just(["a"]),
        **fields,
    }


def options(least: int = 0) -> st.SearchStrategy[list[dict[str, Any]]]:
    fields = {"value": VALUES.map(str.strip), "label": TEXTS}
    one = st.fixed_dictionaries(fields, optional={"heard": PHRASES, "help": TEXTS})
    return st.lists(one, min_size=least, max_size=4, unique_by=lambda option: option["value"])


def answered(kind: str, type_: str, required: dict[str, Any], **fields: Any) -> Any:
    fixed = {"kind": st.just(kind), "type": st.just(type_), "title": TEXTS, **required}
    mandatory = st.booleans() | CONDITIONS
    return st.fixed_dictionaries(fixed, optional=optional(mandatory=mandatory, **fields))


@st.composite
def severities(draw: st.DrawFn) -> dict[str, Any]:
    step: dict[str, Any] = draw(answered("choice", "severity", {}))
    impacts, urgencies = draw(options(1)), draw(options(1))
    matrix = {
        impact["value"]: {urgency["value"]: draw(st.integers(1, 4)) for urgency in urgencies}
        for impact in impacts
    }
    return {**step, "impacts": impacts, "urgencies": urgencies, "matrix": matrix}


def plainly(kind: str, **required: Any) -> st.SearchStrategy[dict[str, Any]]:
    fixed = {"kind": st.just(kind), "title": TEXTS, **required}
    others = {name: field for name, field in optional().items() if name not in fixed}
    return st.fixed_dictionaries(fixed, optional=others)


PATTERNS = st.sampled_from(
    [r"[A-Z]{2}-?\d{4}", "a: b", "# x", "\u0085", "\ufeff|a\n", "no", r"\{1\}", "'"]
)
UNIQUE_WEEKDAYS = st.lists(st.sampled_from(["mon", "tue", "sun"]), max_size=3)
STEPS = st.one_of(
    *(answered("question", name, {}) for name in ("long_text", "phone", "email", "list")),
    *(answered("question", name, {}, options=options()) for name in ("person", "site")),
    *(answered("choice", name, {"options": options(2)}) for name in ("choice", "choices")),
    answered("choice", "yes_no", {}),
    answered("question", "text", {}, pattern=PATTERNS),
    answered(
        "question",
        "asset",
        {},
        pattern=PATTERNS,
        check_digit=st.sampled_from(["luhn", "mod97"]),
        options=options(),
    ),
    answered("question", "date_time", {}, moment=st.sampled_from(["past", "future", "any"])),
    answered("question", "number", {}, unit=TEXTS, minimum=NUMBERS, whole=st.booleans()),
    severities(),
    plainly("action"),
    plainly("instruction"),
    plainly("article", articles=st.just(["a"])),
)
DAYS = st.dates(date(1900, 1, 1), date(2899, 12, 31)).map(str)
MOMENTS = DAYS | st.tuples(DAYS, st.times()).map(
    lambda two: f"{two[0]}T{two[1].isoformat(timespec='minutes')}"
)
INSTRUCTIONS = st.fixed_dictionaries(
    {"text": TEXTS},
    optional={
        "topic": st.sampled_from(["no", "t"]),
        "tone": st.sampled_from(["info", "warning", "danger"]),
        "from": MOMENTS,
        "until": MOMENTS,
        "weekdays": UNIQUE_WEEKDAYS,
        "hours": st.sampled_from(["18:00-08:00", "00:00-23:59"]),
        "when": CONDITIONS,
    },
)


def keyed(parts: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [{"key": f"{name}{place}", **part} for place, part in enumerate(parts)]


def ruled(**value: Any) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries(value, optional={"when": CONDITIONS}), max_size=3)


OUTCOMES = st.fixed_dictionaries(
    {"title": TEXTS},
    optional={
        "summary": TEXTS,
        "priority": ruled(**{"is": st.integers(1, 4)}),
        "team": ruled(**{"is": st.sampled_from(["no", "on", "team_1"])}),
        "deadline": ruled(minutes=st.integers(1, 500)),
    },
)
LEXICONS = st.dictionaries(st.sampled_from(["things", "vague", "junk"]), PHRASES, max_size=3)


@settings(max_examples=examples(60), suppress_health_check=list(HealthCheck), deadline=None)
@given(st.data(), st.lists(STEPS, max_size=4), st.lists(INSTRUCTIONS, max_size=2))
def test_no_script_is_lost_on_the_way_out_and_in(
    data: st.DataObject, steps: list[dict[str, Any]], instructions: list[dict[str, Any]]
) -> None:
    name = data.draw(TEXTS)
    document = ScriptDocument.model_validate(
        {
            "key": data.draw(st.sampled_from(["one", "no", "null", "on-1"])),
            "name": name,
            "languages": ["fr", "no"],
            "greeting": data.draw(TEXTS),
            "steps": [
                {"key": "q", "kind": "action", "title": name},
                *keyed(steps, "s"),
                {"key": "fin", "kind": "end", "title": name},
            ],
            "instructions": keyed(instructions, "i"),
            "articles": [{"key": "a", "title": name, "body": data.draw(TEXTS)}],
            "outcome": data.draw(OUTCOMES),
            "lexicon": data.draw(LEXICONS),
        }
    )
    text = dump_script(document)
    assert load_script(text) == document
    assert load_script(text.replace("\n", "\r\n").encode()) == document
    assert dump_script(load_script(text)) == text
    assert ScriptDocument.model_validate(json.loads(json.dumps(plain(document)))) == document


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**300), 10**300)
    | RAW
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([0.00012345678901234567, 1e-320, 1.7976931348623157e308]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(RAW, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=examples(200), suppress_health_check=list(HealthCheck), deadline=None)
@given(st.dictionaries(RAW, JSON, max_size=5))
def test_no_draft_is_lost_on_the_way_out_and_in(data: dict[str, Any]) -> None:
    """Whatever a draft holds while it is no valid script yet."""
    again = load_plain(dump_plain(data))
    assert again == data
    assert repr(again) == repr(data)  # 1, 1.0 and true are not the same


def test_the_largest_draft_comes_back_though_its_file_is_larger_still() -> None:
    data = {"steps": [{"ask": {"fr": ["Où êtes-vous ?"] * 1000}} for _ in range(45)]}
    assert too_large(data) is None
    text = dump_plain(data)
    assert len(text.encode()) > MOST_BYTES
    assert load_plain(text) == data


@pytest.mark.parametrize("source", ["- a", "just text", "3", "", "a: [1"])
def test_what_is_no_block_of_fields_is_no_draft(source: str) -> None:
    with pytest.raises(ScriptFileError):
        load_plain(source)


@pytest.mark.parametrize(
    "data",
    [{"a": float("nan")}, {"a": float("inf")}, {"a": "\ud800"}, {"a": {1}}, {"a": b"x"}, {1: 2}],
)
def test_what_yaml_cannot_keep_is_refused_on_the_way_out(data: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        dump_plain(data)


@pytest.mark.parametrize("character", ["\x85", "\ufeff", "\u2028", "\x07", "\r", "\ud800"])
def test_characters_that_no_reader_keeps_are_refused_in_texts(character: str) -> None:
    data = {**load_plain(SMALL), "name": {"fr": f"a{character}b", "en": "a"}}
    with pytest.raises(ValueError, match=r"control-characters|surrogates|unicode"):
        ScriptDocument.model_validate(data)


@given(st.text(max_size=120))
def test_no_text_breaks_the_reader(text: str) -> None:
    with pytest.raises(ScriptFileError):
        load_script(text)


def test_an_integer_bound_keeps_its_digits(lift_document: ScriptDocument) -> None:
    data = plain(lift_document)
    (people,) = (step for step in data["steps"] if step["key"] == "people")
    people["maximum"] = 9007199254740993
    again = plain(load_script(dump_plain(data)))
    assert next(s for s in again["steps"] if s["key"] == "people")["maximum"] == 9007199254740993
