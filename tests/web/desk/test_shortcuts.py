"""A person's own keys: kept with the person, refused with a sentence where they cannot be had."""

from collections.abc import Callable
from typing import Any

import pytest

from core import db
from core.tenants import User
from tests.conftest import World
from tests.web.conftest import Person
from web.desk.keys import DEFAULTS, LABELS, RESERVED

SignedIn = Callable[[User], Person]


@pytest.fixture
def ana(signed_in: SignedIn, world: World) -> Person:
    return signed_in(world.ana)


def keep(person: Person, shortcuts: Any) -> tuple[int, dict[str, Any]]:
    reply = person.put("/desk/shortcuts", json={"shortcuts": shortcuts})
    return reply.status_code, reply.get_json()


def own_keys(person: Person) -> dict[str, str]:
    own: dict[str, str] = person.get("/desk/shortcuts").get_json()["shortcuts"]
    return own


def test_the_defaults_can_all_be_had_at_once() -> None:
    keys = list(DEFAULTS.values())
    assert len(set(keys)) == len(keys)
    assert not set(keys) & set(RESERVED)
    assert list(LABELS) and set(LABELS) == set(DEFAULTS)


MENUS = {  # what Alt opens on Windows, beside what the desk reserves
    "Firefox in English": "FEVSBTH",
    "Firefox in French": "FNAHMOE",
    "Chrome and Edge": "FED",
    "Gemini in Chrome": "G",
}


@pytest.mark.parametrize("letters", MENUS.values(), ids=MENUS)
def test_no_default_key_is_a_menu_of_a_browser(letters: str) -> None:
    assert not {f"Alt+{letter}" for letter in letters} & set(DEFAULTS.values())


def test_a_key_is_kept_with_its_person(ana: Person, signed_in: SignedIn, world: World) -> None:
    assert keep(ana, {"goTo": "Alt+I", "mute": ""}) == (
        200,
        {"shortcuts": {"goTo": "Alt+I", "mute": ""}},
    )
    assert own_keys(ana) == {"goTo": "Alt+I", "mute": ""}
    assert own_keys(signed_in(world.bruno)) == {}
    page = ana.get("/desk").get_data(as_text=True)
    assert '"goTo": "Alt+I"' in page


def test_default_keys_are_not_stored_and_all_keys_can_be_reset(ana: Person) -> None:
    keep(ana, {"goTo": DEFAULTS["goTo"], "take": "F9"})
    assert own_keys(ana) == {"take": "F9"}
    assert keep(ana, {}) == (200, {"shortcuts": {}})


def test_two_keys_may_change_places(ana: Person) -> None:
    swapped = {"take": DEFAULTS["hangUp"], "hangUp": DEFAULTS["take"]}
    assert keep(ana, swapped) == (200, {"shortcuts": swapped})


@pytest.mark.parametrize(
    "wanted",
    [
        {"goTo": DEFAULTS["take"]},  # taken
        {"goTo": "Alt+I", "mute": "Alt+I"},
        {"goTo": "F5"},  # the browser's
        {"goTo": "Ctrl+W"},
        {"goTo": "a"},
        {"goTo": "J"},  # would be typed
        {"goTo": "7"},
        *({"goTo": sign} for sign in "&\"'(-_§!"),  # 1 to 9 of French and Belgian keyboards
        {"goTo": "Alt+"},
        {"goTo": "<b>" * 30},
        {"goTo": 5},
        {"nonsense": "F9"},
        ["F9"],
        "F9",
        None,
    ],
)
def test_a_forbidden_key_is_refused_and_nothing_changes(ana: Person, wanted: Any) -> None:
    keep(ana, {"take": "F9"})
    status, refusal = keep(ana, wanted)
    assert status == 422 and refusal["error"] == "bad_keys" and refusal["message"].strip()
    assert own_keys(ana) == {"take": "F9"}


def test_a_refusal_names_the_action_that_has_the_key(ana: Person) -> None:
    _, refusal = keep(ana, {"goTo": "F8"})
    assert "F8" in refusal["message"] and "Raccrocher" in refusal["message"]


def test_stored_keys_that_became_forbidden_give_way_to_defaults(ana: Person, world: World) -> None:
    user = db.session.get_one(User, world.ana.id)
    user.preferences = {"shortcuts": {"goTo": "F5", "gone": "F9"}, "other": 1}
    db.commit()
    assert own_keys(ana) == {}
    keep(ana, {"take": "F9"})
    db.session.expire_all()
    assert db.session.get_one(User, world.ana.id).preferences["other"] == 1


def test_a_key_that_became_a_default_stays_with_who_chose_it(ana: Person, world: World) -> None:
    user = db.session.get_one(User, world.ana.id)
    chosen = {"mute": DEFAULTS["stampNotes"], "goTo": "Alt+N", "swap": "F5"}
    user.preferences = {"shortcuts": chosen}
    db.commit()
    kept = {"mute": DEFAULTS["stampNotes"], "goTo": "Alt+N", "stampNotes": ""}
    assert own_keys(ana) == kept
    assert keep(ana, kept) == (200, {"shortcuts": kept})


def test_a_sign_of_the_keys_that_choose_is_refused_as_that(ana: Person) -> None:
    _, refusal = keep(ana, {"goTo": "&"})
    assert refusal["message"].startswith("&") and "choisir" in refusal["message"]


def test_readers_have_no_desk_and_no_keys(signed_in: SignedIn, world: World) -> None:
    rita = signed_in(world.rita)
    assert rita.get("/desk/shortcuts").status_code == 404
    assert keep(rita, {})[0] == 404
