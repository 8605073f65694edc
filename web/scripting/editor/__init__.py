"""The script editor: its page, and what the page asks for while somebody writes.

Door: `blueprint`.
"""

from web.scripting.editor.routes import blueprint

__all__ = ["blueprint"]
