"""Moments as people say them: “ce matin 8h”, “10 minutes ago”, “lundi dernier”, “3 mars à 14h30”.

Only what is clear becomes a moment. Anything else is kept as its text with no moment, so that
nothing is guessed in silence: what was understood is always shown beside what was typed.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TOLERANCE = timedelta(minutes=5)
FARTHEST = timedelta(days=366 * 20)


@dataclass(frozen=True)
class Read:
    """`at` is an ISO time with its offset, or None; `precision` is minute, day or none."""

    at: str | None
    precision: str


@dataclass(frozen=True)
class Unfit:
    """A moment that was understood, and cannot be meant."""

    code: str
    message: dict[str, str]


UNCLEAR = Read(None, "none")

UNITS = {
    "minutes": ("minutes", "minute", "mins", "min", "mn", "분"),
    "hours": ("heures", "heure", "hours", "hour", "hrs", "시간"),
    "days": ("jours", "jour", "days", "day", "일"),
    "weeks": ("semaines", "semaine", "weeks", "week", "주"),
}
UNIT = {word: name for name, words in UNITS.items() for word in words}


def _numbered(words: str, start: int = 0) -> dict[str, int]:
    return {word: number for number, word in enumerate(words.split(), start)}


WORDS = {
    **_numbered("un deux trois quatre cinq six sept huit neuf dix", 1),
    **_numbered("one two three four five six seven eight nine ten", 1),
    "une": 1,
    "a": 1,
    "an": 1,
    "quinze": 15,
    "vingt": 20,
    "trente": 30,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
}
AMOUNT = r"(?P<amount>\d{1,4}|" + "|".join(WORDS) + ")"
UNIT_WORD = "(?P<unit>" + "|".join(sorted(UNIT, key=len, reverse=True)) + ")"
ABOUT = r"(?:environ |a peu pres |about |around )?"
AGO = (
    re.compile(rf"(?:(?:il y a|depuis|for|since|ca fait) )?{ABOUT}{AMOUNT} ?{UNIT_WORD}"),
    re.compile(rf"{ABOUT}{AMOUNT} ?{UNIT_WORD} (?:ago|plus tot|earlier)"),
    re.compile(rf"{AMOUNT} ?{UNIT_WORD} ?(?:전|전부터|동안|째)"),
)
AHEAD = (
    re.compile(rf"(?:dans|in) {ABOUT}{AMOUNT} ?{UNIT_WORD}"),
    re.compile(rf"{AMOUNT} ?{UNIT_WORD} ?(?:후|뒤)"),
)
PRESENT = frozenset(
    ("maintenant", "a l'instant", "tout de suite", "now", "just now", "right now", "지금", "방금")
)

# (words, days from today, hours that the words allow)
DAYS: tuple[tuple[tuple[str, ...], int, tuple[int, int]], ...] = (
    (("avant-hier", "avant hier", "the day before yesterday", "그저께"), -2, (0, 24)),
    (("hier matin", "yesterday morning", "어제 아침", "어제 오전"), -1, (0, 12)),
    (("hier soir", "yesterday evening", "last night", "어제 저녁"), -1, (17, 24)),
    (("hier apres-midi", "yesterday afternoon", "어제 오후"), -1, (12, 19)),
    (("hier", "yesterday", "어제"), -1, (0, 24)),
    (("ce matin", "this morning", "오늘 아침", "오늘 오전"), 0, (0, 12)),
    (("cet apres-midi", "this afternoon", "오늘 오후"), 0, (12, 19)),
    (("ce soir", "this evening", "tonight", "오늘 저녁"), 0, (17, 24)),
    (("demain matin", "tomorrow morning", "내일 아침", "내일 오전"), 1, (0, 12)),
    (("demain apres-midi", "tomorrow afternoon", "내일 오후"), 1, (12, 19)),
    (("demain soir", "tomorrow evening"), 1, (17, 24)),
    (("apres-demain", "apres demain", "the day after tomorrow", "모레"), 2, (0, 24)),
    (("demain", "tomorrow", "내일"), 1, (0, 24)),
    (("aujourd'hui", "today", "오늘"), 0, (0, 24)),
)
WEEKDAYS = {
    **_numbered("lundi mardi mercredi jeudi vendredi samedi dimanche"),
    **_numbered("monday tuesday wednesday thursday friday saturday sunday"),
}
WEEKDAY = re.compile(
    r"(?P<last>last )?(?P<next>next )?(?P<day>"
    + "|".join(WEEKDAYS)
    + r")(?P<after> dernier| prochain)?"
)
MONTHS = {
    **_numbered(
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre", 1
    ),
    **_numbered(
        "january february march april may june july august september october november december", 1
    ),
}
MONTH = "(?P<month>" + "|".join(MONTHS) + ")"
NAMED_DATES = (
    re.compile(
        rf"(?:le )?(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)? (?:of )?{MONTH}(?:,? (?P<year>\d{{4}}))?"
    ),
    re.compile(rf"{MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>\d{{4}}))?"),
)
ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
SLASHED = re.compile(r"(?P<first>\d{1,2})[/.](?P<second>\d{1,2})(?:[/.](?P<year>\d{4}))?")
HALF = r"am|pm|a\.m\.|p\.m\."
CLOCK = re.compile(
    r"(?:^|[ t])(?:a |at |vers |around |about |depuis |since )?"
    r"(?:(?P<hour>\d{1,2}) ?(?:h|heures?|:|시) ?(?P<minute>[0-5]\d)?분?"
    rf"(?: ?(?P<half>{HALF}))?"
    rf"|(?P<bare>\d{{1,2}}) ?(?P<half2>{HALF}|o'clock)"
    r"|(?P<word>midi|noon|minuit|midnight))(?: du matin| pile| precises?)?$"
)
JOIN = re.compile(r"^(?:depuis|since|from|des|on|le|,)\s+|[\s,]+(?:a|at|vers|around|about|,)?$")


def _fold(text: str) -> str:
    """Lower case, no accents on Latin letters, single spaces; Korean stays as it is."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("’", "'"))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(unicodedata.normalize("NFC", bare).split()).rstrip(" .!")


def read_moment(
    raw: str, *, now: datetime, timezone: str, language: str, tense: str
) -> Read | Unfit:
    """What `raw` means at `now` on the clock of `timezone`; `tense` is past, future or any."""
    zone = ZoneInfo(timezone)
    local = now.astimezone(zone)
    text = _fold(raw)
    if text in PRESENT:
        return Read(local.isoformat(timespec="minutes"), "minute")
    distance = _distance(text)
    if distance is not None:
        return _from_distance(local, distance, tense)
    return _on_calendar(text, local, zone, language, tense)


def _distance(text: str) -> timedelta | None:
    for patterns, sign in ((AGO, -1), (AHEAD, 1)):
        for pattern in patterns:
            match = pattern.fullmatch(text)
            if match:
                amount = match["amount"]
                count = int(amount) if amount.isdigit() else WORDS[amount]
                return sign * timedelta(**{UNIT[match["unit"]]: count})
    return None


def _from_distance(local: datetime, distance: timedelta, tense: str) -> Read | Unfit:
    # Real time passes over a change of clocks, so the sum is made in UTC.
    moment = (local.astimezone(ZoneInfo("UTC")) + distance).astimezone(local.tzinfo)
    precision = "minute" if abs(distance) < timedelta(days=1) else "day"
    return _checked(moment, precision, local, tense)


def _on_calendar(
    text: str, local: datetime, zone: ZoneInfo, language: str, tense: str
) -> Read | Unfit:
    clock = CLOCK.search(text)
    rest = JOIN.sub("", JOIN.sub("", text[: clock.start()] if clock else text)).strip()
    span = (0, 24)
    if rest:
        found = _day(rest, local.date(), language, tense)
        if found is None:
            return UNCLEAR
        day, span = found
    elif clock and _is_spoken_duration(text):
        return UNCLEAR
    else:
        day = local.date()
    if clock is None:
        return _whole_day(day, span, local, zone, tense) if rest else UNCLEAR
    hour = _clock(clock, span)
    return UNCLEAR if hour is None else _at(day, hour, local, zone, tense)


def _is_spoken_duration(text: str) -> bool:
    """“depuis 2h” can mean the hour or the length; nobody but the caller knows."""
    return bool(re.fullmatch(r"(?:depuis|for|since) \d{1,2} ?(?:h|heures?)", text))


def _day(text: str, today: date, language: str, tense: str) -> tuple[date, tuple[int, int]] | None:
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
        found = date(int(year) if year else today.year, month, day)
        if year or tense == "any":
            return found
        if tense == "past" and found > today:
            return found.replace(year=found.year - 1)
        return found.replace(year=found.year + 1) if tense == "future" and found < today else found
    except ValueError:
        return None


def _clock(match: re.Match[str], span: tuple[int, int]) -> time | None:
    if match["word"]:
        return time(12) if match["word"] in ("midi", "noon") else time(0)
    half = (match["half"] or match["half2"] or "").replace(".", "")
    hour = int(match["hour"] or match["bare"])
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    first, after = span
    if hour < first <= hour + 12 < after:
        hour += 12
    return time(hour, int(match["minute"] or 0)) if first <= hour < after else None


def _whole_day(
    day: date, span: tuple[int, int], local: datetime, zone: ZoneInfo, tense: str
) -> Read | Unfit:
    if day == local.date():
        part_begins = datetime.combine(day, time(span[0]), zone)
        if tense == "past" and part_begins > local:
            return _not_yet(part_begins)
        return Read(datetime.combine(day, time(), zone).isoformat(timespec="minutes"), "day")
    return _checked(datetime.combine(day, time(), zone), "day", local, tense)


def _at(day: date, clock: time, local: datetime, zone: ZoneInfo, tense: str) -> Read | Unfit:
    moment = datetime.combine(day, clock, zone)
    there_and_back = moment.astimezone(ZoneInfo("UTC")).astimezone(zone)
    if there_and_back.replace(tzinfo=None) != moment.replace(tzinfo=None):
        return Unfit(
            "no_such_hour",
            {
                "fr": "Cette heure n’existe pas ce jour-là : on passe à l’heure d’été.",
                "en": "There is no such hour on that day: the clocks go forward.",
            },
        )
    return _checked(moment, "minute", local, tense)


def _checked(moment: datetime, precision: str, local: datetime, tense: str) -> Read | Unfit:
    if abs(moment - local) > FARTHEST:
        return UNCLEAR
    if tense == "past" and moment > local + TOLERANCE:
        return _not_yet(moment)
    ends = moment + timedelta(days=1) if precision == "day" else moment
    if tense == "future" and ends < local - TOLERANCE:
        return _already(moment)
    return Read(moment.isoformat(timespec="minutes"), precision)


def _stamp(moment: datetime) -> tuple[str, str]:
    return moment.strftime("%d/%m/%Y %H:%M"), moment.strftime("%Y-%m-%d %H:%M")


def _not_yet(moment: datetime) -> Unfit:
    fr, en = _stamp(moment)
    return Unfit(
        "future",
        {
            "fr": f"Compris : {fr}, qui n’est pas encore passé. Précisez le jour.",
            "en": f"Understood: {en}, which has not come yet. Say which day.",
        },
    )


def _already(moment: datetime) -> Unfit:
    fr, en = _stamp(moment)
    return Unfit(
        "past",
        {
            "fr": f"Compris : {fr}, qui est déjà passé. Précisez le jour.",
            "en": f"Understood: {en}, which is over. Say which day.",
        },
    )


HOUR_WORDS = ("h", "heure", "heures", "o", "am", "pm", "hours", "시")


def spoken_parts(value: dict[str, str | None]) -> list[tuple[int, tuple[str, ...]]]:
    """The numbers by which a moment is recognised in speech, each with the words that follow it.

    “10 minutes ago” is 10 with minutes; “this morning at 8” is 8 with the words of hours.
    """
    text = _fold(value["text"] or "")
    for pattern in (*AGO, *AHEAD):
        match = pattern.fullmatch(text)
        if match:
            amount = match["amount"]
            count = int(amount) if amount.isdigit() else WORDS[amount]
            return [(count, UNITS[UNIT[match["unit"]]])]
    if not value.get("at") or value.get("precision") != "minute":
        return []
    hour = datetime.fromisoformat(value["at"] or "").hour
    return [(spoken, HOUR_WORDS) for spoken in {hour, (hour - 1) % 12 + 1}]
