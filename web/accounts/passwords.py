"""Passwords: argon2id (RFC 9106), with the library's recommended cost.

Systems differ in how they send é (one character or two) and the space of a French keyboard (usual
or non-breaking), so passwords are compared in one form: OpaqueString of RFC 8265 (4.2).
"""

import re
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from core.folding import fold

SHORTEST = 12
LONGEST = 256
LONGEST_TYPED = 4 * LONGEST  # the most code points into which NFD takes so many apart
_hasher = PasswordHasher()
# Checked where there is no such account, so that both answers take the same time. Made of 32 random
# bytes that nobody kept; it stands here since to make it anew delays each process.
_NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4"
    "$HVYhcbQ2YWdOAxvS99h1+g$IyUbLS6KuiOTczv4zy+c07BBcXElU2Y9IAbQcQvvGgg"
)


def normalized(password: str) -> str:
    """The form in which a password is stored and checked: usual spaces, and NFC."""
    usual = "".join(" " if unicodedata.category(one) == "Zs" else one for one in password)
    return unicodedata.normalize("NFC", usual)


def hash_password(password: str) -> str:
    return _hasher.hash(normalized(password))


def verified(password: str, hashed: str) -> str:
    """The hash to store from now on where the password is right, "" where it is wrong.

    An older hash may be of another form than `normalized`: it opens, and is made anew. Which forms
    are tried depends on the password alone, so an empty hash takes as long as a wrong password.
    """
    typed = password[:LONGEST_TYPED]
    wanted = normalized(typed)
    for form in dict.fromkeys([wanted, typed, *_as_systems_send(typed)]):
        if _fits(form, hashed):
            return hashed if form == wanted else _hasher.hash(wanted)
    return ""


def _as_systems_send(password: str) -> list[str]:
    return [unicodedata.normalize(form, password) for form in ("NFC", "NFD")]


def _fits(password: str, hashed: str) -> bool:
    try:
        return _hasher.verify(hashed or _NOBODY, password) and bool(hashed)
    except (Argon2Error, InvalidHashError):
        return False


def weakness(password: str, *near: str) -> str:
    """Why a password is too weak, in a sentence; "" where it is strong enough."""
    password = normalized(password)
    if len(password) < SHORTEST:
        return f"A password has at least {SHORTEST} characters."
    if len(password) > LONGEST:
        return f"A password has at most {LONGEST} characters."
    if any(unicodedata.category(one) in ("Cc", "Cs") for one in password):
        return "This password contains a character that cannot be typed everywhere."
    if len(set(password)) < 5:
        return "This password repeats a few characters."
    parts = [part for name in near for part in re.split(r"\W+", fold(name))]
    if any(len(part) > 3 and part in fold(password) for part in parts):
        return "This password contains a part of the name or address."
    return ""
