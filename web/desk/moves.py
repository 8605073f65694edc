"""Routes that move a call: to another ticket, script or agent, and between several calls."""

from flask import jsonify
from flask_babel import gettext
from flask_login import current_user

from core import db
from voice.calls import parking, transfers
from voice.errors import ColleagueUnavailable, Transferred
from voice.ticketing import joining, script_switch
from web.desk.refusals import REFUSALS, Reply
from web.desk.routes import call_reply, own_call, route, text
from workflows import runs

REFUSALS.update(
    {
        joining.UnknownTicket: (
            "not_found",
            404,
            lambda: gettext("This client has no such ticket."),
        ),
        joining.CannotJoin: (
            "cannot_join",
            409,
            lambda: gettext("This ticket is part of another one: join that one."),
        ),
        runs.UnknownScript: (
            "unknown_script",
            422,
            lambda: gettext("This client has no such script in use."),
        ),
        runs.RunLeft: (
            "script_left",
            409,
            lambda: gettext("Another script was opened meanwhile; this was not saved."),
        ),
        ColleagueUnavailable: (
            "colleague_unavailable",
            409,
            lambda: gettext("This colleague cannot take the call now."),
        ),
        Transferred: (
            "transferred",
            409,
            lambda: gettext("A colleague has this call now: this was not saved. Copy it for them."),
        ),
    }
)


@route("POST", "/calls/<call_id>/ticket")
def join_ticket(call_id: str) -> Reply:
    """The call is about an existing ticket."""
    joining.join_ticket(own_call(call_id).id, text("ticket_id"), current_user.id)
    db.commit()
    return call_reply(call_id)


@route("DELETE", "/calls/<call_id>/ticket")
def leave_ticket(call_id: str) -> Reply:
    joining.leave_ticket(own_call(call_id).id, current_user.id)
    db.commit()
    return call_reply(call_id)


@route("POST", "/calls/<call_id>/script")
def switch_script(call_id: str) -> Reply:
    script_switch.switch_script(own_call(call_id).id, text("key"), current_user.id)
    db.commit()
    return call_reply(call_id)


@route("POST", "/calls/<call_id>/switch")
def switch(call_id: str) -> Reply:
    """Hold the call in which the agent talks, and take up this one."""
    parking.switch(own_call(call_id).id, current_user.id)
    db.commit()
    return call_reply(call_id)


@route("POST", "/calls/<call_id>/arrived")
def arrived(call_id: str) -> Reply:
    """The agent's phone is on."""
    parking.arrived(own_call(call_id).id, current_user.id)
    db.commit()
    return call_reply(call_id)


@route("GET", "/calls/<call_id>/colleagues")
def colleagues(call_id: str) -> Reply:
    listed = transfers.colleagues(own_call(call_id))
    return jsonify([{"id": one.id, "name": one.name, "status": one.status} for one in listed])


@route("POST", "/calls/<call_id>/transfer")
def transfer(call_id: str) -> Reply:
    transfers.offer(own_call(call_id).id, text("user_id"), text("note"), current_user.id)
    db.commit()
    return call_reply(call_id)


@route("DELETE", "/calls/<call_id>/transfer")
def take_back(call_id: str) -> Reply:
    transfers.take_back(own_call(call_id).id, current_user.id)
    db.commit()
    return call_reply(call_id)
