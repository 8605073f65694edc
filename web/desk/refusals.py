"""The refusals of the desk, with the sentence that says why."""

from collections.abc import Callable
from typing import Any

from flask import Response, jsonify
from flask_babel import gettext
from flask_login import current_user

from core.languages import say
from voice import gateway
from voice.agents import presence
from voice.errors import AgentBusy, AlreadyTaken, NotNow, UnknownOffer
from web.languages import page_language
from workflows import runs
from workflows.runs import SavedAnswer

Reply = Response | tuple[Response, int]
Sentence = Callable[[], str]

# Of each: a code for the page, the status, and what a person reads. Parts of the desk add theirs.
REFUSALS: dict[type[Exception], tuple[str, int, Sentence]] = {
    UnknownOffer: ("not_found", 404, lambda: gettext("This call is not offered to you.")),
    AgentBusy: ("busy", 409, lambda: gettext("Finish the call you have first.")),
    NotNow: (
        "not_now",
        409,
        lambda: gettext("The call is no longer in a state for this."),
    ),
    gateway.GatewayError: (
        "telephony",
        502,
        lambda: gettext("The telephone provider did not answer. Try again."),
    ),
    gateway.ProviderBusy: (
        "telephony_busy",
        502,
        lambda: gettext(
            "The telephone provider answers slowly, so this was not sent. Try again in a moment."
        ),
    ),
    presence.UnknownStatus: ("bad_status", 422, lambda: gettext("There is no such status.")),
    runs.ReasonTooShort: (
        "reason",
        422,
        lambda: gettext("Give a reason that others can judge later."),
    ),
    runs.RunFinished: (
        "finished",
        409,
        lambda: gettext("This call is closed; its answers stay."),
    ),
    runs.TooLong: ("too_long", 422, lambda: gettext("This text is too long.")),
    runs.UnknownStep: ("unknown_step", 422, lambda: gettext("The script has no such step.")),
}


def refused(refusal: Exception) -> Reply | None:
    """The reply that says why, or None where the error is a failure and no refusal."""
    if isinstance(refusal, AlreadyTaken):
        return _already_taken(refusal.by)
    if isinstance(refusal, runs.GateClosed):
        missing = [
            {"key": one.key, "title": say(one.title, page_language())} for one in refusal.missing
        ]
        message = gettext("Mandatory answers are missing.")
        return error("gate_closed", message, 409, missing=missing)
    if isinstance(refusal, runs.RevisionConflict):
        message = gettext("Somebody saved another value.")
        return error("conflict", message, 409, current=_now(refusal))
    kind = next((one for one in type(refusal).__mro__ if one in REFUSALS), None)
    if kind is None:
        return None
    code, status, sentence = REFUSALS[kind]
    return error(code, sentence(), status)


def error(code: str, message: str, status: int, **more: Any) -> Reply:
    return jsonify(error=code, message=message, **more), status


def _already_taken(by: str) -> Reply:
    message = (
        gettext("Already taken by %(name)s.", name=by) if by else gettext("The caller is gone.")
    )
    return error("already_taken", message, 409, by=by)


def _now(conflict: runs.RevisionConflict) -> dict[str, Any]:
    """What is saved, and `by` whom: oneself, another person, or "" for notes, which do not say."""
    current = conflict.current
    if not isinstance(current, SavedAnswer):
        return {"raw": current.text, "revision": current.revision, "by": ""}
    by = "self" if current.author_id == current_user.id else "other"
    return {"raw": current.raw, "revision": current.revision, "by": by}
