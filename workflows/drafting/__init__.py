"""Scripts on their way: drafts, their history, reviews, publications and comments.

All operations flush and none commits. They do not look at rights: a route asks `may_read`,
`may_edit` and `may_publish` first.

Door: the operations below, `models` and `states`.
"""

from workflows.drafting.comments import comment, comments_of, get_comment, reopen, resolve
from workflows.drafting.edits import inverse, undone
from workflows.drafting.errors import (
    BadEdit,
    Conflict,
    DraftClosed,
    EditConflict,
    Entry,
    KeyTaken,
    LineChanged,
    NotApproved,
    NotNow,
    Overtaken,
    Saved,
    UnknownComment,
    UnknownDraft,
    UnknownLine,
    UnknownPublication,
    UnknownScript,
    UnknownVersion,
)
from workflows.drafting.lines import is_on_a_line, lines_of, put_on_line
from workflows.drafting.models import DraftChange, ScriptComment, ScriptDraft
from workflows.drafting.opening import new_script, open_draft
from workflows.drafting.publishing import (
    cancel_publication,
    publications,
    publish,
    read_by_another,
    roll_back,
)
from workflows.drafting.reading import answers_referring, get, history, locked, news, open_of
from workflows.drafting.reviewing import approve, discard, restore, send_back, submit
from workflows.drafting.rights import READERS, may_edit, may_publish, may_read
from workflows.drafting.saving import replace, save
from workflows.drafting.states import State

__all__ = [
    "READERS",
    "BadEdit",
    "Conflict",
    "DraftChange",
    "DraftClosed",
    "EditConflict",
    "Entry",
    "KeyTaken",
    "LineChanged",
    "NotApproved",
    "NotNow",
    "Overtaken",
    "Saved",
    "ScriptComment",
    "ScriptDraft",
    "State",
    "UnknownComment",
    "UnknownDraft",
    "UnknownLine",
    "UnknownPublication",
    "UnknownScript",
    "UnknownVersion",
    "answers_referring",
    "approve",
    "cancel_publication",
    "comment",
    "comments_of",
    "discard",
    "get",
    "get_comment",
    "history",
    "inverse",
    "is_on_a_line",
    "lines_of",
    "locked",
    "may_edit",
    "may_publish",
    "may_read",
    "new_script",
    "news",
    "open_draft",
    "open_of",
    "publications",
    "publish",
    "put_on_line",
    "read_by_another",
    "reopen",
    "replace",
    "resolve",
    "restore",
    "roll_back",
    "save",
    "send_back",
    "submit",
    "undone",
]
