"""Words for people, one wording per language."""

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, StringConstraints

LANGUAGE = re.compile(r"^[a-z]{2}$")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
MOST_TEXT = 20_000

Language = Annotated[str, StringConstraints(pattern=LANGUAGE.pattern)]


class Refusal(ValueError):
    """Something that is not accepted: `code` names why, `params` are what the sentence about it
    needs (numbers, keys, values of Enums). `web` says it in the reader's language.

    `at` is the field at fault, below the part that was checked. Where `mend` or a second text is
    given, the first two are the sentence in French and English, not yet a code.
    """

    code = "invalid"

    def __init__(
        self,
        code: str,
        en: str | None = None,
        mend: tuple[str, str] | None = None,
        at: tuple[str | int, ...] = (),
        **params: object,
    ) -> None:
        super().__init__(en or _for_logs(code, params))
        self.params = params
        self.at = at
        self.texts = {"fr": code, "en": en} if en else {}
        self.remedy = {"fr": mend[0], "en": mend[1]} if mend else {}
        if en is None:
            self.code = code


def _for_logs(code: str, params: dict[str, object]) -> str:
    return " ".join([code, *(f"{name}={value!r}" for name, value in params.items())])


def _clean(text: str) -> str:
    if CONTROL.search(text):
        raise Refusal(
            "les caractères de contrôle ne sont pas admis dans un texte",
            "control characters are not allowed in a text",
        )
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
