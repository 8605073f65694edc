"""What the models found wrong with a document, in words for people."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from workflows.document.field_names import field_words, texts
from workflows.linting.finding import Finding, Place
from workflows.texts import LANGUAGE, Refusal

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


FORMS = {
    "^[a-z][a-z0-9_]{0,39}$": (
        "de petites lettres sans accent, des chiffres et « _ », une lettre d’abord, au plus 40",
        "small letters without accents, digits and “_”, a letter first, at most 40",
    ),
    "^[a-z][a-z0-9_-]{0,59}$": (
        "de petites lettres sans accent, des chiffres, « - » et « _ », une lettre d’abord",
        "small letters without accents, digits, “-” and “_”, a letter first",
    ),
    "^[A-Za-z0-9][A-Za-z0-9 _.\\-/]{0,59}$": (
        "des lettres sans accent, des chiffres, des espaces et « _ . - / », au plus 60",
        "letters without accents, digits, spaces and “_ . - /”, at most 60",
    ),
    r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$": (
        "des heures comme 18:00-08:00",
        "hours like 18:00-08:00",
    ),
    LANGUAGE.pattern: (
        "une langue en deux petites lettres, comme fr",
        "a language in two small letters, like fr",
    ),
}
# What a field with several forms takes; the models name one error for each form.
SEVERAL_FORMS = {
    "mandatory": ("oui, non ou une condition est attendu", "yes, no or a condition is expected"),
}
REMEDIES = {
    "missing": ("Remplissez ce champ.", "Fill this field in."),
    "string_too_short": (
        "Remplissez ce champ, ou retirez-le.",
        "Fill this field in, or remove it.",
    ),
    "string_too_long": ("Raccourcissez-le.", "Shorten it."),
    "too_short": ("Ajoutez ce qui manque.", "Add what is missing."),
    "too_long": ("Retirez-en, ou faites deux scripts.", "Remove some, or make two scripts."),
    "extra_forbidden": ("Retirez-le.", "Remove it."),
}
REMEDIES["enum"] = REMEDIES["literal_error"] = (
    "Choisissez l’une des valeurs attendues.",
    "Choose one of the expected values.",
)
MEND = ("Corrigez ce champ.", "Mend this field.")


def explain(detail: Mapping[str, Any]) -> dict[str, str]:
    """One error of pydantic as texts in French and English."""
    if detail.get("forms"):
        return texts(detail["forms"])
    context = detail.get("ctx", {})
    known = KNOWN.get(detail["type"])
    if known is None:
        return _raised(context.get("error"), str(detail["msg"]))
    french, english = (wording.format(**context) for wording in known)
    if detail["type"] == "string_pattern_mismatch" and context["pattern"] in FORMS:
        fr, en = FORMS[context["pattern"]]
        french, english = f"cette forme n’est pas admise ({fr})", f"this is not accepted ({en})"
    return {"fr": french.replace("' or '", "' ou '"), "en": english}


def _raised(error: object, message: str) -> dict[str, str]:
    """Our own validators raise sentences in both languages, pydantic's own only have English."""
    return dict(error.texts) if isinstance(error, Refusal) else {"fr": message, "en": message}


def _refusal(detail: Mapping[str, Any]) -> Refusal | None:
    error = detail.get("ctx", {}).get("error")
    return error if isinstance(error, Refusal) else None


def located(error: ValidationError, data: Any) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Each error with the exact field; of several at one field only the first."""
    seen: set[Place] = set()
    for detail in error.errors(include_url=False, include_input=False):
        place = real_place(data, detail["loc"])
        several = len(detail["loc"]) > len(place)
        refusal = _refusal(detail)
        place += refusal.at if refusal else ()
        if place not in seen:
            seen.add(place)
            yield (
                place,
                {
                    **detail,
                    "forms": SEVERAL_FORMS.get(str(place[-1])) if several and place else None,
                },
            )


def told(detail: Mapping[str, Any]) -> dict[str, str]:
    """An error in one text with its remedy, where it has one of its own."""
    refusal, said = _refusal(detail), explain(detail)
    if refusal is None or not refusal.remedy:
        return said
    return {language: f"{said[language]}. {refusal.remedy[language]}" for language in said}


def faults(error: ValidationError, data: Any) -> Iterator[Finding]:
    """Each error of a document as a finding that forbids publishing."""
    for place, detail in located(error, data):
        refusal = _refusal(detail)
        fr, en = REMEDIES.get(detail["type"], MEND)
        mend = (refusal.remedy if refusal else {}) or {"fr": fr, "en": en}
        yield fault(data, place, explain(detail), mend, refusal.code if refusal else "invalid")


def fault(
    data: Any, place: Place, said: Mapping[str, str], mend: Mapping[str, str], code: str = "invalid"
) -> Finding:
    """A finding about one field of data that may be no document."""
    field = field_words(place)
    message = {language: _sentence(field[language], said[language], language) for language in said}
    return Finding(code, "error", place, _key(data, place), message, dict(mend))


def _sentence(field: str, said: str, language: str) -> str:
    colon = " :" if language == "fr" else ":"
    text = f"{field}{colon} {said}" if field else said
    return f"{text[:1].upper()}{text[1:]}".rstrip(".") + "."


def real_place(data: Any, location: tuple[Any, ...]) -> Place:
    """An error's location without what names a form or a key; a missing field ends it."""
    place: list[str | int] = []
    for part in location:
        if isinstance(data, dict) and isinstance(part, str):
            if part != "[key]":
                place.append(part)
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int):
            place.append(part)
            data = data[part] if part < len(data) else None
        else:
            break
    return tuple(place)


def _key(data: Any, place: Place) -> str:
    """Of what the finding is: a step's own key, else the name of the section."""
    if len(place) > 1 and place[0] in ("steps", "instructions", "articles"):
        item = data[place[0]][place[1]]
        key = item.get("key") if isinstance(item, dict) else None
        return key[:60] if isinstance(key, str) else ""
    if len(place) > 1 and place[0] == "outcome":
        return str(place[1])
    return str(place[0]) if place else ""
