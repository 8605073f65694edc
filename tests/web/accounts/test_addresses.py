"""One person's address is one text, however keyboards, systems and browsers write it."""

import pytest

from core import db
from tests.conftest import World, on_sqlite
from web.accounts.addresses import account_of, folded

ZOE = "zo\xe9@\xe9t\xe9.example"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" Ana@Filrouge.EXAMPLE\u00a0", "ana@filrouge.example"),
        ("\u200eana@filrouge.\u200bexample\x00", "ana@filrouge.example"),
        ("\uff41na\uff20filrouge.example", "ana@filrouge.example"),
        (ZOE, ZOE),
        ("ZOE\u0301@e\u0301te\u0301.example", ZOE),
        ("zo\xe9@xn--t-9fab.example", ZOE),
        ("zoe@filrouge.example", "zoe@filrouge.example"),
        ("no address", "no address"),
        ("", ""),
        ("a" * 300, "a" * 254),
    ],
)
def test_an_address_has_one_form(typed: str, address: str):
    assert folded(typed) == address
    assert folded(address) == address


@on_sqlite
def test_an_account_is_found_by_each_of_them_and_by_no_other(world: World):
    world.ana.email = ZOE
    db.commit()
    found = account_of("ZOE\u0301@xn--t-9fab.example")
    assert found is not None and found.id == world.ana.id
    assert account_of("zoe@\xe9t\xe9.example") is None
