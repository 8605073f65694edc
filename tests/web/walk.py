"""Ways to ask for every route of the application."""

from collections.abc import Iterator
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

FILES = "static"
# These name no object of a client: a file, and an invitation that signs nobody in.
NO_OBJECT = {FILES, "auth.make_known"}


def naming(app: Flask, *but: str) -> list[Rule]:
    """The routes that name an object."""
    rules = app.url_map.iter_rules()
    named = [r for r in rules if r.arguments and r.endpoint not in NO_OBJECT]
    return [rule for rule in named if not rule.endpoint.startswith(but)]


def requests(rules: list[Rule], names: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Endpoint, method and path of each way to ask."""
    for rule in rules:
        unknown = rule.arguments - set(names)
        assert not unknown, f"say in this module what {unknown} of {rule.rule} are"
        path = str(rule.build(names, append_unknown=False)[1])  # type: ignore[index]
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, path
