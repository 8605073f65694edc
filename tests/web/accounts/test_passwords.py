"""Passwords are kept so that a stolen table helps nobody, and weak ones are not taken."""

import pytest

from web.accounts.passwords import hash_password, is_right, weakness

PASSWORD = "a lift between two floors"


def test_a_password_is_known_again_and_no_other_is():
    hashed = hash_password(PASSWORD)
    assert is_right(PASSWORD, hashed)
    assert not is_right(PASSWORD + " ", hashed) and not is_right("", hashed)


def test_the_same_password_is_kept_differently_each_time_and_never_as_it_is():
    one, other = hash_password(PASSWORD), hash_password(PASSWORD)
    assert one != other and one.startswith("$argon2id$")
    assert PASSWORD not in one


@pytest.mark.parametrize("hashed", ["", "nonsense", "$argon2id$v=19$broken"])
def test_no_password_fits_a_broken_hash(hashed: str):
    assert not is_right(PASSWORD, hashed)
    assert not is_right("", hashed)
    assert not is_right("nobody has this password", hashed)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short one", "at least 12"),
        ("abababababab", "repeats"),
        ("ana-belleroche-1", "name or address"),
        ("xx Ana.Dubois xx", "name or address"),
        (PASSWORD, ""),
    ],
)
def test_weak_passwords_are_refused_with_the_reason(password: str, reason: str):
    sentence = weakness(password, "ana.dubois@belleroche.example", "Ana Dubois")
    assert (reason in sentence) if reason else sentence == ""
