"""What the script editor calls the things one chooses from, in the person's language."""

from flask_babel import gettext as _

from web.scripting.words import language_name, weekday_word
from workflows.document import Weekday


def lists() -> dict[str, dict[str, str]]:
    return {
        "sections": _sections(),
        "settings": _settings(),
        "addPart": _add_part(),
        "emptyList": _empty_list(),
        "chooseOne": _choose_one(),
        "states": _states(),
        "acts": _acts(),
        "severities": _severities(),
        "kindGroups": _kind_groups(),
        "kinds": _kinds(),
        "kindHints": _kind_hints(),
        "mandatoryChoices": _mandatory_choices(),
        "moments": _moments(),
        "checkDigits": _check_digits(),
        "parts": _parts(),
        "factNames": _fact_names(),
        "signs": _signs(),
        "weekdays": _weekdays(),
        "tones": _tones(),
        "priorities": _priorities(),
        "lexicon": _lexicon(),
        "lexiconHints": _lexicon_hints(),
        "fieldNames": _field_names(),
    }


def _sections() -> dict[str, str]:
    return {
        "steps": _("Steps"),
        "instructions": _("Instructions"),
        "articles": _("Articles"),
        "words": _("Words"),
        "script": _("Script and ticket"),
    }


def _settings() -> dict[str, str]:
    return {
        "name": _("Name and languages"),
        "languages": _("Languages"),
        "greeting": _("Greeting"),
        "outcome": _("Ticket"),
        "lexicon": _("Words"),
    }


def _add_part() -> dict[str, str]:
    return {
        "step": _("Step"),
        "instruction": _("Instruction"),
        "article": _("Article"),
    }


def _empty_list() -> dict[str, str]:
    return {
        "step": _("No step yet. Add the first one."),
        "instruction": _(
            "No instruction yet: a reminder that agents see, perhaps only at certain times."
        ),
        "article": _("No article yet: knowledge that agents can search and that steps can show."),
    }


def _choose_one() -> dict[str, str]:
    return {
        "steps": _("Choose a step on the left, or add one."),
        "instructions": _("Choose an instruction on the left, or add one."),
        "articles": _("Choose an article on the left, or add one."),
    }


def _states() -> dict[str, str]:
    return {
        "writing": _("Being written"),
        "in_review": _("To be reviewed"),
        "approved": _("Approved"),
        "published": _("Published"),
        "discarded": _("Discarded"),
    }


def _acts() -> dict[str, str]:
    return {
        "submit": _("Hand in for review"),
        "review": _("Review"),
        "publish": _("Publish"),
    }


def _severities() -> dict[str, str]:
    return {
        "error": _("Error"),
        "warning": _("Warning"),
        "to-do": _("To write"),
    }


def _kind_groups() -> dict[str, str]:
    return {
        "chosen": _("The answer is chosen"),
        "typed": _("The answer is typed"),
        "none": _("No answer"),
    }


def _kinds() -> dict[str, str]:
    return {
        "yes_no": _("Yes or no"),
        "choice": _("One of a list"),
        "choices": _("Several of a list"),
        "severity": _("Severity"),
        "text": _("Short text"),
        "long_text": _("Long text"),
        "number": _("Number"),
        "date_time": _("Date and time"),
        "phone": _("Phone number"),
        "email": _("E-mail address"),
        "person": _("Person"),
        "site": _("Site"),
        "asset": _("Asset or serial number"),
        "list": _("List of things"),
        "instruction": _("Say or remember"),
        "article": _("Read an article"),
        "action": _("Do something"),
        "end": _("The end"),
    }


def _kind_hints() -> dict[str, str]:
    return {
        "yes_no": _("The agent chooses yes or no with one key."),
        "choice": _("The agent chooses one option with one key."),
        "choices": _("The agent ticks all that hold."),
        "severity": _("How bad and how urgent: the two give the priority."),
        "text": _("A few words on one line."),
        "long_text": _("What happened, in the caller’s words. Give it probes."),
        "number": _("Digits or number words; bounds are checked at once."),
        "date_time": _("“This morning at 8” becomes a date and a time."),
        "phone": _("Checked, and written as its country does."),
        "email": _("Checked for its form."),
        "person": _("A name; people of the client are suggested."),
        "site": _("A place of the client; the known ones are suggested."),
        "asset": _("A serial number or a machine, with its pattern."),
        "list": _("Several things, one a line."),
        "instruction": _("A sentence to say or to keep in mind; Enter goes on."),
        "article": _("The agent reads an article; Enter goes on."),
        "action": _("The agent does something and ticks it off."),
        "end": _("The last step: the agent reads back and closes."),
    }


def _mandatory_choices() -> dict[str, str]:
    return {
        "no": _("No"),
        "yes": _("Yes"),
        "if": _("Only if…"),
    }


def _moments() -> dict[str, str]:
    return {
        "any": _("past or future"),
        "past": _("in the past"),
        "future": _("in the future"),
    }


def _check_digits() -> dict[str, str]:
    return {
        "": _("none"),
        "luhn": _("last digit (Luhn, as on cards and SIRET numbers)"),
        "mod97": _("two last digits (modulo 97)"),
    }


def _parts() -> dict[str, str]:
    return {
        "priority": _("priority"),
        "impact": _("impact"),
        "urgency": _("urgency"),
        "at": _("moment"),
        "text": _("text"),
        "precision": _("precision"),
    }


def _fact_names() -> dict[str, str]:
    return {
        "caller_known": _("The caller has called before"),
        "open_tickets": _("Open tickets of the caller"),
        "hour": _("Hour of day (0–23)"),
        "weekday": _("Day of the week"),
        "language": _("Language of the call"),
        "line": _("Line that was dialed"),
        "caller": _("Number of the caller"),
    }


def _signs() -> dict[str, str]:
    return {
        "==": _("is"),
        "!=": _("is not"),
        "<": _("is below"),
        "<=": _("is at most"),
        ">": _("is above"),
        ">=": _("is at least"),
        "in": _("is one of"),
        "not in": _("is none of"),
        "contains": _("contains"),
        "not contains": _("does not contain"),
        "answered": _("is answered"),
        "not answered": _("is not answered"),
        "is true": _("is yes"),
        "is false": _("is no"),
    }


def _weekdays() -> dict[str, str]:
    return {day: weekday_word(day) for day in Weekday}


def _tones() -> dict[str, str]:
    return {
        "info": _("Information"),
        "warning": _("Warning"),
        "danger": _("Danger"),
    }


def _priorities() -> dict[str, str]:
    return {
        "1": _("1 – highest"),
        "2": _("2 – high"),
        "3": _("3 – normal"),
        "4": _("4 – low"),
    }


def _lexicon() -> dict[str, str]:
    return {
        "things": _("Things"),
        "places": _("Places"),
        "times": _("Times"),
        "symptoms": _("Symptoms"),
        "errors": _("Error texts"),
        "effects": _("Effects"),
        "vague": _("Says little"),
        "junk": _("Says nothing"),
    }


def _lexicon_hints() -> dict[str, str]:
    return {
        "things": _("Machines, products, parts."),
        "places": _("Sites, buildings, rooms."),
        "times": _("The client’s own shifts and moments."),
        "symptoms": _("What one sees, hears, smells."),
        "errors": _("Codes and messages on screens."),
        "effects": _("What cannot be done meanwhile."),
        "vague": _("Words behind which one should dig."),
        "junk": _("What stands for no answer."),
    }


def _field_names() -> dict[str, str]:
    return {
        "title": _("Title"),
        "text": _("Text"),
        "body": _("Text"),
        "ask": _("Ask it like this"),
        "help": _("Help"),
        "why": _("Why we ask"),
        "kind": _("Kind"),
        "type": _("Type"),
        "mandatory": _("Mandatory"),
        "when": _("Condition"),
        "next": _("Where next"),
        "options": _("Options"),
        "probes": _("Digging deeper"),
        "cues": _("Words near the answer"),
        "articles": _("Articles"),
        "minimum": _("At least"),
        "maximum": _("At most"),
        "pattern": _("Pattern"),
        "unit": _("Unit"),
        "label": _("Label"),
        "value": _("Value"),
        "heard": _("What callers say who mean it"),
        "to": _("Go to"),
        "topic": _("Topic"),
        "tone": _("Tone"),
        "from": _("From"),
        "until": _("Until"),
        "weekdays": _("Days"),
        "hours": _("Hours"),
        "priority": _("Priority"),
        "team": _("Team"),
        "deadline": _("Time to act"),
        "summary": _("Summary"),
        "words": _("Words"),
        "read_back": _("Read back"),
        **{language: language_name(language) for language in ("fr", "en", "ko")},
    }


def key_list() -> list[tuple[str, str]]:
    """The cheat sheet: keys, and what they do."""
    return [
        ("↑ ↓", _("in the list: the step above or below")),
        ("Alt + ↑ ↓", _("in the list: move the step")),
        ("→", _("from the list into the form")),
        ("Alt + PageDown", _("from anywhere: the next step")),
        ("Alt + PageUp", _("from anywhere: the step before")),
        ("Ctrl + Enter", _("add a step after this one (Enter in the list does too)")),
        ("Ctrl + D", _("duplicate the step")),
        ("Delete", _("in the list: delete the step; it can be undone")),
        ("Ctrl + Z", _("undo")),
        ("Ctrl + Shift + Z", _("do it again")),
        ("Ctrl + S", _("save at once (it saves by itself anyway)")),
        ("F8", _("the next thing to mend; Shift + F8 the one before")),
        ("/", _("search in the list")),
        ("+ - 0", _("in the graph: larger, smaller, all of it; arrows move it")),
        ("?", _("these keys")),
    ]
