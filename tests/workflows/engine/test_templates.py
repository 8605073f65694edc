"""Titles and summaries with answers in them: nothing between braces is ever run or left raw."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.engine import templates

ANSWERS = {"lift": "7", "floor": "{x!r} [3] %s"}


def filled(template: str) -> str:
    return templates.fill(template, ANSWERS.get)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("Lift {lift}[, floor {floor}][, {gone}]", "Lift 7, floor {x!r} [3] %s"),
        ("{gone}", "…"),
        ("{{lift}} is {lift}", "{lift} is 7"),
        ("{{{lift}}}", "{7}"),
        ("[{{ {gone} }}]{{}}", "{}"),
        # As versions may hold it that were published before each brace was looked at:
        ("Lift { lift }, {Lift}", "Lift 7, 7"),
        ("{severity.priority} {0} {} {lift!r} {lift:>10} {lift.__class__}", "… … … … … …"),
        ("Lift {lift", "Lift lift"),
        ("lift} {a{lift}b}", "lift a7b"),
        ("[{ floor }][{Gone}]", "{x!r} [3] %s"),
    ],
)
def test_a_template_is_filled(template: str, text: str) -> None:
    assert filled(template) == text


@given(st.text(alphabet="{}[] lift.0!:", max_size=40))
def test_no_reader_sees_a_brace_that_its_author_did_not_double(template: str) -> None:
    shown = templates.fill(template, {"lift": "7"}.get)
    doubled = sum(token[0] in templates.DOUBLED for token in templates.TOKEN.finditer(template))
    assert sum(shown.count(brace) for brace in "{}") <= doubled


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{lift} { lift } {Lift} {LIFT}", "{car} {car} {car} {car}"),
        ("{{lift}} {lifts} lift {a lift} {lift.x}", "{{lift}} {lifts} lift {a lift} {lift.x}"),
        ("{{{lift}}}[, {lift}]", "{{{car}}}[, {car}]"),
    ],
)
def test_a_new_name_is_followed_however_it_was_written(before: str, after: str) -> None:
    assert templates.renamed(before, "lift", "car") == after


@pytest.mark.parametrize(
    ("template", "text", "unknown"),
    [
        ("{lift}. {floor}.", "7. 3.", []),
        ("{since}. {cause}", "", ["since", "cause"]),
        ("{since}. Lift {lift}! {cause}[ At {floor}.]", "Lift 7! At 3.", ["since", "cause"]),
        ("Lift {lift}, since {since}. Really.", "Lift 7, since …. Really.", ["since"]),
        ("{since}[ By {cause}.]", "", ["since"]),
        ("Lift[ {lift}]. Since {since}, {since}.", "Lift 7", ["since"]),
        ("No answer in it. 3.5 t", "No answer in it. 3.5 t", []),
    ],
)
def test_sentences_without_any_known_answer_are_left_out(
    template: str, text: str, unknown: list[str]
) -> None:
    answers = {"lift": "7", "floor": "3"}
    assert templates.fill_sentences(template, answers.get) == (text, unknown)
