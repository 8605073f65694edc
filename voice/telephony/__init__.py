"""The provider's door: its webhooks come in here, TwiML goes out, and the music that it names.

Door: `webhooks` and `music_files`, which have a blueprint each; `twiml` for what another host says.
"""
