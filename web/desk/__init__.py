"""The agent's desk: its page and the interface that the page talks to.

Door: `blueprint`, to which the modules imported here add their routes, `browser_phone` and `words`.
"""

from web.desk import calls, knowledge, moves, proposals, ring, shortcuts, suggest, welcome
from web.desk.routes import blueprint

__all__ = [
    "blueprint",
    "calls",
    "knowledge",
    "moves",
    "proposals",
    "ring",
    "shortcuts",
    "suggest",
    "welcome",
]
