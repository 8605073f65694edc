"""What the pages about scripts say, in the person's language."""

from flask_babel import gettext as _

from web.messages.fields import language_word


def state_word(state: str) -> str:
    """The state of a draft."""
    return {
        "writing": _("Being written"),
        "in_review": _("To be reviewed"),
        "approved": _("Approved"),
        "published": _("Published"),
        "discarded": _("Discarded"),
    }.get(state, state)


def language_name(language: str) -> str:
    """The name of a language where it stands alone."""
    name = language_word(language)
    return f"{name[:1].upper()}{name[1:]}"


def part_word(part: str) -> str:
    """What kind of thing a part is; "" for a whole script."""
    kind, _colon, key = part.partition(":")
    settings = {
        "name": _("Name"),
        "languages": _("Languages"),
        "greeting": _("Greeting"),
        "outcome": _("Ticket"),
        "lexicon": _("The client’s own words"),
    }
    kinds = {"step": _("Step"), "instruction": _("Instruction"), "article": _("Article")}
    return settings.get(key, key) if kind == "settings" else kinds.get(kind, "")


def weekday_word(day: str) -> str:
    """A weekday of an instruction, short."""
    return {
        "mon": _("Mon"),
        "tue": _("Tue"),
        "wed": _("Wed"),
        "thu": _("Thu"),
        "fri": _("Fri"),
        "sat": _("Sat"),
        "sun": _("Sun"),
    }.get(day, day)


def rehearsal_words() -> dict[str, str]:
    """What the rehearsal's own script says, beside the words of the desk."""
    return {
        "you": _("You"),
        "theCaller": _("Caller"),
        "stepsPath": _("The way so far, and what is ahead"),
        "team": _("Team"),
        "deadline": _("Time to act"),
        "minutes": _("%(count)s min"),
        "hours": _("%(count)s h"),
        "days": _("%(count)s d"),
        "missingNone": _("Every mandatory answer is there."),
        "atMoment": _("Played at %(moment)s"),
        "changed": _("The draft was changed meanwhile; this is its newest state."),
        "unreachable": _("The server does not answer. Nothing is lost; try the step again."),
        "newCaller": _("Another caller: %(name)s"),
    }
