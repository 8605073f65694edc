"""What a browser sends is read in one way: refused, or without what a database cannot keep."""

import json
from io import BytesIO
from typing import Any

import pytest
from flask import Flask, request
from werkzeug.exceptions import BadRequest

from web.request_data import json_object

DEEP = "[" * 100_000 + "]" * 100_000
NO_JSON: tuple[str | bytes, ...] = (
    DEEP, f'{{"text": {DEEP}}}', '{"a":' * 101 + "1" + "}" * 101, "{", "nul", b"\xff\xfe{",
    '{"a": NaN}', '{"a": -Infinity}', '{"a": 1e999}', '{"a": 9007199254740992}',
    '{"a": -9007199254740992}', '{"a": ' + "9" * 5000 + "}",
)  # fmt: skip


def read(app: Flask, body: str | bytes, kind: str = "application/json") -> Any:
    with app.test_request_context("/", method="POST", data=body, content_type=kind):
        return json_object()


@pytest.mark.parametrize("body", NO_JSON, ids=range(len(NO_JSON)))
def test_what_is_no_json_is_refused(app: Flask, body: str | bytes) -> None:
    with pytest.raises(BadRequest):
        read(app, body)


@pytest.mark.parametrize("body", ["", "null", "[7]", '"x"', "1"])
def test_what_is_no_object_is_none(app: Flask, body: str) -> None:
    assert read(app, body) is None


def test_a_form_is_no_json(app: Flask) -> None:
    assert read(app, '{"a": 1}', "text/plain") is None


def test_a_database_can_keep_each_key_and_text(app: Flask) -> None:
    sent = {"\ud800a": ["b\0", {"c\0": "\udfffd", "e": "🛗"}], "n": [2**53 - 1, -1.5, None, True]}
    kept = {"a": ["b", {"c": "d", "e": "🛗"}], "n": [2**53 - 1, -1.5, None, True]}
    assert read(app, json.dumps(sent)) == kept


def test_what_is_nested_as_deep_as_a_script_is_read(app: Flask) -> None:
    body = '{"a":' * 100 + "1" + "}" * 100
    assert json.loads(body) == read(app, body)


def test_forms_and_queries_hold_what_a_database_can_keep(app: Flask) -> None:
    form = {"a\0": "b\0c", "d": "é"}
    with app.test_request_context("/?q=%00x&q=y&%ED%A0%80=z", method="POST", data=form):
        assert request.form.to_dict() == {"a": "bc", "d": "é"}
        assert request.args.getlist("q") == ["x", "y"]
    raw = {"QUERY_STRING": "q=\xff\xe9&p=a b"}
    with app.test_request_context("/", environ_overrides=raw):
        assert request.args["p"] == "a b" and request.query_string == b"q=%FF%E9&p=a%20b"


def test_what_a_page_does_not_look_at_is_heard_out(app: Flask) -> None:
    """Else the connection is cut while the proxy still sends, and the answer is lost."""
    sent = BytesIO(b"x" * 200_000)
    reply = app.test_client().post("/login", input_stream=sent, content_length=200_000)
    assert (reply.status_code, sent.tell()) == (400, 200_000)
