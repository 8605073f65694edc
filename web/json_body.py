"""Reads JSON that a page sends."""

from typing import Any

from flask import abort, request


def json_object() -> dict[str, Any] | None:
    """The JSON object of this request, or None where it is something else."""
    try:
        content = request.get_json(silent=True)
    except RecursionError:  # nested deeper than anything that a page sends
        abort(400)
    return content if isinstance(content, dict) else None
