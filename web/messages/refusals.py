"""Reasons for refusals of the packages: for each code a sentence, and a remedy where there is one.

A sentence begins small and ends without a full stop, so that it can follow the name of a part.
"""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from web.messages.fields import KINDS, TYPES
from workflows.document import AnswerType, Kind
from workflows.drafting.states import State
from workflows.texts import Refusal

Alone = dict[str, LazyString]
Pairs = dict[str, tuple[LazyString, LazyString | None]]


# Contents of a script.
DOCUMENTS: Pairs = {
    "control-characters": (_l("control characters are not allowed in a text"), None),
    "script-too-large": (
        _l("the script is too large (at most %(kilobytes)s kB and %(values)s values)"),
        _l("Make several scripts of it."),
    ),
    "nested-too-deeply": (_l("nested too deeply"), _l("Write a text or a number.")),
    "value-not-accepted": (_l("this value is not accepted"), _l("Write a text or a number.")),
    "key-not-a-word": (_l("a key must be a word"), _l("Write a text or a number.")),
    "damaged-character": (_l("this text holds a damaged character"), _l("Type it again.")),
    "date-expected": (
        _l("a date like 2026-12-24 or a moment like 2026-12-24T18:00 is expected"),
        None,
    ),
    "offset-not-accepted": (
        _l("give the client's local time, without an offset"),
        _l("Write for example 2026-12-24T18:00."),
    ),
    "year-out-of-range": (
        _l("the year is from %(first)s to %(last)s"),
        _l("Without an end, leave the field empty."),
    ),
    "priority-or-step": (_l("give either “is” or “from”"), _l("Keep one of the two.")),
    "lexicon-too-long": (
        _l("a list of the lexicon has at most %(most)s words"),
        _l("Keep the most frequent words."),
    ),
    "language-twice": (_l("a language is listed twice"), _l("Remove one of them.")),
    "last-step-not-end": (
        _l("the last step must be of kind “end”"),
        _l("Add a step of kind “end” at the end."),
    ),
    "key-twice": (_l("the key “%(key)s” is taken twice"), _l("Give one of them another key.")),
    "key-reserved": (
        _l("“%(key)s” is a word of the condition language"),
        _l("Choose another key."),
    ),
    "kind-takes-no-type": (_l("a step of kind “%(kind)s” has no type"), _l("Remove the type.")),
    "kind-needs-type": (
        _l("a step of kind “%(kind)s” needs a type"),
        _l("Choose the type of the answer."),
    ),
    "type-of-other-kind": (
        _l("the type “%(type)s” belongs to the kind “%(kind)s”"),
        _l("Make it a step of kind “%(kind)s”."),
    ),
    "article-step-without-article": (
        _l("a step of kind “article” names at least one article"),
        _l("Choose the article to read."),
    ),
    "end-with-more": (
        _l("an end has no next, no when, and is not mandatory"),
        _l("Empty this field."),
    ),
    "field-of-other-type": (
        _l("this field does not belong to the type “%(type)s”"),
        _l("Empty it, or change the type."),
    ),
    "never-mandatory": (
        _l("only questions, choices and actions can be mandatory"),
        _l("Make this step optional."),
    ),
    "options-too-few": (_l("a choice needs at least two options"), _l("Add an option.")),
    "yes-no-values": (
        _l("the options of a yes_no are “yes” and “no”"),
        _l("Keep these two values, or none."),
    ),
    "minimum-above-maximum": (_l("the minimum is above the maximum"), _l("Swap them.")),
    "severity-empty": (
        _l("a severity needs impacts and urgencies"),
        _l("Add at least one of each."),
    ),
    "matrix-rows": (_l("the matrix needs one row for each impact"), _l("Fill the whole matrix.")),
    "matrix-cells": (
        _l("each row of the matrix needs one priority for each urgency"),
        _l("Fill the whole matrix."),
    ),
    "value-twice": (_l("“%(value)s” is given twice"), _l("Give one of them another value.")),
}

# Patterns of answers.
PATTERNS: Pairs = {
    "pattern-length": (
        _l("a pattern has 1 to 120 characters"),
        _l("Describe the value sign by sign, like [A-Z]{2}-?\\d{4}."),
    ),
    "pattern-close": (
        _l("unbalanced “)”"),
        _l("Describe the value sign by sign, like [A-Z]{2}-?\\d{4}."),
    ),
    "pattern-deep": (
        _l("groups are nested too deeply"),
        _l("Describe the value sign by sign, like [A-Z]{2}-?\\d{4}."),
    ),
    "pattern-nothing": (
        _l("a quantifier has nothing to repeat"),
        _l("For the sign itself, write \\ before it."),
    ),
    "pattern-anchor": (
        _l("“^” and “$” are not needed, a pattern always covers the whole value"),
        _l("Remove them."),
    ),
    "pattern-escape": (
        _l("this escape does not exist, nor do back references"),
        _l("Only \\d (digit), \\w (letter or digit) and \\s (space) exist."),
    ),
    "pattern-special": (
        _l("there is no look-around, no named or atomic group, and no flag"),
        _l("Write a plain group between ( and )."),
    ),
    "pattern-open-group": (
        _l("a “(” is not closed"),
        _l("Describe the value sign by sign, like [A-Z]{2}-?\\d{4}."),
    ),
    "pattern-open-class": (
        _l("a “[” is not closed"),
        _l("Describe the value sign by sign, like [A-Z]{2}-?\\d{4}."),
    ),
    "pattern-class": (
        _l("this class cannot be read"),
        _l("Describe the value sign by sign, like [A-Z]{2}-?\\d{4}."),
    ),
    "pattern-large": (
        _l("the repetitions add up to too much"),
        _l("Repeat less often, or write + or * instead of a high count."),
    ),
    "pattern-twice": (
        _l("a quantifier follows a quantifier; there are no lazy or possessive ones"),
        _l("Keep only one of them."),
    ),
    "pattern-counted": (_l("write a repetition as {3} or {2,4}"), _l("For a brace, write \\{.")),
    "pattern-range": (
        _l("a repetition goes from fewer to more, up to 64"),
        _l("Write for example {2,4}."),
    ),
    "pattern-no-character": (
        _l("no character matches this class"),
        _l("Mend what stands between [ and ]."),
    ),
    "pattern-too-long-value": (
        _l("no value matches this pattern: it asks for more than 64 characters"),
        _l("Shorten the repetitions."),
    ),
}

# Conditions, as text and as rows.
CONDITIONS: Alone = {
    "condition-too-long": _l("a condition has at most %(most)s characters"),
    "condition-invisible-character": _l("invisible character"),
    "condition-open-quote": _l("a quote is not closed"),
    "condition-unexpected": _l("unexpected “%(text)s”"),
    "condition-one-equals-sign": _l("unexpected “=”, write =="),
    "condition-other-quotes": _l('unexpected “%(text)s”, write "'),
    "condition-expected": _l("expected “%(text)s”"),
    "condition-too-deep": _l("a condition is at most %(most)s levels deep"),
    "condition-answered-what": _l("“answered” takes the key of a step"),
    "condition-word-misplaced": _l("“%(text)s” cannot stand here"),
    "condition-value-missing": _l("a value or the key of a step is missing"),
    "condition-list-of-what": _l("a list holds only texts and numbers"),
    "condition-list-too-long": _l("a list has at most %(most)s items"),
    "row-name": _l("“%(name)s” is no name"),
    "row-values": _l("choose up to %(most)s values"),
    "row-value": _l("give a value"),
    "row-number": _l("a number has at most 15 digits, and 9 behind the point"),
    "rows-shape": _l("these are no conditions"),
    "rows-too-many": _l("at most %(most)s rows"),
    "row-without-name": _l("the name is missing"),
    "row-comparison": _l("there is no such comparison"),
    "row-text-or-number": _l("give a text or a number"),
}

# Edits, comments and what becomes of a draft.
DRAFTS: Alone = {
    "script-key-taken": _l("this client has a script “%(key)s” already"),
    "script-key-form": _l(
        "a script’s key begins with a small letter and has only small letters, digits, - "
        "and _ (at most 60)"
    ),
    "script-without-name": _l("a script has a name"),
    "script-without-language": _l("a script has at least one language"),
    "move-after-itself": _l("a part cannot follow itself"),
    "part-unknown": _l("there is no “%(part)s”"),
    "part-taken": _l("“%(part)s” exists already"),
    "not-a-part": _l("“%(part)s” is no part"),
    "part-not-an-object": _l("a part is a JSON object"),
    "part-of-other-key": _l("the value of “%(part)s” must have that key"),
    "parts-too-many": _l("“%(parts)s” is a list of at most %(most)s items"),
    "setting-shape": _l("“%(setting)s” has the wrong shape"),
    "setting-only-set": _l("a setting can only be set"),
    "new-key-form": _l(
        "a key begins with a small letter and has only small letters, digits and _ (at most 40)"
    ),
    "new-key-reserved": _l("“%(key)s” is a word of the condition language, choose another key"),
    "not-a-script": _l("this is not a script"),
    "not-json": _l("a value is not JSON"),
    "not-an-edit": _l("this is not an edit"),
    "edits-count": _l("from 1 to %(most)s edits"),
    "anchor-of-other-kind": _l("the anchor is of another kind"),
    "not-undoable": _l("this cannot be taken back"),
    "no-such-revision": _l("there is no such revision"),
    "no-token": _l("the request has no token"),
    "token-of-another": _l("this request is somebody else’s: load the page anew"),
    "file-of-other-script": _l("this file is the script “%(theirs)s”, not “%(ours)s”"),
    "draft-closed": _l("this draft is closed: open another one"),
    "draft-changed": _l("this draft was changed since you read it: read it again, then decide"),
    "other-draft-open": _l("another draft of this script is open"),
    "draft-state": _l("not now: this draft is %(state)s"),
    "note-too-long": _l("a note has at most %(most)s characters"),
    "not-a-comment": _l("this is not a comment"),
    "text-empty": _l("the text is empty"),
    "comment-too-long": _l("a comment has at most %(most)s characters"),
    "not-approved": _l("this draft is not approved yet"),
    "overtaken": _l(
        "another version was put in force since the review: have this draft read again"
    ),
    "line-changed": _l("the line %(number)s has another script by now: look at it again"),
    "not-in-force": _l("no version of this script is in force yet"),
    "no-time-zone": _l("the time zone is missing"),
    "too-far-ahead": _l("a publication is set at most one year ahead"),
    "in-force-already": _l("this version is in force already: roll back to an earlier one instead"),
}

# Scripts as files.
FILES: Alone = {
    "file-empty": _l("the file is empty"),
    "file-too-large": _l("the file is over %(kilobytes)s kB"),
    "file-not-utf8": _l("the file is not UTF-8"),
    "not-yaml": _l("this is no YAML: %(reason)s"),
    "one-document": _l("one document for each file"),
    "values-too-many": _l("too many values"),
    "anchors": _l("anchors and aliases (& and *) are not accepted"),
    "tags": _l("tags (!) are not accepted"),
    "key-given-twice": _l("the key “%(key)s” is given twice"),
    "block-expected": _l("a block of fields is expected"),
}

# A client's directory, the people on call, and the files that fill both.
ENTRIES: Alone = {
    "entry-kind": _l("the kind is one of site, asset, person"),
    "entry-without-name": _l("the name is missing"),
    "aliases-too-many": _l("at most %(most)s aliases"),
    "entry-invisible-character": _l("an invisible character"),
    "entry-too-long": _l("“%(text)s” has more than %(most)s characters"),
    "entry-twice": _l("“%(name)s” is on line %(line)s already: a name is used once"),
    "table-too-large": _l("the file is over %(megabytes)s MB"),
    "spreadsheet": _l("this is a spreadsheet: save it as CSV"),
    "lines-too-many": _l("over %(most)s rows"),
    "line-unreadable": _l("this line cannot be read: a quote is not closed, or in the wrong place"),
    "line-too-wide": _l("more cells than columns: put quotes around what contains the separator"),
    "column-unknown": _l("unknown column “%(column)s” (known: %(known)s)"),
    "column-twice": _l("two columns “%(column)s”"),
    "column-missing": _l("the column “%(column)s” is missing"),
    "file-without-rows": _l("the file has no rows"),
    "shift-time": _l("“%(text)s” is not a time like 2026-12-24 18:00"),
    "shift-ends-first": _l("it ends before it begins"),
    "shift-phone": _l("“%(text)s” is not a whole phone number"),
    "shift-twice": _l("the same as line %(line)s"),
}

SENTENCES: Pairs = (
    DOCUMENTS
    | PATTERNS
    | {code: (template, None) for code, template in (CONDITIONS | DRAFTS | FILES | ENTRIES).items()}
)


def sentence(refusal: Refusal) -> str:
    """Why it is refused, in the reader's language."""
    template, _remedy = SENTENCES[refusal.code]
    text = str(template) % _words(refusal)
    if "character" not in refusal.params:
        return text
    character = refusal.params["character"]
    return gettext("%(text)s (at character %(character)s)", text=text, character=character)


def remedy(refusal: Refusal) -> str:
    """How to mend it, in the reader's language; "" where nothing is known."""
    _sentence, mend = SENTENCES[refusal.code]
    return str(mend) % _words(refusal) if mend else ""


def _words(refusal: Refusal) -> dict[str, object]:
    return {name: _word(value) for name, value in refusal.params.items()}


def _word(value: object) -> object:
    match value:
        case State():
            return _state(value)
        case Kind():
            return KINDS[value]
        case AnswerType():
            return TYPES[value]
    return value


def _state(state: State) -> str:
    return {
        State.WRITING: gettext("being written"),
        State.IN_REVIEW: gettext("in review"),
        State.APPROVED: gettext("approved"),
        State.PUBLISHED: gettext("published"),
        State.DISCARDED: gettext("discarded"),
    }[state]
