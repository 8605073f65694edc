"""All parts of the pages with their states, for those who make pages; not in production."""

import re
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, abort, render_template
from flask_login import login_required

from core.config import settings
from web import parts

blueprint = Blueprint("parts", __name__)
TOKENS = Path(__file__).parent / "static" / "shared" / "tokens.css"
COLOUR = re.compile(r"^  --([\w-]+): (?:light-dark\(|#)", re.MULTILINE)


@blueprint.before_request
def simulated_only() -> None:
    if not settings().simulated:
        abort(404)


@blueprint.get("/parts")
@login_required
def page() -> str:
    return render_template("parts.html", colours=_colours(), words=parts.words())


@lru_cache
def _colours() -> list[str]:
    """The names of the colours, as tokens.css has them."""
    return COLOUR.findall(TOKENS.read_text())
