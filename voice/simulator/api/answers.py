"""Errors, pages and filters that all REST resources share."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from flask import Response, jsonify, request

from voice.simulator.api import shapes
from voice.simulator.network.recordings import Recording

LARGEST_PAGE = 1000
Item = TypeVar("Item")


class RestError(Exception):
    """A refusal, answered in the provider's form of an error."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


def not_found(what: str) -> RestError:
    return RestError(404, 20404, f"The requested resource /{what} was not found")


def page(name: str, items: Iterable[Item], shape: Callable[[Item], object]) -> Response:
    listed = list(items)
    size = min(request.args.get("PageSize", 50, type=int), LARGEST_PAGE)
    number = request.args.get("Page", 0, type=int)
    part = listed[number * size : (number + 1) * size]
    more = len(listed) > (number + 1) * size
    return jsonify(shapes.page(name, [shape(item) for item in part], number, size, more))


def in_days(moment: float, field: str) -> bool:
    """Whether the filters `field`, `field<` and `field>` of the request let that moment pass."""
    day = shapes.day(moment)
    exact, before, after = (request.args.get(f"{field}{sign}", "")[:10] for sign in ("", "<", ">"))
    return (
        (not exact or day == exact)
        and (not before or day <= before)
        and (not after or day >= after)
    )


def matches_filter(field: str, value: str) -> bool:
    return request.args.get(field, value) == value


def not_deleted(recordings: Iterable[Recording]) -> list[Recording]:
    deleted_too = request.args.get("IncludeSoftDeleted", "").lower() == "true"
    return [each for each in recordings if deleted_too or not each.deleted]
