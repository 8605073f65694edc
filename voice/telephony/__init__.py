"""The provider's door: its webhooks come in here, and TwiML goes out.

Door: `webhooks`, which has the blueprint.
"""
