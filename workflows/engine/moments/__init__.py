"""Moments as people say them: “ce matin 8h”, “10 minutes ago”, “lundi dernier”, “3 mars à 14h30”.

Only a clear text becomes a moment. Any other text stays without one, so that the service guesses
nothing in silence: a page always shows the moment beside the text.

Door: `read_moment` and `spoken_parts`.
"""

from workflows.engine.moments.reading import Moment, Unfit, read_moment, spoken_parts

__all__ = ["Moment", "Unfit", "read_moment", "spoken_parts"]
