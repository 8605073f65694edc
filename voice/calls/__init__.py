"""A call from the ring to its close: its events, its story, and what can be done to it."""
