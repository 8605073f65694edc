"""What happens to legs and rooms beyond the plain call: hold, mute, removal, voicemail, errors."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from flask import Response

from tests.voice.simulator.standin import LINE, StandIn, answered_call, sdk, strength
from voice.simulator.network import recordings
from voice.simulator.network.legs import Leg
from voice.simulator.people.call import SimulatedCall
from voice.simulator.server import Simulator
from voice.simulator.sound.audio import RATE

XML = "text/xml"


def twiml(inside: str) -> Callable[[], Response]:
    return lambda: Response(f"<Response>{inside}</Response>", content_type=XML)


def while_talking(
    simulator: Simulator, tmp_path: Path, *deeds: tuple[float, Callable[[SimulatedCall], None]]
) -> SimulatedCall:
    """An answered call with deeds at those seconds of the conversation."""
    call = answered_call(simulator, tmp_path, wait=False)

    def busybody() -> None:
        while not call.talk.spans:
            call.clock.sleep(call.clock.now() + 0.25)
        for second, deed in deeds:
            call.clock.sleep(call.talk.spans[0].at + second)
            deed(call)

    call.clock.spawn(busybody, "busybody")
    return simulator.wait(call.sid, 60)


def caller_in_room(simulator: Simulator):  # type: ignore[no-untyped-def]
    client = sdk(simulator)
    room = client.conferences.list(status="in-progress")[0]
    return client.conferences(room.sid).participants("caller")


def test_on_hold_both_voices_stop_and_go_on_afterwards(
    simulator: Simulator, application: StandIn, tmp_path: Path
) -> None:
    hold_url = f"{application.url}/twilio/wait/t"
    call = while_talking(
        simulator,
        tmp_path,
        (5, lambda _: caller_in_room(simulator).update(hold=True, hold_url=hold_url) and None),
        (35, lambda _: caller_in_room(simulator).update(hold=False) and None),
    )
    names = application.events()
    assert names.index("participant-hold") < names.index("participant-unhold")
    assert [round(span.offset, 1) for span in call.talk.spans] == [0.0, 5.0]
    data, _ = soundfile.read(recordings.of_leg(call.leg)[0].path, dtype="int16")
    begin = round((call.talk.spans[0].at - recordings.of_leg(call.leg)[0].started_at) * RATE)
    held = data[begin + 6 * RATE : begin + 34 * RATE]
    after = data[begin + 36 * RATE : begin + 49 * RATE]
    assert np.abs(held[:, 0]).max() == 0
    assert strength(held[:, 1], 1100) < 300  # the words are not the agent's
    assert strength(after[:, 0], 700) > 1000
    assert strength(after[:, 1], 1100) > 1000


def test_a_muted_agent_is_not_recorded(
    simulator: Simulator, application: StandIn, tmp_path: Path
) -> None:
    def mute(muted: bool) -> Callable[[SimulatedCall], None]:
        def deed(_call: SimulatedCall) -> None:
            client = sdk(simulator)
            room = client.conferences.list(status="in-progress")[0]
            client.conferences(room.sid).participants("agent-L1").update(muted=muted)

        return deed

    call = while_talking(simulator, tmp_path, (5, mute(True)), (10, mute(False)))
    data, _ = soundfile.read(recordings.of_leg(call.leg)[0].path, dtype="int16")
    begin = round((call.talk.spans[0].at - recordings.of_leg(call.leg)[0].started_at) * RATE)
    silent = data[begin + 5 * RATE + 80 : begin + 10 * RATE - 80]
    assert not silent[:, 1].any()
    assert strength(silent[:, 0], 700) > 1000
    assert strength(data[begin + 11 * RATE : begin + 19 * RATE, 1], 1100) > 1000


@pytest.mark.parametrize(("behaviour", "seconds_less"), [("silence", 0), ("skip", 6)])
def test_a_paused_recording_keeps_no_word(
    simulator: Simulator, tmp_path: Path, behaviour: str, seconds_less: int
) -> None:
    def pause(call: SimulatedCall) -> None:
        current = sdk(simulator).calls(call.sid).recordings("Twilio.CURRENT")
        current.update(status="paused", pause_behavior=behaviour)

    def go_on(call: SimulatedCall) -> None:
        sdk(simulator).calls(call.sid).recordings("Twilio.CURRENT").update(status="in-progress")

    call = while_talking(simulator, tmp_path, (4, pause), (10, go_on))
    recording = recordings.of_leg(call.leg)[0]
    assert recording.ended_at is not None
    whole = recording.ended_at - recording.started_at
    assert recording.duration == pytest.approx(whole - seconds_less, abs=0.01)
    data, _ = soundfile.read(recording.path, dtype="int16")
    loud = np.abs(data[:, 0]) > 2000
    assert loud.sum() / RATE == pytest.approx(14 * loud[-5 * RATE : -3 * RATE].mean(), abs=0.3)


def leaves(application: StandIn) -> list[tuple[str, str]]:
    """Who left the room, and why."""
    events = application.of("/twilio/conference/t")
    left = [form for form in events if form["StatusCallbackEvent"] == "participant-leave"]
    return [(form["ParticipantLabel"], form["ReasonParticipantLeft"]) for form in left]


@pytest.mark.parametrize("others_first", [False, True])
def test_the_caller_who_hangs_up_ends_the_room_for_all(
    simulator: Simulator, application: StandIn, tmp_path: Path, others_first: bool
) -> None:
    simulator.exchange.others_leave_first = others_first
    answered_call(simulator, tmp_path)
    caller = ("caller", "participant_hung_up")
    agent = ("agent-L1", "moderator_ended_conference")
    assert leaves(application) == ([agent, caller] if others_first else [caller, agent])
    ended = application.of("/twilio/conference/t")[-1]
    assert ended["StatusCallbackEvent"] == "conference-end"
    assert ended["ParticipantLabelEndingConference"] == "caller"


def test_a_room_ended_by_rest_says_so(
    simulator: Simulator, application: StandIn, tmp_path: Path
) -> None:
    def end(_call: SimulatedCall) -> None:
        client = sdk(simulator)
        room = client.conferences.list(status="in-progress")[0]
        client.conferences(room.sid).update(status="completed")

    while_talking(simulator, tmp_path, (3, end))
    assert {why for _, why in leaves(application)} == {"conference_ended_via_api"}


def test_the_caller_may_be_removed_by_rest(
    simulator: Simulator, application: StandIn, tmp_path: Path
) -> None:
    while_talking(simulator, tmp_path, (3, lambda _: caller_in_room(simulator).delete() and None))
    assert leaves(application) == [
        ("caller", "participant_updated_via_api"),
        ("agent-L1", "moderator_ended_conference"),
    ]
    ended = application.of("/twilio/conference/t")[-1]
    assert ended["ReasonConferenceEnded"] == "participant-with-end-conference-on-exit-kicked"
    assert application.of("/twilio/dial-end/t")[0]["CallStatus"] == "in-progress"


def test_a_call_sent_elsewhere_leaves_the_room_and_ends_its_recording(
    simulator: Simulator, application: StandIn, tmp_path: Path
) -> None:
    application.replace["elsewhere"] = twiml("<Say>Au revoir</Say>")

    def divert(call: SimulatedCall) -> None:
        sdk(simulator).calls(call.sid).update(url=f"{application.url}/twilio/elsewhere")

    call = while_talking(simulator, tmp_path, (3, divert))
    assert len(application.of("/twilio/elsewhere")) == 1
    assert application.of("/twilio/dial-end/t") == []
    assert leaves(application)[0] == ("caller", "participant_updated_via_api")
    assert recordings.of_leg(call.leg)[0].duration == pytest.approx(3, abs=0.6)


@pytest.mark.parametrize("asks_action", [False, True])
def test_a_label_that_is_taken_does_not_let_a_second_agent_in(
    simulator: Simulator, application: StandIn, tmp_path: Path, asks_action: bool
) -> None:
    simulator.exchange.taken_label_asks_action = asks_action
    from tests.voice.simulator.standin import token_of
    from voice.simulator.people.phones import connect

    late: list[Leg] = []

    def second(call: SimulatedCall) -> None:
        token = token_of(application.credentials, "bruno")
        late.append(connect(simulator.exchange, token, {"leg": "L1"}, call))

    while_talking(simulator, tmp_path, (3, second))
    assert [error.code for error in simulator.journal.warnings(late[0].sid)] == [16025]
    assert application.events().count("participant-join") == 2
    refused = [
        form for form in application.of("/twilio/agent-end/t") if form["CallSid"] == late[0].sid
    ]
    assert [form["DialCallStatus"] for form in refused] == ["failed"] * asks_action


def test_a_caller_leaves_a_message_after_the_beep(
    simulator: Simulator, application: StandIn
) -> None:
    application.replace["voice"] = twiml(
        '<Record action="/twilio/message" maxLength="120" trim="do-not-trim"'
        ' recordingStatusCallback="/twilio/recording/t"/>'
    )
    speech = (np.sin(np.arange(6 * RATE) / 3) * 9000).astype(np.int16)
    call = simulator.wait(simulator.place_call(LINE, caller=speech).sid)
    left = application.of("/twilio/message")[0]
    assert (left["Digits"], left["CallStatus"]) == ("hangup", "completed")
    done = application.of("/twilio/recording/t")
    assert [form["RecordingStatus"] for form in done] == ["completed"]
    assert done[0]["RecordingChannels"] == "1"
    data, _ = soundfile.read(recordings.of_leg(call.leg)[0].path, dtype="int16")
    assert np.array_equal(data[: len(speech)], speech)


def test_a_refused_document_sends_the_call_to_the_fallback(
    application: StandIn, simulator: Simulator
) -> None:
    application.replace["voice"] = twiml("<Shout>hello</Shout>")
    application.replace["fallback"] = twiml("<Say>Un instant</Say>")
    fallback = f"{application.url}/twilio/fallback"
    with Simulator(application.url, application.credentials, fallback_url=fallback) as other:
        call = other.wait(other.place_call(LINE).sid)
    request = application.of("/twilio/fallback")[0]
    assert request["ErrorCode"] == "12200"
    assert request["ErrorUrl"].endswith("/twilio/voice#rc=2&rp=all&ct=2000&rt=4000")
    assert "Un instant" in [line.text for line in call.story.lines()]


def test_without_fallback_the_provider_says_sorry(
    simulator: Simulator, application: StandIn
) -> None:
    application.replace["voice"] = lambda: Response("down", status=500)
    call = simulator.wait(simulator.place_call(LINE).sid)
    assert call.leg.status == "completed"
    assert len(application.of("/twilio/voice")) == 3
    assert [error.code for error in simulator.journal.warnings(call.sid)] == [11200]


@pytest.mark.parametrize(
    ("inside", "status"),
    [
        ('<Reject reason="busy"/>', "busy"),
        ("<Reject/>", "no-answer"),
        ("<Hangup/>", "completed"),
        ("", "completed"),
    ],
)
def test_short_documents_end_the_call(
    simulator: Simulator, application: StandIn, inside: str, status: str
) -> None:
    application.replace["voice"] = twiml(inside)
    call = simulator.wait(simulator.place_call(LINE).sid)
    assert application.of("/twilio/status")[0]["CallStatus"] == call.leg.status == status


def test_documents_that_lead_round_in_circles_are_stopped(
    simulator: Simulator, application: StandIn
) -> None:
    application.replace["voice"] = twiml("<Redirect>/twilio/voice</Redirect>")
    call = simulator.wait(simulator.place_call(LINE).sid)
    assert "round in circles" in " ".join(line.text for line in call.story.lines())


def test_music_that_is_not_there_leaves_the_caller_in_silence(
    simulator: Simulator, application: StandIn
) -> None:
    application.replace["wait/t"] = lambda: Response("no", status=404)
    call = simulator.wait(simulator.place_call(LINE, gives_up_after=30.0).sid)
    assert application.events()[0] == "participant-join"
    assert [error.code for error in simulator.journal.warnings(call.sid)] == [11200]


def test_played_sound_is_in_the_recording(simulator: Simulator, application: StandIn) -> None:
    def sound() -> Response:
        import io

        content = io.BytesIO()
        wave = 0.4 * np.sin(2 * np.pi * 900 * np.arange(3 * 16000) / 16000)
        soundfile.write(content, wave, 16000, format="WAV")
        return Response(content.getvalue(), content_type="audio/wav")

    application.media["music.wav"] = sound
    application.replace["wait/t"] = twiml(
        "<Play>/media/music.wav</Play><Redirect>/twilio/wait/t</Redirect>"
    )
    call = simulator.wait(simulator.place_call(LINE, gives_up_after=30.0).sid)
    data, _ = soundfile.read(recordings.of_leg(call.leg)[0].path, dtype="int16")
    assert strength(data[RATE : 9 * RATE, 1], 900) > 1000
    assert not data[:, 0].any()
