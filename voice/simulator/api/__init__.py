"""The provider's REST interface, as far as the service uses it.

Door: `rest`, which makes the blueprint.
"""
