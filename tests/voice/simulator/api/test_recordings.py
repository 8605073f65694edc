"""Recordings by REST, as strictly as the provider's documentation has them."""

from pathlib import Path

import pytest
from twilio.base.exceptions import TwilioRestException

from tests.voice.simulator.network.test_rooms import while_talking
from tests.voice.simulator.standin import StandIn, answered_call, sdk
from voice.simulator.network import recordings
from voice.simulator.people.call import SimulatedCall
from voice.simulator.people.scenario import media_fault
from voice.simulator.server import Simulator


def test_lists_and_fetches_know_three_words_only(simulator: Simulator, tmp_path: Path) -> None:
    """Whether one runs, is paused or was stopped is not to be seen there."""
    seen: list[str] = []

    def look(call: SimulatedCall) -> None:
        client = sdk(simulator)
        (listed,) = client.calls(call.sid).recordings.list()
        seen.extend([listed.status, client.recordings(listed.sid).fetch().status])

    def pause(call: SimulatedCall) -> None:
        sdk(simulator).calls(call.sid).recordings("Twilio.CURRENT").update(status="paused")

    def stop(call: SimulatedCall) -> None:
        sdk(simulator).calls(call.sid).recordings("Twilio.CURRENT").update(status="stopped")

    call = while_talking(
        simulator, tmp_path, (2, look), (3, pause), (4, look), (5, stop), (5.5, look)
    )
    assert seen == ["processing"] * 6
    look(call)
    assert seen[6:] == ["completed"] * 2


def test_what_does_not_run_any_more_is_not_found(simulator: Simulator, tmp_path: Path) -> None:
    call = answered_call(simulator, tmp_path)
    with pytest.raises(TwilioRestException) as caught:
        sdk(simulator).calls(call.sid).recordings("Twilio.CURRENT").update(status="stopped")
    assert caught.value.status == 404


def test_an_empty_recording_cannot_be_deleted(simulator: Simulator, tmp_path: Path) -> None:
    call = answered_call(simulator, tmp_path, media_fault=media_fault("absent", 1))
    (recording,) = recordings.of_leg(call.leg)
    with pytest.raises(TwilioRestException) as caught:
        sdk(simulator).recordings(recording.sid).delete()
    assert (caught.value.status, recording.deleted) == (400, False)


def test_a_deleted_recording_is_listed_only_for_those_who_ask_for_it(
    simulator: Simulator, tmp_path: Path
) -> None:
    call = answered_call(simulator, tmp_path)
    client = sdk(simulator)
    (recording,) = recordings.of_leg(call.leg)
    assert client.recordings(recording.sid).delete()
    assert client.recordings.list(call_sid=call.sid) == []
    (left,) = client.recordings.list(call_sid=call.sid, include_soft_deleted=True)
    assert (left.sid, left.status) == (recording.sid, "deleted")


@pytest.mark.parametrize(
    ("events", "refused"),
    [
        ("in-progress completed absent", False),
        ("completed", False),
        (["in-progress", "completed"], True),
        ("begun", True),
    ],
)
def test_the_events_of_a_recording_are_one_text(
    simulator: Simulator, application: StandIn, tmp_path: Path, events: object, refused: bool
) -> None:
    application.record = False
    codes: list[int] = []

    def record(call: SimulatedCall) -> None:
        try:
            sdk(simulator).calls(call.sid).recordings.create(
                recording_status_callback=f"{application.url}/twilio/recording/t",
                recording_status_callback_event=events,
            )
        except TwilioRestException as error:
            codes.append(error.code)

    call = while_talking(simulator, tmp_path, (2, record))
    assert codes == ([13621] if refused else [])
    assert len(recordings.of_leg(call.leg)) == 1 - refused
    told = {form["RecordingStatus"] for form in application.of("/twilio/recording/t")}
    assert told == (set() if refused else set(str(events).split()) - {"absent"})
