"""Which language a text is given in: one order for calls, tickets, scripts and pages.

First the language that is asked for, then the language it is a form of (`fr` of `fr-CA`), then the
text's own, of the client or the line it belongs to. Where there is none of these, English, which
more people read than any other, then French, then whatever there is.
"""

from collections.abc import Collection, Mapping, Sequence

PAGES = ("fr", "en")  # languages in which pages and findings are written
HOME = "fr"  # the language of a person, client or line that names none
COMMON = ("en", "fr")


def read_on_screens(languages: Sequence[str]) -> list[str]:
    """Those of a script's languages that what people read on screens is written in: the languages
    of the pages, the home language first; the main one of a script that has neither.

    >>> read_on_screens(["en", "ko", "fr"]), read_on_screens(["ko", "de"])
    (['fr', 'en'], ['ko'])
    """
    return [language for language in PAGES if language in languages] or list(languages[:1])


def choose(offered: Collection[str], requested: str, own: str = "") -> str:
    """The one of the offered languages that comes first; "" where none is offered."""
    for language in (requested, requested[:2], own, *COMMON, *offered):
        if language in offered:
            return language
    return ""


def say(texts: Mapping[str, str], requested: str, own: str = "") -> str:
    """The wording in the chosen language, blank ones left out; "" where there is none."""
    if text := texts.get(requested, "").strip():
        return text
    filled = {language: text.strip() for language, text in texts.items() if text.strip()}
    return filled.get(choose(filled, requested, own), "")


def readable_name(key: str, names: Mapping[str, str], requested: str, own: str = "") -> str:
    """The name of something that has a key; the key made readable where nobody has named it.

    >>> readable_name("on_call", {}, "en"), readable_name("on_call", {"en": "On-call team"}, "fr")
    ('On call', 'On-call team')
    """
    readable = key.replace("_", " ").replace("-", " ")
    return say(names, requested, own) or f"{readable[:1].upper()}{readable[1:]}"


def wordings(phrases: Mapping[str, list[str]], requested: str, own: str = "") -> list[str]:
    """All wordings in the chosen language; [] where there is none."""
    filled = {language: texts for language, texts in phrases.items() if texts}
    return filled.get(choose(filled, requested, own), [])
