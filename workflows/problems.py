"""What the models found wrong with a document, in words for people."""

from collections.abc import Mapping
from typing import Any

from workflows.texts import Refusal

KNOWN = {
    "missing": ("ce champ manque", "this field is missing"),
    "extra_forbidden": ("ce champ n’existe pas", "there is no such field"),
    "string_type": (
        "un texte est attendu (mettez-le entre guillemets)",
        "a text is expected (put it in quotes)",
    ),
    "string_too_short": ("le texte est vide", "the text is empty"),
    "string_too_long": (
        "au plus {max_length} caractères",
        "at most {max_length} characters",
    ),
    "string_pattern_mismatch": (
        "cette forme n’est pas admise (attendu : {pattern})",
        "this form is not accepted (expected: {pattern})",
    ),
    "too_short": ("au moins {min_length} éléments", "at least {min_length} items"),
    "too_long": ("au plus {max_length} éléments", "at most {max_length} items"),
    "list_type": ("une liste est attendue", "a list is expected"),
    "dict_type": (
        "un texte par langue est attendu, comme « fr: … »",
        "one text for each language is expected, like “fr: …”",
    ),
    "model_type": ("un bloc de champs est attendu", "a block of fields is expected"),
    "enum": ("valeur inconnue (attendu : {expected})", "unknown value (expected: {expected})"),
    "literal_error": (
        "valeur inconnue (attendu : {expected})",
        "unknown value (expected: {expected})",
    ),
    "int_type": ("un nombre entier est attendu", "a whole number is expected"),
    "int_parsing": ("un nombre entier est attendu", "a whole number is expected"),
    "float_type": ("un nombre est attendu", "a number is expected"),
    "float_parsing": ("un nombre est attendu", "a number is expected"),
    "finite_number": ("un nombre fini est attendu", "a finite number is expected"),
    "bool_type": ("true ou false est attendu", "true or false is expected"),
    "bool_parsing": ("true ou false est attendu", "true or false is expected"),
    "greater_than_equal": ("au moins {ge}", "at least {ge}"),
    "less_than_equal": ("au plus {le}", "at most {le}"),
    "date_from_datetime_parsing": ("une date est attendue", "a date is expected"),
    "datetime_from_date_parsing": ("une date est attendue", "a date is expected"),
}


def explain(detail: Mapping[str, Any]) -> dict[str, str]:
    """One error of pydantic as texts in French and English."""
    known = KNOWN.get(detail["type"])
    context = detail.get("ctx", {})
    if known is None:
        return _raised(context.get("error"), str(detail["msg"]))
    french, english = (text.format(**context) for text in known)
    return {"fr": french, "en": english}


def _raised(error: object, message: str) -> dict[str, str]:
    """Our own validators raise sentences in both languages, pydantic's own only have English."""
    return dict(error.texts) if isinstance(error, Refusal) else {"fr": message, "en": message}
