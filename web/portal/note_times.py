"""Finds times in an agent's notes, such as `[4:05]` of the talk, in the recordings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from voice import recordings
from voice.models import Call
from web.portal.recordings import Part
from workflows.texts import STAMP


@dataclass(frozen=True)
class Piece:
    """A piece of the notes; a time that is in a recording has its id and the second there."""

    text: str
    recording_id: str = ""
    start: float = 0.0


def pieces(notes: str, call: Call, parts: Sequence[Part]) -> list[Piece]:
    """The notes, cut at the times in them. A time that no recording has stays plain text."""
    began = call.connected_at or call.started_at
    audible = [part for part in parts if part.recording.call_id == call.id and part.playable]
    cut, at = [], 0
    for stamp in STAMP.finditer(notes):
        place = _place_in(audible, began + _length(stamp))
        if place is not None:
            cut += [Piece(notes[at : stamp.start()]), Piece(stamp[0], *place)]
            at = stamp.end()
    return [piece for piece in [*cut, Piece(notes[at:])] if piece.text]


def _length(stamp: re.Match[str]) -> timedelta:
    hours, minutes, seconds = (int(part or 0) for part in stamp.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _place_in(parts: Sequence[Part], moment: datetime) -> tuple[str, float] | None:
    """The recording that has this moment, and the second there."""
    for part in parts:
        second = (moment - recordings.began_at(part.recording)) / timedelta(seconds=1)
        if 0 <= second <= (part.recording.duration or 0):
            return part.recording.id, round(second, 1)
    return None
