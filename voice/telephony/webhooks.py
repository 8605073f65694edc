"""The provider's requests. Each one: verify, find our row, record once, advance, answer.

Every answer is TwiML, also a refusal; the same request again gets the same answer. Nothing here
waits for anything but the database.
"""

import logging
from collections.abc import Callable
from functools import wraps

from flask import Blueprint, Response, abort, request
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.exceptions import HTTPException

from core import db, sign_ins
from core.clock import now
from core.config import settings
from core.db import session
from core.languages import HOME
from voice import addresses, calls, gateway, recordings, rows
from voice.calls import events
from voice.models import Call, Leg
from voice.states import Outcome
from voice.telephony import refusals, reports, rescue, twiml
from voice.upkeep import registry

__all__ = ["blueprint", "registry"]  # a webhook posts tasks, which must be registered

log = logging.getLogger(__name__)
blueprint = Blueprint("twilio", __name__, url_prefix="/twilio")

LARGEST = 64 * 1024  # bytes of a body
FORM = "application/x-www-form-urlencoded"
CLASHES = (OperationalError, IntegrityError)  # in the database, with another request
# Seconds; both together end before the provider gives up on a callback (see voice/addresses.py).
LONGEST_STATEMENT = 2.0
LONGEST_CLASH = 0.3
MOST_AGAIN = 2  # times that a caller is asked to wait a moment for us
PAUSE_IN_ROOM = 10  # seconds; whoever waits for an agent is in less of a hurry

View = Callable[..., str]


@blueprint.before_request
def verify() -> None:
    """Let in only what the provider signed for this account and this address."""
    if request.method != "POST":
        _refuse(405, "method")
    if request.mimetype != FORM:
        _refuse(415, "content type")
    request.max_content_length = LARGEST
    if (request.content_length or 0) > LARGEST:
        _refuse(413, "too large")
    signature = request.headers.get("X-Twilio-Signature")
    if not gateway.is_genuine(signed_url(), request.form, signature):
        _refuse(403, "signature")
    if not gateway.is_our_account(request.form.get("AccountSid", "")):
        _refuse(403, "account")


def _refuse(status: int, reason: str) -> None:
    refusals.count(reason)
    abort(status)


def signed_url() -> str:
    """The address as the provider wrote and signed it: our configured base, and the raw path.

    Flask's own `request.url` is decoded, and its host comes from a header that anyone can send.
    """
    raw = str(request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or "")
    if not raw.startswith("/"):  # a proxy may pass the whole address on
        raw = "/" + raw.split("://", 1)[-1].partition("/")[2]
    return settings().public_base_url + raw


def _twiml(body: str, status: int = 200) -> Response:
    return Response(body, status, content_type="text/xml; charset=utf-8")


@blueprint.errorhandler(HTTPException)
def answer_refusal(error: HTTPException) -> Response:
    session.rollback()
    return _twiml(twiml.sorry(), error.code or 400)


@blueprint.errorhandler(Exception)
def answer_failure(error: Exception) -> Response:
    """A fault of ours: the caller hears that it takes a moment, and the provider asks again; after
    a few times it gets an error, so that the number's fallback address speaks.

    A callback is repeated by the provider at once; reconciliation makes up for one that is lost.
    """
    session.rollback()
    log.exception("webhook %s failed", request.endpoint, exc_info=error)
    times = addresses.times_asked(request.args)
    again = addresses.once_more(signed_url(), times, request.values)
    if request.endpoint == _WAITING and not _is_phone():
        if rescue.is_due(times):
            rescue.begin(request.form.get("CallSid", ""), request.form.get("To", ""))
        return _twiml(twiml.again(again, pause=PAUSE_IN_ROOM))
    if request.endpoint in _CALLBACKS or times >= MOST_AGAIN:
        return _twiml(twiml.sorry(), 503)
    return _twiml(twiml.again(again))


def _is_phone() -> bool:
    """Whether the request is about the phone of an agent."""
    return request.form.get("From", "").startswith("client:")


def webhook(path: str) -> Callable[[View], View]:
    """Register a view that returns TwiML; its changes are committed before the answer is sent."""

    def register(view: View) -> View:
        @wraps(view)
        def answer(**values: str) -> Response:
            with db.hurried(LONGEST_STATEMENT):
                return _twiml(
                    db.with_retries(
                        lambda: _committed(lambda: view(**values)), CLASHES, LONGEST_CLASH
                    )
                )

        blueprint.post(path)(answer)
        return view

    return register


def _committed(work: Callable[[], str]) -> str:
    """Do the work of a webhook, and commit before it is answered."""
    body = work()
    db.commit()
    return body


def _call(token: str) -> Call:
    """The call of a token, locked; refuses a request that is not about this call."""
    call_id = addresses.call_of(token)
    try:
        call = rows.locked(call_id or "")
    except rows.UnknownCall:
        call = None
    if call is None or not _is_about(call, request.form.get("CallSid")):
        refusals.count("token")
        abort(403)
    return call


def _is_about(call: Call, sid: str | None) -> bool:
    """Whether that leg belongs to the call; a room's own events name no leg."""
    if sid is None or sid == call.provider_sid:
        return True
    return (
        session.scalars(select(Leg.id).filter_by(call_id=call.id, provider_sid=sid)).first()
        is not None
    )


def _said() -> reports.Form:
    """The form, and what its address took along where it is asked once more."""
    return CombinedMultiDict([request.form, request.args])


def _sid() -> str:
    sid = request.form.get("CallSid", "")
    if not reports.CALL_SID.fullmatch(sid):
        refusals.count("call id")
        abort(400)
    return sid


@webhook("/voice")
def voice() -> str:
    """The line rings."""
    _sid()
    call = calls.receive(reports.ring_of(request.form))
    return twiml.voice(call, call.client)


@webhook("/objection/<token>")
def objection(token: str) -> str:
    """A key was pressed during the notice."""
    call = _call(token)
    events.record(call.id, reports.of_key(_said()))
    if _said().get("Digits") == "9":
        calls.object_to_recording(call.id, None)
    return twiml.objection(call)


@webhook("/enter/<token>")
def enter(token: str) -> str:
    """The caller has heard everything and goes on into the room."""
    return twiml.enter(calls.enter_room(_call(token).id))


@webhook("/wait/<token>")
def wait(token: str) -> str:
    """What a caller alone in the room hears."""
    return twiml.wait(_call(token))


@webhook("/dial-end/<token>")
def dial_end(token: str) -> str:
    """The caller is out of the room."""
    call = _call(token)
    attempt = request.headers.get("I-Twilio-Idempotency-Token", "")
    report = reports.of_dial_end(call, _said(), attempt)
    _record(call, report)
    if report.kind != reports.DIAL_FAILED:
        return twiml.dial_end(call, failures=0)
    failed = [e for e in events.of(call.id) if e.kind == reports.DIAL_FAILED]
    return twiml.dial_end(call, failures=len(failed) if attempt else twiml.ENTRIES)


@webhook("/agent")
def agent() -> str:
    """An agent's browser phone wants to be let into the room of the call they took.

    The name of the phone comes from a signed access token, never from a parameter. The provider
    takes a token until it expires; we let its phone in only while its sign-in is good.
    """
    sid = _sid()
    user = sign_ins.holder_of(request.form.get("From", "").removeprefix("client:"), now())
    leg_id = _said().get("leg", "")
    arrived = calls.agent_arrives(leg_id, user.id, sid) if user else None
    if arrived is None:
        refusals.count("agent")
        return twiml.agent_refused(user.language if user else HOME)
    return twiml.agent(*arrived)


@webhook("/agent-end/<token>")
def agent_end(token: str) -> str:
    """An agent's phone is out of the room."""
    call = _call(token)
    leg = session.scalars(select(Leg).filter_by(call_id=call.id, provider_sid=_sid())).first()
    if leg is not None:
        events.record(call.id, reports.of_agent_end(leg, request.form))
        calls.look_soon(call.id)
    return twiml.hang_up()


@webhook("/conference/<token>")
def conference(token: str) -> str:
    """Something happened in the room."""
    call = _call(token)
    _record(call, reports.of_room(call, request.form))
    return twiml.NOTHING


def _record(call: Call, report: events.Report) -> None:
    """Keep what is reported; what we do not understand moves nothing, so the provider is asked."""
    if events.record(call.id, report) is Outcome.UNKNOWN:
        log.error("call %s: the provider reports what we do not know: %s", call.id, report.kind)
        calls.look_soon(call.id)


@webhook("/recording/<token>")
def recording(token: str) -> str:
    """The state of a recording of the caller's leg."""
    call = _call(token)
    provided = reports.recording_of(request.form)
    if not gateway.RECORDING_SID.fullmatch(provided.sid):
        refusals.count("recording id")
        abort(400)
    _record(call, reports.of_recording(request.form))
    if recordings.report(call, provided) is Outcome.UNKNOWN:
        log.error("call %s: a recording's state %r is unknown", call.id, provided.status[:20])
    return twiml.NOTHING


@webhook("/status/<token>")
def status(token: str) -> str:
    """The state of the caller's leg."""
    call = _call(token)
    if request.form.get("CallSid") == call.provider_sid:
        _record(call, reports.of_caller(request.form))
    return twiml.NOTHING


@webhook("/status")
def line_status() -> str:
    """The same by the number's own callback; it also makes known a call that never reached us."""
    sid = _sid()
    if _is_phone():
        return twiml.NOTHING
    call = rows.find_locked(sid)
    if call is None:
        if session.scalars(select(Leg).filter_by(provider_sid=sid)).first() is not None:
            return twiml.NOTHING  # an agent's phone: the room tells more
        call = calls.receive(reports.ring_of(request.form))
    _record(call, reports.of_caller(request.form))
    return twiml.NOTHING


@blueprint.route("/", defaults={"rest": ""}, methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
@blueprint.route("/<path:rest>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def answer_unknown_address(rest: str) -> Response:
    """Any other address or method below /twilio is answered in TwiML as well."""
    refusals.count("address")
    return _twiml(twiml.sorry(), 404)


_WAITING = f"{blueprint.name}.wait"
_CALLBACKS = frozenset(
    f"{blueprint.name}.{view}" for view in ("conference", "recording", "status", "line_status")
)
