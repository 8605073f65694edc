"""Days: today's neighbours, weekdays and dates."""

import re
from datetime import date, timedelta

from workflows.engine.moments.words import (
    DAYS,
    ISO_DATE,
    MONTHS,
    NAMED_DATES,
    SLASHED,
    WEEKDAY,
    WEEKDAYS,
)


def day_of(
    text: str, today: date, language: str, tense: str
) -> tuple[date, tuple[int, int]] | None:
    """The day, and the hours that the words allow (“ce matin”: 0 to 12); None if not clear."""
    for words, days, span in DAYS:
        if text in words:
            return today + timedelta(days=days), span
    day = _weekday(text, today, tense) or _dated(text, today, language, tense)
    return (day, (0, 24)) if day else None


def _weekday(text: str, today: date, tense: str) -> date | None:
    match = WEEKDAY.fullmatch(text)
    if match is None:
        return None
    after = (match["after"] or "").strip()
    past = bool(match["last"]) or after == "dernier" or (tense == "past" and not after)
    future = bool(match["next"]) or after == "prochain" or (tense == "future" and not after)
    if past == future:
        return None
    ahead = (WEEKDAYS[match["day"]] - today.weekday()) % 7 or 7
    return today + timedelta(days=ahead if future else ahead - 7 if ahead < 7 else -7)


def _dated(text: str, today: date, language: str, tense: str) -> date | None:
    for pattern in (ISO_DATE, *NAMED_DATES):
        match = pattern.fullmatch(text)
        if match:
            month = match["month"]
            number = int(month) if month.isdigit() else MONTHS[month]
            return _calendar(match["year"], number, int(match["day"]), today, tense)
    match = SLASHED.fullmatch(text)
    return _slashed(match, today, language, tense) if match else None


def _slashed(match: re.Match[str], today: date, language: str, tense: str) -> date | None:
    first, second = int(match["first"]), int(match["second"])
    # 03/04 is the third of April to some English speakers and the fourth of March to others.
    if language == "en" and first <= 12 and second <= 12 and first != second:
        return None
    day, month = (second, first) if second > 12 else (first, second)
    return _calendar(match["year"], month, day, today, tense)


def _calendar(year: str | None, month: int, day: int, today: date, tense: str) -> date | None:
    try:
        dated = date(int(year) if year else today.year, month, day)
        if year or tense == "any":
            return dated
        if tense == "past" and dated > today:
            return dated.replace(year=dated.year - 1)
        return dated.replace(year=dated.year + 1) if tense == "future" and dated < today else dated
    except ValueError:
        return None
