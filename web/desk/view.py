"""Adds to a call's data what a page needs: numbers as people write them, times, sentences about
answers, safe HTML."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.reading import phone_numbers
from voice.models import Call
from web.desk import caller_history
from web.filters import in_language
from web.markdown import html
from web.messages import answers, clarity

View = dict[str, Any]


def call_for_page(view: View, call: Call, number: int) -> View:
    """The view of `call` for the page; `number` tells older views from newer ones."""
    view["number"] = number
    view["caller_shown"] = phone_numbers.international(view["caller"])
    view["history"] = caller_history.history(call)
    for person in view["client"]["on_call"]:
        person["phone_shown"] = phone_numbers.international(person["phone"])
    if view["run"]:
        for article in view["run"]["articles"]:
            article["html"] = html(article["body"])
        run_for_page(view["run"], call)
    return view


def run_for_page(run: View, call: Call) -> None:
    """Add to a run, or to its changes, when steps were answered, what is wrong with the answers,
    and how clear they are."""
    zone = ZoneInfo(call.client.timezone if call.client else "Europe/Paris")
    for step in run.get("steps", ()):
        step["at_shown"] = at_clock(step["at"], zone)
        step["problem"] = answers.sentence(step["problem"])
    if "meter" in run:
        clarity.say_meter(run["meter"])


def at_clock(written: str | None, zone: ZoneInfo) -> str:
    """A moment in ISO 8601 as the time on the client's clock; "" for none."""
    return datetime.fromisoformat(written).astimezone(zone).strftime("%H:%M") if written else ""


def offer_for_page(view: View) -> View:
    view["caller_shown"] = phone_numbers.international(view["caller"])
    for ticket in view["open_tickets"]:
        ticket["language_shown"] = in_language(ticket["language"])
    return view
