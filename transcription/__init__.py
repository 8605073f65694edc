"""Speech to text: models, audio, speech detection, recognition, transcripts."""
