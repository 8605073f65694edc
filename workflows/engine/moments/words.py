"""The words of moments in French, English and Korean, as patterns over folded text.

The engine looks for them in typed texts and no page shows them: so they are data by language.
"""

import re

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
JOIN = re.compile(
    r"^(?:depuis|since|from|des|on|le|,)\s+|(?<![\s,])[\s,]+(?:a|at|vers|around|about|,)?$"
)

HOUR_WORDS = ("h", "heure", "heures", "o", "am", "pm", "hours", "시")
