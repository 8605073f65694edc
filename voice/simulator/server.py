"""The simulator as a whole: an HTTP server on the loopback and the calls it has placed."""

import shutil
import tempfile
import threading
import time
from email.utils import formatdate
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, Response, abort, request
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from voice.simulator import control
from voice.simulator.api import rest
from voice.simulator.network.account import Account
from voice.simulator.network.chaos import CALM, Chaos
from voice.simulator.network.exchange import Exchange
from voice.simulator.network.journal import Journal
from voice.simulator.network.legs import Leg
from voice.simulator.switchboard import Switchboard

if TYPE_CHECKING:
    from core.config import TwilioCredentials

LOOPBACK = frozenset({"127.0.0.1", "::1"})


def _handler(exchange: Exchange) -> type[WSGIRequestHandler]:
    """The journal is the log; a line per poll of a phone would drown everything else."""

    class Handler(WSGIRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            return

        def date_time_string(self, timestamp: float | None = None) -> str:
            moment = time.time() if timestamp is None else timestamp
            return formatdate(moment + exchange.account.clock_skew, usegmt=True)

    return Handler


class Simulator(Switchboard):
    """`clock` is "fast" or a multiple of a person's time; each call may choose its own.

    Use as a context manager, or start() and stop(). `base_url` is what TWILIO_API_BASE_URL names.
    """

    def __init__(
        self,
        public_base_url: str,
        credentials: "TwilioCredentials",
        clock: str | float = "fast",
        *,
        port: int = 0,
        chaos: Chaos = CALM,
        fallback_url: str = "",
        account: Account | None = None,
        heard_dir: Path | None = None,
        processing_seconds: float = 2.0,
        not_found_first: int = 1,
    ) -> None:
        self._work_dir = Path(tempfile.mkdtemp(prefix="filrouge-simulator-"))
        exchange = Exchange(
            credentials,
            public_base_url,
            self._work_dir,
            fallback_url=fallback_url,
            account=account or Account(),
            heard_dir=heard_dir,
            chaos=chaos,
            processing_seconds=processing_seconds,
            not_found_first=not_found_first,
        )
        super().__init__(exchange, public_base_url, None if clock == "fast" else float(clock))
        self._server: BaseWSGIServer = make_server(
            "127.0.0.1",
            port,
            self._application(),
            threaded=True,
            request_handler=_handler(exchange),
        )
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def journal(self) -> Journal:
        return self.exchange.journal

    def _application(self) -> Flask:
        app = Flask("filrouge-simulator", static_folder=None)

        @app.before_request
        def only_from_here() -> None:
            if request.remote_addr not in LOOPBACK:
                abort(403)

        @app.after_request
        def never_cached(response: Response) -> Response:
            response.headers["Cache-Control"] = "no-store"
            return response

        app.register_blueprint(rest.blueprint(self.exchange))
        app.register_blueprint(control.control(self))
        app.register_blueprint(control.phone(self))
        return app

    def start(self) -> "Simulator":
        self._thread.start()
        return self

    def stop(self) -> None:
        """Hang every call up, close the server and remove the recordings."""
        for leg in list(self.exchange.by_sid(Leg).values()):
            leg.hang_up()
        self._server.shutdown()
        self._server.server_close()
        shutil.rmtree(self._work_dir, ignore_errors=True)

    def __enter__(self) -> "Simulator":
        return self.start()

    def __exit__(self, *_failure: object) -> None:
        self.stop()
