"""The telephone network: exchange, legs, rooms, recordings, and the webhooks it sends."""
