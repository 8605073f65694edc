"""Passwords are kept so that a stolen table helps nobody, and weak ones are not taken."""

import unicodedata
from types import SimpleNamespace
from typing import Literal

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from tests.web.conftest import QUICK
from web.accounts import passwords
from web.accounts.passwords import LONGEST, hash_password, verified, weakness

PASSWORD = "a lift between two floors"
ACCENTED = "une clé d’été, là-haut"
OF_NOBODY = passwords._NOBODY
# Which forms open is the question.
pytestmark = pytest.mark.usefixtures("quick_passwords")


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def test_a_password_is_known_again_and_no_other_is():
    hashed = hash_password(PASSWORD)
    assert verified(PASSWORD, hashed)
    assert not verified(PASSWORD + " ", hashed) and not verified("", hashed)


def test_the_same_password_is_kept_differently_each_time_and_never_as_it_is():
    one, other = hash_password(PASSWORD), hash_password(PASSWORD)
    assert one != other and one.startswith("$argon2id$")
    assert PASSWORD not in one


@pytest.mark.parametrize("kept", [ACCENTED, nfd(ACCENTED), ACCENTED.replace(" ", "\xa0")])
@pytest.mark.parametrize("typed", [ACCENTED, nfd(ACCENTED), ACCENTED.replace(" ", "\u202f")])
def test_accents_and_spaces_are_the_same_on_every_system(kept: str, typed: str):
    assert verified(typed, hash_password(kept))
    assert not verified(ACCENTED.replace("é", "e"), hash_password(kept))


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        (nfd(ACCENTED), ACCENTED),
        (nfd(ACCENTED), nfd(ACCENTED)),
        (nfd(ACCENTED.replace(" ", "\xa0")), ACCENTED.replace(" ", "\xa0")),
        (ACCENTED.replace(" ", "\xa0"), nfd(ACCENTED.replace(" ", "\xa0"))),
        ("0" * LONGEST + PASSWORD, "0" * LONGEST + PASSWORD),
    ],
)
def test_a_hash_of_another_form_opens_and_is_made_anew(kept: str, typed: str):
    older = QUICK.hash(kept)
    newer = verified(typed, older)
    assert newer and (newer != older or kept == passwords.normalized(kept))
    assert verified(typed, newer) == newer


@pytest.mark.parametrize("password", [PASSWORD, ACCENTED, nfd(ACCENTED), "a\xa0b"])
def test_without_an_account_it_takes_as_many_looks(monkeypatch: pytest.MonkeyPatch, password: str):
    looks: list[str] = []

    def verify(hash: str, password: str) -> Literal[True]:
        looks.append(hash)
        return QUICK.verify(hash, password)

    monkeypatch.setattr(passwords, "_hasher", SimpleNamespace(hash=QUICK.hash, verify=verify))
    of_an_account = hash_password("another password")
    assert not verified(password, "") and not verified(password, of_an_account)
    assert looks.count(passwords._NOBODY) == looks.count(of_an_account) >= 1


def test_to_look_without_an_account_costs_as_much_as_a_hash_that_is_made_today():
    usual = PasswordHasher()
    assert not usual.check_needs_rehash(OF_NOBODY)
    with pytest.raises(VerifyMismatchError):
        usual.verify(OF_NOBODY, PASSWORD)


@pytest.mark.parametrize("hashed", ["", "nonsense", "$argon2id$v=19$broken"])
def test_no_password_fits_a_broken_hash(hashed: str):
    assert not verified(PASSWORD, hashed)
    assert not verified("", hashed)
    assert not verified("nobody has this password", hashed)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short one", "at least 12"),
        ("abababababab", "repeats"),
        ("ana-belleroche-1", "name or address"),
        ("xx Ana.Dubois xx", "name or address"),
        ("xx Ána-Dubôis xx", "name or address"),
        (nfd("éèàùâêîôû"), "at least 12"),
        ("a tab\tin between", "typed everywhere"),
        ("0123456789" * 26, "at most 256"),
        (("0123456789" * 26)[:LONGEST], ""),
        (PASSWORD, ""),
    ],
)
def test_weak_passwords_are_refused_with_the_reason(password: str, reason: str):
    sentence = weakness(password, "ana.dubois@belleroche.example", "Ana Dubois")
    assert (reason in sentence) if reason else sentence == ""
