"""How loud calls ring for a person."""

from typing import Any

VOLUMES = ("quiet", "normal", "loud")
DEFAULT = "normal"


def own_of(preferences: dict[str, Any]) -> str:
    chosen = preferences.get("ring_volume")
    return chosen if chosen in VOLUMES else DEFAULT
