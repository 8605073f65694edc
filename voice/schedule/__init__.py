"""When a client's line is open, and who is on call.

Door: `hours` and `on_call`.
"""
