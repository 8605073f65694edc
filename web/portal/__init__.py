"""Tickets as the client's own people read them, with transcript and sound.

Door: `blueprints`.
"""

from web.portal import audio, routes

__all__ = ["blueprints"]

blueprints = (routes.blueprint, audio.blueprint)
