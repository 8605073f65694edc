"""Registers every task and every duty of the clock that calls need, when imported."""

from voice.agents import offers, presence
from voice.calls import transfers
from voice.recordings import erasure
from voice.recordings import jobs as recording_jobs
from voice.upkeep import jobs as call_jobs
from voice.upkeep import reconcile

__all__ = [
    "call_jobs",
    "erasure",
    "offers",
    "presence",
    "reconcile",
    "recording_jobs",
    "transfers",
]
