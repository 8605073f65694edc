"""For who is new to the desk: a simulated caller who rings, and the end of the tour."""

from flask import jsonify
from flask_babel import gettext
from flask_login import current_user

from core import db
from core.reading import phone_numbers
from voice.agents import presence
from web.desk.refusals import REFUSALS, Reply
from web.desk.routes import content, route, text
from web.welcome import callers, tour

REFUSALS.update(
    {
        callers.UnknownLine: (
            "not_found",
            404,
            lambda: gettext("No caller can ring on this line. Load the page anew."),
        ),
        callers.NoModel: (
            "no_model",
            422,
            lambda: gettext("The speech model of this language is missing. Install it first."),
        ),
        callers.NoNetwork: (
            "no_simulator",
            502,
            lambda: gettext(
                "The simulated telephone network does not answer, so nobody can ring. "
                "Start everything again with “make serve”."
            ),
        ),
    }
)


@route("POST", "/simulated-callers")
def have_a_caller_ring() -> Reply:
    """A caller rings for this person, who is available from then on."""
    wish = callers.Wish(
        line=text("line"),
        hurried=content().get("hurried") is True,
        speaks=content().get("speaks") is True,
        token=text("token"),
    )
    call = callers.call_for(current_user.row, wish)
    db.commit()  # nothing is locked while another process is asked
    number = callers.place(call)
    was_available = presence.of(current_user.id).status == "available"
    if not was_available:
        presence.set_status(current_user.id, "available")
    db.commit()
    shown = phone_numbers.international(number)
    return jsonify(number=shown, made_available=not was_available)


@route("PUT", "/tour")
def end_tour() -> Reply:
    tour.end(current_user.row)
    db.commit()
    return jsonify(seen=True)
