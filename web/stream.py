"""The `stream` process: server-sent events to open pages, one thread each.

A thread stays with each open page, so this is a pool of its own: it must never hold a webhook up.
"""

import json
import time
from collections.abc import Iterator
from threading import Condition, Thread

from flask import Flask, Response, jsonify, request
from flask_login import current_user, login_required

from core import db, screen, wake
from core.config import settings
from voice import presence
from web import auth

KEEP_ALIVE_SECONDS = 4.0  # a gone page is noticed at the next write
LOOK_SECONDS = 1.0  # a wake-up may be lost
SEEN_SECONDS = 30.0  # how often it is noted that the page is open
LONGEST_SECONDS = 1800.0  # the page comes back by itself, with the number it saw last

_bell = Condition()
_listening = False


def _listen() -> None:
    for woken in wake.listen(idle_seconds=LOOK_SECONDS):
        if woken:
            with _bell:
                _bell.notify_all()


def _listen_once() -> None:
    """One listener for all pages of this process, started after the fork."""
    global _listening
    with _bell:
        if not _listening:
            Thread(target=_listen, name="stream-listen", daemon=True).start()
            _listening = True


def messages(user_id: str, number: int) -> Iterator[str]:
    """The person's messages after `number`, as they come."""
    began = told = time.monotonic()
    noted = began - SEEN_SECONDS
    yield "retry: 1000\n\n"
    while time.monotonic() - began < LONGEST_SECONDS:
        if time.monotonic() - noted >= SEEN_SECONDS:
            noted = time.monotonic()
            _note_page(user_id)
        with db.reading():
            fresh = screen.after(user_id, number)
            lines = [_event(row) for row in fresh]
            number = fresh[-1].number if fresh else number
        db.session.remove()
        if lines:
            told = time.monotonic()
            yield "".join(lines)
        elif time.monotonic() - told > KEEP_ALIVE_SECONDS:
            told = time.monotonic()
            yield ": still here\n\n"
        else:
            with _bell:
                _bell.wait(LOOK_SECONDS)


def _note_page(user_id: str) -> None:
    """An agent whose page is open stays available, however quiet the day is."""
    try:
        presence.seen(user_id)
        db.commit()
    finally:
        db.session.remove()


def _event(row: screen.ScreenMessage) -> str:
    return f"id: {row.number}\nevent: {row.event}\ndata: {json.dumps(row.payload)}\n\n"


def create_stream() -> Flask:
    app = Flask(__name__)
    chosen = settings()
    app.config.update(
        SECRET_KEY=chosen.signing_key,
        SESSION_COOKIE_NAME="__Host-session" if chosen.cookies_secure else "session",
    )
    auth.manager.init_app(app)
    app.teardown_appcontext(lambda _error: db.session.remove())

    @app.get("/health")
    def health() -> Response:
        return jsonify(status="ok")

    @app.get("/stream/desk")
    @login_required
    def desk() -> Response:
        _listen_once()
        seen = request.headers.get("Last-Event-ID") or request.args.get("after", "0")
        number = int(seen) if seen.isdigit() else 0
        user_id = current_user.id
        db.session.remove()  # the page stays open for long, its connection to the database not
        stream = Response(messages(user_id, number), content_type="text/event-stream")
        stream.headers["Cache-Control"] = "no-store"
        stream.headers["X-Accel-Buffering"] = "no"
        return stream

    app.after_request(_allow_page)
    return app


def _allow_page(response: Response) -> Response:
    """Without a proxy the page comes from another port: let it, and only it, read this."""
    if settings().stream_url:
        response.headers["Access-Control-Allow-Origin"] = settings().public_base_url
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Vary"] = "Origin"
    return response


app = create_stream()
