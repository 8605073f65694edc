"""Template filters that write times, durations and numbers for people."""

from datetime import datetime, tzinfo
from typing import Any

from flask import Flask
from flask_babel import format_datetime, format_timedelta, gettext
from markupsafe import Markup

from core.clock import now
from core.reading import phone_numbers
from web.languages import page_language
from web.messages.fields import language_word

OPERATORS_ZONE = "Europe/Paris"


def register(app: Flask) -> None:
    app.jinja_env.filters.update(
        day_and_time=day_and_time,
        ago=ago,
        spoken=spoken,
        phone=phone_numbers.international,
        seconds=seconds,
        clock=clock,
        moment=moment,
        as_time=datetime.fromisoformat,
        written_in=written_in,
    )


def in_language(language: str) -> str:
    """In which language a text stands, as “in French”; "" for that of the page."""
    if language == page_language():
        return ""
    return gettext("in %(language)s", language=language_word(language))


def written_in(text: str, language: str) -> Markup:
    """A text of somebody's, marked with its language; a note says so where the page has another."""
    note = in_language(language)
    small = Markup(' <small class="written-in">({})</small>').format(note) if note else Markup("")
    return Markup('<span lang="{}">{}</span>').format(language, text) + small


def day_and_time(moment: datetime) -> str:
    """The moment on the clock that it carries; callers bring it to the client's zone."""
    return str(format_datetime(moment, "d MMM y HH:mm:ss", rebase=False))


def moment(written: str, zone: tzinfo) -> str:
    """A time in ISO 8601 on the clock of a zone."""
    return day_and_time(datetime.fromisoformat(written).astimezone(zone))


def ago(moment: datetime) -> str:
    """How long ago, or in how long: "il y a 3 minutes"."""
    return str(format_timedelta(moment - now(), granularity="minute", add_direction=True))


def spoken(segment: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Each word of a turn with its capital and stop, as the turn's text has them."""
    words, written = segment["words"], segment["text"].split()
    if len(written) != len(words):
        written = [word["text"] for word in words]
    return list(zip(written, words, strict=True))


def seconds(count: float | None) -> str:
    """A duration; a dash for one that is not over, or never began."""
    if count is None:
        return "–"
    whole = round(count)
    if whole < 60:
        return gettext("%(count)d s", count=whole)
    return gettext("%(minutes)d min %(seconds)02d s", minutes=whole // 60, seconds=whole % 60)


def clock(count: float) -> str:
    """Seconds of a recording as 1:05."""
    return f"{int(count) // 60}:{int(count) % 60:02}"
