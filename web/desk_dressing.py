"""What the page needs beside the plain data of a call: numbers as people write them, safe HTML."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import nh3
from markdown_it import MarkdownIt

from voice.models import Call
from web import desk_caller
from web.filters import phone

View = dict[str, Any]

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


def dressed(view: View, call: Call) -> View:
    """A view of `call` with what only a page wants."""
    view["caller_shown"] = phone(view["caller"])
    view["history"] = desk_caller.history(call)
    for person in view["client"]["on_call"]:
        person["phone_shown"] = phone(person["phone"])
    zone = ZoneInfo(view["client"]["timezone"])
    for article in (view["run"] or {}).get("articles", ()):
        article["html"] = html(article["body"])
    for step in (view["run"] or {}).get("steps", ()):
        step["at_shown"] = at_clock(step["at"], zone)
    return view


def at_clock(written: str | None, zone: ZoneInfo) -> str:
    """A moment in ISO 8601 as the time on the client's clock; "" for none."""
    return datetime.fromisoformat(written).astimezone(zone).strftime("%H:%M") if written else ""


def offer(view: View) -> View:
    view["caller_shown"] = phone(view["caller"])
    return view


def html(markdown: str) -> str:
    """An article, which somebody else wrote, as HTML that can do nothing."""
    return nh3.clean(_markdown.render(markdown))
