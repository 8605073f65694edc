"""Fail where a text of the pages has no French: `python -m web.commands.translations_check`."""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

WEB = Path(__file__).resolve().parents[1]
CATALOG = WEB / "translations" / "fr" / "LC_MESSAGES" / "messages.po"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract")]


def texts() -> set[str]:
    """Every text that pages and scripts ask a translation for."""
    messages = extract_from_dir(WEB, METHODS, keywords=_keywords())
    return {each[2] if isinstance(each[2], str) else each[2][0] for each in messages}


def _keywords() -> dict[str, tuple[int, ...] | None]:
    return {"_": None, "gettext": None, "ngettext": (1, 2)}


def problems(catalog: Catalog) -> list[str]:
    """One line for each text without French, unsure, or asked for by no page."""
    translated = {m.id if isinstance(m.id, str) else m.id[0]: m for m in catalog if m.id}
    wanted = texts()
    empty = [text for text, message in translated.items() if not _is_translated(message)]
    return (
        [
            f"not in the catalog (make translations): {text!r}"
            for text in sorted(wanted - set(translated))
        ]
        + [f"has no French: {text!r}" for text in sorted(empty)]
        + [f"unsure (fuzzy): {i!r}" for i, m in translated.items() if m.fuzzy]
        + [f"no page says this any more: {text!r}" for text in sorted(set(translated) - wanted)]
    )


def _is_translated(message: Message) -> bool:
    parts = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return bool(parts) and all(parts)


def main() -> int:
    faults = problems(read_po(BytesIO(CATALOG.read_bytes()), locale="fr"))
    print("\n".join(faults) if faults else f"Translations: {len(texts())} texts, all in French.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
