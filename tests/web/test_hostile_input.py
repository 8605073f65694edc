"""Every route is sent what no page of ours sends, and answers: nothing of it makes a page fail."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core.tenants import User
from tests.conftest import World
from tests.web.test_request_data import NO_JSON
from tests.web.walk import FILES, requests

SignIn = Callable[[User | None], FlaskClient]
Sent = dict[str, Any]

WEB = Path(__file__).parents[2] / "web"
# What the routes read by name, and what edits of drafts and rows of conditions are made of.
READ = re.compile(r'(?:get|getlist|pop|text|number|typed|_typed|_text|asked)\((?:\w+, )?"(\w+)"')
NAMES = sorted(
    {name for file in WEB.rglob("*.py") for name in READ.findall(file.read_text("utf-8"))}
    | {"rows", "action", "part", "value", "op", "left", "right", "all", "any"}
)
TEXTS = (
    "a\0b", "//[::1", "/x\r\nSet-Cookie: a=b", "x\n", "²", "١٢", "9" * 400, "-1", "1e999", "NaN",
    "9999-12-31T23:59", "0001-01-01T00:00", "2026-13-45T99:99", "\u202e\ufeff", "é" * 3000, "%00",
    "..", "[a](" * 500,
)  # fmt: skip
VALUES = (*TEXTS, "\ud800", 2**53, 10**18, -1, 1.5, None, True, [], {}, [[{}]], {"\ud800": "\0"})
HEADERS = ("Accept", "Accept-Language", "Range", "If-None-Match", "If-Modified-Since", "Referer",
           "Cookie", "Content-Type", "X-Requested-With")  # fmt: skip


def mixed(values: tuple[Any, ...], turn: int) -> dict[str, Any]:
    """Each name with one of the values, and with another at each turn."""
    return {name: values[(place * 5 + turn * 7) % len(values)] for place, name in enumerate(NAMES)}


def in_bodies(turn: int) -> Iterator[Sent]:
    yield {"data": json.dumps(mixed(VALUES, turn)), "content_type": "application/json"}
    yield {"data": NO_JSON[turn % len(NO_JSON)], "content_type": "application/json"}
    yield {"data": mixed(TEXTS, turn)}


def in_addresses(turn: int) -> Iterator[Sent]:
    yield {"query_string": {name: value[:300] for name, value in mixed(TEXTS, turn).items()}}
    raw = "q=\xff&next=//[::1&after=\xed\xa0\x80&%ff=%00"
    said = ("\xff", "bytes=9-1", "a;q=NaN,*/*;q=9", "//[::1", 'W/"')[turn % 5]
    yield {"environ_overrides": {"QUERY_STRING": raw}, "headers": dict.fromkeys(HEADERS, said)}


def is_refused_by_the_network(reply: TestResponse) -> bool:
    """No telephone network answers here, whatever is sent."""
    return reply.status_code == 502 and bool((reply.get_json() or {}).get("error"))


def paths(app: Flask, names: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint != FILES]
    return requests(rules, {**names, "invitation": "i"})


@pytest.mark.usefixtures("quick_passwords")
def test_no_content_makes_a_route_fail(
    app: Flask, sign_in: SignIn, names: dict[str, Any], world: World
) -> None:
    people = {"portal": world.rita, "media": world.rita, "desk": world.ana, "auth": None}
    failed = []
    for turn, (endpoint, method, path) in enumerate(paths(app, names)):
        person = people.get(endpoint.partition(".")[0], world.sofia)
        for sent in in_addresses(turn) if method == "GET" else in_bodies(turn):
            reply = sign_in(person).open(path, method=method, **sent)
            if reply.status_code >= 500 and not is_refused_by_the_network(reply):
                failed.append((endpoint, method, str(sent)[:120]))
    assert failed == []


@pytest.mark.parametrize(
    "name", ["\0", "%ff", "%ed%a0%bd", "é" * 2000, "9" * 30, "a/../b", "[::1", "x\n"]
)
def test_no_path_makes_a_route_fail(
    app: Flask, sign_in: SignIn, names: dict[str, Any], world: World, name: str
) -> None:
    browser, marks = sign_in(world.sofia), {"i", *map(str, names.values())}
    failed = []
    for endpoint, method, path in paths(app, names):
        parts = [name if part in marks else part for part in path.split("/")]
        if method == "GET" and "/".join(parts) != path:
            reply = browser.get("/".join(parts))
            if reply.status_code >= 500:
                failed.append((endpoint, name))
    assert failed == []


@pytest.mark.parametrize("host", [".", "a..b", "x" * 300])
@pytest.mark.parametrize("path", ["/login", "/nowhere"])
def test_a_host_that_is_none_is_refused(app: Flask, host: str, path: str) -> None:
    """No page can be shown: it would have to say its own addresses."""
    reply = app.test_client().get(path, environ_overrides={"HTTP_HOST": host})
    assert reply.status_code == 400
