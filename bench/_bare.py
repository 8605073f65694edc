"""The least that a webhook can do: check the signature, write one row, answer."""

from flask import Flask, Response, abort, request
from sqlalchemy import create_engine, text
from twilio.request_validator import RequestValidator

from core.config import settings

INSERT = text("INSERT INTO bare_webhooks (call_sid, at) VALUES (:call_sid, now())")

engine = create_engine(settings().database_url)
validator = RequestValidator(settings().credentials.auth_token)
app = Flask(__name__)


@app.post("/<path:path>")
def receive(path: str) -> Response:
    address = f"{settings().public_base_url}/{path}"
    signature = request.headers.get("X-Twilio-Signature", "")
    if not validator.validate(address, request.form, signature):
        abort(403)
    with engine.begin() as connection:
        connection.execute(INSERT, {"call_sid": request.form["CallSid"]})
    return Response("<Response />", content_type="text/xml; charset=utf-8")
