"""What a desk offers to somebody new to it: a simulated caller who rings, and a short tour.

Door: `callers` and `tour`.
"""
