"""A person's own keys for the desk, kept with the person."""

from flask import jsonify
from flask_login import current_user

from core import db
from core.tenants import keep_preference
from web.desk import keys
from web.desk.refusals import Reply, error
from web.desk.routes import content, route


@route("GET", "/shortcuts")
def shortcuts() -> Reply:
    return jsonify(shortcuts=keys.own_of(current_user.row.preferences))


@route("PUT", "/shortcuts")
def keep_shortcuts() -> Reply:
    """Set all keys at once; an action that is not named gets its default key again."""
    try:
        own = keys.checked(content().get("shortcuts"))
    except keys.BadKeys as problem:
        return error("bad_keys", str(problem), 422)
    keep_preference(current_user.row, "shortcuts", own)
    db.commit()
    return jsonify(shortcuts=own)
