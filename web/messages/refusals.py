"""Why the packages refuse something: for each code a sentence, and where there is one a remedy.

A sentence begins small and ends without a full stop, so that it can stand after what it is about.
"""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from web.messages.fields import KINDS, TYPES
from workflows.document import AnswerType, Kind
from workflows.drafting.states import State
from workflows.texts import Refusal

Alone = dict[str, LazyString]
Pairs = dict[str, tuple[LazyString, LazyString | None]]


# What a script may hold.
DOCUMENTS: Pairs = {
    "control-characters": (_("control characters are not allowed in a text"), None),
    "script-too-large": (
        _("the script is too large (at most %(kilobytes)s kB and %(values)s values)"),
        _("Make several scripts of it."),
    ),
    "nested-too-deeply": (_("nested too deeply"), _("Write a text or a number.")),
    "value-not-accepted": (_("this value is not accepted"), _("Write a text or a number.")),
    "key-not-a-word": (_("a key must be a word"), _("Write a text or a number.")),
    "damaged-character": (_("this text holds a damaged character"), _("Type it again.")),
    "date-expected": (
        _("a date like 2026-12-24 or a moment like 2026-12-24T18:00 is expected"),
        None,
    ),
    "offset-not-accepted": (
        _("give the client's local time, without an offset"),
        _("Write for example 2026-12-24T18:00."),
    ),
    "year-out-of-range": (
        _("the year is from %(first)s to %(last)s"),
        _("Without an end, leave the field empty."),
    ),
    "priority-or-step": (_("give either “is” or “from”"), _("Keep one of the two.")),
    "lexicon-too-long": (
        _("a list of the lexicon has at most %(most)s words"),
        _("Keep the most frequent words."),
    ),
    "language-twice": (_("a language is listed twice"), _("Remove one of them.")),
    "last-step-not-end": (
        _("the last step must be of kind “end”"),
        _("Add a step of kind “end” at the end."),
    ),
    "key-twice": (_("the key “%(key)s” is taken twice"), _("Give one of them another key.")),
    "key-reserved": (_("“%(key)s” is a word of the condition language"), _("Choose another key.")),
    "kind-takes-no-type": (_("a step of kind “%(kind)s” has no type"), _("Remove the type.")),
    "kind-needs-type": (
        _("a step of kind “%(kind)s” needs a type"),
        _("Choose the type of the answer."),
    ),
    "type-of-other-kind": (
        _("the type “%(type)s” belongs to the kind “%(kind)s”"),
        _("Make it a step of kind “%(kind)s”."),
    ),
    "article-step-without-article": (
        _("a step of kind “article” names at least one article"),
        _("Choose the article to read."),
    ),
    "end-with-more": (
        _("an end has no next, no when, and is not mandatory"),
        _("Empty this field."),
    ),
    "field-of-other-type": (
        _("this field does not belong to the type “%(type)s”"),
        _("Empty it, or change the type."),
    ),
    "never-mandatory": (
        _("only questions, choices and actions can be mandatory"),
        _("Make this step optional."),
    ),
    "options-too-few": (_("a choice needs at least two options"), _("Add an option.")),
    "yes-no-values": (
        _("the options of a yes_no are “yes” and “no”"),
        _("Keep these two values, or none."),
    ),
    "minimum-above-maximum": (_("the minimum is above the maximum"), _("Swap them.")),
    "severity-empty": (_("a severity needs impacts and urgencies"), _("Add at least one of each.")),
    "matrix-rows": (_("the matrix needs one row for each impact"), _("Fill the whole matrix.")),
    "matrix-cells": (
        _("each row of the matrix needs one priority for each urgency"),
        _("Fill the whole matrix."),
    ),
    "value-twice": (_("“%(value)s” is given twice"), _("Give one of them another value.")),
}

# Patterns of answers.
PATTERNS: Pairs = {
    "pattern-length": (
        _("a pattern has 1 to 120 characters"),
        _("Describe the value sign by sign, like [A-Z]{2}-?\\d{4}."),
    ),
    "pattern-close": (
        _("unbalanced “)”"),
        _("Describe the value sign by sign, like [A-Z]{2}-?\\d{4}."),
    ),
    "pattern-deep": (
        _("groups are nested too deeply"),
        _("Describe the value sign by sign, like [A-Z]{2}-?\\d{4}."),
    ),
    "pattern-nothing": (
        _("a quantifier has nothing to repeat"),
        _("For the sign itself, write \\ before it."),
    ),
    "pattern-anchor": (
        _("“^” and “$” are not needed, a pattern always covers the whole value"),
        _("Remove them."),
    ),
    "pattern-escape": (
        _("this escape is not allowed"),
        _("Only \\d (digit), \\w (letter or digit) and \\s (space) exist."),
    ),
    "pattern-special": (
        _("look-around and named groups are not allowed"),
        _("Write a plain group between ( and )."),
    ),
    "pattern-open-group": (
        _("a “(” is not closed"),
        _("Describe the value sign by sign, like [A-Z]{2}-?\\d{4}."),
    ),
    "pattern-open-class": (
        _("a “[” is not closed"),
        _("Describe the value sign by sign, like [A-Z]{2}-?\\d{4}."),
    ),
    "pattern-class": (
        _("this class cannot be read"),
        _("Describe the value sign by sign, like [A-Z]{2}-?\\d{4}."),
    ),
    "pattern-nested": (
        _("a repeated group must not itself repeat or offer a choice"),
        _(
            "Repeat only once: write [A-Z0-9]+ and not ([A-Z]+|[0-9]+)*. Otherwise a single "
            "value that is typed could keep the server busy for hours."
        ),
    ),
    "pattern-many": (
        _("too many repetitions"),
        _("Give fixed lengths, like \\d{4} instead of \\d+."),
    ),
    "pattern-twice": (_("a quantifier follows a quantifier"), _("Keep only one of them.")),
    "pattern-counted": (_("write a repetition as {3} or {2,4}"), _("For a brace, write \\{.")),
    "pattern-range": (
        _("a repetition goes from fewer to more, up to 64"),
        _("Write for example {2,4}."),
    ),
    "pattern-no-character": (
        _("no character matches this class"),
        _("Mend what stands between [ and ]."),
    ),
    "pattern-too-long-value": (
        _("no value matches this pattern: it asks for more than 64 characters"),
        _("Shorten the repetitions."),
    ),
    "pattern-no-value": (
        _("no value matches this pattern"),
        _("Describe the value sign by sign, like [A-Z]{2}-?\\d{4}."),
    ),
}

# Conditions, as text and as rows.
CONDITIONS: Alone = {
    "condition-too-long": _("a condition has at most %(most)s characters"),
    "condition-invisible-character": _("invisible character"),
    "condition-open-quote": _("a quote is not closed"),
    "condition-unexpected": _("unexpected “%(text)s”"),
    "condition-one-equals-sign": _("unexpected “=”, write =="),
    "condition-other-quotes": _('unexpected “%(text)s”, write "'),
    "condition-expected": _("expected “%(text)s”"),
    "condition-too-deep": _("a condition is at most %(most)s levels deep"),
    "condition-answered-what": _("“answered” takes the key of a step"),
    "condition-word-misplaced": _("“%(text)s” cannot stand here"),
    "condition-value-missing": _("a value or the key of a step is missing"),
    "condition-list-of-what": _("a list holds only texts and numbers"),
    "condition-list-too-long": _("a list has at most %(most)s items"),
    "row-name": _("“%(name)s” is no name"),
    "row-values": _("choose up to %(most)s values"),
    "row-value": _("give a value"),
    "row-number": _("a number has at most 15 digits, and 9 behind the point"),
    "rows-shape": _("these are no conditions"),
    "rows-too-many": _("at most %(most)s rows"),
    "row-without-name": _("the name is missing"),
    "row-comparison": _("there is no such comparison"),
    "row-text-or-number": _("give a text or a number"),
}

# Edits, comments and what becomes of a draft.
DRAFTS: Alone = {
    "script-key-taken": _("this client has a script “%(key)s” already"),
    "script-key-form": _(
        "a script’s key begins with a small letter and has only small letters, digits, - "
        "and _ (at most 60)"
    ),
    "script-without-name": _("a script has a name"),
    "script-without-language": _("a script has at least one language"),
    "move-after-itself": _("a part cannot follow itself"),
    "part-unknown": _("there is no “%(part)s”"),
    "part-taken": _("“%(part)s” exists already"),
    "not-a-part": _("“%(part)s” is no part"),
    "part-not-an-object": _("a part is a JSON object"),
    "part-of-other-key": _("the value of “%(part)s” must have that key"),
    "parts-too-many": _("“%(parts)s” is a list of at most %(most)s items"),
    "setting-shape": _("“%(setting)s” has the wrong shape"),
    "setting-only-set": _("a setting can only be set"),
    "new-key-form": _(
        "a key begins with a small letter and has only small letters, digits and _ (at most 40)"
    ),
    "new-key-reserved": _("“%(key)s” is a word of the condition language, choose another key"),
    "not-a-script": _("this is not a script"),
    "not-json": _("a value is not JSON"),
    "not-an-edit": _("this is not an edit"),
    "edits-count": _("from 1 to %(most)s edits"),
    "anchor-of-other-kind": _("the anchor is of another kind"),
    "not-undoable": _("this cannot be taken back"),
    "no-such-revision": _("there is no such revision"),
    "no-token": _("the request has no token"),
    "token-of-another": _("this request is somebody else’s: load the page anew"),
    "file-of-other-script": _("this file is the script “%(theirs)s”, not “%(ours)s”"),
    "draft-closed": _("this draft is closed: open another one"),
    "draft-changed": _("this draft was changed since you read it: read it again, then decide"),
    "other-draft-open": _("another draft of this script is open"),
    "draft-state": _("not now: this draft is %(state)s"),
    "note-too-long": _("a note has at most %(most)s characters"),
    "not-a-comment": _("this is not a comment"),
    "text-empty": _("the text is empty"),
    "comment-too-long": _("a comment has at most %(most)s characters"),
    "not-approved": _("this draft is not approved yet"),
    "overtaken": _("another version was put in force since the review: have this draft read again"),
    "no-time-zone": _("the time zone is missing"),
    "too-far-ahead": _("a publication is set at most one year ahead"),
    "in-force-already": _("this version is in force already: roll back to an earlier one instead"),
}

# Scripts as files.
FILES: Alone = {
    "file-empty": _("the file is empty"),
    "file-too-large": _("the file is over %(kilobytes)s kB"),
    "file-not-utf8": _("the file is not UTF-8"),
    "not-yaml": _("this is no YAML: %(reason)s"),
    "one-document": _("one document for each file"),
    "values-too-many": _("too many values"),
    "anchors": _("anchors and aliases (& and *) are not accepted"),
    "tags": _("tags (!) are not accepted"),
    "key-given-twice": _("the key “%(key)s” is given twice"),
    "block-expected": _("a block of fields is expected"),
}

# A client's directory, and files that fill it.
DIRECTORY: Alone = {
    "entry-kind": _("the kind is one of site, asset, person"),
    "entry-without-name": _("the name is missing"),
    "aliases-too-many": _("at most %(most)s aliases"),
    "entry-invisible-character": _("an invisible character"),
    "entry-too-long": _("“%(text)s” has more than %(most)s characters"),
    "entry-twice": _("“%(name)s” is on line %(line)s already: a name is used once"),
    "directory-too-large": _("the file is over %(megabytes)s MB"),
    "spreadsheet": _("this is a spreadsheet: save it as CSV"),
    "lines-too-many": _("over %(most)s rows"),
    "line-unreadable": _("this line cannot be read: a quote is not closed, or in the wrong place"),
    "line-too-wide": _("more cells than columns: put quotes around what contains the separator"),
    "column-unknown": _("unknown column “%(column)s” (known: %(known)s)"),
    "column-twice": _("two columns “%(column)s”"),
    "column-name-missing": _("the column “name” is missing"),
    "file-without-rows": _("the file has no rows"),
}

SENTENCES: Pairs = (
    DOCUMENTS
    | PATTERNS
    | {code: (said, None) for code, said in (CONDITIONS | DRAFTS | FILES | DIRECTORY).items()}
)


def sentence(refusal: Refusal) -> str:
    """Why it is refused, in the reader's language."""
    said, _remedy = SENTENCES[refusal.code]
    text = str(said) % _words(refusal)
    if "character" not in refusal.params:
        return text
    character = refusal.params["character"]
    return gettext("%(text)s (at character %(character)s)", text=text, character=character)


def remedy(refusal: Refusal) -> str:
    """How to mend it, in the reader's language; "" where nothing is known."""
    _said, mend = SENTENCES[refusal.code]
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
