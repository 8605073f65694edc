"""Where French wants a space that breaks no line: before : ; ? ! and inside « ».

`python -m web.commands.french_spaces` puts them into the catalog of the pages.
"""

import re
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

WEB = Path(__file__).resolve().parents[1]
CATALOG = WEB / "translations" / "fr" / "LC_MESSAGES" / "messages.po"
LINE = 100

WIDE, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
# A sign behind one of these, or at the beginning of a text, is spoken of and not used.
_USED = r"(?<=[^\s«(\[,;:?!])"
_CORRECTIONS = (
    (re.compile(_USED + r"(?:\s+(?=[;?!])|(?=[;?!]+(?:\s|$)))"), NARROW),
    # A colon without a space may be of a time, an address or a key of YAML.
    (re.compile(_USED + r"(?:\s+(?=:)|(?=:$))"), WIDE),
    (re.compile(r"(?<=«)\s*|(?<!\s)\s*(?=»)"), WIDE),
)


def with_no_break_spaces(text: str) -> str:
    """The French text with the spaces that its signs ask for; a right text stays as it is."""
    for place, space in _CORRECTIONS:
        text = place.sub(space, text)
    return text


def mend(catalog: Catalog) -> None:
    for message in catalog:
        if isinstance(message.string, str):
            message.string = with_no_break_spaces(message.string)
        elif message.string:
            message.string = tuple(map(with_no_break_spaces, message.string))


def main() -> None:
    catalog = read_po(BytesIO(CATALOG.read_bytes()), locale="fr")
    mend(catalog)
    with CATALOG.open("wb") as file:
        write_po(file, catalog, width=LINE, ignore_obsolete=True)


if __name__ == "__main__":
    main()
