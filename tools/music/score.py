"""The piece that callers hear while they wait: fourteen calm bars in G, composed for this project.

Pitches are names such as `F#5`; nothing is below E4 (330 Hz), because a telephone carries nothing
below 300 Hz. Times and lengths are in beats.
"""

from dataclasses import dataclass

BEATS_PER_MINUTE = 76
BEATS_IN_BAR = 4
SECONDS = 46.0  # fourteen bars, and the last chord rings out

_SEMITONES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}

CHORDS = {
    "G": ("G4", "B4", "D5", "F#5"),
    "Em": ("E4", "G4", "B4", "D5"),
    "C": ("E4", "G4", "B4", "C5"),
    "D4": ("G4", "A4", "C5", "D5"),
    "D": ("F#4", "A4", "C5", "D5"),
    "Bm": ("F#4", "A4", "B4", "D5"),
    "Am": ("E4", "G4", "A4", "C5"),
    "end": ("G4", "A4", "B4", "D5"),
}
BARS = ("G", "Em", "C", "D4", "Bm", "Em", "Am", "D", "G", "C", "Am", "D4", "C", "end")
# In which order the notes of a bar's chord are plucked, one each half beat.
PATTERN = (0, 2, 1, 3, 2, 1, 3, 2)
# The tune: bar and beat (from 0), pitch, length.
TUNE = (
    (0, 1.0, "D5", 1.5), (0, 2.5, "E5", 0.5), (0, 3.0, "F#5", 1.0),
    (1, 0.0, "G5", 2.5), (1, 3.0, "F#5", 1.0),
    (2, 0.0, "E5", 2.0), (2, 2.5, "D5", 1.5),
    (3, 0.0, "C5", 1.0), (3, 1.0, "D5", 2.5),
    (4, 1.0, "F#5", 1.0), (4, 2.0, "A5", 1.5), (4, 3.5, "G5", 0.5),
    (5, 0.0, "F#5", 1.0), (5, 1.0, "G5", 2.5),
    (6, 1.0, "E5", 1.0), (6, 2.0, "G5", 1.0), (6, 3.0, "A5", 1.0),
    (7, 0.0, "F#5", 3.0),
    (8, 1.0, "B5", 1.5), (8, 2.5, "A5", 0.5), (8, 3.0, "F#5", 1.0),
    (9, 0.0, "G5", 1.5), (9, 1.5, "E5", 2.0),
    (10, 1.0, "C5", 1.0), (10, 2.0, "E5", 1.0), (10, 3.0, "G5", 1.0),
    (11, 0.0, "A5", 1.0), (11, 1.0, "G5", 1.0), (11, 2.0, "D5", 2.0),
    (12, 0.0, "E5", 1.5), (12, 1.5, "D5", 2.0),
    (13, 0.0, "B4", 3.0),
)  # fmt: skip


@dataclass(frozen=True)
class Note:
    """Start and length in seconds."""

    hertz: float
    start: float
    length: float


def hertz(pitch: str) -> float:
    """Equal temperament, A4 = 440 Hz."""
    name, octave = pitch[:-1], int(pitch[-1])
    semitone = _SEMITONES[name[0]] + name.count("#") - name.count("b")
    return 440.0 * 2.0 ** ((semitone - 9) / 12 + octave - 4)


def _note(bar: int, beat: float, pitch: str, length: float) -> Note:
    in_seconds = 60 / BEATS_PER_MINUTE
    start = (bar * BEATS_IN_BAR + beat) * in_seconds
    return Note(hertz(pitch), start, length * in_seconds)


def tune() -> list[Note]:
    return [_note(*each) for each in TUNE]


def plucked() -> list[Note]:
    """Broken chords, and one stroke of the last chord."""
    notes = [
        _note(bar, place / 2, CHORDS[name][index], 2.0)
        for bar, name in enumerate(BARS[:-1])
        for place, index in enumerate(PATTERN)
    ]
    last = len(BARS) - 1
    return notes + [
        _note(last, place / 4, pitch, 6.0) for place, pitch in enumerate(CHORDS[BARS[last]])
    ]


def held() -> list[Note]:
    """Each bar's chord, softly below the rest."""
    return [
        _note(bar, 0.0, pitch, BEATS_IN_BAR)
        for bar, name in enumerate(BARS)
        for pitch in CHORDS[name]
    ]
