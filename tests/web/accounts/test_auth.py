"""Signing in and out, and what every answer says to browsers."""

from collections.abc import Callable

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from core import config, db
from core.audit import AuditEntry
from core.tenants import User
from tests.conftest import World
from tests.web.conftest import Person, token_of
from web.accounts.passwords import verified
from web.app import create_app

PASSWORD = "a lift between two floors"
# As the application makes them, but quick to check: many tests sign in.
QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
HASHED = QUICK.hash(PASSWORD)
SignIn = Callable[[User], Person]


@pytest.fixture
def ana(world: World) -> User:
    """Ana, with a password."""
    user = db.session.get_one(User, world.ana.id)
    user.password_hash = HASHED
    db.commit()
    return user


def try_to_sign_in(who: Person, email: str, password: str = PASSWORD, **more: str) -> TestResponse:
    return who.post("/login", data={"email": email, "password": password, **more})


def change(user: User, **values: object) -> None:
    row = db.session.get_one(User, user.id)
    for name, value in values.items():
        setattr(row, name, value)
    db.commit()


def is_signed_in(who: Person) -> bool:
    return who.get("/tickets").status_code == 200


def actions() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.number)))


def test_the_right_password_opens_the_place_of_work(nobody: Person, ana: User):
    reply = try_to_sign_in(nobody, " ANA@filrouge.example ")
    assert (reply.status_code, reply.location) == (302, "/desk")
    assert is_signed_in(nobody)
    assert "sign_in" in actions()


def test_a_password_of_another_system_opens_and_is_kept_in_one_form(nobody: Person, ana: User):
    composed, taken_apart = "une cl\xe9 d'\xe9t\xe9", "une cle\u0301 d'e\u0301te\u0301"
    older = QUICK.hash(taken_apart)
    change(ana, password_hash=older)
    assert try_to_sign_in(nobody, ana.email, composed).status_code == 302
    kept = db.session.get_one(User, ana.id, populate_existing=True).password_hash
    assert kept != older and verified(taken_apart, kept) == kept


def test_readers_land_on_their_tickets(nobody: Person, world: World):
    change(world.rita, password_hash=HASHED)
    assert try_to_sign_in(nobody, world.rita.email).location == "/tickets"


def test_refusals_do_not_tell_which_addresses_exist(nobody: Person, ana: User, world: World):
    change(world.gus, password_hash=HASHED, active=False)
    attempts = [
        (ana.email, "not her password"),
        ("stranger@filrouge.example", PASSWORD),
        (world.gus.email, PASSWORD),
        (world.rita.email, ""),  # an account without a password
    ]
    replies = [try_to_sign_in(nobody, *attempt) for attempt in attempts]
    assert {reply.status_code for reply in replies} == {401}
    assert len({problem_of(reply) for reply in replies} - {""}) == 1
    assert actions().count("sign_in.refused") == 4
    assert not is_signed_in(nobody)


def problem_of(reply: TestResponse) -> str:
    """What the sign-in page complains about; empty when about nothing."""
    page = reply.get_data(as_text=True)
    return page.partition('id="problem">')[2].partition("</p>")[0]


def test_a_typed_address_is_kept_and_is_only_text(nobody: Person, world: World):
    page = try_to_sign_in(nobody, '"><script>x</script>').get_data(as_text=True)
    assert "&lt;script&gt;x" in page and "<script>x" not in page


def test_raising_the_epoch_ends_every_open_session(signed_in: SignIn, world: World):
    one, other = signed_in(world.ana), signed_in(world.ana)
    assert is_signed_in(one) and is_signed_in(other)
    change(world.ana, session_epoch=1)
    assert not is_signed_in(one) and not is_signed_in(other)


def test_a_disabled_account_is_out_at_once(signed_in: SignIn, world: World):
    person = signed_in(world.ana)
    change(world.ana, active=False)
    assert not is_signed_in(person)


def test_signing_out_ends_the_session(signed_in: SignIn, world: World):
    person = signed_in(world.ana)
    assert person.post("/logout").location == "/login"
    assert not is_signed_in(person)
    assert "sign_out" in actions()


def test_nothing_put_into_the_session_before_survives_the_sign_in(
    app: Flask, nobody: Person, ana: User
):
    with nobody.browser.session_transaction() as session:
        session["planted"] = "by another"
    try_to_sign_in(nobody, ana.email)
    with nobody.browser.session_transaction() as session:
        assert "planted" not in session


def test_the_language_chosen_before_the_sign_in_becomes_the_persons(nobody: Person, ana: User):
    nobody.post("/language", data={"language": "en"})
    try_to_sign_in(nobody, ana.email)
    assert db.session.get_one(User, ana.id, populate_existing=True).language == "en"
    assert '<html lang="en"' in nobody.get("/desk").get_data(as_text=True)


@pytest.mark.parametrize(
    "target",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)",
     "\\\\evil.example", " //evil.example", "http:/evil.example", "/\t/evil.example",
     "/\r\n/evil.example"],
)  # fmt: skip
def test_no_link_leads_to_another_site_through_the_sign_in(nobody: Person, ana: User, target: str):
    assert try_to_sign_in(nobody, ana.email, next=target).location == "/desk"


@pytest.mark.parametrize("target", ["/tickets", "/tickets?q=%C3%A9t%C3%A9&page=2"])
def test_a_page_asked_for_before_is_shown_after_the_sign_in(nobody: Person, ana: User, target: str):
    sent = nobody.get(target).location
    assert sent.startswith("/login?next=")
    page = nobody.get(sent).get_data(as_text=True)
    assert f'name="next" value="{target.replace("&", "&amp;")}"' in page
    assert try_to_sign_in(nobody, ana.email, next=target).location == target


@pytest.mark.parametrize(
    ("came_from", "status", "words"),
    [
        ("https://desk.filrouge.example:8443/login", 302, ""),
        ("https://desk.filrouge.example/login", 400, "at desk.filrouge.example, but what you sent "
         "arrived for desk.filrouge.example:8443"),
        ("", 400, "does not say from which page"),
    ],
)  # fmt: skip
def test_a_form_that_seems_to_come_from_elsewhere_says_what_is_wrong(
    app: Flask,
    ana: User,
    caplog: pytest.LogCaptureFixture,
    came_from: str,
    status: int,
    words: str,
):
    """As over https behind a proxy that changes the host."""
    app.config["WTF_CSRF_SSL_STRICT"] = True
    browser, host = app.test_client(), "https://desk.filrouge.example:8443"
    page = browser.get("/login", base_url=host).get_data(as_text=True)
    form = {"email": ana.email, "password": PASSWORD}
    form["csrf_token"] = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    headers = {"Accept-Language": "en", **({"Referer": came_from} if came_from else {})}
    reply = browser.post("/login", base_url=host, data=form, headers=headers)
    assert reply.status_code == status
    assert words in reply.get_data(as_text=True)
    assert ("a form from" in caplog.text) == (status == 400)


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/login"), ("POST", "/logout"), ("POST", "/language"),
     ("POST", "/desk/status"), ("PUT", "/desk/calls/x/notes"), ("POST", "/tickets/x/state")],
)  # fmt: skip
@pytest.mark.parametrize("token", ["", "made-up"])
def test_every_changing_request_needs_the_csrf_token(
    signed_in: SignIn, world: World, method: str, path: str, token: str
):
    browser = signed_in(world.ana).browser
    reply = browser.open(path, method=method, headers={"X-CSRFToken": token})
    assert reply.status_code == 400


def test_the_token_of_one_session_is_of_no_use_in_another(signed_in: SignIn, world: World):
    anas = token_of(signed_in(world.ana).browser)
    bruno = signed_in(world.bruno)
    refused = bruno.post("/desk/status", json={"status": "offline"}, headers={"X-CSRFToken": anas})
    assert refused.status_code == 400


def test_the_language_is_the_browsers_then_the_persons_then_the_switchs(
    signed_in: SignIn, nobody: Person, world: World
):
    assert '<html lang="fr"' in page_of(nobody, "fr-CA,fr;q=0.9,en;q=0.1")
    assert "Sign in" in page_of(nobody, "de,en;q=0.5")
    assert '<html lang="fr"' in page_of(nobody, "de")
    person = signed_in(world.rita)
    assert '<html lang="fr"' in person.get("/tickets").get_data(as_text=True)
    moved = person.post("/language", data={"language": "en", "next": "/tickets?q=x"})
    assert moved.location == "/tickets?q=x"
    assert '<html lang="en"' in person.get("/tickets").get_data(as_text=True)
    assert '<html lang="en"' in signed_in(world.rita).get("/tickets").get_data(as_text=True)


def page_of(who: Person, languages: str) -> str:
    page = who.get("/login", headers={"Accept-Language": languages}).get_data(as_text=True)
    return str(page)


def test_an_unknown_language_and_a_strange_target_change_nothing(nobody: Person, world: World):
    moved = nobody.post("/language", data={"language": "../x", "next": "//evil.example"})
    assert moved.location == "/"
    with nobody.browser.session_transaction() as session:
        assert "language" not in session


@pytest.mark.parametrize(
    "path", ["/login", "/nowhere", "/health", "/static/app.css", "/desk", "/desk/state", "/tickets",
             "/api/tickets", "/api/tickets/nothing"],
)  # fmt: skip
def test_every_answer_carries_the_headers(signed_in: SignIn, world: World, path: str):
    reply = signed_in(world.ana).get(path)
    policy = reply.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "object-src 'none'" in policy
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Referrer-Policy"] == "same-origin"
    if not path.startswith("/static/"):
        assert reply.headers["Cache-Control"] == "no-store"


def test_over_https_the_cookie_is_bound_to_the_host(environment: pytest.MonkeyPatch, database: str):
    environment.setenv("COOKIES_SECURE", "true")
    config.settings.cache_clear()
    reply = create_app().test_client().get("/login", base_url="https://localhost")
    cookie = reply.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie
    assert reply.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_refusal_is_json_for_the_desk_and_a_page_for_people(nobody: Person, world: World):
    for_code = nobody.get("/api/tickets")
    assert (for_code.status_code, for_code.get_json()["error"]) == (401, "signed_out")
    for_people = nobody.get("/nowhere", headers={"Accept": "text/html"})
    assert (for_people.status_code, for_people.mimetype) == (404, "text/html")


def test_a_failure_shows_nothing_of_its_inside(
    app: Flask, signed_in: SignIn, world: World, monkeypatch: pytest.MonkeyPatch
):
    def broken() -> str:
        raise RuntimeError("inside")

    monkeypatch.setitem(app.view_functions, "health", broken)
    reply = signed_in(world.ana).get("/health")
    assert reply.status_code == 500 and "inside" not in reply.get_data(as_text=True)


def test_a_request_too_large_is_refused(signed_in: SignIn, world: World):
    person = signed_in(world.ana)
    reply = person.post("/desk/status", data=b"x" * (1 << 20 | 1), content_type="application/json")
    assert reply.status_code == 413
