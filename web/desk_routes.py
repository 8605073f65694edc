"""Every module that adds routes to the desk."""

from web import desk_calls, desk_knowledge, desk_moves, desk_proposals, desk_shortcuts, desk_suggest

__all__ = [
    "desk_calls",
    "desk_knowledge",
    "desk_moves",
    "desk_proposals",
    "desk_shortcuts",
    "desk_suggest",
]
