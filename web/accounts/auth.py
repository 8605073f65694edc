"""Signing in and out."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, abort, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response as AnyResponse

from core import audit, db
from core.config import Settings, settings
from core.tenants import User
from web.accounts.addresses import account_of, folded
from web.accounts.passwords import verified

LONGEST_SESSION = timedelta(hours=12)
NOT_PAGES = ("/api/", "/desk/", "/recordings/", "/stream/")
# Only failed attempts count: a whole shift signs in from one address within a few minutes.
WRONG_FOR_ONE_ACCOUNT = "10 per minute; 60 per hour"
WRONG_FROM_ONE_ADDRESS = "60 per minute; 600 per hour"

blueprint = Blueprint("auth", __name__)
manager = LoginManager()
limiter = Limiter(
    get_remote_address,
    in_memory_fallback_enabled=True,  # signing in works while Redis is down
    swallow_errors=True,
    default_limits=[],
)


class SignedIn(UserMixin):
    """A user as the session knows them; everything else is the row's."""

    def __init__(self, row: User) -> None:
        self.row = row

    def __getattr__(self, name: str) -> object:
        return getattr(self.__dict__["row"], name)

    def __setattr__(self, name: str, value: object) -> None:
        if name == "row":
            self.__dict__["row"] = value
        else:
            setattr(self.row, name, value)

    @property
    def is_active(self) -> bool:
        return self.row.active

    def get_id(self) -> str:
        return f"{self.row.id}:{self.row.session_epoch}"


def session_settings(chosen: Settings) -> dict[str, Any]:
    """The session cookie, the same for every process that reads it."""
    return {
        "SECRET_KEY": chosen.signing_key,
        "SESSION_COOKIE_NAME": "__Host-session" if chosen.cookies_secure else "session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": chosen.cookies_secure,
        "PERMANENT_SESSION_LIFETIME": LONGEST_SESSION,
    }


def init_app(app: Flask) -> None:
    app.config["RATELIMIT_STORAGE_URI"] = settings().redis_url
    app.config["RATELIMIT_STORAGE_OPTIONS"] = {
        "socket_connect_timeout": 0.5,
        "socket_timeout": 0.5,
    }
    app.config["RATELIMIT_HEADERS_ENABLED"] = False
    limiter.init_app(app)
    manager.init_app(app)
    manager.login_view = "auth.login"
    manager.session_protection = "basic"


@manager.user_loader
def load(session_id: str) -> SignedIn | None:
    """The person, while their account is active and their sessions were not ended."""
    user_id, _, epoch = session_id.partition(":")
    row = db.session.get(User, user_id)
    if row is None or not row.active or str(row.session_epoch) != epoch:
        return None
    return SignedIn(row)


@manager.unauthorized_handler
def ask_to_sign_in() -> AnyResponse:
    if request.method != "GET" or request.path.startswith(NOT_PAGES):
        abort(401)
    return redirect(url_for("auth.login", next=request.full_path.rstrip("?")))


def home_of(user: User) -> str:
    """The page with which a person starts."""
    return "desk.page" if user.staff_role == "agent" else "portal.ticket_list"


def safe_target(address: str) -> str:
    """The address if it is a path of our own, else ""; never another site."""
    parts = urlsplit(address)
    ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if ours and not parts.netloc and not parts.scheme else ""


@blueprint.get("/login")
def login() -> str | AnyResponse:
    if current_user.is_authenticated:
        return redirect(url_for(home_of(current_user)))
    return render_template("login.html", next=safe_target(request.args.get("next", "")))


def _account_key() -> str:
    return f"{get_remote_address()} {_address_typed()}"


def _address_typed() -> str:
    return folded(request.form.get("email", "")[:1024])


def _was_refused(response: AnyResponse) -> bool:
    return response.status_code == 401


@blueprint.post("/login")
@limiter.limit(WRONG_FROM_ONE_ADDRESS, deduct_when=_was_refused)
@limiter.limit(WRONG_FOR_ONE_ACCOUNT, key_func=_account_key, deduct_when=_was_refused)
def sign_in() -> AnyResponse | tuple[str, int]:
    email = _address_typed()
    target = safe_target(request.form.get("next", ""))
    row = account_of(email)
    hashed = verified(request.form.get("password", ""), row.password_hash if row else "")
    if row is None or not hashed or not row.active:
        audit.record("sign_in.refused", actor_id=row.id if row else None)
        db.commit()
        problem = gettext(
            "This address and password do not fit together. Check both and try again."
        )
        page = render_template("login.html", next=target, email=email, problem=problem)
        return page, 401
    row.password_hash = hashed
    row.language = session.get("language", row.language)  # chosen on the way in
    session.clear()  # nothing from before the sign-in may stay in the session
    session.permanent = True
    login_user(SignedIn(row))
    audit.record("sign_in", actor_id=row.id)
    db.commit()
    return redirect(target or url_for(home_of(row)))


@blueprint.post("/logout")
def logout() -> AnyResponse:
    if current_user.is_authenticated:
        audit.record("sign_out", actor_id=current_user.id)
        db.commit()
    logout_user()
    session.clear()
    return redirect(url_for("auth.login"))
