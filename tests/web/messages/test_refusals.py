"""Every code that the packages refuse something with has its sentence, and no sentence is idle."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from core.reading.csv_files import UnreadableFile
from web.messages import fields, refusals
from workflows.document import AnswerType, Kind
from workflows.document.patterns import PatternError
from workflows.drafting.states import State
from workflows.expressions import ConditionError
from workflows.texts import Refusal

ROOT = Path(__file__).parents[3]
REFUSING = ("workflows", "voice/schedule", "core/reading")
NAMED = re.compile(r"%\((\w+)\)s")


def _kinds(kind: type[Refusal] = Refusal) -> set[str]:
    return {kind.__name__}.union(*map(_kinds, kind.__subclasses__()))


@cache
def _made() -> dict[str, list[set[str]]]:
    """The codes in the source, each with the names of the parameters at every place."""
    files = [file for folder in REFUSING for file in (ROOT / folder).rglob("*.py")]
    trees = [ast.parse(file.read_text("utf-8")) for file in files]
    kinds = _kinds()
    helpers = {name for tree in trees for name in _helpers(tree, kinds)}
    makers = kinds | {UnreadableFile.__name__} | helpers
    made: dict[str, list[set[str]]] = defaultdict(list)
    for tree in trees:
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and _name(call.func) in makers:
                code = call.args[_name(call.func) == UnreadableFile.__name__]  # behind the line
                assert isinstance(code, ast.Constant) or _name(code) == "code", ast.unparse(call)
                if isinstance(code, ast.Constant):
                    names = {keyword.arg or "" for keyword in call.keywords} - {"at"}
                    made[str(code.value)].append(names)
    return made


def _helpers(tree: ast.Module, kinds: set[str]) -> Iterator[str]:
    """Functions that are given a code and make a refusal of it."""
    for one in ast.walk(tree):
        returned = _name(one.returns) if isinstance(one, ast.FunctionDef) and one.returns else ""
        if returned in kinds and "code" in [argument.arg for argument in one.args.args]:
            yield one.name


def _name(node: ast.expr) -> str:
    return getattr(node, "id", "") or getattr(node, "attr", "")


def test_every_code_has_its_sentence_and_no_sentence_is_idle() -> None:
    assert set(_made()) == set(refusals.SENTENCES)


def test_each_parameter_is_given_and_said() -> None:
    for code, places in _made().items():
        said = set(NAMED.findall(" ".join(map(str, refusals.SENTENCES[code]))))
        assert all(given == said for given in places), code


@pytest.mark.parametrize("state", State)
def test_every_state_of_a_draft_is_named(app: Flask, state: State) -> None:
    with app.test_request_context(), force_locale("fr"):
        said = refusals.sentence(Refusal("draft-state", state=state))
    assert said.startswith("impossible : ce brouillon est ")
    assert state.value not in said


def test_a_log_says_the_code_and_its_parameters() -> None:
    assert str(Refusal("text-too-long", most=5)) == "text-too-long most=5"


@pytest.mark.parametrize(
    ("refusal", "french", "english"),
    [
        (
            Refusal("type-of-other-kind", type=AnswerType.YES_NO, kind=Kind.CHOICE),
            "le type « oui ou non » va avec une étape « choix ». Faites-en une étape « choix ».",
            "the type “yes or no” belongs to the kind “choice”. Make it a step of kind “choice”.",
        ),
        (
            Refusal("field-of-other-type", type=Kind.INSTRUCTION),
            "ce champ ne va pas avec le type « consigne à suivre ». "
            "Videz ce champ, ou changez le type.",
            "this field does not belong to the type “instruction”. Empty it, or change the type.",
        ),
        (
            ConditionError("condition-unexpected", 4, text="%"),
            "« % » est inattendu (au caractère 5). ",
            "unexpected “%” (at character 5). ",
        ),
        (
            PatternError("pattern-anchor", 1),
            "« ^ » et « $ » sont inutiles, un motif couvre toujours toute la valeur "
            "(au caractère 1). Retirez-les.",
            "“^” and “$” are not needed, a pattern always covers the whole value "
            "(at character 1). Remove them.",
        ),
    ],
)
def test_names_and_places_in_both_languages(
    app: Flask, refusal: Refusal, french: str, english: str
) -> None:
    for language, wanted in (("fr", french), ("en", english)):
        with app.test_request_context(), force_locale(language):
            assert f"{refusals.sentence(refusal)}. {refusals.remedy(refusal)}" == wanted


def test_every_kind_and_type_has_a_name() -> None:
    assert set(fields.KINDS) == set(Kind)
    assert set(fields.TYPES) == set(AnswerType)
