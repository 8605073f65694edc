"""Comments, agents' proposals, and who may do what with a client's scripts."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from core.db import commit, session
from core.tenants import Membership, User
from tests.conftest import World
from tests.core.conftest import at_once
from workflows import drafting, library, runs
from workflows.document import ScriptDocument
from workflows.drafting import BadEdit, ScriptComment, UnknownComment, UnknownScript
from workflows.models import Run, ScriptVersion


@pytest.fixture
def version(world: World, lift_document: ScriptDocument) -> Iterator[ScriptVersion]:
    version = library.publish(world.acme.id, "lift-breakdown", lift_document, world.sofia.id)
    commit()
    yield version
    session.rollback()


def _run(client_id: str) -> Run:
    run = runs.start(
        client_id=client_id, call_id=None, script_key="lift-breakdown", language="fr", facts={}
    )
    assert run is not None
    return run


def test_a_comment_is_kept_once(version: ScriptVersion, world: World) -> None:
    comments = [
        drafting.comment(version.script_id, "step:floor", text, by=world.ana.id, token="one")
        for text in (" Trop long \x00", "autre")
    ]
    assert comments[0].id == comments[1].id
    assert (comments[0].text, comments[0].kind, comments[0].client_id) == (
        "Trop long",
        "comment",
        world.acme.id,
    )
    assert drafting.comments_of(version.script_id) == [comments[0]]


def test_the_token_of_somebody_else_hides_no_comment(version: ScriptVersion, world: World) -> None:
    script_id = version.script_id
    comment = drafting.comment(script_id, "", "Le mien", by=world.ana.id, token="one")
    with pytest.raises(BadEdit, match="token-of-another"):
        drafting.comment(script_id, "", "Autre chose", by=world.bruno.id, token="one")
    assert drafting.comments_of(script_id) == [comment]


def test_many_clicks_at_once_make_one_comment(version: ScriptVersion, world: World) -> None:
    script_id, ana = version.script_id, world.ana.id
    session.remove()

    def click(_number: int) -> str:
        comment = drafting.comment(script_id, "", "Bonjour", by=ana, token="one")
        commit()
        return comment.id

    assert len({str(result) for result in at_once(8, click)}) == 1
    assert session.scalar(select(func.count()).select_from(ScriptComment)) == 1


def test_a_proposal_names_its_run_and_version(version: ScriptVersion, world: World) -> None:
    run = _run(world.acme.id)
    proposal = drafting.comment(
        version.script_id,
        "step:floor",
        "Demander aussi l’escalier",
        by=world.ana.id,
        kind="proposal",
        run_id=run.id,
        token="one",
    )
    assert (proposal.run_id, proposal.version_id) == (run.id, version.id)


def test_a_run_of_another_client_is_refused(
    version: ScriptVersion, world: World, lift_document: ScriptDocument
) -> None:
    library.publish(world.globex.id, "lift-breakdown", lift_document, None)
    foreign = _run(world.globex.id)
    for run_id in (foreign.id, "nothing"):
        for version_id in (None, version.id):
            names = {"run_id": run_id, "version_id": version_id}
            with pytest.raises(UnknownComment):
                drafting.comment(
                    version.script_id, "", "Oh", by=None, kind="proposal", token="x", **names
                )
    with pytest.raises(UnknownComment):
        drafting.comment(
            version.script_id, "", "Oh", by=None, version_id=foreign.script_version_id, token="x"
        )
    with pytest.raises(UnknownScript):
        drafting.comment("nothing", "", "Oh", by=None, token="x")


@pytest.mark.parametrize(
    ("part", "text", "kind", "token"),
    [
        ("floor", "Oui", "comment", "x"),
        ("step:floor", "  ", "comment", "x"),
        ("step:floor", "x" * 5_001, "comment", "x"),
        ("step:floor", "Oui", "riddle", "x"),
        ("step:floor", "Oui", "comment", ""),
        ("step:floor", "Oui", "comment", "x" * 65),
        ("step:floor", "Oui", "comment", "\ud800"),
    ],
)
def test_what_is_no_comment_is_refused(
    version: ScriptVersion, part: str, text: str, kind: str, token: str
) -> None:
    with pytest.raises(BadEdit):
        drafting.comment(version.script_id, part, text, by=None, kind=kind, token=token)
    assert drafting.comments_of(version.script_id) == []


def test_resolved_and_opened_again(version: ScriptVersion, world: World) -> None:
    comment = drafting.comment(version.script_id, "", "Oui", by=world.ana.id, token="one")
    drafting.resolve(comment.id, world.sofia.id, "Fait")
    again = drafting.resolve(comment.id, world.bruno.id, "Non")
    assert (again.resolved_by, again.resolution) == (world.sofia.id, "Fait")
    assert drafting.comments_of(version.script_id, open_only=True) == []
    assert drafting.comments_of(version.script_id) == [comment]
    drafting.reopen(comment.id)
    assert drafting.comments_of(version.script_id, open_only=True) == [comment]
    assert drafting.get_comment(comment.id).resolved_at is None
    for act in (drafting.reopen, drafting.get_comment):
        with pytest.raises(UnknownComment):
            act("nothing")


def test_who_may_read_write_and_publish(world: World) -> None:
    manager = User(email="mia@filrouge.example", name="Mia")
    admin = User(email="adele@filrouge.example", name="Adèle", staff_role="administrator")
    session.add_all([manager, admin])
    session.flush()
    session.add(Membership(user_id=manager.id, client_id=world.acme.id, role="manager"))
    session.flush()
    acme, globex = world.acme.id, world.globex.id
    people = {
        "ana": world.ana,
        "bruno": world.bruno,
        "rita": world.rita,
        "sofia": world.sofia,
        "mia": manager,
        "adele": admin,
    }
    readers = {name for name, user in people.items() if drafting.may_read(user, acme)}
    assert readers == {"ana", "bruno", "sofia", "mia", "adele"}
    writers = {name for name, user in people.items() if drafting.may_edit(user, acme)}
    assert writers == {"sofia", "mia", "adele"}
    assert writers == {name for name, user in people.items() if drafting.may_publish(user, acme)}
    elsewhere = {name for name, user in people.items() if drafting.may_read(user, globex)}
    assert elsewhere == {"bruno", "sofia", "adele"}
    assert not drafting.may_edit(manager, globex)
