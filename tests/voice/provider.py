"""The provider's hand in tests: signed forms to our webhooks, shaped as in its documentation."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from uuid import uuid4

from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from core.config import settings
from tests.conftest import phone_for
from voice import addresses, rows
from voice.models import Call, Leg

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LEAVE = "participant-leave"


def new_sid(prefix: str) -> str:
    return prefix + uuid4().hex


def path_of(address: str) -> str:
    """The path of one of our addresses, without the base and the overrides."""
    return address.removeprefix(settings().public_base_url).partition("#")[0]


class Provider:
    """Posts as the provider does. `sid` is the caller's leg, `room_sid` its conference."""

    def __init__(self, client: FlaskClient, to: str = "+33199000900") -> None:
        self.client = client
        self.sid = new_sid("CA")
        self.room_sid = new_sid("CF")
        self.form = {
            "CallSid": self.sid,
            "AccountSid": settings().credentials.account_sid,
            "From": "+33639980001",
            "To": to,
            "CallStatus": "ringing",
            "Direction": "inbound",
            "ApiVersion": "2010-04-01",
        }
        self.sequence = 0

    def sign(self, path: str, form: dict[str, str]) -> str:
        validator = RequestValidator(settings().credentials.auth_token)
        return str(validator.compute_signature(settings().public_base_url + path, form))

    def post(self, path: str, headers: dict[str, str] | None = None, **more: str) -> TestResponse:
        form = {**self.form, **more}
        signature = {"X-Twilio-Signature": self.sign(path, form)}
        return self.client.post(path, data=form, headers={**signature, **(headers or {})})

    @property
    def call(self) -> Call:
        call = rows.find(self.sid)
        assert call is not None
        return call

    def ask(self, name: str, headers: dict[str, str] | None = None, **more: str) -> TestResponse:
        """A request to an address with the call's token."""
        return self.post(path_of(addresses.address(name, self.call)), headers, **more)

    def ring(self, **more: str) -> TestResponse:
        return self.post("/twilio/voice", **more)

    def room_event(self, event: str, label: str = "", **more: str) -> TestResponse:
        self.sequence += 1
        form = {
            "ConferenceSid": self.room_sid,
            "FriendlyName": self.call.room,
            "StatusCallbackEvent": event,
            "SequenceNumber": str(self.sequence),
            "Timestamp": format_datetime(START + timedelta(seconds=self.sequence)),
        }
        who = {"ParticipantLabel": label} if label else {}
        why = {"ReasonParticipantLeft": "participant_hung_up"} if event == LEAVE else {}
        return self.ask("conference", **{**form, **who, **why, **more})

    def enter(self) -> None:
        """The caller goes into the room."""
        self.ask("enter", CallStatus="in-progress")
        self.room_event("participant-join", "caller")

    def agent_phone(self, of: Leg, **more: str) -> TestResponse:
        form = {
            "CallSid": new_sid("CA"),
            "From": f"client:{phone_for(of.user_id)}",
            "To": "",
            "leg": of.id,
            "CallStatus": "in-progress",
        }
        return self.post("/twilio/agent", **{**form, **more})

    def agent_joins(self, leg: Leg) -> None:
        """Phone and room event of an agent."""
        sid = new_sid("CA")
        self.agent_phone(leg, CallSid=sid)
        self.room_event("participant-join", leg.label, CallSid=sid)

    def caller_leaves(self) -> None:
        self.room_event("participant-leave", "caller")
        self.ask("dial-end", DialCallStatus="answered", CallStatus="completed")
