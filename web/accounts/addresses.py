"""The e-mail address by which a person signs in, in one form however it is typed.

Systems differ in how they write é (one character or two), and browsers in how they send a domain
with accents (as such, or as `xn--…`); pasted text brings invisible marks, and Japanese keyboards
wide letters. Accents stay: `zoe@` and `zoé@` are two people. The mapping is that of
UsernameCaseMapped (RFC 8265, 3.3), on top of which come the rules for addresses.
"""

import unicodedata

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select

from core import db
from core.tenants import User

LONGEST = 254  # RFC 5321, 4.5.3.1.3
WIDTHS = ("<wide>", "<narrow>")
INVISIBLE = ("Cc", "Cf")


def checked(typed: str) -> str:
    """The address in the form that is stored; raises EmailNotValidError where it is none."""
    plain = _plain(typed)
    return validate_email(plain, check_deliverability=False).normalized.lower()


def account_of(typed: str) -> User | None:
    """The account of an address, however it is typed."""
    return db.session.scalars(select(User).where(User.email == folded(typed))).first()


def folded(typed: str) -> str:
    """The address as it is compared; of what is no address, what can be made of it."""
    try:
        return checked(typed)
    except EmailNotValidError:
        return _plain(typed)


def _plain(typed: str) -> str:
    seen = (one for one in typed if unicodedata.category(one) not in INVISIBLE)
    same_width = "".join(map(_of_usual_width, seen))
    return unicodedata.normalize("NFC", same_width.strip().lower()[:LONGEST])


def _of_usual_width(character: str) -> str:
    usual = unicodedata.decomposition(character).startswith(WIDTHS)
    return unicodedata.normalize("NFKC", character) if usual else character
