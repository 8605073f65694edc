"""Every module that adds routes to the desk."""

from web import desk_calls, desk_proposals, desk_shortcuts

__all__ = ["desk_calls", "desk_proposals", "desk_shortcuts"]
