"""How loud calls ring: kept with the person, beside what else is kept with them."""

from collections.abc import Callable
from typing import Any

import pytest

from core import db
from core.tenants import User
from tests.conftest import World
from tests.web.conftest import Person

SignedIn = Callable[[User], Person]


def on_page(person: Person, volume: str) -> bool:
    return f'"ring_volume": "{volume}"' in person.get("/desk").get_data(as_text=True)


def test_the_volume_is_kept_with_its_person(signed_in: SignedIn, world: World) -> None:
    ana = signed_in(world.ana)
    assert on_page(ana, "normal")
    ana.put("/desk/shortcuts", json={"shortcuts": {"take": "F9"}})
    assert ana.put("/desk/ring", json={"volume": "loud"}).get_json() == {"volume": "loud"}
    assert on_page(ana, "loud")
    assert ana.get("/desk/shortcuts").get_json() == {"shortcuts": {"take": "F9"}}
    assert on_page(signed_in(world.bruno), "normal")


@pytest.mark.parametrize("volume", ["", "deafening", 3, None, ["loud"]])
def test_an_unknown_volume_is_refused(signed_in: SignedIn, world: World, volume: Any) -> None:
    ana = signed_in(world.ana)
    reply = ana.put("/desk/ring", json={"volume": volume})
    assert reply.status_code == 422 and reply.get_json()["error"] == "bad_volume"
    assert on_page(ana, "normal")


@pytest.mark.parametrize("kept", ["deafening", 3, None, ["loud"]])
def test_what_cannot_be_a_volume_any_more_is_the_usual_one(
    signed_in: SignedIn, world: World, kept: Any
) -> None:
    db.session.get_one(User, world.ana.id).preferences = {"ring_volume": kept}
    db.commit()
    assert on_page(signed_in(world.ana), "normal")
