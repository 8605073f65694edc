"""Signing in and out."""

import logging
from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, abort, redirect, render_template, request, session, url_for
from flask_babel import gettext, ngettext
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.wrappers import Response as AnyResponse

from core import audit, db, sign_ins
from core.clock import now
from core.config import Settings, settings
from core.sign_ins import SignIn
from core.tenants import User
from voice.agents import presence
from web.accounts import attempts, demo_people, known_browsers
from web.accounts.addresses import account_of, folded
from web.accounts.passwords import verified
from web.accounts.visitors import visitor
from web.languages import page_language
from web.targets import safe_target, this_page

NOT_PAGES = ("/api/", "/desk/", "/recordings/", "/stream/")
CLASHES = (OperationalError, IntegrityError)  # in the database, with another attempt

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)

log = logging.getLogger(__name__)
blueprint = Blueprint("auth", __name__)
manager = LoginManager()
# A sign-in ends on the server. The library's own protection would compare the visitor's address and
# browser, which change on the way, and write into the session.
manager.session_protection = None


class SignedIn(UserMixin):
    """A user, signed in from one browser; everything else is the row's."""

    OWN = frozenset({"row", "sign_in", "token"})

    def __init__(self, row: User, sign_in: SignIn, token: str) -> None:
        self.row = row
        self.sign_in = sign_in
        self.token = token

    def __getattr__(self, name: str) -> object:
        return getattr(self.__dict__["row"], name)

    def __setattr__(self, name: str, value: object) -> None:
        if name in self.OWN:
            self.__dict__[name] = value
        else:
            setattr(self.row, name, value)

    @property
    def is_active(self) -> bool:
        return self.row.active

    def get_id(self) -> str:
        return self.token


def session_settings(chosen: Settings) -> dict[str, Any]:
    """The session cookie, the same for every process that reads it.

    No answer prolongs it, nor brings one back that a sign-out took away while it was on its way.
    """
    return {
        "SECRET_KEY": chosen.signing_key,
        "SESSION_COOKIE_NAME": "__Host-session" if chosen.cookies_secure else "session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": chosen.cookies_secure,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=chosen.session_hours),
    }


def init_app(app: Flask) -> None:
    manager.init_app(app)
    manager.login_view = "auth.login"


@manager.user_loader
def load(token: str) -> SignedIn | None:
    """The person, while their sign-in is good. Commits where it notes that the sign-in is used:
    a request does nothing before it knows whose it is.
    """
    at = now()
    found = sign_ins.find(token, at)
    if found is None:
        return None
    sign_in, user = found
    if sign_ins.note_seen(sign_in, at):
        db.commit()
    return SignedIn(user, sign_in, token)


@manager.unauthorized_handler
def ask_to_sign_in() -> AnyResponse:
    if request.method != "GET" or request.path.startswith(NOT_PAGES):
        abort(401)
    return redirect(url_for("auth.login", next=this_page()))


def home_of(user: User) -> str:
    """The page with which a person starts."""
    return "desk.page" if user.staff_role == "agent" else "portal.ticket_list"


@blueprint.get("/login")
def login() -> str | AnyResponse:
    if current_user.is_authenticated:
        return redirect(_wanted() or url_for(home_of(current_user)))
    return _page()


def _wanted() -> str:
    """The page that was asked for before the sign-in."""
    return safe_target(request.args.get("next", ""))


@blueprint.post("/login")
def sign_in() -> AnyResponse | tuple[str, int] | tuple[str, int, dict[str, str]]:
    demo_person = demo_people.pressed(request.form.get("demo_person", ""))
    email, password = _of_demo(demo_person) if demo_person else _typed()
    row = account_of(email)
    counted = attempts.buckets(email, visitor(), known_browsers.number_for(row))
    wait = db.with_retries(lambda: _begin(counted), CLASHES)
    if wait:
        return _ask_again(email, _too_many(wait)), 429, {"Retry-After": str(_whole(wait, SECOND))}
    hashed = verified(password, row.password_hash if row else "")
    if row is None or not hashed or not row.active:
        _note_refusal(row, counted)
        db.commit()
        problem = gettext(
            "This address and password do not fit together. Check both and try again."
        )
        return _ask_again(email, problem), 401
    before = current_user.sign_in if current_user.is_authenticated else None
    attempts.give_back(counted)
    if before is not None:  # whoever had this browser
        end(db.session.get_one(User, before.user_id), only=before.id)
    audit.record("sign_in", actor_id=row.id)  # its lock comes before that of the person's row
    row.password_hash = hashed
    if demo_person:  # whoever tries the demo goes on in the language of this page
        row.language = page_language()
    else:
        row.language = session.get("language", row.language)  # chosen on the way in
    session.clear()  # nothing from before the sign-in may stay in the session
    session.permanent = True
    login_user(SignedIn(row, *sign_ins.begin(row, request.user_agent.string)))
    db.commit()
    answer = redirect(_wanted() or url_for(home_of(row)))
    known_browsers.remember(answer, row)
    return answer


def _typed() -> tuple[str, str]:
    """Address and password as they were typed."""
    form = request.form
    return folded(form.get("email", "")[:1024]), form.get("password", "")


def _of_demo(person: demo_people.DemoPerson) -> tuple[str, str]:
    """The same as if somebody had typed the password that `flask serve` prints."""
    return person.email, settings().demo_password


def _begin(counted: list[attempts.Bucket]) -> timedelta:
    """Count an attempt for good, whatever becomes of it; a positive time says how long to wait."""
    wait = attempts.take(counted, now())
    db.commit()
    return wait


def _ask_again(email: str, problem: str) -> str:
    return _page(email=email, problem=problem)


def _page(**more: str) -> str:
    people = demo_people.offered()
    return render_template("login.html", next=_wanted(), demo_people=people, **more)


def _too_many(wait: timedelta) -> str:
    minutes = _whole(wait, MINUTE)
    return ngettext(
        "Too many attempts. Try again in a minute, or from a browser in which you have signed in "
        "before.",
        "Too many attempts. Try again in %(num)s minutes, or from a browser in which you have "
        "signed in before.",
        minutes,
    )


def _whole(wait: timedelta, unit: timedelta) -> int:
    """So many units, the last one begun counted as a whole."""
    return -(-wait // unit)


def _note_refusal(row: User | None, counted: list[attempts.Bucket]) -> None:
    user_id = row.id if row else None
    limits = attempts.full(counted, now())
    audit.record("sign_in.refused", actor_id=user_id)
    if limits:
        audit.record("sign_in.held_up", subject=user_id or "", detail={"limits": limits})
        log.warning("sign-in: too many attempts (%s) from %s", "; ".join(limits), visitor() or "?")


@blueprint.get("/login/<invitation>")
def make_known(invitation: str) -> AnyResponse:
    """Make this browser known for the account that `flask users admit` invited; signs nobody in."""
    row = db.session.get(User, known_browsers.invited(invitation))
    if row is None:
        abort(404)
    answer = redirect(url_for("auth.login"))
    known_browsers.remember(answer, row)
    return answer


@blueprint.post("/logout")
def logout() -> AnyResponse:
    if current_user.is_authenticated:
        everywhere = "everywhere" in request.form
        ended = end(current_user.row, only=None if everywhere else current_user.sign_in.id)
        audit.record("sign_out", actor_id=current_user.id, detail={"ended": len(ended)})
        db.commit()
    logout_user()
    session.clear()
    return redirect(url_for("auth.login"))


def end(user: User, *, only: str | None = None) -> list[SignIn]:
    """End all sign-ins of a person, or `only` the one with this id; returns those that ended.

    Whoever is signed in nowhere any more takes no calls.
    """
    ended = sign_ins.end(user.id, only=only)
    if not sign_ins.is_anywhere(user, now()):
        presence.leave(user.id)
    return ended
