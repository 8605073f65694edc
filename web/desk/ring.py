"""How a person wants calls to ring, kept with the person."""

from flask import jsonify
from flask_babel import gettext
from flask_login import current_user

from core import db
from core.tenants import keep_preference
from web.desk import volumes
from web.desk.refusals import Reply, error
from web.desk.routes import route, text


@route("PUT", "/ring")
def keep_volume() -> Reply:
    volume = text("volume")
    if volume not in volumes.VOLUMES:
        return error("bad_volume", gettext("There is no such volume."), 422)
    keep_preference(current_user.row, "ring_volume", volume)
    db.commit()
    return jsonify(volume=volume)
