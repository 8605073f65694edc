"""Simulated callers and agents, and the calls they have with each other.

Door: `call`, `scenario`, `phones` and `desk_client`.
"""
