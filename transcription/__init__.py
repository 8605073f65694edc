"""Speech to text: models, audio, speech detection, recognition and what is made of it."""
