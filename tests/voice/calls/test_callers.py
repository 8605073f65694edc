"""Who a caller is, in every dress in which networks send a number."""

import pytest

from tests.core.reading.test_phone_numbers import DRESSES
from voice.calls.callers import LONGEST, key_of


@pytest.mark.parametrize("given", DRESSES)
def test_one_caller_has_one_key(given: str):
    assert key_of(given) == "+33199000900"


@pytest.mark.parametrize(
    "given",
    [
        "", "anonymous", "Anonymous", "unknown", "Restricted", "private", "0", "+0", "0000000000",
        "+33000000000", "+266696687", "266696687", "+7378742833", "+2562533", "+8656696",
        "+86282452253", "sip:unavailable@unknown.invalid", "sip:Restricted@carrier.example",
        "sip:+266696687@carrier.example", "sip:0000@carrier.example", "sip:+33000000000@a.example",
        "sip:anonymous@anonymous.invalid", "Anonymous <sip:c8oqz84zk7z@anonymous.invalid>",
        "4021", "\u261e", "'; DROP TABLE calls", "sip:", "sip:@", "<>", "sip:a@anonymous",
        "sip:\u200banonymous@carrier.example", "+", "sip:" + "a" * LONGEST + "@b.example",
    ],
)  # fmt: skip
def test_strangers_never_share_a_key(given: str):
    assert key_of(given[:LONGEST]) == ""


def test_a_sip_telephone_without_a_number_stands_for_itself():
    assert (
        key_of("sip:Nadia@pbx.example")
        == key_of("sip:nadia@PBX.example;x=1")
        == "nadia@pbx.example"
    )
    assert key_of("sip:4021@pbx.example") == "4021@pbx.example"
    assert key_of("sip:4021@other.example") != key_of("sip:4021@pbx.example")


def test_a_number_that_no_plan_knows_is_kept_as_it_is():
    assert key_of("+3319900090") == "+3319900090"
