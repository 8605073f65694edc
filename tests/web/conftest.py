"""The whole application, and people who use it."""

import re
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask, Response, request, session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select
from werkzeug.test import TestResponse

from core import config, db
from core.clock import now
from core.outbox import Task
from core.storage import storage
from core.tenants import User
from tests.conftest import World, token_for
from tests.voice.provider import Provider
from tickets import cases
from tickets.models import Ticket
from voice import calls
from voice.agents import presence
from voice.models import Offer, Recording
from web.accounts import passwords
from web.app import create_app
from workflows import drafting, library
from workflows.formats.yaml_io import load_script
from workflows.models import Script, ScriptVersion

VOICE_TESTS = Path(__file__).parent.parent / "voice"
FILE = re.compile(r'<(?:link|script|img)\b[^>]*\b(?:href|src)="([^"]+)"')
MOST_FILES = 5
QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
# Read anew at each use; an application keeps nothing of them.
EACH_ITS_OWN = {"database_url", "storage_url", "var_dir", "public_base_url", "twilio_api_base_url"}


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
    """A token of this session, as every page carries one: to make a page takes far longer."""
    with browser.session_transaction() as kept, browser.application.test_request_context():
        session.update(kept)
        token: str = generate_csrf()
        kept.update(session)
    return token


@pytest.fixture
def database(sqlite_database: str) -> str:
    """Pages ask nothing of the database that its own tests do not ask of both kinds."""
    return sqlite_database


@pytest.fixture
def app(database: str, environment: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application; the telephone network's interface answers nobody."""
    environment.setenv("TWILIO_API_BASE_URL", "http://127.0.0.1:1")
    config.settings.cache_clear()
    made = shared_app()
    its_settings = dict(made.config)
    crowded: list[str] = made.extensions["crowded"]
    crowded.clear()
    yield made
    made.config.clear()
    made.config.update(its_settings)
    db.session.remove()
    assert crowded == [], f"a page asks for at most {MOST_FILES} files"


def shared_app() -> Flask:
    """The application of all tests with the same settings.

    To make it and to compile its templates takes longer than most tests.
    """
    return _app_with(frozenset(config.settings().model_dump(exclude=EACH_ITS_OWN).items()))


@cache
def _app_with(_settings: frozenset[tuple[str, Any]]) -> Flask:
    made = create_app()
    crowded = made.extensions["crowded"] = []

    def count(response: Response) -> Response:
        if response.mimetype == "text/html" and len(files_of(response)) > MOST_FILES:
            crowded.append(request.path)
        return response

    made.after_request(count)
    return made


def files_of(page: Response) -> list[str]:
    """Addresses of the scripts, style sheets and pictures that a page asks for."""
    return FILE.findall(page.get_data(as_text=True))


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes of the usual kind that cost little, also where there is no account."""
    monkeypatch.setattr(passwords, "_hasher", QUICK)
    monkeypatch.setattr(passwords, "_NOBODY", QUICK.hash("nobody has this password"))


@pytest.fixture
def nobody(app: Flask) -> Person:
    return Person(app.test_client())


@pytest.fixture
def signed_in(app: Flask) -> Callable[[User], Person]:
    """Their browser, signed in (what the sign-in page does is told by its own tests)."""

    def person(user: User) -> Person:
        browser = app.test_client()
        with browser.session_transaction() as kept:
            kept["_user_id"] = token_for(user)
        return Person(browser)

    return person


@pytest.fixture
def sign_in(
    app: Flask, signed_in: Callable[[User], Person]
) -> Callable[[User | None], FlaskClient]:
    """The bare browser of somebody, or of nobody. It needs no token: who may is the question."""
    app.config["WTF_CSRF_ENABLED"] = False
    return lambda user: signed_in(user).browser if user else app.test_client()


@pytest.fixture
def provider(app: Flask, world: World) -> Provider:
    """The telephone network's side of one call to Acme."""
    return Provider(app.test_client())


@pytest.fixture
def on_duty(world: World) -> World:
    """Ana and Bruno take calls."""
    for agent in (world.ana, world.bruno):
        presence.set_status(agent.id, "available")
    db.commit()
    return world


@pytest.fixture
def script(world: World) -> None:
    """Acme's script is in force."""
    document = load_script((VOICE_TESTS / "acme.yaml").read_bytes())
    library.publish(world.acme.id, "acme", document, world.sofia.id)
    db.commit()


def offer_of(provider: Provider, user: User) -> str:
    """The id of what is offered to this person."""
    chosen = select(Offer.id).filter_by(call_id=provider.call.id, user_id=user.id)
    return db.session.scalars(chosen).one()


def keep_audio(path: Path, recording: Recording) -> None:
    """Store a second of silence as what was recorded, for the recording's call."""
    with wave.open(str(path), "wb") as sound:
        sound.setparams((2, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(2 * 2 * 8000))
    recording.storage_key = f"recordings/{recording.client_id}/{recording.id}.wav"
    storage().put(recording.storage_key, path)


@pytest.fixture
def case(provider: Provider, on_duty: World, script: None, tmp_path: Path) -> dict[str, str]:
    """Ana has a call of Acme, with a ticket, a hostile answer and a recording to listen to."""
    provider.ring()
    provider.enter()
    offer_id = offer_of(provider, on_duty.ana)
    call = calls.claim(offer_id, on_duty.ana.id)
    recording = Recording(call_id=call.id, client_id=call.client_id, state="fetched", duration=1.0)
    db.session.add(recording)
    db.session.flush()
    keep_audio(tmp_path / "kept.wav", recording)
    hostile = {"fr": "<b>Ascenseur</b>", "en": "<b>Ascenseur</b>"}
    answer = cases.AnswerInput("machine", {"fr": "Machine"}, hostile, hostile["fr"], "typed")
    cases.record_answers(str(call.ticket_id), [answer], None)
    db.commit()
    return {
        "offer_id": offer_id,
        "call_id": call.id,
        "ticket_id": str(call.ticket_id),
        "recording_id": recording.id,
    }


@pytest.fixture
def other_ticket(world: World) -> Ticket:
    """A ticket of Globex."""
    made = cases.open_for_call(
        client_id=world.globex.id,
        language="en",
        caller_number="+33199000042",
        opened_at=now(),
        title="Printer of Globex",
    )
    db.commit()
    return made


@pytest.fixture
def names(case: dict[str, str], written: dict[str, Any], world: World) -> dict[str, Any]:
    """What the routes call their objects: all of them of Ana's call for Acme, and its script."""
    task_id = db.session.scalars(select(Task.id)).first()
    assert task_id is not None
    return {**case, **written, "step": "machine", "task_id": task_id}


@pytest.fixture
def written(script: None, world: World) -> dict[str, Any]:
    """Acme's script with a draft, a comment, and a version that is set for tomorrow."""
    row = db.session.scalars(select(Script).filter_by(client_id=world.acme.id)).one()
    version = db.session.scalars(select(ScriptVersion).filter_by(script_id=row.id)).one()
    draft = drafting.open_draft(row.id, world.sofia.id)
    comment = drafting.comment(row.id, "", "Too long", by=world.ana.id, token="t")
    later = library.put_in_force(version, world.sofia.id, starts_at=now() + timedelta(days=1))
    db.commit()
    return {
        "script_id": row.id,
        "draft_id": draft.id,
        "line_id": world.acme_line.id,
        "comment_id": comment.id,
        "publication_id": later.id,
        "number": version.number,
    }
