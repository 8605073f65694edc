"""Whole calls against the small application: what it is asked, and what is heard."""

import time
from pathlib import Path

import numpy as np
import pytest
import requests
import soundfile
from flask import Response

from core.config import TwilioCredentials
from tests.voice.simulator.standin import LINE, StandIn, answered_call, sdk, strength, token_of
from voice.simulator.network import recordings
from voice.simulator.network.account import Account
from voice.simulator.network.legs import Leg
from voice.simulator.people import agent as people
from voice.simulator.people.call import SimulatedCall
from voice.simulator.server import Simulator


def test_an_answered_call_runs_from_ring_to_closed_ticket(
    simulator: Simulator, application: StandIn, tmp_path: Path
) -> None:
    call = answered_call(
        simulator,
        tmp_path,
        answers={"answers": [{"step": "lift", "raw": 2, "at": 5}], "notes": "Two inside"},
    )
    assert call.failure == ""
    assert application.forged == 0
    assert application.answers == {"lift": "2"}
    assert application.notes == "Two inside"
    assert call.ticket_id == "t1"
    assert application.events() == [
        "participant-join",
        "participant-join",
        "conference-start",
        "participant-leave",
        "participant-leave",
        "conference-end",
    ]
    assert [f["RecordingStatus"] for f in application.of("/twilio/recording/t")] == [
        "in-progress",
        "completed",
    ]
    assert application.of("/twilio/status")[-1]["CallStatus"] == "completed"
    answered_at = next(line.at for line in call.story.lines() if line.kind == "bridged")
    typed_at = next(line.at for line in call.story.lines() if line.kind == "answer")
    assert 4.5 <= typed_at - answered_at <= 6


def test_the_recording_holds_the_caller_on_one_channel_and_the_agent_on_two(
    simulator: Simulator, application: StandIn, tmp_path: Path
) -> None:
    answered_call(simulator, tmp_path)
    completed = application.of("/twilio/recording/t")[-1]
    path = simulator.exchange.by_sid(recordings.Recording)[completed["RecordingSid"]].path
    data, rate = soundfile.read(path, dtype="int16")
    assert rate == 8000
    assert data.shape[1] == 2
    talk = data[-20 * 8000 :]
    assert strength(talk[:, 0], 700) > 1000 > strength(talk[:, 0], 1100)
    assert strength(talk[:, 1], 1100) > 1000 > strength(talk[:, 1], 700)
    assert int(completed["RecordingDuration"]) == round(len(data) / 8000)


def test_both_voices_begin_at_the_same_time_but_for_what_evens_the_agents_out(
    simulator: Simulator, application: StandIn, tmp_path: Path
) -> None:
    call = answered_call(simulator, tmp_path)
    data, _ = soundfile.read(recordings.of_leg(call.leg)[0].path, dtype="int16")
    first = [int(np.flatnonzero(np.abs(data[:, side]) > 2000)[0]) for side in (0, 1)]
    assert call.talk.agent_delay == 0.65
    assert abs(first[1] - first[0] - 0.65 * 8000) < 12


def test_key_nine_is_heard_during_the_greeting(simulator: Simulator, application: StandIn) -> None:
    call = simulator.place_call(LINE, keys=((0.5, "9"),), gives_up_after=30.0)
    simulator.wait(call.sid)
    assert application.of("/twilio/objection/t")[0]["Digits"] == "9"
    assert application.of("/twilio/recording/t") == []


def test_a_caller_who_gives_up_hears_the_waiting_message_again_and_again(
    simulator: Simulator, application: StandIn
) -> None:
    call = simulator.place_call(LINE, gives_up_after=65.0)
    simulator.wait(call.sid)
    assert len(application.of("/twilio/wait/t")) == 6
    assert application.events() == ["participant-join", "participant-leave", "conference-end"]
    end = application.of("/twilio/dial-end/t")[0]
    assert (end["DialCallStatus"], end["CallStatus"]) == ("answered", "completed")
    assert 60 <= int(application.of("/twilio/status")[0]["CallDuration"]) <= 66


def test_twenty_calls_at_once(simulator: Simulator, application: StandIn) -> None:
    calls = [simulator.place_call(LINE, gives_up_after=40.0) for _ in range(20)]
    for call in calls:
        simulator.wait(call.sid)
    rung = {form["CallSid"] for form in application.of("/twilio/voice")}
    done = {form["CallSid"] for form in application.of("/twilio/status")}
    assert rung == done == {call.sid for call in calls}


def test_the_agent_may_hang_up(simulator: Simulator, application: StandIn, tmp_path: Path) -> None:
    def end_the_call() -> None:
        sdk(simulator).calls(application.of("/twilio/voice")[0]["CallSid"]).update(
            status="completed"
        )

    application.on_hang_up = end_the_call
    call = answered_call(simulator, tmp_path, agent_hangs_up=True)
    assert call.failure == ""
    assert call.leg.status == "completed"
    assert "the agent hangs up" in [line.text for line in call.story.lines()]


def test_a_caller_may_stay_for_the_agent_to_hang_up(
    simulator: Simulator, application: StandIn, tmp_path: Path
) -> None:
    call = answered_call(simulator, tmp_path, stays=100.0)
    said = {line.kind: line.at for line in call.story.lines()}
    assert 120 <= said["hang-up"] - said["bridged"] <= 125


def test_the_same_token_is_the_same_call(simulator: Simulator, application: StandIn) -> None:
    content = {"line": LINE, "gives_up_after": 5.0, "token": "one"}
    address = f"{simulator.base_url}/simulator/calls"
    placed = [requests.post(address, json=content, timeout=10).json() for _ in range(2)]
    assert placed[0] == placed[1]
    other = requests.post(address, json=content | {"token": "two"}, timeout=10).json()
    assert list(simulator.calls) == [placed[0]["call_sid"], other["call_sid"]]
    for sid in simulator.calls:
        simulator.wait(sid)


def told(call: SimulatedCall) -> list[str]:
    return [line.text for line in call.story.lines()]


def test_a_call_that_nobody_takes_is_answered_after_a_while_and_the_desk_left_again(
    simulator: Simulator, application: StandIn, tmp_path: Path
) -> None:
    call = answered_call(simulator, tmp_path, leaves_to_people=True)
    assert call.failure == ""
    at = {line.kind: line.at for line in call.story.lines()}
    assert at["claim"] - at["ring"] >= 5
    assert "the agent closes the call" in told(call)
    assert application.status == "offline"


@pytest.mark.parametrize("status", ["available", "break"])
def test_a_call_is_left_to_the_person_at_the_same_desk(
    simulator: Simulator, application: StandIn, tmp_path: Path, status: str
) -> None:
    application.status = status
    details = {"leaves_to_people": True, "gives_up_after": 20.0}
    call = answered_call(simulator, tmp_path, speed=50.0, **details)
    assert "ana@filrouge.example can take the call: it is left to them" in told(call)
    assert "the caller gives up" in told(call)
    assert (application.status, application.call_state) == (status, "wrapping")
    too_fast = answered_call(simulator, tmp_path, **details)
    assert "--real-time" in too_fast.failure
    assert application.of("/twilio/voice")[-1]["CallSid"] == call.sid  # the other never rang


def test_a_call_is_left_to_a_person_at_another_desk_while_they_can_take_it(
    simulator: Simulator, application: StandIn, tmp_path: Path
) -> None:
    application.others = ["Bruno"]
    call = answered_call(simulator, tmp_path, wait=False, leaves_to_people=True, speed=50.0)
    left = "Bruno can take the call: it is left to them"
    for _ in range(600):
        if left in told(call):
            break
        time.sleep(0.05)
    assert application.call_state == "waiting"
    application.others = []
    simulator.wait(call.sid, 60)
    assert told(call).count(left) == 1
    assert "the agent takes the call for Belleroche" in told(call)


def test_an_agent_without_the_answers_closes_with_a_reason(
    simulator: Simulator, application: StandIn, tmp_path: Path
) -> None:
    application.gate_is_closed = True
    call = answered_call(simulator, tmp_path)
    assert call.failure == ""
    assert application.call_state == "closed"
    assert application.reason.startswith("Appel simulé")


def test_a_wrong_password_fails_the_call_with_a_reason(simulator: Simulator) -> None:
    call = simulator.place_call(LINE, scripted_agent=True, agent_password="wrong")
    simulator.wait(call.sid)
    assert "POST /login" in call.failure


def test_the_sdk_lists_what_happened(
    simulator: Simulator, application: StandIn, tmp_path: Path
) -> None:
    call = answered_call(simulator, tmp_path)
    client = sdk(simulator)
    assert client.calls(call.sid).fetch().status == "completed"
    assert {each.sid for each in client.calls.list(limit=10)} >= {call.sid}
    recording = client.recordings.list(call_sid=call.sid)[0]
    assert recording.status == "completed"
    assert recording.channels == 2
    assert client.conferences.list(status="completed")[0].friendly_name == application.room
    assert client.recordings(recording.sid).delete()
    assert client.recordings.list(call_sid=call.sid) == []


def test_media_is_there_only_after_a_while_and_only_for_the_account(
    simulator: Simulator, tmp_path: Path
) -> None:
    call = answered_call(simulator, tmp_path)
    credentials = simulator.exchange.credentials
    sid = recordings.of_leg(call.leg)[0].sid
    url = f"{simulator.base_url}/2010-04-01/Accounts/{credentials.account_sid}/Recordings/{sid}.wav"
    auth = (credentials.api_key_sid, credentials.api_key_secret)
    assert requests.get(url, timeout=30).status_code == 401
    assert requests.get(url, auth=auth, timeout=30).status_code == 404
    dual = requests.get(url, params={"RequestedChannels": 2}, auth=auth, timeout=30)
    assert dual.headers["Content-Type"] == "audio/x-wav"
    assert dual.content == recordings.of_leg(call.leg)[0].path.read_bytes()
    mono = requests.get(url, auth=auth, timeout=30).content
    assert len(mono) - 44 == (len(dual.content) - 44) // 2


@pytest.mark.parametrize("changes", [{"api_key_secret": "x" * 32}, {"ttl": -5}, {"region": "ie1"}])
def test_a_phone_with_a_bad_token_is_refused(
    simulator: Simulator, credentials: TwilioCredentials, changes: dict[str, object]
) -> None:
    answer = requests.post(
        f"{simulator.base_url}/phone/connect",
        json={"token": token_of(credentials, **changes), "params": {"leg": "L1"}},
        timeout=30,
    )
    assert answer.status_code == 401


def test_an_account_of_another_region_takes_its_own_tokens_only(
    application: StandIn, credentials: TwilioCredentials
) -> None:
    with Simulator(application.url, credentials, account=Account(region="ie1")) as irish:
        for region, status in (("ie1", 200), (None, 401), ("au1", 401)):
            answer = requests.post(
                f"{irish.base_url}/phone/connect",
                json={"token": token_of(credentials, region=region), "params": {"leg": "L1"}},
                timeout=30,
            )
            assert answer.status_code == status


def test_a_browser_phone_is_in_one_call_at_a_time(
    simulator: Simulator, credentials: TwilioCredentials, application: StandIn
) -> None:
    """As with the provider's SDK, whoever wants another call hangs up first."""
    base = f"{simulator.base_url}/phone"
    token = token_of(credentials)

    def dial(device: str) -> requests.Response:
        content = {"token": token, "device": device, "params": {"leg": "L1"}}
        return requests.post(f"{base}/connect", json=content, timeout=30)

    first = dial("one")
    assert (dial("one").status_code, dial("two").status_code) == (409, 200)
    sid = first.json()["call_sid"]
    requests.post(f"{base}/calls/{sid}/disconnect", timeout=30)
    assert simulator.exchange.by_sid(Leg)[sid].ended.wait(20)
    assert dial("one").status_code == 200


def test_a_person_s_time_works_like_jumping_time(
    simulator: Simulator, application: StandIn, tmp_path: Path
) -> None:
    call = answered_call(simulator, tmp_path, speed=40.0)
    assert call.failure == ""
    assert call.talk.position(call.clock.now()) >= 20
    assert application.of("/twilio/recording/t")[-1]["RecordingStatus"] == "completed"


def test_an_agent_who_only_listens_is_heard_of(
    simulator: Simulator, application: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "HEARD_SECONDS", 0.05)
    call = answered_call(simulator, tmp_path, speed=40.0)
    assert call.failure == ""
    assert "connected" in application.looks


def test_a_phone_that_is_not_let_in_fails_the_call_with_a_reason(
    simulator: Simulator, application: StandIn, tmp_path: Path
) -> None:
    application.replace["agent"] = lambda: Response(
        "<Response><Hangup/></Response>", content_type="text/xml"
    )
    assert "was not let into the room" in answered_call(simulator, tmp_path).failure


def test_fields_of_a_carrier_go_with_every_request(
    simulator: Simulator, application: StandIn
) -> None:
    extra = {"ForwardedFrom": "+33199000999", "CallerName": "Ozan <b>Kar</b>"}
    simulator.wait(simulator.place_call(LINE, "anonymous", extra=extra, gives_up_after=9).sid)
    for path in ("/twilio/voice", "/twilio/enter/t", "/twilio/wait/t", "/twilio/status"):
        form = application.of(path)[0]
        assert {key: form[key] for key in extra} == extra
        assert form["From"] == "anonymous"
