"""A person's own keys for the desk, kept with the person."""

from flask import jsonify
from flask_login import current_user

from core import db
from web import desk_keys
from web.desk import content, route
from web.desk_refusals import Reply, error


@route("GET", "/shortcuts")
def shortcuts() -> Reply:
    return jsonify(shortcuts=desk_keys.own_of(current_user.row.preferences))


@route("PUT", "/shortcuts")
def keep_shortcuts() -> Reply:
    """All at once: what is not named has its default again."""
    try:
        own = desk_keys.checked(content().get("shortcuts"))
    except desk_keys.BadKeys as problem:
        return error("bad_keys", str(problem), 422)
    user = current_user.row
    user.preferences = {**user.preferences, "shortcuts": own}
    db.commit()
    return jsonify(shortcuts=own)
