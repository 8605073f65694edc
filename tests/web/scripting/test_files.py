"""Scripts as YAML files: exports of drafts, and imports that name the line of every fault."""

import io
from collections.abc import Callable

import pytest

from core import db
from core.tenants import User
from tests.conftest import World
from tests.web.conftest import Person
from tests.web.scripting.scripts_world import acme_script, begin_draft, edit, step, visible_text
from workflows import drafting
from workflows.document import plain
from workflows.drafting.models import DraftChange, ScriptDraft
from workflows.formats.yaml_io import load_script

SignedIn = Callable[[User], Person]


@pytest.fixture
def sofia(signed_in: SignedIn, script: None, world: World) -> Person:
    world.sofia.language = "en"
    db.commit()
    return signed_in(world.sofia)


@pytest.fixture
def draft(sofia: Person, world: World) -> ScriptDraft:
    return begin_draft(world)


def exported(person: Person, draft: ScriptDraft) -> str:
    reply = person.get(f"/scripts/drafts/{draft.id}/yaml")
    assert reply.status_code == 200
    return reply.data.decode()


def bring(person: Person, draft: ScriptDraft, text: str | bytes, **form: str) -> tuple[int, str]:
    """Send a file (bytes) or its text; returns the status code and the page."""
    data: dict[str, object] = dict(form)
    data |= {"file": (io.BytesIO(text), "x.yaml")} if isinstance(text, bytes) else {"text": text}
    reply = person.post(
        f"/scripts/drafts/{draft.id}/yaml", data=data, content_type="multipart/form-data"
    )
    return reply.status_code, reply.text


def stored_document(draft: ScriptDraft) -> dict[str, object]:
    db.session.rollback()
    return dict(db.session.get_one(ScriptDraft, draft.id).document)


def apply(person: Person, draft: ScriptDraft, text: str, base: int, *, mark: str = "one") -> int:
    return bring(person, draft, text, apply="1", base_revision=str(base), token=mark)[0]


def test_out_and_in_again_changes_nothing(sofia: Person, draft: ScriptDraft) -> None:
    text = exported(sofia, draft)
    assert plain(load_script(text))["steps"] == draft.document["steps"]
    for sent in (text, text.encode(), text.replace("\n", "\r\n")):
        code, page = bring(sofia, draft, sent)
        assert code == 200 and "there is nothing to change" in page


def test_a_draft_with_faults_can_be_taken_out_as_well(
    sofia: Person, draft: ScriptDraft, world: World
) -> None:
    faulty = step(draft, "machine", kind="riddle", title={"en": "yes", "fr": "18:30"})
    edit(draft, "step:machine", faulty, world.sofia)
    code, page = bring(sofia, draft, exported(sofia, draft))
    assert code == 422 and "riddle" not in visible_text(page).partition("or its text")[0]
    assert "unknown value" in visible_text(page)


def test_an_import_lists_its_changes_before_it_applies_them(
    sofia: Person, draft: ScriptDraft, world: World
) -> None:
    text = exported(sofia, draft).replace("Which machine?", "Which <b>pump</b>?")
    code, page = bring(sofia, draft, text)
    visible = visible_text(page)
    assert code == 200 and "It would make 1 change" in visible
    assert "pump" in visible and "<b>pump</b>" not in page
    assert stored_document(draft) == draft.document
    for _ in range(2):  # two clicks are one change
        assert apply(sofia, draft, text, draft.revision) == 302
    steps = stored_document(draft)["steps"]
    assert isinstance(steps, list) and steps[0]["ask"]["en"] == "Which <b>pump</b>?"
    changes = db.session.query(DraftChange).filter_by(draft_id=draft.id, part="step:machine")
    assert [row.author_id for row in changes] == [world.sofia.id]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: question", "kind: riddle"),
        ("languages:", "language:"),
        ("format: 1", "format: &a 1"),
        ("format: 1", "format: 1\nformat: 1"),
    ],
)
def test_faults_are_listed_by_line_and_nothing_changes(
    sofia: Person, draft: ScriptDraft, old: str, new: str
) -> None:
    text = exported(sofia, draft).replace(old, new, 1)
    line = text[: text.index(new) + len(new)].count("\n") + 1
    code, page = bring(sofia, draft, text)
    visible = visible_text(page)
    assert code == 422 and "nothing was changed" in visible and f"line {line} :" in visible
    assert " ".join(new.split()) in visible  # the text is still in its field
    assert apply(sofia, draft, text, draft.revision) == 422
    assert stored_document(draft) == draft.document


def test_no_file_makes_the_page_fail(sofia: Person, draft: ScriptDraft) -> None:
    for strange in (b"", b"\xff\xfe\x00", b"\x00", b"a: " + b"[" * 5000, b"&a [*a]", b"- 1\n- 2",
                    b"!!python/object:os.system x", b"a" * 1_000_001, b"\xed\xa0\x80",
                    b"steps: " + b"{a: " * 3000, b"name: <script>alert(1)</script>"):  # fmt: skip
        code, page = bring(sofia, draft, strange)
        assert code == 422, strange[:20]
        assert "<script>alert" not in page
    assert stored_document(draft) == draft.document


def test_a_large_file_is_taken_as_text_too(sofia: Person, draft: ScriptDraft) -> None:
    text = exported(sofia, draft) + "articles:\n"
    body = "x" * 15_000
    for number in range(45):
        text += (
            f"  - key: a{number}\n    title: {{fr: A, en: A}}\n    body: {{fr: {body}, en: A}}\n"
        )
    assert 600_000 < len(text) < 1_000_000
    code, page = bring(sofia, draft, text)
    assert code == 200 and "It would make 45 changes" in visible_text(page)
    assert apply(sofia, draft, text, draft.revision) == 302
    assert len(stored_document(draft)["articles"]) == 45  # type: ignore[arg-type]


def test_a_file_beyond_every_size_is_refused(sofia: Person, draft: ScriptDraft) -> None:
    assert bring(sofia, draft, b"a" * 3_300_000)[0] == 413
    assert stored_document(draft) == draft.document


def test_another_scripts_file_is_not_taken(sofia: Person, draft: ScriptDraft) -> None:
    text = exported(sofia, draft).replace("key: acme", "key: other", 1)
    _, page = bring(sofia, draft, text)
    assert "The file is the script “other”, and this one is “acme”" in visible_text(page)
    assert apply(sofia, draft, text, draft.revision) == 409
    assert stored_document(draft) == draft.document


def test_what_others_changed_meanwhile_is_not_overwritten(
    sofia: Person, draft: ScriptDraft, world: World
) -> None:
    text = exported(sofia, draft).replace("Which machine?", "Which pump?")
    base = draft.revision
    step_of_bruno = step(draft, "machine", ask={"fr": "Quelle presse ?", "en": "Which press?"})
    edit(draft, "step:machine", step_of_bruno, world.bruno)
    code, page = bring(sofia, draft, text, apply="1", base_revision=str(base), token="mine")
    visible = visible_text(page)
    assert code == 409 and "others changed these parts meanwhile" in visible and "Bruno" in visible
    assert "Which press?" in str(stored_document(draft))
    now = db.session.get_one(ScriptDraft, draft.id).revision
    assert f'name="base_revision" value="{now}"' in page
    assert apply(sofia, draft, text, now, mark="again") == 302
    assert "Which pump?" in str(stored_document(draft))


def test_a_closed_draft_takes_no_file(sofia: Person, draft: ScriptDraft, world: World) -> None:
    text = exported(sofia, draft).replace("Which machine?", "Which pump?")
    drafting.discard(draft.id, world.sofia.id)
    db.commit()
    assert apply(sofia, draft, text, draft.revision) == 409
    assert "Bring a file in" not in sofia.get(f"/scripts/drafts/{draft.id}/file").text


def test_a_revision_that_is_none_is_refused(sofia: Person, draft: ScriptDraft) -> None:
    text = exported(sofia, draft).replace("Which machine?", "Which pump?")
    for base in ("", "x", "-1", "99999999999", "4000"):
        code, _ = bring(sofia, draft, text, apply="1", base_revision=base, token="t")
        assert code == 409, base
    assert stored_document(draft) == draft.document


def test_agents_take_out_and_bring_nothing_in(
    signed_in: SignedIn, draft: ScriptDraft, world: World
) -> None:
    ana = signed_in(world.ana)
    text = exported(ana, draft)
    assert bring(ana, draft, text)[0] == 404
    assert "Bring a file in" not in ana.get(f"/scripts/drafts/{draft.id}/file").text
    assert acme_script(world).key == "acme"
