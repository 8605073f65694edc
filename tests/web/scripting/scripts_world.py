"""People who write Acme's script, and helpers that edit it."""

import re
from html import unescape
from typing import Any

from sqlalchemy import select

from core import db
from core.tenants import Membership, User
from tests.conftest import World
from tests.web.conftest import Person
from workflows import drafting, library
from workflows.drafting.models import ScriptDraft
from workflows.models import Script, ScriptVersion

TAGS = re.compile(r"<[^>]+>")


def manager(world: World) -> User:
    """Marc looks after Acme's side, its script among it."""
    user = User(email="marc@filrouge.example", name="Marc", language="en")
    db.session.add(user)
    db.session.flush()
    db.session.add(Membership(user_id=user.id, client_id=world.acme.id, role="manager"))
    db.commit()
    return user


def acme_script(world: World) -> Script:
    return db.session.scalars(select(Script).filter_by(client_id=world.acme.id)).one()


def begin_draft(world: World) -> ScriptDraft:
    draft = drafting.open_draft(acme_script(world).id, world.sofia.id)
    db.commit()
    return draft


def edit(draft: ScriptDraft, part: str, value: Any, by: User, token: str = "") -> None:
    """One edit of a draft as the editor would save it."""
    change = {"action": "set", "part": part, "value": value}
    token = token or f"{part}{draft.revision}"
    drafting.save(draft.id, draft.revision, [change], by=by.id, token=token)
    db.commit()


def step(draft: ScriptDraft, key: str, **fields: Any) -> dict[str, Any]:
    """A step of the draft with other fields."""
    stored_step = next(one for one in draft.document["steps"] if one["key"] == key)
    return {**stored_step, **fields}


def approve(draft: ScriptDraft, by: User, reader: User) -> None:
    drafting.submit(draft.id, by.id)
    drafting.approve(draft.id, reader.id, "Read twice")
    db.commit()


def versions(world: World) -> list[ScriptVersion]:
    wanted = select(ScriptVersion).filter_by(script_id=acme_script(world).id)
    return list(db.session.scalars(wanted.order_by(ScriptVersion.number)))


def in_force(world: World) -> int:
    """The number of the version that calls use now."""
    version = library.published(world.acme.id, "acme")
    assert version is not None
    return version.number


def text_of(person: Person, path: str) -> str:
    """The text of a page without its markup."""
    reply = person.get(path)
    assert reply.status_code == 200, path
    return visible_text(reply.text)


def visible_text(page: str) -> str:
    main = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(TAGS.sub(" ", main)).split())
