"""The house's waiting music: `score.py` has what is played, `render.py` makes a sound of it."""
