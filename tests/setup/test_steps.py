"""A step is done once, again when its inputs change, and never left half done."""

from pathlib import Path

import pytest

from tools import steps
from tools.steps import SetupError, Step


@pytest.fixture(autouse=True)
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone of its own, with one file that steps may depend on."""
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    monkeypatch.setattr(steps, "STAMPS", tmp_path / ".venv" / "stamps")
    (tmp_path / "lock.txt").write_text("one==1\n")
    return tmp_path


def counting(done: list[str], **more: object) -> Step:
    return Step("some packages", ("lock.txt",), (), lambda: done.append("done"), **more)  # type: ignore[arg-type]


def test_a_step_is_done_once(clone: Path) -> None:
    done: list[str] = []
    for _ in range(3):
        counting(done).carry_out()
    assert done == ["done"]


def test_a_changed_input_runs_the_step_again(clone: Path) -> None:
    done: list[str] = []
    counting(done).carry_out()
    (clone / "lock.txt").write_text("one==2\n")
    counting(done).carry_out()
    counting(done).carry_out()
    assert done == ["done", "done"]


def test_a_missing_result_runs_the_step_again(clone: Path) -> None:
    made = clone / "node_modules"
    step = Step("JavaScript", (), ("node_modules",), lambda: made.mkdir())
    step.carry_out()
    made.rmdir()
    step.carry_out()
    assert made.exists()


def test_a_broken_result_runs_the_step_again() -> None:
    done: list[str] = []
    counting(done).carry_out()
    counting(done, is_there=lambda: False).carry_out()
    assert done == ["done", "done"]


def test_an_interrupted_step_runs_again() -> None:
    done: list[str] = []

    def break_off() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Step("some packages", ("lock.txt",), (), break_off).carry_out()
    counting(done).carry_out()
    assert done == ["done"]


def test_progress_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    counting([]).carry_out()
    output = capsys.readouterr()
    assert output.out == ""
    assert "set-up: some packages …" in output.err


def test_a_command_that_fails_is_shown_with_its_output(clone: Path) -> None:
    with pytest.raises(SetupError, match="no route to the index"):
        steps.call(["sh", "-c", "echo no route to the index >&2; exit 3"])
    assert "no route to the index" in (clone / "var" / "log" / "setup.log").read_text()


def test_a_command_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(SetupError, match=r"^no-such-command cannot be run: .*\.$"):
        steps.call(["no-such-command"])


def test_a_long_command_gives_a_sign_of_life(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(steps, "SIGN_OF_LIFE", 0.05)
    steps.call(["sh", "-c", "echo resolving; sleep 1"])
    assert "s: resolving" in capsys.readouterr().err
