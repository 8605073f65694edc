"""The people of the demo are signed in by one press, and only where there are demo data."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from core import config, db
from core.config import settings
from core.tenants import User
from tests.conftest import World
from tests.web.conftest import QUICK, Person, shared_app

pytestmark = pytest.mark.usefixtures("quick_passwords")


@pytest.fixture
def people(world: World) -> World:
    """All have the password of the demo."""
    for user in (world.ana, world.bruno, world.rita, world.sofia):
        user.password_hash = QUICK.hash(settings().demo_password)
    db.commit()
    return world


@pytest.fixture
def demo(app: Flask, environment: pytest.MonkeyPatch) -> Person:
    """The browser of somebody who tries the demo."""
    environment.setenv("DEMO_DATA", "true")
    config.settings.cache_clear()
    return Person(shared_app().test_client())


def press(who: Person, chosen: str, **typed: str) -> TestResponse:
    return who.post("/login", data={"demo_person": chosen, **typed})


def change(user: User, **values: object) -> None:
    row = db.session.get_one(User, user.id)
    for name, value in values.items():
        setattr(row, name, value)
    db.commit()


@pytest.mark.parametrize(
    ("accepted", "job"),
    [("fr", "agent\xa0: répond aux appels"), ("en", "agent: answers the calls")],
)
def test_the_page_offers_them_with_their_jobs_the_agent_first(
    demo: Person, people: World, accepted: str, job: str
):
    change(people.bruno, active=False)
    page = demo.get("/login", headers={"Accept-Language": accepted}).get_data(as_text=True)
    offered = [part.partition('"')[0] for part in page.split('name="demo_person" value="')[1:]]
    assert offered == [people.ana.email, people.sofia.email]
    first = page[: page.index(people.ana.email)].rpartition("<button")[2]
    assert "primary" in first
    assert job in page


def test_one_press_signs_in_in_the_language_of_the_page(demo: Person, people: World):
    reply = demo.post(
        "/login", data={"demo_person": people.ana.email}, headers={"Accept-Language": "en-GB"}
    )
    assert (reply.status_code, reply.location) == (302, "/desk")
    assert demo.get("/desk").status_code == 200
    assert db.session.get_one(User, people.ana.id, populate_existing=True).language == "en"


def test_it_needs_the_token_of_the_page(demo: Person, people: World):
    reply = demo.browser.post("/login", data={"demo_person": people.ana.email})
    assert reply.status_code == 400
    assert demo.get("/tickets").status_code == 302


def test_nobody_else_is_signed_in_by_it(demo: Person, people: World):
    assert press(demo, people.rita.email).status_code == 401
    assert press(demo, "nobody@filrouge.example").status_code == 401


def test_it_opens_no_account_whose_password_was_changed_and_is_counted(demo: Person, people: World):
    change(people.ana, password_hash=QUICK.hash("a lift between two floors"))
    replies = [press(demo, people.ana.email).status_code for _ in range(11)]
    assert replies == [401] * 10 + [429]


def test_a_service_without_demo_data_offers_and_accepts_nothing(nobody: Person, people: World):
    page = nobody.get("/login").get_data(as_text=True)
    assert "demo" not in page
    assert press(nobody, people.ana.email).status_code == 401
    assert press(nobody, people.ana.email, email=people.ana.email).status_code == 401
