"""The shape of an answer: its fields and the kinds of their values, not the values."""

from typing import Any


def differences(real: Any, simulated: Any, place: str = "") -> list[str]:
    """What the simulator has otherwise than the provider; what only the provider has is left out.

    Null and empty say nothing of a kind. Of lists the first items are compared.
    """
    if not real or not simulated:
        return []
    if _kind(real) != _kind(simulated):
        return [f"{place or 'answer'}: {_kind(real)} at the provider, {_kind(simulated)} here"]
    if isinstance(real, list):
        return differences(real[0], simulated[0], f"{place}[0]")
    if not isinstance(real, dict):
        return []
    missing = [f"{place}.{name}: not at the provider" for name in simulated if name not in real]
    both = [name for name in simulated if name in real and name not in OWN]
    inside = [differences(real[name], simulated[name], f"{place}.{name}") for name in both]
    return [*missing, *(each for some in inside for each in some)]


OWN = {"subresource_uris", "links", "capabilities", "encryption_details"}  # maps by the account


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "text"
    return "list" if isinstance(value, list) else "object"
