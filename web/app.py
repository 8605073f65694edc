"""The web application: webhooks, pages, command line."""

import logging
from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import (
    Flask,
    Response,
    abort,
    jsonify,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import Babel, gettext
from flask_login import current_user
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from sqlalchemy import text
from werkzeug.exceptions import BadHost, HTTPException
from werkzeug.wrappers import Response as AnyResponse

from core import db
from core.config import settings
from core.languages import PAGES
from core.storage import StorageDown, StoredFileMissing
from core.threads import Crowded
from voice.recordings import jobs as _jobs  # noqa: F401  (registers the tasks)
from voice.telephony import music_files, webhooks
from web import assets, desk, filters, parts, parts_page, portal, scripting, tasks_page
from web import models as _models  # noqa: F401  (every table is known)
from web.accounts import auth
from web.commands import cli
from web.headers import secure
from web.languages import language
from web.request_data import PageJson, PageRequest
from web.targets import safe_target, this_page
from web.version import VERSION

THEMES = ("light", "dark")
LARGEST_REQUEST = 1 << 20
READ_AT_ONCE = 1 << 16
csrf = CSRFProtect()
log = logging.getLogger(__name__)


def create_app() -> Flask:
    """Make the application. Raises ConfigurationError with a sentence for a person."""
    chosen = settings()
    logging.basicConfig(
        level=chosen.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    app = Flask(__name__)
    app.request_class, app.json = PageRequest, PageJson(app)
    app.config.update(
        auth.session_settings(chosen),
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a desk stays open for a shift
        WTF_CSRF_SSL_STRICT=chosen.cookies_secure,
        BABEL_DEFAULT_LOCALE="en",
    )
    app.wsgi_app = by_path(app.wsgi_app, create_provider_app())  # type: ignore[assignment,method-assign]
    Babel(app, locale_selector=language)
    csrf.init_app(app)
    auth.init_app(app)
    assets.register(app)
    filters.register(app)
    parts.register(app)
    for blueprint in (
        auth.blueprint,
        desk.blueprint,
        *portal.blueprints,
        tasks_page.blueprint,
        parts_page.blueprint,
        *scripting.blueprints,
    ):
        app.register_blueprint(blueprint)
    cli.register(app)
    _add_pages(app)
    _add_errors(app)
    app.before_request(refuse_nul)
    app.after_request(secure)
    app.after_request(hear_out)
    app.teardown_appcontext(leave_session)
    app.context_processor(_for_templates)
    return app


def create_provider_app() -> Flask:
    """What answers the provider: nothing there signs in, fills in forms, or reads a page."""
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(webhooks.blueprint)
    app.register_blueprint(music_files.blueprint)
    app.after_request(secure)
    app.teardown_appcontext(leave_session)
    return app


def by_path(pages: WSGIApplication, provider: WSGIApplication) -> WSGIApplication:
    """Give the webhooks' addresses to the provider's application, and all others to the pages."""
    below = f"{webhooks.blueprint.url_prefix}/"

    def choose(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        chosen = provider if environ["PATH_INFO"].startswith(below) else pages
        return chosen(environ, start_response)

    return choose


def leave_session(_error: BaseException | None) -> None:
    db.session.remove()


def refuse_nul() -> None:
    """Answer 404 to a path with a NUL, over which PostgreSQL would fail."""
    if "\0" in request.path:
        abort(404)


def hear_out(response: Response) -> Response:
    """Read what was sent to the end: a proxy loses the answer of one who closes before."""
    with suppress(HTTPException):  # too large, or the sender is gone
        while request.stream.read(READ_AT_ONCE):
            pass
    return response


def _for_templates() -> dict[str, Any]:
    theme = request.cookies.get("theme", "")
    return {
        "language": language(),
        "this_page": this_page,
        "theme": theme if theme in THEMES else "auto",
        "simulated": settings().simulated,
        "version": VERSION,
    }


def _add_pages(app: Flask) -> None:
    @app.get("/")
    def home() -> AnyResponse:
        if not current_user.is_authenticated:
            return redirect(url_for("auth.login"))
        return redirect(url_for(auth.home_of(current_user)))

    @app.get("/health")
    def health() -> Response:
        with db.reading():
            db.session.execute(text("SELECT 1"))
        return jsonify(status="ok")

    @app.post("/language")
    def switch_language() -> AnyResponse:
        wanted = request.form.get("language", "")
        if wanted in PAGES:
            if current_user.is_authenticated:
                current_user.language = wanted
                db.commit()
            else:
                session["language"] = wanted
        return redirect(safe_target(request.form.get("next", "")) or url_for("home"))


def wants_json() -> bool:
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json" or request.path.startswith("/api/") or request.is_json


def _add_errors(app: Flask) -> None:
    @app.errorhandler(CSRFError)
    def bad_token(error: CSRFError) -> tuple[Any, int]:
        reason = str(error.description)
        log.warning("a form from %r to %r was refused: %s", request.referrer, request.host, reason)
        return _error_page(400, _refused_form(reason))

    @app.errorhandler(StoredFileMissing)
    def missing_file(_error: StoredFileMissing) -> tuple[Any, int]:
        return _error_page(404, gettext("The recording is not there any more."))

    @app.errorhandler(StorageDown)
    @app.errorhandler(Crowded)
    def no_sound(error: StorageDown | Crowded) -> tuple[Any, int]:
        log.warning("no sound: %s", error)
        return _error_page(
            503, gettext("The sound cannot be had right now. Try again in a minute.")
        )

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> tuple[Any, int] | HTTPException:
        code = error.code or 500
        if code < 400 or isinstance(error, BadHost):  # without a host no page has addresses
            return error
        return _error_page(code, _message_for(code))

    @app.errorhandler(Exception)
    def failure(error: Exception) -> tuple[Any, int]:
        log.exception("a page failed", exc_info=error)
        db.session.rollback()
        return _error_page(500, _message_for(500))


def _refused_form(reason: str) -> str:
    """What a person can do about a form that Flask-WTF refused for this reason."""
    if "referrer" not in reason:
        return gettext("This page was open for too long. Reload it and try again.")
    if not request.referrer:
        return gettext(
            "Your browser does not say from which page this comes, so it was refused. "
            "Let it send the referrer within this site, and try again."
        )
    return gettext(
        "This page was opened at %(opened)s, but what you sent arrived for %(host)s, so it was "
        "refused. If you opened the usual address, the proxy in front of this service does not "
        "pass it on: tell those who look after it.",
        opened=urlsplit(request.referrer).netloc,
        host=request.host,
    )


def _message_for(code: int) -> str:
    messages = {
        401: gettext("Sign in first."),
        403: gettext("Your account may not do this."),
        404: gettext("There is nothing here, or it is not yours to see."),
        413: gettext("That is too large."),
        500: gettext("Something went wrong on our side. It is noted; try again in a moment."),
    }
    return messages.get(code) or gettext("That request was not understood.")


def _error_page(code: int, message: str) -> tuple[Any, int]:
    if wants_json():
        return jsonify(error=_names().get(code, "error"), message=message), code
    return render_template("error.html", code=code, message=message), code


def _names() -> dict[int, str]:
    return {
        400: "bad_request",
        401: "signed_out",
        403: "forbidden",
        404: "not_found",
        503: "unavailable",
    }
