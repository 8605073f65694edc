"""What the meter knows of French and English, one module for each kind of sign.

These words are looked for in what agents write, whatever the language of the page: so they are
data. The questions among them are said to the caller, in the caller's language.

Door: one module for each kind of sign; only the meter reads them.
"""
