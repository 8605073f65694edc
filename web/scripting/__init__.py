"""Pages for people who write scripts: reading, publishing, rehearsal, replay and the editor.

Door: `blueprints`, to which the modules imported here add their routes.
"""

from web.scripting import (
    access,
    comments,
    editor,
    files,
    lines,
    pages,
    publishing,
    rehearsals,
    replays,
    versions,
)

__all__ = [
    "blueprints",
    "comments",
    "files",
    "lines",
    "pages",
    "publishing",
    "rehearsals",
    "replays",
    "versions",
]

blueprints = (editor.blueprint, access.blueprint)
