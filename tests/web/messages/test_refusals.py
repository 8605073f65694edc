"""What the packages refuse is said in the language of the page."""

import pytest
from flask import Flask
from flask_babel import force_locale

from web.messages import refusals
from workflows.drafting.states import State
from workflows.texts import Refusal


@pytest.mark.parametrize("state", State)
def test_every_state_of_a_draft_is_named(app: Flask, state: State) -> None:
    with app.test_request_context(), force_locale("fr"):
        said = refusals.sentence(Refusal("draft-state", state=state))
    assert said.startswith("impossible : ce brouillon est ")
    assert state.value not in said


def test_a_log_says_the_code_and_its_parameters() -> None:
    assert str(Refusal("text-too-long", most=5)) == "text-too-long most=5"
