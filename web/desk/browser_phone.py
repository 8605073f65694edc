"""Which phone a desk has in its browser: the provider's SDK, or that of the simulated network.

All that a page is told of it hangs on `is_sdk`, so that a test can give the SDK to a desk whose
calls are simulated.
"""

from typing import Any

from core.config import settings


def is_sdk() -> bool:
    """Whether it is the provider's SDK, which finds its own network."""
    return not settings().simulated


def network() -> dict[str, Any]:
    """What it needs to know of the network before it connects."""
    if is_sdk():
        return {"phone_url": "", "edge": settings().phone_edge}
    return {"phone_url": settings().twilio_api_base_url, "edge": ""}
