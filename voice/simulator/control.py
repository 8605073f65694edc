"""Routes for our own tools and the browser phone; the provider has nothing like them."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify, request

from voice.simulator.network.chaos import Chaos
from voice.simulator.network.legs import Leg
from voice.simulator.people.phones import DeviceBusy, TokenRefused, connect
from voice.simulator.people.scenario import BadScenario, Scenario, media_fault, typing_of, voices
from voice.simulator.sound.audio import BadAudio
from voice.simulator.switchboard import Switchboard

_CHAOS_FIELDS = ("duplicate", "reorder", "drop", "delay")
_PLAIN_FIELDS = (
    "leaves_to_people",
    "agent_email",
    "agent_password",
    "gives_up_after",
    "silent_talk",
    "waits",
    "stays",
    "agent_hangs_up",
)


def control(simulator: Switchboard) -> Blueprint:
    """`/simulator`: place calls and look at them."""
    api = Blueprint("control", __name__, url_prefix="/simulator")

    @api.errorhandler(BadScenario)
    @api.errorhandler(BadAudio)
    def refuse(error: Exception) -> tuple[Response, int]:
        return jsonify(error="bad_scenario", message=str(error)), 422

    @api.post("/calls")
    def place() -> Response:
        content = request.get_json(silent=True)
        if not isinstance(content, dict):
            raise BadScenario("A JSON object describes the call.")
        token = str(content.get("token") or "")
        call = simulator.place(scenario_of(simulator, content), token)
        return jsonify(call_sid=call.sid, number=call.scenario.from_number)

    @api.get("/calls/<sid>")
    def look(sid: str) -> Response | tuple[Response, int]:
        call = simulator.calls.get(sid)
        if call is None:
            return jsonify(error="not_found", message="No such call."), 404
        return jsonify(
            call_sid=sid,
            state=call.state,
            failure=call.failure,
            ticket_id=call.ticket_id,
            lines=call.story.as_json(request.args.get("after", 0, type=int)),
        )

    @api.post("/calls/<sid>/keys")
    def press(sid: str) -> tuple[str, int]:
        simulator.calls[sid].leg.press(str((request.get_json(silent=True) or {}).get("digit", "")))
        return "", 204

    @api.post("/calls/<sid>/hangup")
    def hang_up(sid: str) -> tuple[str, int]:
        simulator.calls[sid].leg.hang_up()
        return "", 204

    @api.get("/health")
    def health() -> Response:
        return jsonify(simulator=True, account_sid=simulator.exchange.credentials.account_sid)

    return api


def scenario_of(simulator: Switchboard, content: dict[str, Any]) -> Scenario:
    """A scenario from its JSON description. Raises BadScenario or BadAudio."""
    if not content.get("line"):
        raise BadScenario("A call needs the line that is dialed.")
    caller, agent = voices(_path(content, "caller"), _path(content, "agent"))
    scenario = Scenario(
        line=str(content["line"]),
        from_number=str(content.get("from") or simulator.fresh_number()),
        caller=caller,
        agent=agent,
        scripted_agent=bool(content.get("scripted_agent", content.get("agent") is not None)),
        typing=typing_of(content.get("answers"), "answers"),
        keys=tuple((float(at), str(digit)) for at, digit in content.get("keys", [])),
        holds=tuple((float(at), float(seconds)) for at, seconds in content.get("holds", [])),
        speed=_speed(content["speed"]) if "speed" in content else simulator.speed,
        chaos=_chaos(simulator, content.get("chaos")),
        media_fault=media_fault(
            str(content.get("media_fault", "")), int(content.get("media_fault_times", 1))
        ),
        extra={str(key): str(value) for key, value in content.get("extra", {}).items()},
    )
    plain = {field: content[field] for field in _PLAIN_FIELDS if field in content}
    return replace(scenario, **plain)


def _path(content: dict[str, Any], side: str) -> Path | None:
    return Path(str(content[side])) if content.get(side) else None


def _speed(value: object) -> float | None:
    """`fast` jumps; a number is a multiple of a person's time."""
    if value == "fast":
        return None
    if isinstance(value, int | float) and value > 0:
        return float(value)
    raise BadScenario("speed is `fast` or a positive number.")


def _chaos(simulator: Switchboard, value: object) -> Chaos:
    if value is None:
        return simulator.exchange.chaos
    if not isinstance(value, dict):
        raise BadScenario("chaos is an object with a seed and probabilities.")
    duplicate, reorder, drop, delay = (float(value.get(name, 0.0)) for name in _CHAOS_FIELDS)
    return Chaos(int(value.get("seed", 0)), duplicate, reorder, drop, delay)


def phone(simulator: Switchboard) -> Blueprint:
    """`/phone`: the browser phone of the demo, let in by its access token alone."""
    api = Blueprint("phone", __name__, url_prefix="/phone")

    @api.errorhandler(TokenRefused)
    def refuse(error: TokenRefused) -> tuple[Response, int]:
        return jsonify(error="token_refused", code=error.code, message=str(error)), 401

    @api.errorhandler(DeviceBusy)
    def refuse_second(_error: DeviceBusy) -> tuple[Response, int]:
        return jsonify(error="busy", message="A call is already active on this device."), 409

    @api.after_request
    def let_the_desk_in(response: Response) -> Response:
        response.headers["Access-Control-Allow-Origin"] = simulator.public_origin
        response.headers["Access-Control-Allow-Headers"] = "Content-Type"
        response.headers["Vary"] = "Origin"
        return response

    @api.post("/connect")
    def dial() -> Response:
        content = request.get_json(silent=True) or {}
        params = {str(key): str(value) for key, value in (content.get("params") or {}).items()}
        call = simulator.calls.get(str(content.get("call", "")))
        token, device = str(content.get("token", "")), str(content.get("device", ""))
        leg = connect(simulator.exchange, token, params, call, device=device)
        return jsonify(call_sid=leg.sid)

    @api.route("/connect", methods=["OPTIONS"])
    @api.route("/calls/<sid>/disconnect", methods=["OPTIONS"])
    def preflight(sid: str = "") -> tuple[str, int]:
        return "", 204

    @api.get("/calls/<sid>")
    def look(sid: str) -> Response | tuple[Response, int]:
        leg = simulator.exchange.by_sid(Leg).get(sid)
        if leg is None:
            return jsonify(error="not_found"), 404
        return jsonify(call_sid=sid, status=leg.status, in_conference=leg.in_conference)

    @api.post("/calls/<sid>/disconnect")
    def hang_up(sid: str) -> tuple[str, int] | tuple[Response, int]:
        leg = simulator.exchange.by_sid(Leg).get(sid)
        if leg is None:
            return jsonify(error="not_found"), 404
        leg.hang_up()
        return "", 204

    return api
