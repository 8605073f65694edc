"""What the parts of the pages ask of Python: icons, attributes, initials, texts for scripts."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, request
from flask_babel import gettext as _
from jinja2 import Undefined
from markupsafe import Markup, escape

ICONS = Path(__file__).parents[1] / "node_modules" / "lucide-static" / "icons"


def register(app: Flask) -> None:
    app.jinja_env.globals.update(address_with=address_with, icon=icon, initials=initials)
    app.jinja_env.filters["attributes"] = attributes


def icon(name: str, label: str = "") -> Markup:
    """An icon of Lucide as SVG. Without a label it is decoration beside a text."""
    return _svg(name, attributes({"role": "img", "aria_label": label})) if label else _plain(name)


@lru_cache
def _plain(name: str) -> Markup:
    return _svg(name, attributes({"aria_hidden": "true"}))


def _svg(name: str, extra: Markup) -> Markup:
    return Markup('<svg class="icon" viewBox="0 0 24 24"{}>{}</svg>').format(extra, _drawing(name))


@lru_cache
def _drawing(name: str) -> Markup:
    """The content of an icon's `svg`; the name comes from our code, never from a request."""
    text = (ICONS / f"{name}.svg").read_text()
    inside = text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")]
    return Markup(" ".join(inside.split()))  # noqa: S704 (a file of a pinned package)


def attributes(values: Mapping[str, object]) -> Markup:
    """`{"aria_label": "Close", "hidden": True}` as they stand in a tag, with a space before each.

    False, None and an `if` without `else` are left out, and so is an underscore at the end, as in
    `for_`.
    """
    given = (
        f" {_name(name)}" if value is True else f' {_name(name)}="{escape(value)}"'
        for name, value in values.items()
        if value is not None and value is not False and not isinstance(value, Undefined)
    )
    return Markup("".join(given))  # noqa: S704 (all is escaped; Markup.format takes far longer)


def _name(name: str) -> Markup:
    return escape(name.rstrip("_").replace("_", "-"))


def address_with(**others: object) -> str:
    """The address of this page with other parameters; None leaves one out.

    `url_for` would take some names of parameters for options of its own.
    """
    asked = {**request.args.to_dict(), **others}
    kept = urlencode({name: value for name, value in asked.items() if value is not None})
    return f"{request.path}?{kept}"


def initials(name: str) -> str:
    """The first letters of a person's first and last name."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def words() -> dict[str, str]:
    """What the parts in web/static/shared/parts show; a page gives it to its scripts."""
    return {
        "closeDialog": _("Close"),
        "suggestions": _("%(count)s suggestions"),
        "nothingFits": _("Nothing fits."),
    }
