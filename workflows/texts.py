"""Words for people, one wording per language."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, StringConstraints

LANGUAGE = re.compile(r"^[a-z]{2}$")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
MOST_TEXT = 20_000
STAMP = re.compile(r"\[(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)\]")  # a moment of the talk, in notes

Language = Annotated[str, StringConstraints(pattern=LANGUAGE.pattern)]


class Refusal(ValueError):
    """Something that is not accepted: `code` names why, `params` are what the sentence about it
    needs: numbers, texts of the person's own, members of Enums. `web` says it to people.

    `at` is the field at fault, below the part that was checked.
    """

    def __init__(self, code: str, at: tuple[str | int, ...] = (), **params: Any) -> None:
        super().__init__(" ".join([code, *(f"{name}={value!r}" for name, value in params.items())]))
        self.code = code
        self.at = at
        self.params = params


def _clean(text: str) -> str:
    if CONTROL.search(text):
        raise Refusal("control-characters")
    return text


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_TEXT),
    AfterValidator(_clean),
]


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _short(lines: list[str]) -> str | list[str]:
    return lines[0] if len(lines) == 1 else lines


Wordings = Annotated[
    list[Line],
    BeforeValidator(_listed, json_schema_input_type=str | list[str]),
    PlainSerializer(_short, return_type=str | list[str]),
]
Texts = dict[Language, Line]
Phrases = dict[Language, Wordings]
