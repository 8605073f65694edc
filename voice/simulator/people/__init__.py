"""Simulated callers and agents, and the calls they have with each other."""
