"""The tour is shown until somebody has seen enough of it, or has closed a call."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from core import db
from core.tenants import User
from tests.conftest import World
from tests.web.conftest import Person
from voice.models import Call

SignedIn = Callable[[User], Person]


@pytest.fixture
def ana(signed_in: SignedIn, world: World) -> Person:
    return signed_in(world.ana)


def boot(who: Person) -> dict[str, Any]:
    page = who.get("/desk").get_data(as_text=True)
    found: dict[str, Any] = json.loads(page.partition('id="boot">')[2].partition("</script>")[0])
    return found


def test_who_has_seen_enough_does_not_see_it_again(ana: Person, signed_in: SignedIn, world: World):
    keys = {"goTo": "Alt+Z"}
    assert ana.put("/desk/shortcuts", json={"shortcuts": keys}).status_code == 200
    assert boot(ana)["tour"] is True
    assert ana.put("/desk/tour", json={}).status_code == 200
    assert (boot(ana)["tour"], boot(ana)["newcomer"]) == (False, True)
    assert boot(ana)["shortcuts"]["own"] == keys
    assert boot(signed_in(world.bruno))["tour"] is True


@pytest.mark.parametrize(("state", "shown"), [("wrapping", True), ("closed", False)])
def test_it_is_over_with_the_first_closed_call(ana: Person, world: World, state: str, shown: bool):
    db.session.add(
        Call(
            agent_id=world.ana.id, provider_sid="CA" + "1" * 32, from_number="+33639980001",
            to_number=world.acme_line.number, language="fr", state=state,
        )
    )  # fmt: skip
    db.commit()
    assert (boot(ana)["tour"], boot(ana)["newcomer"]) == (shown, shown)


def test_it_is_nobodys_business_but_of_those_who_answer_calls(signed_in: SignedIn, world: World):
    assert signed_in(world.rita).put("/desk/tour", json={}).status_code == 404
    db.session.rollback()
    assert db.session.get_one(User, world.rita.id).preferences == {}
