"""`simulate call` against a running simulator, and what it says to bad files."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner, Result

from core import config
from core.config import TwilioCredentials
from tests.voice.simulator.standin import LINE, StandIn, write_tone
from voice.simulator import cli
from voice.simulator.server import Simulator


@pytest.fixture
def credentials(environment: pytest.MonkeyPatch) -> TwilioCredentials:
    """Those that the command itself will find: it talks to its own simulator only."""
    return config.settings().credentials


@pytest.fixture
def running(
    simulator: Simulator, application: StandIn, monkeypatch: pytest.MonkeyPatch
) -> Simulator:
    monkeypatch.setenv("TELEPHONY", "simulated")
    monkeypatch.setenv("PUBLIC_BASE_URL", application.url)
    monkeypatch.setenv("TWILIO_API_BASE_URL", simulator.base_url)
    config.settings.cache_clear()
    application.password = config.settings().demo_password
    return simulator


@pytest.fixture(autouse=True)
def forget_settings():  # type: ignore[no-untyped-def]
    yield
    config.settings.cache_clear()


def simulate(*arguments: object) -> Result:
    return CliRunner().invoke(cli.simulate, ["call", "--line", LINE, *map(str, arguments)])


def test_the_ticket_comes_on_the_last_line_and_the_story_on_the_other_side(
    running: Simulator, application: StandIn, tmp_path: Path
) -> None:
    caller = write_tone(tmp_path / "caller.wav", 700, 8, rate=44100)
    agent = write_tone(tmp_path / "agent.wav", 1100, 8, rate=16000)
    answers = tmp_path / "answers.yaml"
    answers.write_text("lift: 2\nfloor: 3\n")
    result = simulate("--caller", caller, "--agent", agent, "--answers", answers, "--json")
    assert result.exit_code == 0, result.output
    ticket = json.loads(result.stdout.splitlines()[-1])
    assert ticket["answers"] == [{"key": "lift", "value": "2"}, {"key": "floor", "value": "3"}]
    assert ticket["transcript"]["segments"][0]["text"] == "bonjour"
    for line in ("calls +33199000101", "the agent takes the call", "lift: 2", "hangs up"):
        assert line in result.stderr


def test_two_channels_are_the_two_sides(
    running: Simulator, application: StandIn, tmp_path: Path
) -> None:
    both = tmp_path / "both.mp3"
    soundfile.write(both, np.random.default_rng(1).uniform(-0.3, 0.3, (6 * 16000, 2)), 16000)
    result = simulate("--caller", both)
    assert result.exit_code == 0, result.output
    call = next(iter(running.calls.values()))
    assert len(call.talk.caller) == pytest.approx(6 * 8000, abs=1200)
    assert len(call.talk.agent) == len(call.talk.caller)


def test_a_caller_nobody_answers_has_a_ticket_too(
    running: Simulator, application: StandIn, tmp_path: Path
) -> None:
    caller = write_tone(tmp_path / "caller.wav", 700, 3)
    result = simulate("--caller", caller, "--no-agent", "--gives-up-after", "40", "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["ticket"]["id"] == "t1"
    assert "the caller gives up" in result.stderr


def test_a_recording_that_is_never_transcribed_is_not_waited_for(
    running: Simulator, application: StandIn, tmp_path: Path
) -> None:
    application.recording_state = "quarantined"
    result = simulate("--caller", write_tone(tmp_path / "caller.wav", 700, 3))
    assert result.exit_code == 1
    assert "the recording is quarantined. Ticket 1001 says why" in result.stderr


def test_a_call_whose_recording_was_erased_has_its_ticket(
    running: Simulator, application: StandIn, tmp_path: Path
) -> None:
    application.recording_state = "erased"
    result = simulate("--caller", write_tone(tmp_path / "caller.wav", 700, 3), "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout.splitlines()[-1])["transcript"] is None


def broken(tmp_path: Path) -> dict[str, Path]:
    files = {name: tmp_path / name for name in ("page.wav", "empty.wav", "low.wav", "nothing.wav")}
    files["page.wav"].write_text("<html><body>Sign in</body></html>")
    files["empty.wav"].write_bytes(b"")
    soundfile.write(files["low.wav"], np.zeros(4000), 4000)
    soundfile.write(files["nothing.wav"], np.zeros(0), 8000)
    return files


@pytest.mark.parametrize("name", ["page.wav", "empty.wav", "low.wav", "nothing.wav"])
def test_a_bad_file_is_one_sentence_and_code_two(
    running: Simulator, tmp_path: Path, name: str
) -> None:
    result = simulate("--caller", broken(tmp_path)[name])
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert name in result.stderr
    assert not running.calls


@pytest.mark.parametrize("option", ["--caller", "--agent", "--answers"])
def test_a_file_that_is_not_there_is_named_with_its_option(
    running: Simulator, tmp_path: Path, option: str
) -> None:
    there = ("--caller", write_tone(tmp_path / "caller.wav", 700, 1))
    result = simulate(*there, option, tmp_path / "missing.wav")
    assert result.exit_code == 2
    assert f"'{option}': File '{tmp_path}/missing.wav' does not exist" in result.stderr
    assert not running.calls


@pytest.mark.parametrize(
    "content", ["- step: lift\n", "42\n", "a: [b\n", "- {step: a, raw: b, at: soon}\n"]
)
def test_bad_answers_are_code_two(running: Simulator, tmp_path: Path, content: str) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text(content)
    caller = write_tone(tmp_path / "caller.wav", 700, 1)
    result = simulate("--caller", caller, "--answers", answers)
    assert result.exit_code == 2
    assert "answers.yaml" in result.stderr


def test_a_step_the_script_lacks_fails_the_command(running: Simulator, tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text("wings: 2\n")
    caller = write_tone(tmp_path / "caller.wav", 700, 2)
    result = simulate("--caller", caller, "--answers", answers)
    assert result.exit_code == 1
    assert "the script has no step wings" in result.stderr


def test_without_a_simulator_the_command_says_so(
    running: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWILIO_API_BASE_URL", "http://127.0.0.1:9")
    config.settings.cache_clear()
    result = simulate("--caller", write_tone(tmp_path / "caller.wav", 700, 1))
    assert result.exit_code == 1
    assert "No simulator of ours runs at http://127.0.0.1:9" in result.stderr


def test_another_clones_simulator_is_not_taken_for_ours(
    running: Simulator, application: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "another"))
    config.settings.cache_clear()
    result = simulate("--caller", write_tone(tmp_path / "caller.wav", 700, 1))
    assert result.exit_code == 1
    assert "No simulator of ours runs" in result.stderr
    assert not running.calls
