"""Reads what a browser sends, so that no content makes a page fail or reaches a database that
cannot keep it: JSON, forms and queries."""

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn
from wsgiref.types import WSGIEnvironment

from flask import Request, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.datastructures.structures import iter_multi_items

from core.db import storable

NO_ASCII = re.compile(rb"[^!-~]")
DEEPEST = 100  # a script's document, the deepest that a page sends, has 16 levels
LARGEST_WHOLE = 2**53 - 1  # beyond it JSON's readers disagree (RFC 8259, 6)


class PageJson(DefaultJSONProvider):
    """The JSON of the application's pages; what is refused is a ValueError, as for no JSON."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        try:
            content = json.loads(
                s, parse_int=_whole, parse_float=_finite, parse_constant=_refuse, **kwargs
            )
            return _storable(content, 0)
        except RecursionError:
            raise ValueError("nested too deeply") from None


def _whole(digits: str) -> int:
    number = int(digits)
    if abs(number) > LARGEST_WHOLE:
        raise ValueError("a whole number is too large")
    return number


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number is too large")
    return number


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def _storable(value: Any, depth: int) -> Any:
    if depth > DEEPEST:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(name): _storable(each, depth + 1) for name, each in value.items()}
    if isinstance(value, list):
        return [_storable(each, depth + 1) for each in value]
    return value


class StorableValues(ImmutableMultiDict[str, Any]):
    """The fields of a form or query, without what a database cannot keep."""

    def __init__(
        self, mapping: Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None
    ) -> None:
        pairs = iter_multi_items(mapping) if mapping else ()
        super().__init__(
            (storable(name), storable(value) if isinstance(value, str) else value)
            for name, value in pairs
        )


class PageRequest(Request):
    """A request for a page, whose query may hold any bytes."""

    parameter_storage_class = StorableValues

    def __init__(self, environ: WSGIEnvironment, *args: Any, **kwargs: Any) -> None:
        super().__init__(environ, *args, **kwargs)
        self.query_string = NO_ASCII.sub(lambda byte: b"%%%02X" % ord(byte[0]), self.query_string)


def json_object() -> dict[str, Any] | None:
    """The JSON object of this request, or None where it is something else.

    A request that says it is JSON and is none is answered with 400; it may be empty.
    """
    content = request.get_json() if request.is_json and request.get_data() else None
    return content if isinstance(content, dict) else None
