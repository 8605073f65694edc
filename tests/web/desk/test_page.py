"""The page of the desk."""

from collections.abc import Callable
from typing import Any

from flask import Flask, template_rendered
from sqlalchemy import update

from core import db
from core.tenants import User
from tests.conftest import World
from tests.web.conftest import Person


def test_no_call_waits_for_the_database_while_the_page_is_made(
    app: Flask, signed_in: Callable[[User], Person], world: World
):
    """SQLite has one writer: a callback has two seconds to become it."""
    ana = signed_in(world.ana)
    written: list[int] = []

    def write(_app: Flask, **_rendered: Any) -> None:
        with db.hurried(0.1), db.engine().begin() as other:
            written.append(other.execute(update(User).values(language="fr")).rowcount)

    with template_rendered.connected_to(write, app):
        assert ana.get("/desk").status_code == 200
    assert written[0] > 0
