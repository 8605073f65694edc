"""Calls: the provider's webhooks, who is offered a call, the talk, recordings, what follows."""
