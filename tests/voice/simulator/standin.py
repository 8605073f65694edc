"""A small application that stands at the other end of the simulator's wire."""

import secrets
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from flask import Flask, Response, abort, jsonify, request
from twilio.http.http_client import TwilioHttpClient
from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import VoiceGrant
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from twilio.twiml.voice_response import Dial, Gather, VoiceResponse
from werkzeug.serving import WSGIRequestHandler, make_server

from core.config import TwilioCredentials
from voice.simulator.people.call import SimulatedCall
from voice.simulator.people.scenario import voices
from voice.simulator.server import Simulator

LINE = "+33199000101"


def made_up_credentials() -> TwilioCredentials:
    return TwilioCredentials(
        account_sid="AC" + secrets.token_hex(16),
        auth_token=secrets.token_hex(16),
        api_key_sid="SK" + secrets.token_hex(16),
        api_key_secret=secrets.token_hex(16),
        twiml_app_sid="AP" + secrets.token_hex(16),
    )


def token_of(credentials: TwilioCredentials, identity: str = "ana", **changes: object) -> str:
    values = credentials._replace(
        **{k: v for k, v in changes.items() if k not in ("ttl", "region")}
    )
    token = AccessToken(
        values.account_sid,
        values.api_key_sid,
        values.api_key_secret,
        identity=identity,
        ttl=int(str(changes.get("ttl", 600))),
        region=changes.get("region"),
    )
    token.add_grant(VoiceGrant(outgoing_application_sid=values.twiml_app_sid))
    return token.to_jwt()


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        return


class StandIn:
    """Answers like the application; remembers what it was asked, and whether it was signed."""

    def __init__(self, credentials: TwilioCredentials) -> None:
        self.credentials = credentials
        self.record = True
        self.recording_state = ""  # one in which no transcript comes
        self.password = "right"
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.forged = 0
        self.answers: dict[str, str] = {}
        self.notes = ""
        self.call_state = "ringing"
        self.looks: list[str] = []  # states of the call in which an agent looked
        self.status = "offline"  # of the agent
        self.others: list[str] = []  # who else can take the call
        self.gate_is_closed = False  # without a reason
        self.reason = ""
        self.caller = ""
        self.room = ""
        self.replace: dict[str, Callable[[], Response]] = {}
        self.media: dict[str, Callable[[], Response]] = {}
        self.phone_url = ""
        self.on_hang_up: Callable[[], None] = lambda: None
        self.documents: dict[str, Callable[[VoiceResponse], None]] = {
            "voice": self._voice,
            "objection": self._objection,
            "enter": self._enter,
            "wait": self._wait,
            "agent": self._agent,
            "dial-end": self._dial_end,
        }
        self.lock = threading.Lock()
        self.server = make_server(
            "127.0.0.1", 0, self._app(), threaded=True, request_handler=_Quiet
        )
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def of(self, path: str) -> list[dict[str, str]]:
        return [form for asked, form in self.seen if asked == path]

    def events(self) -> list[str]:
        return [form["StatusCallbackEvent"] for form in self.of("/twilio/conference/t")]

    def _app(self) -> Flask:
        app = Flask("stand-in")
        app.before_request(self._check)
        app.logger.disabled = True
        app.add_url_rule("/twilio/<path:rest>", "twilio", self._twilio, methods=["POST"])
        app.add_url_rule("/media/<name>", "media", lambda name: self.media[name]())
        app.add_url_rule("/login", "login", self._login, methods=["GET", "POST"])
        app.add_url_rule("/api/tickets", "tickets", self._tickets)
        app.add_url_rule("/api/tickets/t1", "ticket", self._ticket)
        app.add_url_rule("/desk/state", "state", self._state)
        app.add_url_rule("/desk/<path:rest>", "desk", self._desk, methods=["GET", "POST", "PUT"])
        return app

    def _check(self) -> None:
        if not request.path.startswith("/twilio/"):
            return
        validator = RequestValidator(self.credentials.auth_token)
        url = self.url + request.full_path.rstrip("?")
        signature = request.headers.get("X-Twilio-Signature", "")
        if not validator.validate(url, request.form.to_dict(), signature):
            self.forged += 1
            abort(403)
        with self.lock:
            self.seen.append((request.path, request.form.to_dict()))

    def _twilio(self, rest: str) -> Response:
        if rest in self.replace:
            return self.replace[rest]()
        twiml = VoiceResponse()
        answer = self.documents.get(rest.split("/")[0])
        if answer is not None:
            answer(twiml)
        return Response(str(twiml), content_type="text/xml")

    def _voice(self, twiml: VoiceResponse) -> None:
        self.caller = request.form["From"]
        self.room = "c-" + request.form["CallSid"]
        gather = Gather(input="dtmf", num_digits=1, timeout=1, action="/twilio/objection/t#rc=2")
        gather.say("Bonjour, cet appel est enregistré.", language="fr-FR")
        twiml.append(gather)
        twiml.redirect("/twilio/enter/t#rc=2&rp=all&rt=4000")

    def _objection(self, twiml: VoiceResponse) -> None:
        self.record = False
        twiml.redirect("/twilio/enter/t")

    def _enter(self, twiml: VoiceResponse) -> None:
        self.call_state = "waiting"
        recording = {
            "record": "record-from-answer-dual",
            "trim": "do-not-trim",
            "recording_status_callback": "/twilio/recording/t#rc=5&rp=all",
            "recording_status_callback_event": "in-progress completed absent",
        }
        dial = Dial(action="/twilio/dial-end/t", **(recording if self.record else {}))
        self._conference(dial, "c-" + request.form["CallSid"], "caller", start=False, end=True)
        twiml.append(dial)

    @staticmethod
    def _conference(dial: Dial, room: str, label: str, start: bool, end: bool) -> None:
        dial.conference(
            room,
            participant_label=label,
            start_conference_on_enter=start,
            end_conference_on_exit=end,
            beep=False,
            wait_url="/twilio/wait/t",
            status_callback="/twilio/conference/t#rc=5&rp=all",
            status_callback_event="start end join leave mute hold modify",
        )

    def _wait(self, twiml: VoiceResponse) -> None:
        twiml.say("Merci de patienter.", language="fr-FR")
        twiml.pause(length=10)
        twiml.redirect("/twilio/wait/t")

    def _agent(self, twiml: VoiceResponse) -> None:
        self.call_state = "connected"
        dial = Dial(action="/twilio/agent-end/t")
        self._conference(dial, self.room, f"agent-{request.form['leg']}", start=True, end=False)
        twiml.append(dial)

    def _dial_end(self, twiml: VoiceResponse) -> None:
        self.call_state = "wrapping"

    def _login(self) -> Response:
        if request.method == "GET":
            return Response('<form><input type="hidden" name="csrf_token" value="tok"></form>')
        if request.form["csrf_token"] != "tok" or request.form["password"] != self.password:
            abort(400)
        response = Response("welcome")
        response.set_cookie("session", "yes")
        return response

    def _tickets(self) -> Response:
        return jsonify(tickets=[{"id": "t1"}] if request.args["caller"] == self.caller else [])

    def _ticket(self) -> Response:
        done = any(f["RecordingStatus"] == "completed" for f in self.of("/twilio/recording/t"))
        transcribed = done and not self.recording_state
        transcript = {"segments": [{"channel": 0, "text": "bonjour"}]} if transcribed else None
        answers = [{"key": key, "value": raw} for key, raw in self.answers.items()]
        return jsonify(
            ticket={"id": "t1", "number": 1001},
            answers=answers,
            recording={"state": self.recording_state},
            transcript=transcript,
            timings={},
        )

    def _state(self) -> Response:
        offers = [{"id": "o1", "call_id": "k1", "client": {"name": "B"}, "caller": self.caller}]
        waiting = self.call_state == "waiting"
        shown = offers if waiting else []
        self.looks.append(self.call_state)
        return jsonify(csrf="tok2", status=self.status, offers=shown, calls=[])

    def _desk(self, rest: str) -> Response | tuple[Response, int]:
        if request.method != "GET" and request.headers.get("X-CSRFToken") != "tok2":
            abort(400)
        if rest == "phone-token":
            token = token_of(self.credentials)
            return jsonify(token=token, identity="ana", phone_url=self.phone_url)
        content = request.get_json() if request.method != "GET" else {}
        if rest.endswith("/others"):
            return jsonify(names=self.others)
        if rest == "status":
            self.status = content["status"]
        if "/answers/" in rest:
            self.answers[rest.rsplit("/", 1)[1]] = content["raw"]
        elif rest.endswith("/notes"):
            self.notes = content["raw"]
        elif rest.endswith("/close"):
            self.reason = content["override_reason"]
            if self.gate_is_closed and not self.reason:
                return jsonify(error="gate_closed"), 409
            self.call_state = "closed"
        elif rest.endswith("/hangup"):
            self.on_hang_up()
        elif rest.endswith("/claim"):
            self.call_state = "claimed"
        return jsonify(self._view())

    def _view(self) -> dict[str, object]:
        steps = [{"key": key, "revision": 0, "problem": None} for key in ("lift", "floor", "since")]
        return {
            "id": "k1",
            "state": self.call_state,
            "client": {"name": "Belleroche"},
            "ticket": {"id": "t1", "number": 7},
            "leg": {"id": "L1"},
            "language": "fr",
            "run": {"steps": steps, "notes_revision": 0},
        }


def write_tone(path: Path, hertz: float, seconds: float, rate: int = 8000) -> Path:
    """A tone that a spectrum tells from any other."""
    wave = 0.4 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)
    soundfile.write(path, wave, rate)
    return path


def strength(samples: np.ndarray, hertz: float) -> float:
    """How much of that tone there is in the samples."""
    wave = np.exp(-2j * np.pi * hertz * np.arange(len(samples)) / 8000)
    return float(abs(np.dot(samples.astype(float), wave)) / max(1, len(samples)))


def answered_call(
    simulator: Simulator, tmp_path: Path, wait: bool = True, **details: Any
) -> SimulatedCall:
    caller, agent = voices(
        write_tone(tmp_path / "caller.wav", 700, 20), write_tone(tmp_path / "agent.wav", 1100, 20)
    )
    call = simulator.place_call(
        LINE,
        caller=caller,
        agent=agent,
        scripted_agent=True,
        agent_password="right",
        **details,
    )
    return simulator.wait(call.sid, 60) if wait else call


def sdk(simulator: Simulator) -> Client:
    credentials: TwilioCredentials = simulator.exchange.credentials

    class Redirected(TwilioHttpClient):
        def request(self, method: str, url: str, *args: object, **named: object):  # type: ignore[no-untyped-def]
            moved = url.replace("https://api.twilio.com", simulator.base_url)
            return super().request(method, moved, *args, **named)

    return Client(
        credentials.api_key_sid,
        credentials.api_key_secret,
        credentials.account_sid,
        http_client=Redirected(timeout=30),
    )
