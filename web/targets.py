"""Where a page leads to after a form: an address of our own, and nowhere else."""

import re
from urllib.parse import quote, urlsplit

from flask import current_app, request

# A path, perhaps with a query and a fragment, in the characters of an address (RFC 3986). Browsers
# read “//x” and “/\x” as another site, and leave out tabs and line ends first (WHATWG URL, 4.4).
OURS = re.compile(r"/(?!/)[!#-;=?-\[\]-~]{0,4000}")
IN_PATH = "/:@!$&'()*+,;="
IN_QUERY = f"{IN_PATH}?%"


def safe_target(address: str) -> str:
    """The address if it is a path of our own, else ""; never another site."""
    return address if OURS.fullmatch(address) else ""


def this_page() -> str:
    """The address that shows this page again, with its query.

    The answer to a form that was not accepted may have an address that cannot be opened: then it is
    that of the page on which the form stood.
    """
    if request.method == "GET" or _can_be_opened():
        return safe_target(_address(request.path, request.query_string.decode()))
    return _came_from()


def _can_be_opened() -> bool:
    routes = current_app.create_url_adapter(request)
    return routes is not None and "GET" in routes.allowed_methods()


def _came_from() -> str:
    try:
        parts = urlsplit(request.referrer or "")
    except ValueError:
        return ""
    return safe_target(_address(parts.path, parts.query)) if parts.netloc == request.host else ""


def _address(path: str, query: str) -> str:
    quoted = quote(path, safe=IN_PATH)
    return f"{quoted}?{quote(query, safe=IN_QUERY)}" if query else quoted
