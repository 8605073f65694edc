"""Keeps what callers heard, for people to listen to."""

from datetime import UTC, datetime
from pathlib import Path

from voice.simulator.network.legs import Leg
from voice.simulator.network.recordings import sides_of
from voice.simulator.sound.audio import write_wav

MOST = 20  # files; the oldest go


def keep(folder: Path | None, leg: Leg) -> Path | None:
    """Write what came down to a leg, from when it was answered; None where nothing is kept."""
    if folder is None or leg.answered_at is None or leg.ended_at is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    moment = datetime.fromtimestamp(leg.answered_at, UTC)
    path = folder / f"{moment:%Y-%m-%d-%H%M%S}-{leg.sid[-6:]}.wav"
    write_wav(path, (sides_of(leg, leg.answered_at, leg.ended_at)[1],))
    for old in sorted(folder.glob("*.wav"))[:-MOST]:
        old.unlink(missing_ok=True)
    return path
