"""Names of the fields of a script, and of the values that are chosen for them."""

from babel import Locale
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from flask_babel.speaklater import LazyString

ENGLISH = Locale("en")
Place = tuple[str | int, ...]
Words = dict[str, LazyString]
Name = tuple[LazyString | str, str]  # a word, which is only translated if it stays, and a suffix

# The most specific name wins: “next.when” before “when”.
FIELDS: Words = {
    "key": _l("Key"),
    "position": _l("Position"),
    "name": _l("Name of the script"),
    "languages": _l("Languages of callers"),
    "greeting": _l("Greeting"),
    "format": _l("Format"),
    "steps": _l("Steps"),
    "instructions": _l("Instructions"),
    "articles": _l("Articles"),
    "outcome": _lp("field", "What becomes of the ticket"),
    "lexicon": _l("Lexicon"),
    "kind": _lp("field", "Kind of step"),
    "type": _l("Type of answer"),
    "title": _l("Title"),
    "ask": _lp("field", "Ask it like this"),
    "help": _l("Help"),
    "why": _l("Why we ask"),
    "mandatory": _l("Mandatory"),
    "read_back": _l("Read back to the caller"),
    "when": _l("Condition"),
    "options": _l("Choices"),
    "impacts": _l("Impacts"),
    "urgencies": _l("Urgencies"),
    "matrix": _l("Priorities by impact and urgency"),
    "value": _l("Value"),
    "label": _l("Label"),
    "heard": _l("What callers say"),
    "cues": _lp("field", "Words near the answer"),
    "probes": _l("Probes"),
    "probes.words": _l("Vague words"),
    "probes.ask": _l("Question that digs deeper"),
    "next": _l("Branches"),
    "next.to": _l("Next step"),
    "unit": _l("Unit"),
    "minimum": _l("Minimum"),
    "maximum": _l("Maximum"),
    "whole": _l("Whole number"),
    "only_listed": _l("Only what is listed"),
    "moment": _l("Past or future"),
    "pattern": _l("Pattern"),
    "check_digit": _l("Check digit"),
    "text": _l("Text"),
    "topic": _l("Topic"),
    "tone": _l("Tone"),
    "from": _lp("field", "From"),
    "until": _lp("field", "Until"),
    "weekdays": _l("Weekdays"),
    "hours": _l("Hours"),
    "body": _l("Content"),
    "words": _l("Words to find it by"),
    "outcome.title": _l("Title of the ticket"),
    "summary": _l("Summary of the ticket"),
    "priority": _l("Priority rules"),
    "priority.is": _l("Priority"),
    "priority.from": _l("Step that decides it"),
    "team": _l("Team rules"),
    "team.is": _l("Team"),
    "deadline": _l("Deadline rules"),
    "minutes": _l("Minutes"),
    "things": _lp("field", "Things"),
    "places": _l("Places"),
    "times": _l("Times"),
    "symptoms": _l("Symptoms"),
    "errors": _l("Error messages"),
    "effects": _l("Effects"),
    "vague": _l("Vague words"),
    "junk": _l("Texts that say nothing"),
}
# The name of one item of a list.
ITEMS: Words = {
    "steps": _l("Step"),
    "instructions": _l("Instruction"),
    "articles": _l("Article"),
    "languages": _l("Language"),
    "options": _l("Choice"),
    "impacts": _l("Impact"),
    "urgencies": _l("Urgency"),
    "probes": _l("Probe"),
    "next": _l("Branch"),
    "priority": _l("Priority rule"),
    "team": _l("Team rule"),
    "deadline": _l("Deadline rule"),
}
KINDS: Words = {
    "question": _l("question"),
    "choice": _l("choice"),
    "instruction": _l("instruction"),
    "article": _l("article to read"),
    "action": _l("action to do"),
    "end": _l("end"),
}
TYPES: Words = {
    "choice": _l("one choice"),
    "choices": _l("several choices"),
    "yes_no": _l("yes or no"),
    "severity": _l("severity"),
    "text": _l("short text"),
    "long_text": _l("long text"),
    "number": _l("number"),
    "date_time": _l("date and time"),
    "phone": _l("phone number"),
    "email": _l("e-mail address"),
    "person": _l("person"),
    "site": _l("site"),
    "asset": _l("asset"),
    "list": _l("list"),
}
WEEKDAYS: Words = {
    "mon": _l("Monday"),
    "tue": _l("Tuesday"),
    "wed": _l("Wednesday"),
    "thu": _l("Thursday"),
    "fri": _l("Friday"),
    "sat": _l("Saturday"),
    "sun": _l("Sunday"),
}
TONES: Words = {
    "info": _l("information"),
    "warning": _l("warning"),
    "danger": _l("danger"),
}
BY_LANGUAGE = frozenset(
    (
        *("name", "greeting", "title", "ask", "help", "why", "label", "heard", "cues", "words"),
        *("unit", "text", "body", "summary", "things", "places", "times", "symptoms", "errors"),
        *("effects", "vague", "junk"),
    )
)
SECTIONS = frozenset({"steps", "instructions", "articles", "outcome", "lexicon"})


def language_word(language: str) -> str:
    """The name of a language as it stands within a sentence; its code where it has none."""
    names = (get_locale() or ENGLISH).languages
    return str(names.get(language, language))


def field_words(place: Place) -> str:
    """A place in a document as its author knows it, like “Choice 2 › Label (French)”.

    The step, instruction, article or section itself is left out: a page shows its key beside.
    """
    names: list[Name] = []
    for index, part in enumerate(place):
        names = _named(names, place[:index], part)
    if len(names) > 1 and place[0] in SECTIONS:
        names = names[1:]
    return " › ".join(f"{word}{suffix}".strip() for word, suffix in names)


def _named(names: list[Name], before: Place, part: str | int) -> list[Name]:
    outer = str(before[-1]) if before else ""
    word, suffix = names[-1] if names else ("", "")
    if isinstance(part, int):
        word, suffix = (ITEMS[outer], "") if outer in ITEMS else (word, suffix)
        return [*names[:-1], (word, f"{suffix} {part + 1}")]
    if outer in BY_LANGUAGE and names:
        return [*names[:-1], (word, f"{suffix} ({language_word(part)})")]
    if outer in ITEMS and outer != "languages" and before[0] in SECTIONS and len(before) > 1:
        return [*names[:-1], (item_named(outer, part), "")]
    lists = [one for one in before if isinstance(one, str)]
    exact = f"{lists[-1]}.{part}" if lists else part
    return [*names, (FIELDS.get(exact if exact in FIELDS else part, part[:60]), "")]


def item_named(section: str, name: str) -> str:
    """One item of a list by its name, like “Choice “b””."""
    return gettext("%(item)s “%(name)s”", item=ITEMS[section], name=name)
