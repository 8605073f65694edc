"""Importing this module registers every task and every duty of the clock that calls need."""

from voice import call_jobs, erasure, jobs, offers, presence, reconcile, transfers

__all__ = ["call_jobs", "erasure", "jobs", "offers", "presence", "reconcile", "transfers"]
