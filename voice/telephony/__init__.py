"""The provider's door: its webhooks come in here, and TwiML goes out."""
