"""Agents at work: who is available, which calls they are offered, how many calls one can have.

Door: `offers`, `presence` and `capacity`.
"""
