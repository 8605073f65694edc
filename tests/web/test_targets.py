"""A form leads back to the page on which it stands, with its query, and never to another site."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from werkzeug.test import TestResponse

from core.tenants import User
from tests.conftest import World
from tests.web.conftest import Person
from tests.web.scripting.scripts_world import acme_script
from web.targets import safe_target

SignedIn = Callable[[User], Person]
NEXT = re.compile(r'name="next" value="([^"]*)" data-this-page')
SITE = "http://localhost"


def next_of(page: TestResponse) -> str:
    """Where the switch of the language on this page leads back to."""
    found = NEXT.search(page.get_data(as_text=True))
    assert found is not None
    return unescape(found[1])


@pytest.mark.parametrize(
    "address",
    ["/", "/tickets?q=%C3%A9t%C3%A9&page=2", "/scripts/x?all=1#comments", "/tickets?q=a|b^{c}'"],
)
def test_a_path_of_ours_is_kept(address: str) -> None:
    assert safe_target(address) == address


@pytest.mark.parametrize(
    "address",
    ["", "tickets", "//evil.example", "//[::1", "///evil.example", "/\\evil.example", "http:/x",
     "https://evil.example", "javascript:alert(1)", "/x\r\nSet-Cookie: a=b", "/x\n", "\n/x",
     "/\t/evil.example", "/x\0", "/é", "/x y", "/<x>", "/\ud800", "/" + "x" * 5000],
)  # fmt: skip
def test_nothing_else_is_an_address_of_ours(address: str) -> None:
    assert safe_target(address) == ""


@pytest.mark.usefixtures("quick_passwords")
@pytest.mark.parametrize("path", ["/login", "/language"])
@pytest.mark.parametrize("target", ["//[::1", "/x\r\nSet-Cookie: a=b", "/\ud800", "/é"])
def test_no_target_makes_a_page_fail(nobody: Person, path: str, target: str) -> None:
    sent = {"next": target.encode("utf-8", "replace").decode(), "language": "en"}
    assert nobody.get("/login", query_string=sent).status_code == 200
    assert nobody.post(path, data=sent, query_string=sent).status_code in {302, 401}


@pytest.mark.parametrize(
    "address", ["/tickets?q=%C3%A9t%C3%A9&page=2", "/scripts?client=x&sort=-name", "/nowhere?a=1"]
)
def test_another_language_keeps_the_address_with_its_query(
    signed_in: SignedIn, world: World, address: str
) -> None:
    sofia = signed_in(world.sofia)
    back = next_of(sofia.get(address))
    assert back == address
    reply = sofia.post("/language", data={"language": "en", "next": back})
    assert reply.location == address


@pytest.mark.usefixtures("quick_passwords")
def test_another_language_keeps_where_the_sign_in_leads(nobody: Person, world: World) -> None:
    sent = nobody.get("/tickets?q=a&page=2").location
    assert next_of(nobody.get(sent)) == sent
    wrong = nobody.post(sent, data={"email": world.rita.email, "password": "wrong"})
    assert wrong.status_code == 401 and next_of(wrong) == sent


def test_the_answer_to_a_refused_form_leads_back_to_the_page_of_the_form(
    signed_in: SignedIn, script: None, world: World
) -> None:
    sofia, row = signed_in(world.sofia), acme_script(world)
    page = f"/scripts/{row.id}?all=1"

    def after_refusal(came_from: str) -> str:
        reply = sofia.post(
            f"/scripts/{row.id}/comments", data={"text": ""}, headers={"Referer": came_from}
        )
        assert reply.status_code == 422
        return next_of(reply)

    assert after_refusal(f"{SITE}{page}") == page
    for elsewhere in ("https://evil.example/x", "//[::1", f"{SITE}//evil.example", ""):
        assert after_refusal(elsewhere) == "", elsewhere


def test_who_was_signed_out_signs_in_and_comes_back(nobody: Person) -> None:
    form = nobody.post("/tickets/x/state", headers={"Referer": f"{SITE}/tickets/x?from=list"})
    assert form.status_code == 401
    assert 'href="/login?next=/tickets/x?from%3Dlist"' in form.get_data(as_text=True)
