"""What the page needs beside the plain data of a call: numbers as people write them, safe HTML."""

from typing import Any

import nh3
from markdown_it import MarkdownIt

from voice.models import Call
from web.filters import phone

View = dict[str, Any]

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


def dressed(view: View, call: Call) -> View:
    """A view of `call` with what only a page wants."""
    view["caller_shown"] = phone(view["caller"])
    for article in (view["run"] or {}).get("articles", ()):
        article["html"] = html(article["body"])
    return view


def offer(view: View) -> View:
    view["caller_shown"] = phone(view["caller"])
    return view


def html(markdown: str) -> str:
    """An article, which somebody else wrote, as HTML that can do nothing."""
    return nh3.clean(_markdown.render(markdown))
