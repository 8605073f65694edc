"""The whole application at a real address, a telephone network, and people with a browser."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from core import config, db
from core.tenants import User
from tests.conftest import World
from tools.browser import find_browser
from voice.simulator.people.call import SimulatedCall
from voice.simulator.server import Simulator
from workflows import library
from workflows.formats.yaml_io import load_script

SCRIPT = Path(__file__).with_name("script.yaml")
ACME = "+33199000900"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 30_000  # ms: the machine may be busy with other tests
TIMES_FASTER = 10.0  # than a person's clock: callers and their waiting messages


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One Chromium at a time, on one worker."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = find_browser()
    if program is None:
        pytest.skip("there is no Chromium: install the package chromium, or set CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        return


class _Server(ThreadedWSGIServer):
    """Waits at its end for the threads of the requests: none may see the next test's database."""

    daemon_threads = False
    block_on_close = True


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
        context = self.browser.new_context(base_url=self.address, **{**shape, **details})
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
            session["_user_id"] = f"{user.id}:{user.session_epoch}"
            session["_fresh"] = False
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

    def ring(self, line: str = ACME, **details: Any) -> SimulatedCall:
        """A caller who says nothing, and stays until somebody hangs up."""
        return self.simulator.place_call(line, **{"silent_talk": 36_000.0, **details})


@pytest.fixture
def live(
    environment: pytest.MonkeyPatch,
    chromium: Browser,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Live]:
    import web.stream  # late: it makes its application from the settings that it finds

    monkeypatch.setattr(web.stream, "LOOK_SECONDS", 0.1)  # nobody wakes it here
    monkeypatch.setattr(web.stream, "_listen_once", lambda: None)
    _publish(world)
    down = Event()
    app, dispatch = _applications(down)
    server = _Server("127.0.0.1", 0, dispatch, handler=_Quiet)
    address = f"http://127.0.0.1:{server.server_port}"
    environment.setenv("PUBLIC_BASE_URL", address)
    config.settings.cache_clear()
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    with Simulator(address, config.settings().credentials, TIMES_FASTER) as simulator:
        environment.setenv("TWILIO_API_BASE_URL", simulator.base_url)
        config.settings.cache_clear()
        running = Live(app, address, simulator, world, down, chromium)
        yield running
        for context in running.contexts:
            context.close()
    monkeypatch.setattr(web.stream, "LONGEST_SECONDS", 0.0)  # every open stream ends
    server.shutdown()
    server.server_close()
    thread.join()
    assert running.faults == []


def _publish(world: World) -> None:
    library.publish(world.acme.id, "acme", load_script(SCRIPT.read_bytes()), None)
    db.commit()


def _applications(
    down: Event,
) -> tuple[Flask, Callable[[WSGIEnvironment, StartResponse], Any]]:
    """The web application, and it together with the streams as a proxy puts them."""
    from web.app import create_app
    from web.stream import create_stream

    app, streams = create_app(), create_stream()

    def dispatch(environ: WSGIEnvironment, start: StartResponse) -> Any:
        if down.is_set() and not environ["PATH_INFO"].startswith("/twilio/"):
            start("503 Service Unavailable", [("Content-Type", "application/json")])
            return [json.dumps({"error": "down"}).encode()]
        chosen = streams if environ["PATH_INFO"].startswith("/stream/") else app
        return chosen(environ, start)

    return app, dispatch
