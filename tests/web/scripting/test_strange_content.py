"""Content that no page of ours sends: it is refused or kept as text, and no request fails."""

from collections.abc import Callable

import pytest

from core import db
from core.tenants import User
from tests.conftest import World
from tests.web.conftest import Person
from tests.web.scripting.scripts_world import acme_script, begin_draft
from workflows import drafting

SignedIn = Callable[[User], Person]
STRANGE = ("\0", "a\0b", "\u202e", "\ufffe", "é" + "e" * 12_000)
ALIKE = ("<b>", "%00", "..", "'; --")  # plain text to every database
FIELDS = (
    "client", "name_fr", "name_en", "key", "languages", "version", "number", "note", "when",
    "starts_at", "days", "part", "text", "token", "next", "resolution", "base_revision", "apply",
)  # fmt: skip


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest) -> str:
    """Both databases, since they accept different texts."""
    url: str = request.getfixturevalue(f"{request.param}_database")
    return url


def test_no_form_makes_a_page_fail(
    signed_in: SignedIn, script: None, world: World, database: str
) -> None:
    sofia, acme = signed_in(world.sofia), world.acme.id
    draft, script_id = begin_draft(world), acme_script(world).id
    comment = drafting.comment(script_id, "", "x", by=world.ana.id, token="first")
    db.commit()
    paths = [
        "/scripts", f"/scripts/{script_id}/draft", f"/scripts/{script_id}/comments",
        f"/scripts/{script_id}/roll-back", f"/scripts/comments/{comment.id}/resolve",
        f"/scripts/comments/{comment.id}/reopen",
        *(f"/scripts/drafts/{draft.id}/{name}" for name in (
            "submit", "send-back", "approve", "publish", "replay", "yaml", "discard", "restore")),
    ]  # fmt: skip
    # While one of these is wrong, the route does not look at the other fields.
    read_first = {
        "/scripts": {"client": acme},
        f"/scripts/{script_id}/roll-back": {"number": "1"},
        f"/scripts/drafts/{draft.id}/publish": {"when": "later"},
    }
    texts = (*STRANGE, *ALIKE) if database.startswith("sqlite") else STRANGE
    for path in paths:
        for strange in texts:
            form = dict.fromkeys(FIELDS, strange)
            for right in ({}, read_first[path]) if path in read_first else ({},):
                code = sofia.post(path, data={**form, **right}).status_code
                assert code in {200, 302, 400, 404, 409, 422}, (path, strange[:9])
    for strange in (*texts, "\ud800"):
        content = {"text": strange, "part": "", "token": strange}
        reply = sofia.post(f"/scripts/{script_id}/comments", json=content)
        assert reply.status_code in {201, 422}, strange[:9]
    for page in ("/scripts", f"/scripts/{script_id}?all=1", f"/scripts/drafts/{draft.id}/changes"):
        assert sofia.get(page).status_code == 200


def test_no_question_makes_a_page_fail(signed_in: SignedIn, script: None, world: World) -> None:
    sofia = signed_in(world.sofia)
    draft, script_id = begin_draft(world), acme_script(world).id
    for text in ("%00", "%FF", "%ED%A0%80", "-1", "1e9", "9" * 50, "%D9%A1", "a" * 5000):
        for path in (f"/scripts/{script_id}/compare?from={text}&to={text}",
                     f"/scripts/{script_id}?all={text}",
                     f"/scripts/drafts/{draft.id}/rehearsal?seed={text}&language={text}",
                     f"/scripts/drafts/{draft.id}/replay?replay={text}"):  # fmt: skip
            assert sofia.get(path).status_code in {200, 404}, path
