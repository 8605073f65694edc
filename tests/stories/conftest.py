"""Whole calls: our webhooks behind a real socket, the simulator on the other end of the line."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.serving import WSGIRequestHandler, make_server

from core import config, db, outbox, wake
from core.clock import now
from core.db import session
from core.outbox import Task
from tests.conftest import World
from tests.stories import desk
from tickets.models import Ticket
from transcription import catalogue
from transcription.audio import Samples
from transcription.recognizer import HeardWord
from voice import recordings, rows
from voice.models import Call, Recording
from voice.recordings import pipeline
from voice.simulator.network.recordings import Recording as ProviderRecording
from voice.simulator.people import others
from voice.simulator.people.call import SimulatedCall
from voice.simulator.server import Simulator
from voice.telephony import music_files, webhooks
from voice.upkeep import registry
from workflows import library
from workflows.formats.yaml_io import load_script

SCRIPT = Path(__file__).with_name("script.yaml")
ACME = "+33199000900"
ANSWERS = {"trapped": "no", "lift": "42"}
SAID = ["l'ascenseur", "numéro", "quarante", "deux"]
DOWN = Event()  # while set, our application answers nobody
# Some seconds shorter than the house's: all that time an agent's phone asks whether it may come in.
NOTICE = {"fr": "Bonjour, cet appel est enregistré."}
LOOK_SECONDS = 0.5  # for tasks whose time comes without a commit
assert registry


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        return


@pytest.fixture(scope="session")
def application() -> Flask:
    app = Flask("stories")
    app.secret_key = "of no use to anybody"
    app.before_request(lambda: ("", 503) if DOWN.is_set() else None)
    app.register_blueprint(webhooks.blueprint)
    app.register_blueprint(music_files.blueprint)
    app.register_blueprint(desk.blueprint)
    app.teardown_appcontext(lambda _error: session.remove())
    return app


@pytest.fixture
def address(environment: pytest.MonkeyPatch, world: World, application: Flask) -> Iterator[str]:
    """Our application at a real address."""
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=_Quiet)
    url = f"http://127.0.0.1:{server.server_port}"
    environment.setenv("PUBLIC_BASE_URL", url)
    config.settings.cache_clear()
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield url
    DOWN.clear()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def simulator(environment: pytest.MonkeyPatch, address: str) -> Iterator[Simulator]:
    with Simulator(address, config.settings().credentials) as running:
        environment.setenv("TWILIO_API_BASE_URL", running.base_url)
        config.settings.cache_clear()
        others.add_recording(others.add_call(running.exchange))
        yield running


@dataclass
class ScriptedEar:
    """Hears the same words in whatever it is given, in time order, once."""

    left: list[str]
    fed: float = 0.0

    def listen(self, chunk: Samples) -> Sequence[HeardWord]:
        self.fed += len(chunk) / 16000
        return ()

    def finish(self) -> Sequence[HeardWord]:
        words, self.left = self.left, []
        return [HeardWord(w, n * 0.2, n * 0.2 + 0.15, 0.9) for n, w in enumerate(words)]


@dataclass
class ScriptedModel:
    entry: catalogue.ModelEntry = field(default_factory=lambda: catalogue.find("fr"))
    label: str = "scripted"

    def recognizer(self) -> ScriptedEar:
        return ScriptedEar(list(SAID))


@pytest.fixture
def ear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "model_for", lambda _language: ScriptedModel())


def speech(seconds: float) -> Samples:
    """Sound that goes up and down as speech does."""
    times = np.arange(int(seconds * 8000)) / 8000
    loud = 6000 * np.maximum(0, np.sin(2 * np.pi * 3 * times))
    noise = np.random.default_rng(7).standard_normal(len(times))
    return np.asarray(loud * noise, dtype=np.int16)


@dataclass
class Hotline:
    """Acme's line, with recording and a script, and what happened there; people by id."""

    simulator: Simulator
    ana: str
    bruno: str

    def phone(self, **details: Any) -> SimulatedCall:
        """One call from ring to end, every callback delivered. The agent is Ana."""
        placed = self.simulator.place_call(ACME, **details)
        self.simulator.wait(placed.sid)
        assert placed.failure == ""
        return placed

    def talk(self, **details: Any) -> SimulatedCall:
        usual = {"caller": speech(3.0), "scripted_agent": True, "answers": ANSWERS}
        return self.phone(**{**usual, **details})

    def call(self, placed: SimulatedCall) -> Call:
        session.rollback()
        call = rows.find(placed.sid)
        assert call is not None
        return call

    def ticket(self, placed: SimulatedCall) -> Ticket:
        ticket_id = self.call(placed).ticket_id
        assert ticket_id is not None
        return session.get_one(Ticket, ticket_id)

    def recordings(self) -> list[Recording]:
        session.rollback()
        return list(session.scalars(select(Recording).order_by(Recording.created_at)))

    def work(self) -> None:
        """What the workers would do, without waiting for anything's time."""
        for _ in range(60):
            session.execute(update(Task).where(Task.state == "pending").values(not_before=now()))
            db.commit()
            due = session.scalars(select(Task.id).where(Task.state == "pending")).all()
            session.rollback()
            if not due:
                return
            for task_id in due:
                outbox.run(task_id)
        raise AssertionError("the tasks do not come to an end")

    def reconcile(self) -> None:
        """Compare with the provider's lists, and do what comes of it."""
        registry.reconcile.reconcile_soon()
        self.work()

    def at_provider(self) -> list[str]:
        """The recordings that the provider still has."""
        made = self.made_at_provider()
        return [each.sid for each in made if not each.deleted and each.path.exists()]

    def made_at_provider(self) -> list[ProviderRecording]:
        """All recordings of our calls that the provider has made, the deleted ones too."""
        made = list(self.simulator.exchange.by_sid(ProviderRecording).values())
        return [each for each in made if each.leg.sid in self.simulator.calls]

    def task(self, name: str) -> Task:
        session.rollback()
        return session.scalars(select(Task).filter_by(name=name)).one()


@contextmanager
def worker(*names: str) -> Iterator[None]:
    """Do tasks of these names beside the calls, as soon as they are due."""
    woken, stop = Event(), Event()

    def work() -> None:
        while not stop.is_set():
            woken.wait(LOOK_SECONDS)
            woken.clear()
            due = select(Task.id).where(Task.name.in_(names), outbox.waiting(now()))
            with suppress(SQLAlchemyError):  # some stories take the database away
                with db.reading():
                    task_ids = session.scalars(due).all()
                for task_id in task_ids:
                    outbox.run(task_id)
            session.remove()

    thread = Thread(target=work, daemon=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wake, "call", woken.set)
        thread.start()
        yield
        stop.set()
        woken.set()
        thread.join(10)


@pytest.fixture
def hotline(simulator: Simulator, world: World, ear: None) -> Iterator[Hotline]:
    """What belongs to other applications of the account is left alone, whatever a test does."""
    world.acme.recording_policy = "always"
    world.acme.announcement = NOTICE
    session.merge(world.acme)
    library.publish(world.acme.id, "acme", load_script(SCRIPT.read_bytes()), None)
    db.commit()
    with worker(recordings.FOLLOW):
        yield Hotline(simulator, world.ana.id, world.bruno.id)
        session.rollback()  # what a story has read keeps the worker from writing
    for made in simulator.exchange.by_sid(ProviderRecording).values():
        assert made.leg.sid in simulator.calls or not (made.deleted or made.fetches)
