"""Agents at work: who is available, what they are offered, how many calls one can hold.

Door: `offers`, `presence` and `capacity`.
"""
