"""The whole application, and people who use it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core import db
from core.tenants import User
from web.app import create_app


@dataclass
class Person:
    """Somebody's browser: keeps their session, and sends its token with what changes things."""

    browser: FlaskClient
    token: str = ""

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.browser.get(path, **more)

    def post(self, path: str, **more: Any) -> TestResponse:
        return self.ask("POST", path, **more)

    def put(self, path: str, **more: Any) -> TestResponse:
        return self.ask("PUT", path, **more)

    def ask(self, method: str, path: str, **more: Any) -> TestResponse:
        self.token = self.token or token_of(self.browser)
        headers = {"X-CSRFToken": self.token, **more.pop("headers", {})}
        return self.browser.open(path, method=method, headers=headers, **more)


def token_of(browser: FlaskClient) -> str:
    """The token of this session, as every page carries it."""
    shown = browser.get("/nowhere", headers={"Accept": "text/html"}).get_data(as_text=True)
    return shown.partition('name="csrf-token" content="')[2].partition('"')[0]


@pytest.fixture
def app(database: str) -> Iterator[Flask]:
    made = create_app()
    yield made
    db.session.remove()


@pytest.fixture
def nobody(app: Flask) -> Person:
    return Person(app.test_client())


@pytest.fixture
def signed_in(app: Flask) -> Callable[[User], Person]:
    """Their browser, signed in (what the sign-in page does is told by its own tests)."""

    def person(user: User) -> Person:
        browser = app.test_client()
        with browser.session_transaction() as session:
            session["_user_id"] = f"{user.id}:{user.session_epoch}"
        return Person(browser)

    return person
