"""The whole application at a real address, a telephone network, and people with a browser."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from socket import SHUT_RD, socket
from threading import Condition, Event, Thread
from types import ModuleType
from typing import Any
from urllib.request import urlopen
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
)
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from core import config, db, wake
from core.tenants import User
from tests.conftest import World, forget_cached, set_environment, token_for
from voice.simulator.network.conference import Conference
from voice.simulator.network.legs import Leg
from voice.simulator.network.recordings import Recording
from voice.simulator.people.call import SimulatedCall
from voice.simulator.server import Simulator
from web.app import create_app
from web.welcome import tour
from workflows import library
from workflows.formats.yaml_io import load_script

SCRIPT = Path(__file__).with_name("script.yaml")
ACME = "+33199000900"
PATIENCE = 60_000  # ms: the machine may be busy with other tests
expect.set_options(timeout=PATIENCE)
Application = Callable[[WSGIEnvironment, StartResponse], Any]
TIMES_FASTER = 40.0  # than people's clocks: announcements, and pauses of a phone


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = f"{Path(__file__).parent}/"
    for item in items:  # as text: thousands of paths take a second to compare
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


class _Quiet(WSGIRequestHandler):
    timeout = 15  # seconds: a browser keeps connections that it opened ahead for a minute

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        return


class _Server(ThreadedWSGIServer):
    """Knows when it has answered everything."""

    def __init__(self, application: Application) -> None:
        super().__init__("127.0.0.1", 0, application, handler=_Quiet)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self._open: set[socket] = set()
        self._closed_one = Condition()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._closed_one:
            self._open.add(request)
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._closed_one:
                self._open.discard(request)
                self._closed_one.notify_all()

    def come_to_rest(self) -> None:
        """Answer what was asked, of those too that were not accepted yet, and ask no more.

        A browser opens connections in advance, and may leave one open that asks nothing.
        """
        urlopen(f"{self.address}/health").close()  # comes after them
        with self._closed_one:
            for connection in self._open:
                with suppress(OSError):  # closed just now
                    connection.shutdown(SHUT_RD)
            assert self._closed_one.wait_for(lambda: not self._open, PATIENCE / 1000)


@dataclass
class Stage:
    """What all tests share. Between two of them nothing of the first goes on or is kept."""

    app: Flask
    streams: ModuleType
    server: _Server
    simulator: Simulator
    down: Event

    def clear(self) -> None:
        self.down.clear()
        self._end_calls()
        with pytest.MonkeyPatch.context() as ending:
            ending.setattr(self.streams, "LONGEST_SECONDS", 0.0)  # every open stream ends
            ending.setattr(self.streams, "LOOK_SECONDS", 0.0)
            self.streams.look_at_once()
            self.server.come_to_rest()

    def _end_calls(self) -> None:
        exchange = self.simulator.exchange
        legs = list(exchange.by_sid(Leg).values())
        for leg in legs:
            leg.hang_up()
        for clock in {leg.clock for leg in legs}:
            assert clock.wait_until_done(PATIENCE / 1000)
        self.simulator.calls.clear()
        for kind in (Leg, Conference, Recording):
            exchange.by_sid(kind).clear()


@pytest.fixture(scope="session")
def stage(kept_secrets: Path) -> Iterator[Stage]:
    with pytest.MonkeyPatch.context() as patch:
        set_environment(patch, kept_secrets.parent)
        forget_cached()
        import web.stream  # late: it makes its application from the settings that it finds

        patch.setattr(web.stream, "_listen_once", lambda: None)  # a commit wakes it itself
        down = Event()
        app = create_app()
        server = _Server(_beside(app, web.stream.create_stream(), down))
        thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        with Simulator(server.address, config.settings().credentials, TIMES_FASTER) as simulator:
            simulator.exchange.phone_speed = TIMES_FASTER
            yield Stage(app, web.stream, server, simulator, down)
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Live:
    """The running service. While `down` is set it answers the telephone network alone."""

    app: Flask
    address: str
    simulator: Simulator
    world: World
    down: Event
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def page_of(self, user: User | None, language: str = "fr", **details: Any) -> Page:
        """A page in a browser of this person's own, who reads this language and is signed in.

        `details` are those of the browser's context.
        """
        shape = {"viewport": {"width": 1366, "height": 768}, "reduced_motion": "reduce"}
        context = self.browser.new_context(**{"base_url": self.address, **shape, **details})
        self.contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if user is not None:
            context.add_cookies([self.cookie_of(user, language)])
        context.on("weberror", lambda error: self.faults.append(str(error.error)))
        context.on("console", self._note_fault)
        return context.new_page()

    def cookie_of(self, user: User, language: str) -> Any:
        db.session.get_one(User, user.id).language = language
        db.commit()
        client = self.app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = token_for(user)
        cookie = client.get_cookie("session")
        assert cookie is not None
        return {"name": "session", "value": cookie.value, "url": self.address}

    def _note_fault(self, message: ConsoleMessage) -> None:
        """Refused by our own policy of content: something on a page does not work then."""
        if message.type == "error" and "Content Security Policy" in message.text:
            self.faults.append(message.text)

    def desk_of(self, user: User, language: str = "fr", **details: Any) -> Page:
        """This person's desk, where they have said that they take calls."""
        page = self.page_of(user, language, **details)
        page.goto("/desk")
        page.locator("[data-status=available]").click()
        page.locator("[data-status=available][aria-pressed=true]").wait_for()
        return page

    def phones_of(self, user: User) -> list[Leg]:
        """Every call that this person's browser phone has made."""
        legs = self.simulator.exchange.by_sid(Leg).values()
        return [leg for leg in legs if leg.party.from_number.startswith(f"client:{user.id}_")]

    def ring(self, line: str = ACME, **details: Any) -> SimulatedCall:
        """A caller who says nothing, and stays until somebody hangs up."""
        return self.simulator.place_call(line, **{"silent_talk": 36_000.0, **details})


@pytest.fixture
def live(
    stage: Stage,
    environment: pytest.MonkeyPatch,
    chromium: Browser,
    world: World,
) -> Iterator[Live]:
    environment.setenv("PUBLIC_BASE_URL", stage.server.address)
    environment.setenv("TWILIO_API_BASE_URL", stage.simulator.base_url)
    environment.setattr(wake, "call", stage.streams.look_at_once)
    config.settings.cache_clear()
    _publish(world)
    running = Live(stage.app, stage.server.address, stage.simulator, world, stage.down, chromium)
    yield running
    db.session.rollback()  # what a test has read keeps the database from those who write
    for context in running.contexts:
        context.close()
    stage.clear()
    assert running.faults == []


def _publish(world: World) -> None:
    library.publish(world.acme.id, "acme", load_script(SCRIPT.read_bytes()), None)
    for user in (world.ana, world.bruno, world.sofia):  # no test but its own is about the tour
        tour.end(db.session.get_one(User, user.id))
    db.commit()


def _beside(app: Flask, streams: Flask, down: Event) -> Application:
    """The web application and the streams as a proxy puts them."""

    def dispatch(environ: WSGIEnvironment, start: StartResponse) -> Any:
        if down.is_set() and not environ["PATH_INFO"].startswith("/twilio/"):
            start("503 Service Unavailable", [("Content-Type", "application/json")])
            return [json.dumps({"error": "down"}).encode()]
        chosen = streams if environ["PATH_INFO"].startswith("/stream/") else app
        return chosen(environ, start)

    return dispatch
