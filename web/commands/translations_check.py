"""Fail where a text of the pages has no French, or French that breaks before its signs:
`python -m web.commands.translations_check`."""

import sys
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from web.commands.french_spaces import CATALOG, WEB, with_no_break_spaces

METHODS = [("**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract")]


# A text, and the context that tells it from the same words elsewhere; "" for most.
Text = tuple[str, str]


@cache
def texts() -> frozenset[Text]:
    """Every text that pages and scripts ask a translation for."""
    messages = extract_from_dir(WEB, METHODS, keywords=_keywords())
    return frozenset((_first(each[2]), each[4] or "") for each in messages)


def _keywords() -> dict[str, Any]:
    in_context = ((1, "c"), 2)
    return {
        "_": None,
        "_l": None,
        "_lp": in_context,
        "pgettext": in_context,
        "gettext": None,
        "ngettext": (1, 2),
    }


def _first(text: str | Sequence[str]) -> str:
    return text if isinstance(text, str) else text[0]


def problems(catalog: Catalog) -> list[str]:
    """One line for each text without French or its spaces, unsure, or asked for by no page."""
    translated = {(_first(m.id), m.context or ""): m for m in catalog if m.id}
    wanted = texts()
    empty = [text for text, message in translated.items() if not _is_translated(message)]
    return (
        [
            f"not in the catalog (make translations): {_name(text)}"
            for text in sorted(wanted - set(translated))
        ]
        + [f"has no French: {_name(text)}" for text in sorted(empty)]
        + [f"unsure (fuzzy): {_name(text)}" for text, m in translated.items() if m.fuzzy]
        + [
            f"a space may break (make translations): {_name(text)}"
            for text, message in translated.items()
            if any(part != with_no_break_spaces(part) for part in _parts(message))
        ]
        + [
            f"no page says this any more: {_name(text)}"
            for text in sorted(set(translated) - wanted)
        ]
    )


def _name(text: Text) -> str:
    return f"{text[0]!r} ({text[1]})" if text[1] else repr(text[0])


def _parts(message: Message) -> list[str]:
    """The French of a text: one, or one for each plural form."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def _is_translated(message: Message) -> bool:
    parts = _parts(message)
    return bool(parts) and all(parts)


def main() -> int:
    faults = problems(read_po(BytesIO(CATALOG.read_bytes()), locale="fr"))
    print("\n".join(faults) if faults else f"Translations: {len(texts())} texts, all in French.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
