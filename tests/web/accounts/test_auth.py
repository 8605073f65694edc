"""Signing in and out, and what every answer says to browsers."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from core import clock, config, db, sign_ins
from core.audit import AuditEntry
from core.config import settings
from core.tenants import User
from tests.conftest import World
from tests.statements import counted
from tests.web.conftest import QUICK, Person, token_of
from voice.agents import presence
from web.accounts import auth
from web.accounts.passwords import verified
from web.app import create_app

PASSWORD = "a lift between two floors"
# As the application makes them, but quick to check: many tests sign in.
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
    return who.post("/login", data={"email": email, "password": password}, query_string=more)


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


@pytest.mark.usefixtures("quick_passwords")
def test_a_typed_address_is_kept_and_is_only_text(nobody: Person, world: World):
    page = try_to_sign_in(nobody, '"><script>x</script>').get_data(as_text=True)
    assert "&lt;script&gt;x" in page and "<script>x" not in page


@pytest.mark.parametrize(
    "change_of",
    [
        {"active": False},
        {"password_hash": HASHED},
        {"staff_role": ""},
        {"staff_role": "supervisor"},
    ],
)
def test_a_session_is_of_the_account_as_it_was(
    signed_in: SignIn, world: World, change_of: dict[str, object]
):
    person = signed_in(world.ana)
    assert is_signed_in(person)
    change(world.ana, **change_of)
    assert not is_signed_in(person)


def kept_cookie(person: Person) -> Person:
    """The same session in the hands of somebody who kept its cookie."""
    token = token_of(person.browser)
    thief = person.browser.application.test_client()
    cookie = person.browser.get_cookie("session")
    assert cookie is not None
    thief.set_cookie("session", cookie.value)
    return Person(thief, token)


def test_a_kept_cookie_is_worth_nothing_after_the_sign_out(signed_in: SignIn, world: World):
    person, elsewhere = signed_in(world.ana), signed_in(world.ana)
    thief = kept_cookie(person)
    assert thief.get("/desk/state").status_code == 200
    assert thief.post("/desk/phone-token", json={}).status_code == 200
    assert person.post("/logout").location == "/login"
    assert thief.get("/desk/state").status_code == 401
    assert thief.post("/desk/phone-token", json={}).status_code in (400, 401)
    assert not is_signed_in(person)
    assert is_signed_in(elsewhere), "another browser stays signed in"
    assert "sign_out" in actions()


def test_somebody_signs_out_everywhere(signed_in: SignIn, world: World):
    person, elsewhere, colleague = (signed_in(each) for each in (world.ana, world.ana, world.bruno))
    person.post("/logout", data={"everywhere": "yes"})
    assert not is_signed_in(person) and not is_signed_in(elsewhere)
    assert is_signed_in(colleague)


def test_each_sign_in_is_new_and_ends_the_one_before_in_this_browser(
    signed_in: SignIn, world: World, ana: User
):
    person = signed_in(world.bruno)
    before = kept_cookie(person)
    assert is_signed_in(before)
    assert try_to_sign_in(person, ana.email).location == "/desk"
    assert is_signed_in(person) and not is_signed_in(before)


def presence_of(user: User) -> str:
    return presence.of(user.id).status


def test_whoever_is_signed_in_nowhere_takes_no_calls(signed_in: SignIn, on_duty: World):
    one, other = signed_in(on_duty.ana), signed_in(on_duty.ana)
    one.post("/logout")
    assert presence_of(on_duty.ana) == "available"
    other.post("/logout")
    assert presence_of(on_duty.ana) == "offline"
    assert presence_of(on_duty.bruno) == "available"


def test_no_use_puts_the_end_off(signed_in: SignIn, world: World, monkeypatch: pytest.MonkeyPatch):
    person = signed_in(world.ana)
    start = clock.now()
    used = []
    hours = settings().session_hours
    for minutes in range(0, (hours + 1) * 60, 30):
        monkeypatch.setattr(auth, "now", lambda at=start + timedelta(minutes=minutes): at)
        used.append(is_signed_in(person))
    assert used == [True] * (hours * 2) + [False] * 2


def test_a_session_that_nobody_uses_ends(
    signed_in: SignIn, world: World, monkeypatch: pytest.MonkeyPatch
):
    person = signed_in(world.ana)
    later = clock.now() + timedelta(minutes=settings().session_idle_minutes, seconds=1)
    monkeypatch.setattr(auth, "now", lambda: later)
    assert not is_signed_in(person)


def test_use_is_noted_once_a_minute_and_a_request_asks_once_who_it_is(
    signed_in: SignIn, world: World, monkeypatch: pytest.MonkeyPatch
):
    person = signed_in(world.ana)
    with counted() as statements:
        assert is_signed_in(person)
    about = [one for one in statements if "sign_ins" in one or "FROM users" in one]
    assert len(about) == 1 and "UPDATE" not in about[0]
    later = clock.now() + sign_ins.SEEN_EVERY
    monkeypatch.setattr(auth, "now", lambda: later)
    for expected in (1, 0):
        with counted() as statements:
            assert is_signed_in(person)
        assert len([one for one in statements if "UPDATE sign_ins" in one]) == expected


def test_no_answer_prolongs_the_cookie(signed_in: SignIn, world: World):
    person = signed_in(world.ana)
    with person.browser.session_transaction() as session:
        session.permanent = True
    token_of(person.browser)
    assert "Set-Cookie" not in person.get("/tickets").headers


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


def test_who_signs_in_waits_for_the_log_before_they_are_locked(nobody: Person, ana: User):
    """Others write to the log first and to screens last: they would wait for each other."""
    nobody.post("/language", data={"language": "en"})
    with counted() as sent:
        assert try_to_sign_in(nobody, ana.email).status_code == 302
    changed = [" ".join(each.split()[:2]) for each in sent if each.startswith("UPDATE")]
    assert changed.index("UPDATE audit_head") < changed.index("UPDATE users")


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
    assert f'<form method="post" action="{sent}">' in page
    assert try_to_sign_in(nobody, ana.email, next=target).location == target
    assert nobody.get(sent).location == target, "in another tab the person is signed in by now"


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


def test_the_token_of_a_page_is_of_use_in_its_session_and_in_no_other(
    signed_in: SignIn, world: World
):
    ana, bruno = signed_in(world.ana), signed_in(world.bruno)
    page = ana.get("/tickets").get_data(as_text=True)
    anas = page.partition('name="csrf-token" content="')[2].partition('"')[0]
    own = ana.post("/desk/status", json={"status": "offline"}, headers={"X-CSRFToken": anas})
    assert own.status_code == 200
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
