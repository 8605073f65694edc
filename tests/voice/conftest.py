"""A little application with the webhooks alone, and the provider's hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core import db
from tests.conftest import World
from tests.voice.provider import Provider
from voice.agents import presence
from voice.telephony import music_files, webhooks
from workflows import library
from workflows.formats.yaml_io import load_script


@pytest.fixture(scope="session")
def app() -> Flask:
    made = Flask("webhooks")
    made.register_blueprint(webhooks.blueprint)
    made.register_blueprint(music_files.blueprint)
    made.teardown_appcontext(lambda _error: db.session.remove())
    return made


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    yield app.test_client()
    db.session.remove()


@pytest.fixture
def provider(client: FlaskClient, world: World) -> Provider:
    return Provider(client)


@pytest.fixture
def on_duty(world: World) -> World:
    """Ana and Bruno take calls."""
    presence.set_status(world.ana.id, "available")
    presence.set_status(world.bruno.id, "available")
    db.commit()
    return world


@pytest.fixture
def script(world: World) -> None:
    """Acme's script is in force."""
    document = load_script(Path(__file__).with_name("acme.yaml").read_bytes())
    library.publish(world.acme.id, "acme", document, world.sofia.id)
    db.commit()
