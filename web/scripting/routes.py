"""All routes of the pages about scripts; the editor's are its own."""

from web.scripting import (
    comments,
    files,
    pages,
    publishing,
    rehearsals,
    replays,
    versions,
)
from web.scripting.access import blueprint

__all__ = [
    "blueprint",
    "comments",
    "files",
    "pages",
    "publishing",
    "rehearsals",
    "replays",
    "versions",
]
