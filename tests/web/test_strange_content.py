"""Content that no page of ours sends: refused, or kept as text, and never a failure."""

from collections.abc import Callable

import pytest

from core.tenants import User
from tests.conftest import World
from tests.web.conftest import Person

Case = dict[str, str]
SignedIn = Callable[[User], Person]
STRANGE = (7, True, None, ["a"], {"a": 1}, "\0", "a\0b", "\ud800", "\u202e", "é" * 5000)
QUESTIONS = (
    "q=%00", "q=%", "q=_", "q=%5C", "q=%F0%9F%9B%97", "q=%FF", "q=%ED%A0%80", "q=%23%C2%B2",
    "q=%D9%A1%D9%A2", "q=" + "9" * 500, "q=" + "a+" * 500, "page=0", "page=-3", "page=x",
    "page=99999999999999999999", "priority=9", "priority=%00", "state=nowhere", "state=%00",
    "team=%00", "client=%00", "caller=%00", "period=never", "sort=%00", "draft=%00",
)  # fmt: skip
# What `url_for` would take for an option of its own.
OPTIONS = ("endpoint=x", "_method=DELETE", "_scheme=x", "_external=1", "_anchor=x", "self=1")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest) -> str:
    """Both: they differ in which texts they take."""
    url: str = request.getfixturevalue(f"{request.param}_database")
    return url


@pytest.fixture
def ana(case: Case, signed_in: SignedIn, world: World) -> Person:
    return signed_in(world.ana)


def test_no_content_makes_the_desk_fail(ana: Person, case: Case) -> None:
    call = f"/desk/calls/{case['call_id']}"
    for path in (f"{call}/answers/machine", f"{call}/notes"):
        revision = 0
        for value in STRANGE:
            for base in (revision, 0):  # kept, and in conflict with what was kept
                reply = ana.put(path, json={"raw": value, "base_revision": base})
                assert reply.status_code in {200, 400, 409, 422}, (path, value, base)
                revision = reply.get_json().get("revision", revision)
        assert revision > 0
        for base in ("one", None, -1, 2**70):
            reply = ana.put(path, json={"raw": "\0", "base_revision": base})
            assert reply.status_code in {400, 409, 422}, (path, base)
    for value in STRANGE:
        for path in ("/desk/status", f"{call}/close"):
            content = {"status": value, "reason": value, "override_reason": value}
            reply = ana.post(path, json=content)
            assert reply.status_code in {400, 409, 422}, (path, value)
    assert ana.get(call).get_json()["state"] == "claimed"


def test_no_body_makes_the_desk_fail(ana: Person, case: Case) -> None:
    for body in (b"", b"{", b"\xff\xfe", b"[" * 20_000, b"null", b'"x"'):
        for method, name in (("PUT", "answers/machine"), ("PUT", "notes"), ("POST", "close")):
            path = f"/desk/calls/{case['call_id']}/{name}"
            reply = ana.ask(method, path, data=body, content_type="application/json")
            assert reply.status_code in {200, 400, 409, 422}, (name, body[:9])


def test_no_question_makes_the_lists_fail(ana: Person, case: Case, database: str) -> None:
    """The list of scripts and the options of addresses are the same for every database."""
    on_sqlite = database.startswith("sqlite")
    paths = ("/tickets", "/scripts", "/api/tickets") if on_sqlite else ("/tickets", "/api/tickets")
    for query in (*QUESTIONS, *OPTIONS) if on_sqlite else QUESTIONS:
        for path in paths:
            assert ana.get(f"{path}?{query}").status_code in {200, 302, 400}, (path, query)


def test_no_name_makes_a_page_fail(ana: Person) -> None:
    for name in ("%00", "%FF", "..%2F..", "x" * 3000, "%F0%9F%9B%97", "'--"):
        for path in ("/tickets/{}", "/api/tickets/{}", "/recordings/{}/audio", "/desk/calls/{}"):
            assert ana.get(path.format(name)).status_code in {400, 404}, (path, name)


def test_no_number_makes_the_tasks_fail(signed_in: SignedIn, world: World) -> None:
    sofia = signed_in(world.sofia)
    for number in ("0", "-1", "2147483648", "9" * 30, "1e3"):
        assert sofia.post(f"/tasks/{number}/retry").status_code == 404, number


@pytest.mark.usefixtures("quick_passwords")
def test_no_sign_in_makes_the_page_fail(nobody: Person, world: World) -> None:
    for text in ("\0", "a\0@filrouge.example", "\u202e", "é" * 2000):
        form = {"email": text, "password": text, "next": text}
        assert nobody.post("/login", data=form).status_code in {400, 401}, repr(text)


def test_a_session_that_was_made_up_is_nobodys(nobody: Person, world: World) -> None:
    nobody.browser.set_cookie("session", "made.up.cookie")
    assert nobody.get("/api/tickets").status_code == 401
