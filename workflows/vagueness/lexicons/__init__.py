"""What the meter knows of French and English, one module for each kind of sign.

Door: one module for each kind of sign; only the meter reads them.
"""
