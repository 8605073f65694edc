"""Which browsers are known for which accounts: those in which the account has signed in before.

A browser keeps the list itself, signed; it opens nothing and counts only for `attempts`. A computer
that many share is known for all of them.
"""

import secrets
from typing import NamedTuple

from flask import request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from core.config import settings
from core.tenants import User

KEPT_SECONDS = 180 * 86400
INVITATION_SECONDS = 86400
MOST_PEOPLE = 40  # 600 bytes of cookie
SHORT = 10  # hexadecimal digits of a person's id


class KnownBrowser(NamedTuple):
    number: str
    people: list[str]


def number_for(user: User | None) -> str:
    """The number of this browser, where it is known for the account; else ""."""
    browser = _sent()
    return browser.number if user and user.id[:SHORT] in browser.people else ""


def remember(response: Response, user: User) -> None:
    """Make the browser that gets this response known for the account."""
    browser = _sent()
    people = [one for one in browser.people if one != user.id[:SHORT]] + [user.id[:SHORT]]
    response.set_cookie(
        _cookie(),
        _signer("browser").dumps([browser.number, *people[-MOST_PEOPLE:]]),
        max_age=KEPT_SECONDS,
        httponly=True,
        secure=settings().cookies_secure,
        samesite="Lax",
    )


def _sent() -> KnownBrowser:
    """What this browser says; a new number where it is a new one."""
    try:
        signed = request.cookies.get(_cookie(), "")
        number, *people = _signer("browser").loads(signed, max_age=KEPT_SECONDS)
    except BadSignature:
        return KnownBrowser(secrets.token_hex(8), [])
    return KnownBrowser(number, people)


def invitation(user: User) -> str:
    """What makes any browser known for the account, for a day; it does not sign in."""
    return _signer("invitation").dumps(user.id)


def invited(text: str) -> str:
    """The id of the person of an invitation, or "" where it does not hold."""
    try:
        return str(_signer("invitation").loads(text, max_age=INVITATION_SECONDS))
    except BadSignature:
        return ""


def _cookie() -> str:
    return "__Host-known" if settings().cookies_secure else "known"


def _signer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().signing_key, salt=f"known {purpose}")
