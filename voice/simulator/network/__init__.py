"""The telephone network: exchange, legs, rooms, recordings, and the webhooks it sends.

Door: all modules; the rest of the simulator uses them.
"""
