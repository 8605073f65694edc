"""The agent's desk: its page and the interface that the page talks to.

The door is `blueprint`; the modules imported here add their routes to it.
"""

from web.desk import calls, knowledge, moves, proposals, shortcuts, suggest
from web.desk.routes import blueprint

__all__ = ["blueprint", "calls", "knowledge", "moves", "proposals", "shortcuts", "suggest"]
