"""The music that callers hear while they wait or are on hold: the house's own, or their client's.

An address names the sound by its hash and says nothing else, so whoever fetches it may keep it.
`house.wav` is made by `tools/music`.

Door: `address` is where the provider fetches it, `sound` what it gets there; `take`, `drop` and
`forget` are for a client's own file, which `telephone_sound` makes of what a person gives.
"""

from voice.music.conversion import Unusable, telephone_sound
from voice.music.library import PATH, Sound, address, drop, forget, sound, take

__all__ = [
    "PATH",
    "Sound",
    "Unusable",
    "address",
    "drop",
    "forget",
    "sound",
    "take",
    "telephone_sound",
]
