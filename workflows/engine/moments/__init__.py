"""Moments as people say them: “ce matin 8h”, “10 minutes ago”, “lundi dernier”, “3 mars à 14h30”.

Only what is clear becomes a moment. Anything else is kept as its text with no moment, so that
nothing is guessed in silence: what was understood is always shown beside what was typed.

Door: `read_moment` and `spoken_parts`.
"""

from workflows.engine.moments.reading import Moment, Unfit, read_moment, spoken_parts

__all__ = ["Moment", "Unfit", "read_moment", "spoken_parts"]
