"""The `stream` process sends events to open pages, one thread for each page.

A page keeps its thread, so the process has a pool of its own and cannot hold a webhook up.
"""

import json
import time
from collections.abc import Iterator
from threading import Condition, Thread

from flask import Flask, Response, abort, jsonify, request
from flask_login import current_user, login_required

from core import db, screen, sign_ins, wake
from core.config import settings
from voice.agents import offers
from web.accounts import auth
from web.open_pages import OpenPage, OpenPages
from web.pace import pace

LOOK_SECONDS = 1.0  # a wake-up may be lost
QUEUE_SECONDS = 2.0  # between two looks at how many callers wait
SIGN_IN_SECONDS = 30.0  # between two looks whether the sign-in is still good
LONGEST_SECONDS = 1800.0  # the page comes back by itself, with the number it saw last

# The page hears it, unlike a comment; and at the next write a gone page is noticed.
HEARTBEAT = "event: heartbeat\ndata: {}\n\n"
ENDED = "event: session\ndata: {}\n\n"  # the page asks who it is, and goes to the sign-in

# A newer page of the same person has its place: it does not come back by itself, which would only
# take another one's.
REPLACED = "event: replaced\ndata: {}\n\n"

pages = OpenPages()

_bell = Condition()
_listening = False


def look_at_once() -> None:
    """Wake all streams of this process."""
    with _bell:
        _bell.notify_all()


def _listen() -> None:
    for woken in wake.listen(idle_seconds=LOOK_SECONDS):
        if woken:
            look_at_once()


def _listen_once() -> None:
    """One listener for all pages of this process, started after the fork."""
    global _listening
    with _bell:
        if not _listening:
            Thread(target=_listen, name="stream-listen", daemon=True).start()
            _listening = True


def messages(page: OpenPage, number: int) -> Iterator[str]:
    """A person's messages after `number`, as they come, while their sign-in is good.

    How many callers wait is no message: it concerns every agent of a client at each ring, and what
    it was a moment ago concerns nobody.
    """
    began = last_beat = last_checked = last_counted = time.monotonic()
    queue = _queue_of(page)
    yield f"retry: 1000\n\n{HEARTBEAT}{queue}"
    while time.monotonic() - began < LONGEST_SECONDS:
        if page.gave_way:
            yield REPLACED
            return
        if time.monotonic() - last_checked >= SIGN_IN_SECONDS:
            last_checked = time.monotonic()
            if not _is_signed_in(page.token):
                yield ENDED
                return
        with db.reading():
            fresh = screen.after(page.user_id, number)
            lines = [_event(row) for row in fresh]
            number = fresh[-1].number if fresh else number
            one_ended = any(row.event == sign_ins.EVENT for row in fresh)
        db.session.remove()
        if one_ended and not _is_signed_in(page.token):
            yield ENDED
            return
        if time.monotonic() - last_counted >= QUEUE_SECONDS:
            last_counted = time.monotonic()
            before, queue = queue, _queue_of(page)
            lines += [queue] if queue != before else []
        if time.monotonic() - last_beat >= pace.heartbeat:  # however much news there is
            last_beat = time.monotonic()
            lines.append(HEARTBEAT)
        if lines:
            yield "".join(lines)
        else:
            with _bell:
                _bell.wait(LOOK_SECONDS)


def _is_signed_in(token: str) -> bool:
    """Whether the page may get more. Commits."""
    try:
        return auth.load(token) is not None
    finally:
        db.session.remove()


def _queue_of(page: OpenPage) -> str:
    with db.reading():
        queue = offers.queue_of(page.user_id)
    db.session.remove()
    return f"event: queue\ndata: {json.dumps(queue.as_json())}\n\n"


def _event(row: screen.ScreenMessage) -> str:
    return f"id: {row.number}\nevent: {row.event}\ndata: {json.dumps(row.payload)}\n\n"


def create_stream() -> Flask:
    app = Flask(__name__, static_folder=None)
    app.config.update(auth.session_settings(settings()))
    auth.manager.init_app(app)
    app.teardown_appcontext(lambda _error: db.session.remove())

    @app.get("/health")
    def health() -> Response:
        return jsonify(status="ok")

    @app.get("/stream/desk")
    @login_required
    def desk() -> Response:
        if not current_user.answers_calls:
            abort(404)
        user_id, token = current_user.id, current_user.token
        db.session.remove()  # the page stays open for long, its connection to the database not
        page = pages.open(user_id, token)
        if page is None:
            abort(503)  # the page looks by itself every two seconds, and comes back
        look_at_once()  # one that gives way frees its thread
        _listen_once()
        stream = Response(messages(page, _last_seen_number()), content_type="text/event-stream")
        stream.call_on_close(lambda: pages.close(page))
        stream.headers["Cache-Control"] = "no-store"
        stream.headers["X-Accel-Buffering"] = "no"
        return stream

    app.after_request(_allow_page)
    return app


def _last_seen_number() -> int:
    """The number of the page's last message; a browser that reconnects sends the newest one."""
    number = request.headers.get("Last-Event-ID") or request.args.get("after", "0")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0


def _allow_page(response: Response) -> Response:
    """Let the page, and only it, read the stream where it comes from another port."""
    if settings().stream_url:
        response.headers["Access-Control-Allow-Origin"] = settings().public_base_url
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Vary"] = "Origin"
    return response


app = create_stream()
