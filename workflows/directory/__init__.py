"""The client's sites, assets and people, for type-ahead on the desk.

Every operation is given the client whose directory it is, and sees no other. All flush, none
commits.

Door: the operations below, and `models`.
"""

from workflows.directory.entries import (
    BadEntry,
    EntryFields,
    UnknownEntry,
    answer_of,
    deactivate,
    entries_of,
    fits,
    is_kept,
    named,
    search,
    site_of,
    upsert,
)
from workflows.directory.files import LineProblem
from workflows.directory.importing import Report, import_csv
from workflows.directory.models import KINDS, DirectoryEntry

__all__ = [
    "KINDS",
    "BadEntry",
    "DirectoryEntry",
    "EntryFields",
    "LineProblem",
    "Report",
    "UnknownEntry",
    "answer_of",
    "deactivate",
    "entries_of",
    "fits",
    "import_csv",
    "is_kept",
    "named",
    "search",
    "site_of",
    "upsert",
]
