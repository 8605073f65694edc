"""Every brace that is no known placeholder is told, with the key that was probably meant."""

from typing import Any

import pytest

from tests.workflows.linting.test_rules import SEVERITY, TEAM, T, script, step
from workflows.document import ScriptDocument
from workflows.formats.yaml_io import dump_plain, lines_of, load_script
from workflows.linting.review import review

FLOOR = step("floor", title={"fr": "Étage", "en": "Level", "ko": "층"})


def titled(text: str, **fields: Any) -> dict[str, Any]:
    outcome = {"title": {"fr": "{lift}", "en": "{lift}", "ko": text}, **TEAM, **fields}
    return script(step("lift"), FLOOR, SEVERITY, outcome=outcome)


@pytest.mark.parametrize(
    ("text", "name", "near"),
    [
        ("{ lift }", " lift ", "{lift}"),
        ("{Floor}", "Floor", "{floor}"),
        ("{Étage}", "Étage", "{floor}"),
        ("{층}", "층", "{floor}"),
        ("{flor}", "flor", "{floor}"),
        ("{impact.priority}", "impact.priority", "{impact}"),
        ("{lift!r}", "lift!r", "{lift}"),
        ("{lift:>10}", "lift:>10", "{lift}"),
        ("{lift} {0}", "0", ""),
        ("{}", "", ""),
        ("{fin}", "fin", ""),
        ("{{{gone_by}}}", "gone_by", ""),
    ],
)
@pytest.mark.parametrize("field", ["title", "summary"])
def test_what_is_no_placeholder_is_told(field: str, text: str, name: str, near: str) -> None:
    found = review(titled(text) if field == "title" else titled("{lift}", summary={"ko": text}))
    assert [(one.code, one.severity, one.place, one.params) for one in found] == [
        ("unknown-step", "error", ("outcome", field, "ko"), {"name": name, "near": near})
    ]


@pytest.mark.parametrize("text", ["Lift {lift", "lift}", "{lift}}", "}{", "{ {lift}"])
def test_a_lone_brace_is_told(text: str) -> None:
    found = review(titled(text))
    assert [(one.code, one.place) for one in found] == [("stray-brace", ("outcome", "title", "ko"))]


@pytest.mark.parametrize("text", ["{lift}[ {floor}]", "{{lift}} {lift}", "{impact} {{}}"])
def test_placeholders_and_doubled_braces_are_in_order(text: str) -> None:
    assert review(titled(text)) == ()


IDLE = {"fr": "a {floor}", "en": "a"}


@pytest.mark.parametrize(
    ("place", "fields"),
    [
        (("steps", 1, "ask"), {"steps": {"ask": {"fr": ["a", "b { Floor }"]}}}),
        (("steps", 1, "title"), {"steps": {"title": IDLE}}),
        (("steps", 1, "help"), {"steps": {"help": IDLE}}),
        (("steps", 1, "why"), {"steps": {"why": IDLE}}),
        (("steps", 1, "probes", 0, "ask"), {"steps": {"probes": [{"words": T, "ask": IDLE}]}}),
        (("instructions", 0, "text"), {"instructions": [{"key": "i", "text": IDLE}]}),
        (("articles", 0, "body"), {"articles": [{"key": "a", "title": T, "body": IDLE}]}),
        (("greeting",), {"greeting": IDLE}),
        (("name",), {"name": IDLE}),
    ],
)
def test_a_placeholder_where_nothing_is_put_in_is_told(
    place: tuple[str | int, ...], fields: dict[str, Any]
) -> None:
    of_step = fields.pop("steps", {})
    (found,) = review(script(FLOOR, {**step("other"), **of_step}, **fields))
    assert (found.code, found.severity) == ("idle-placeholder", "warning")
    assert found.place == (*place, "fr")


def test_other_braces_may_stand_where_nothing_is_put_in() -> None:
    text = {"fr": '{ "a": {} } ${HOME} {fin}', "en": "a {"}
    article = {"key": "a", "title": T, "body": text}
    assert review(script(FLOOR, articles=[article])) == ()


def test_the_line_of_a_file() -> None:
    source = dump_plain(titled("{Floor}"))
    (found,) = review(load_script(source).model_dump(by_alias=True, exclude_defaults=True))
    assert "{Floor}" in source.splitlines()[lines_of(source)[found.place] - 1]


def test_a_version_from_before_can_still_be_read() -> None:
    assert ScriptDocument.model_validate(titled("{ lift } {0")).outcome.title["ko"] == "{ lift } {0"
