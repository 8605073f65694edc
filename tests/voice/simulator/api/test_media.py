"""Downloads of recordings, on good days and on the days a scenario asks for."""

from pathlib import Path

import pytest
import requests

from tests.voice.simulator.standin import StandIn, answered_call
from voice.simulator.network import recordings
from voice.simulator.people.call import SimulatedCall
from voice.simulator.people.scenario import BadScenario, media_fault
from voice.simulator.server import Simulator


def download(simulator: Simulator, call: SimulatedCall) -> requests.Response:
    credentials = simulator.exchange.credentials
    sid = recordings.of_leg(call.leg)[0].sid
    return requests.get(
        f"{simulator.base_url}/2010-04-01/Accounts/{credentials.account_sid}/Recordings/{sid}.wav",
        params={"RequestedChannels": 2},
        auth=(credentials.account_sid, credentials.auth_token),
        timeout=30,
    )


def faulty_call(simulator: Simulator, tmp_path: Path, kind: str) -> SimulatedCall:
    simulator.exchange.not_found_first = 0
    return answered_call(simulator, tmp_path, media_fault=media_fault(kind, 1))


@pytest.mark.parametrize(
    ("kind", "status", "content_type"),
    [
        ("page", 200, "text/html; charset=utf-8"),
        ("empty", 200, "audio/x-wav"),
        ("unavailable", 503, "application/json"),
        ("mono", 400, "application/json"),
        ("never", 404, "application/json"),
    ],
)
def test_the_first_download_goes_wrong(
    simulator: Simulator, tmp_path: Path, kind: str, status: int, content_type: str
) -> None:
    call = faulty_call(simulator, tmp_path, kind)
    answer = download(simulator, call)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, content_type)


@pytest.mark.parametrize("kind", ["page", "empty", "unavailable"])
def test_the_second_download_is_good(simulator: Simulator, tmp_path: Path, kind: str) -> None:
    call = faulty_call(simulator, tmp_path, kind)
    download(simulator, call)
    assert download(simulator, call).content == recordings.of_leg(call.leg)[0].path.read_bytes()


def test_a_torn_download_breaks_off(simulator: Simulator, tmp_path: Path) -> None:
    call = faulty_call(simulator, tmp_path, "torn")
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        download(simulator, call)
    assert download(simulator, call).status_code == 200


def test_an_absent_recording_is_reported_with_its_reason(
    simulator: Simulator, application: StandIn, tmp_path: Path
) -> None:
    faulty_call(simulator, tmp_path, "absent")
    callback = application.of("/twilio/recording/t")[-1]
    assert (callback["RecordingStatus"], callback["ErrorCode"]) == ("absent", "16101")
    assert "RecordingDuration" not in callback


def test_another_account_sees_nothing(simulator: Simulator, tmp_path: Path) -> None:
    credentials = simulator.exchange.credentials
    other = f"{simulator.base_url}/2010-04-01/Accounts/AC{'0' * 32}/Calls.json"
    auth = (credentials.account_sid, credentials.auth_token)
    assert requests.get(other, auth=auth, timeout=30).status_code == 404
    mine = f"{simulator.base_url}/2010-04-01/Accounts/{credentials.account_sid}/Calls.json"
    refused = requests.get(mine, auth=(credentials.account_sid, "wrong"), timeout=30)
    assert (refused.status_code, refused.json()["code"]) == (401, 20003)


def test_lists_come_in_pages(simulator: Simulator, application: StandIn) -> None:
    from tests.voice.simulator.standin import LINE, sdk

    calls = {simulator.place_call(LINE, gives_up_after=5.0).sid for _ in range(5)}
    for sid in calls:
        simulator.wait(sid)
    assert {each.sid for each in sdk(simulator).calls.list(page_size=2)} == calls


def test_an_unknown_fault_is_refused() -> None:
    with pytest.raises(BadScenario, match="no media fault"):
        media_fault("gremlins", 1)
