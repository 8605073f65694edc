"""A provider that does not answer, and an agent who presses again and again."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest
from flask.testing import FlaskClient

from core import threads
from core.config import settings
from core.tenants import User
from tests.conftest import World
from tests.voice.provider import Provider

POOL = 16  # threads, as in the Procfile
PRESSES = 17
OF_ONE = 2  # may wait


class Silence:
    """A provider that takes requests and answers them when it is told to."""

    def __init__(self) -> None:
        self.answer = Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                outer.answer.wait()
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()


@pytest.fixture
def silence(
    sign_in: Callable[[User | None], FlaskClient], environment: pytest.MonkeyPatch
) -> Iterator[Silence]:
    provider = Silence()
    environment.setenv("TWILIO_API_BASE_URL", provider.url)
    settings.cache_clear()
    yield provider
    provider.answer.set()
    provider.server.shutdown()
    provider.server.server_close()


def test_a_ring_is_answered_while_one_desk_waits_for_the_provider(
    silence: Silence,
    sign_in: Callable[[User | None], FlaskClient],
    on_duty: World,
    case: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(threads, "count", POOL)
    browsers = [sign_in(on_duty.ana) for _ in range(PRESSES)]
    path = f"/desk/calls/{case['call_id']}/hangup"
    caller = Provider(sign_in(None))
    with ThreadPoolExecutor(POOL) as pool:
        presses = [pool.submit(browser.post, path, json={}) for browser in browsers]
        finished = as_completed(presses)
        refused = [next(finished).result() for _ in range(PRESSES - OF_ONE)]
        assert pool.submit(caller.ring).result().status_code == 200
        waiting = [press for press in presses if not press.done()]
        silence.answer.set()
    assert [press.result().status_code for press in waiting] == [200] * OF_ONE
    assert {reply.status_code for reply in refused} == {502}
    assert {reply.get_json()["error"] for reply in refused} == {"telephony_busy"}
    assert "Réessayez" in refused[0].get_json()["message"]
