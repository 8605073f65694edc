"""The music that TwiML names, for the provider to fetch and to keep.

https://www.twilio.com/docs/voice/twiml/play: it sends none of its usual parameters there, and obeys
the headers of HTTP caching.
"""

import re

from flask import Blueprint, Response, abort, request

from core.storage import StoredFileMissing
from voice import music
from voice.telephony import refusals

blueprint = Blueprint("music", __name__, url_prefix=music.PATH)

DIGEST = re.compile(r"[0-9a-f]{64}")
KEPT = "public, max-age=31536000, immutable"


@blueprint.get("/<digest>.wav")
def play(digest: str) -> Response:
    """A sound under its hash, for anybody who knows the hash."""
    if not DIGEST.fullmatch(digest):
        refusals.count("music")
        abort(404)
    try:
        sound = music.sound(digest)
    except StoredFileMissing:
        refusals.count("music")
        abort(404)
    reply = Response(sound.content, content_type="audio/wav")
    reply.headers["Cache-Control"] = KEPT if sound.lasting else "no-store"
    reply.set_etag(digest if sound.lasting else "house")
    reply.make_conditional(request, accept_ranges=True, complete_length=len(sound.content))
    return reply
