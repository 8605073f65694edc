"""What a page sends as JSON."""

from typing import Any

from flask import abort, request


def sent() -> dict[str, Any] | None:
    """The JSON object of this request, or None where it is something else."""
    try:
        given = request.get_json(silent=True)
    except RecursionError:  # nested deeper than anything that a page sends
        abort(400)
    return given if isinstance(given, dict) else None
