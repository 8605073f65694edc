"""What the page needs beside the plain data of a call: numbers as people write them, safe HTML."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from voice.models import Call
from web.desk import caller_history
from web.filters import phone
from web.markdown import html

View = dict[str, Any]


def call_for_page(view: View, call: Call, number: int) -> View:
    """A view of `call` with what only a page wants; `number` tells older views from newer ones."""
    view["number"] = number
    view["caller_shown"] = phone(view["caller"])
    view["history"] = caller_history.history(call)
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


def offer_for_page(view: View) -> View:
    view["caller_shown"] = phone(view["caller"])
    return view
