"""What the script editor says, in the person's language."""

from typing import Any

from flask_babel import gettext as _

from core.languages import PAGES
from web import parts
from web.languages import page_language
from web.scripting.editor.word_lists import lists

Words = dict[str, Any]


def words() -> Words:
    """Every text of the page's scripts; also what does not depend on the language of the page."""
    return {
        **parts.words(),
        **_about(),
        **_saving(),
        **_script(),
        **_step(),
        **_conditions(),
        **_instructions(),
        **_articles(),
        **_findings(),
        **lists(),
        "language": page_language(),
        "pages": PAGES,
        "levels": LEVELS,
        "copies": {"fr": "copie", "en": "copy"},
        "yesLabels": {"fr": "Oui", "en": "Yes"},
        "noLabels": {"fr": "Non", "en": "No"},
    }


LEVELS = {
    "high": {"fr": "Fort", "en": "High"},
    "medium": {"fr": "Moyen", "en": "Medium"},
    "low": {"fr": "Faible", "en": "Low"},
}


def _about() -> Words:
    return {
        "optional": _("optional"),
        "choose": _("choose…"),
        "yes": _("yes"),
        "no": _("no"),
        "and": _("and"),
        "or": _("or"),
        "if": _("if"),
        "otherwise": _("Otherwise"),
        "inAnyCase": _("In any case"),
        "removeThis": _("Remove %(name)s"),
        "moveUp": _("Move %(name)s up"),
        "moveDown": _("Move %(name)s down"),
        "moveUpHere": _("Move up (Alt+↑ in the list)"),
        "moveDownHere": _("Move down (Alt+↓ in the list)"),
        "duplicate": _("Duplicate"),
        "delete": _("Delete"),
        "undo": _("Undo"),
        "undone": _("Undone"),
        "redone": _("Done again"),
        "nothingToUndo": _("There is nothing left to undo."),
        "deleted": _("“%(title)s” is deleted."),
        "drag": _("Drag to move"),
        "movedTo": _("“%(title)s” is now number %(n)s"),
        "somebody": _("Somebody"),
        "nothingFound": _("Nothing here holds this text."),
        "value": _("Value"),
        "comments": _("Comments"),
        "preview": _("Preview"),
        "partsOfScript": _("Parts of the script"),
    }


def _saving() -> Words:
    return {
        "allSaved": _("All saved"),
        "saving": _("Saving…"),
        "keptHere": _("Kept in this browser"),
        "notSaved": _("Not saved"),
        "choosePlease": _("Waits for your choice"),
        "offline": _(
            "The server does not answer. What you write is kept in this browser and sent "
            "as soon as it does."
        ),
        "unreachable": _("The server does not answer."),
        "signedOut": _(
            "Your session has ended. Sign in again in another tab; what you write is kept"
            " in this browser."
        ),
        "storageFull": _(
            "The storage of this browser is full: do not close this page before all is saved."
        ),
        "stopped": _(
            "Nothing more can be saved here: %(reason)s What you wrote stays in this browser."
        ),
        "tookUp": _("What could not be sent before is being sent now."),
        "othersChanged": _("%(author)s changed %(parts)s"),
        "alsoHere": _("%(names)s is writing too"),
        "answeredBefore": _(
            "Past calls that answered “%(key)s”: %(n)s. Their tickets keep the answers."
        ),
        "bothChanged": _(
            "%(author)s changed %(name)s while you did. Choose what shall stand; what "
            "only one of you changed is kept in any case."
        ),
        "youDeleted": _("You deleted %(name)s, and %(author)s changed it meanwhile."),
        "theyDeleted": _("%(author)s deleted %(name)s while you changed it."),
        "keepMine": _("Keep mine"),
        "takeTheirs": _("Take theirs"),
        "keepChosen": _("Keep what is chosen"),
        "deleteAnyway": _("Delete it anyway"),
        "leaveDeleted": _("Leave it deleted"),
        "mine": _("Mine"),
        "theirs": _("Theirs"),
        "field": _("Field"),
        "wasRefused": _("the server does not take this: %(reason)s"),
        "whatYouWrote": _("What you wrote"),
        "tryAgain": _("Try again"),
        "giveUp": _("Give it up"),
        "readOnly": _("You may read this script and comment on it, not change it."),
        "closed": _("This draft is closed. It is shown as it was."),
        "takesBack": _("This draft was handed in for review. Any change takes it back to writing."),
        "submitHint": _("Somebody else can then read and approve it."),
        "submitWithErrors": _("Errors that forbid publishing: %(n)s. Submit it all the same?"),
        "submitUnsaved": _("Some of what you wrote is not saved yet. Wait until all is saved."),
        "commentPlaceholder": _("Say something about this…"),
        "sendComment": _("Comment"),
        "notSent": _("The comment was not sent: %(reason)s"),
        "proposal": _("Proposed during a call"),
        "resolve": _("Done with it"),
        "resolved": _("Done"),
        "reopen": _("Open again"),
    }


def _script() -> Words:
    return {
        "scriptName": _("Name of the script"),
        "languages": _("Languages of callers"),
        "languagesHint": _(
            "What is said to callers needs a wording in each. What people read, in French and in "
            "English where they are among these."
        ),
        "mainLanguage": _("main"),
        "addLanguage": _("Add a language"),
        "greeting": _("What the agent says first"),
        "greetingHint": _("In each language of callers."),
        "templateHint": _(
            "Insert answers with the list below the text. What stands between [ ] is left"
            " out when an answer in it is missing. A brace itself is written twice: {{ }}."
        ),
        "ticketTitle": _("Title of the ticket"),
        "ticketSummary": _("Summary of the ticket"),
        "insertAnswer": _("Insert an answer"),
        "priority": _("Priority"),
        "team": _("Team"),
        "deadline": _("Time to act"),
        "teamHint": _("Its short name at the client, like “maintenance”."),
        "teamName": _("What people call this team"),
        "teamNameHint": _("Shown on tickets and in lists. Once for each team is enough."),
        "minutes": _("Minutes from the start of the call"),
        "minutesHint": _("240 is four hours, 1440 is a day."),
        "rule": _("Rule"),
        "ruleKind": _("When the rule holds"),
        "addRule": _("Add a rule"),
        "noRules": _("No rule yet."),
        "noDefault": _("The last rule should hold in any case."),
        "asIn": _("as answered in “%(title)s”"),
        "priorityN": _("Priority %(n)s"),
        "priorityFor": _("Priority for %(impact)s and %(urgency)s"),
        "lexiconHint": _(
            "The client’s own words, one a line. They help to see whether what an agent "
            "wrote is specific."
        ),
    }


def _step() -> Words:
    return {
        "whatStep": _("The step"),
        "title": _("Title"),
        "titleHint": _("Short: on the agent’s screen and on the ticket."),
        "kind": _("Kind of step"),
        "key": _("Key"),
        "keyHint": _(
            "Its name in conditions and on tickets. A new key is put everywhere by itself."
        ),
        "keyNewHint": _("Made from the title. It may be changed: it is put everywhere by itself."),
        "keyTaken": _("“%(key)s” is another’s key already."),
        "keyForm": _("A key has small letters, digits and _ only, and begins with a letter."),
        "asking": _("Asking"),
        "saying": _("Saying"),
        "ask": _("Ask it like this"),
        "askHint": _(
            "What the agent can say. The first wording is proposed, the others stand below it."
        ),
        "say": _("What to say or to do"),
        "sayHint": _("In the language of the caller."),
        "addWording": _("Add a wording"),
        "why": _("Why we ask"),
        "whyHint": _("This persuades agents who know the trade."),
        "help": _("Help"),
        "helpHint": _("How to find the answer out. This saves beginners."),
        "answerSection": _("The answer"),
        "whenSection": _("When it is asked"),
        "whereNext": _("Where next"),
        "mandatory": _("Mandatory"),
        "mandatoryHint": _("The call cannot be closed without it."),
        "onlyWhen": _("Only when"),
        "onlyIf": _("Only if"),
        "alwaysAsked": _("Always, when the way comes here."),
        "addWhen": _("Add a condition"),
        "alwaysAsk": _("Remove the condition: always"),
        "readBack": _("Read the answer back to the caller"),
        "readBackHint": _("For numbers, places, names."),
        "cues": _("Words near the answer"),
        "cuesHint": _("They help to find the answer in what was said: “floor”, “number”."),
        "addWord": _("Add a word"),
        "probes": _("Digging deeper"),
        "probe": _("Probe"),
        "probesHint": _(
            "When a vague word is written, the agent is shown the question that digs deeper."
        ),
        "vagueWords": _("Vague words"),
        "probeAsk": _("Then ask"),
        "addProbe": _("Add a probe"),
        "stepArticles": _("Articles"),
        "addArticle": _("Show an article"),
        "stepArticlesHint": _("Shown beside this step."),
        "noArticles": _("This script has no articles yet."),
        "branch": _("Branch"),
        "branchKind": _("When this branch is taken"),
        "goTo": _("Go to"),
        "addBranch": _("Add a branch"),
        "branchesHint": _("The first branch that holds is taken."),
        "noBranches": _("Every call goes on with the following step."),
        "thenNext": _("Then"),
        "neverFurther": _("One of these branches is always taken."),
        "beforeLoop": _("Further up (goes in circles)"),
        "options": _("Options"),
        "option": _("Option"),
        "label": _("Label"),
        "optionsHint": _("Two to fifteen can be read at a glance."),
        "suggestionsHint": _("Suggested while the agent types, before the client’s directory."),
        "onlyListed": _("Only what is listed"),
        "onlyListedHint": _(
            "Else other words are kept as typed, and marked as not in the directory."
        ),
        "addOption": _("Add an option"),
        "optionHeard": _("Heard as"),
        "optionMore": _("Heard as, help, value"),
        "heard": _("What callers say who mean it"),
        "heardHint": _("Whole phrases; single short words match everything."),
        "addPhrase": _("Add a phrase"),
        "optionValue": _("Value"),
        "optionValueHint": _("What conditions compare with; made from the label."),
        "yesNoHint": _("The values stay “yes” and “no”."),
        "usualYesNo": _("No buttons"),
        "usualYesNoHint": _("The agent types yes or no."),
        "ownYesNo": _("Offer Yes and No as buttons"),
        "minimum": _("At least"),
        "maximum": _("At most"),
        "whole": _("Whole numbers only"),
        "unit": _("Unit"),
        "unitHint": _("Shown behind the field: “floors”, “minutes”."),
        "pattern": _("Pattern"),
        "patternHint": _(
            "\\d is a digit, [A-Z] a letter, {4} four times, ? perhaps. It covers the "
            "whole answer: [A-Z]{2}-?\\d{4}. There is no look-around and no back reference."
        ),
        "checkDigit": _("Check digit"),
        "checkDigitHint": _("A wrong digit is noticed at once."),
        "moment": _("Which moments"),
        "impacts": _("Impacts"),
        "urgencies": _("Urgencies"),
        "matrix": _("Which priority follows"),
        "tryIt": _("Try an answer"),
        "understoodAs": _("understood as %(value)s"),
        "sample": _("For example %(sample)s"),
    }


def _conditions() -> Words:
    return {
        "condition": _("Condition"),
        "expression": _("As text"),
        "all": _("all of these hold"),
        "any": _("one of these holds"),
        "joinLabel": _("All or any"),
        "addCondition": _("Add a line"),
        "removeCondition": _("Remove the condition"),
        "whatAnswer": _("Answer or fact"),
        "comparison": _("Comparison"),
        "valuesByComma": _("Values, with commas between"),
        "complexCondition": _("This condition says more than lines can. Write it as text."),
        "facts": _("About the call"),
    }


def _instructions() -> Words:
    return {
        "whatInstruction": _("The instruction"),
        "instructionText": _("What it says"),
        "tone": _("Tone"),
        "topic": _("Topic"),
        "topicHint": _("Of those with one topic only the most specific in time is shown."),
        "whenShown": _("When it is shown"),
        "whenShownHint": _("On the client’s own clock. Blank is always."),
        "from": _("From"),
        "until": _("Until"),
        "clockTime": _("time of day"),
        "days": _("Days"),
        "hours": _("Hours"),
        "hoursHint": _("May pass midnight: 18:00–08:00 belongs to the day on which it begins."),
        "hoursFrom": _("From this time of day"),
        "hoursTo": _("Until this time of day"),
        "inForce": _("Instructions in force"),
        "inForceAt": _("In force on"),
        "noneInForce": _("No instruction is in force then."),
        "beaten": _("not shown: a more specific one of its topic is"),
        "inConflict": _("in conflict: two of one topic, equally specific"),
        "ifConditionHolds": _("if its condition holds"),
    }


def _articles() -> Words:
    return {
        "article": _("The article"),
        "body": _("Text"),
        "markdownHint": _("Markdown: **bold**, - lists, 1. numbers, # headings, | tables |."),
        "attached": _("Steps that show it"),
        "notAttached": _("No step shows it yet; agents find it by search."),
        "attach": _("Show it at a step"),
        "findingIt": _("Finding it"),
        "searchWords": _("Words that find it"),
        "searchWordsHint": _("One a line, beside those in its text."),
    }


def _findings() -> Words:
    return {
        "errorsN": _("Errors: %(n)s"),
        "warningsN": _("Warnings: %(n)s"),
        "toDoN": _("To write: %(n)s"),
        "linesOfScript": _("Lines"),
        "commentsN": _("Comments: %(n)s"),
        "nothingToMend": _("nothing"),
        "neverReached": _("No call comes here"),
        "deadBranch": _("Never taken"),
    }
