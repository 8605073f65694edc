"""Passwords: argon2id (RFC 9106), with the library's recommended cost."""

import re

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

SHORTEST = 12
_hasher = PasswordHasher()
# Checked where there is no such account, so that both answers take the same time.
_NOBODY = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def is_right(password: str, hashed: str) -> bool:
    """Whether the password fits the hash; an empty hash never does, and takes as long."""
    try:
        return _hasher.verify(hashed or _NOBODY, password) and bool(hashed)
    except (Argon2Error, InvalidHashError):
        return False


def weakness(password: str, *near: str) -> str:
    """Why a password is too weak, in a sentence; "" where it is strong enough."""
    if len(password) < SHORTEST:
        return f"A password has at least {SHORTEST} characters."
    if len(set(password)) < 5:
        return "This password repeats a few characters."
    parts = [part for name in near for part in re.split(r"\W+", name.lower())]
    if any(len(part) > 3 and part in password.lower() for part in parts):
        return "This password contains a part of the name or address."
    return ""
