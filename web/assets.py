"""The bundles that pages load: `asset("desk.js")` in a template is the address of the newest."""

import json
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request, url_for

MANIFEST = Path(__file__).parent / "static" / "bundles" / "manifest.json"  # tools/bundles.py
FOR_GOOD = "public, max-age=31536000, immutable"


def register(app: Flask) -> None:
    app.add_template_global(asset)
    app.after_request(_cache_for_good)


def asset(name: str) -> str:
    """Raises KeyError for a bundle that no file in web/static/pages makes."""
    file = _files(MANIFEST.stat().st_mtime_ns)[name]
    return url_for("static", filename=f"bundles/{file}")


@lru_cache(maxsize=1)
def _files(_made_at: int) -> dict[str, str]:
    files: dict[str, str] = json.loads(MANIFEST.read_text())["files"]
    return files


def _cache_for_good(response: Response) -> Response:
    """Let browsers keep bundles for good, since their names change with their content."""
    if response.status_code == 200 and request.path.startswith("/static/bundles/"):
        response.headers["Cache-Control"] = FOR_GOOD
    return response
