"""A wrong setting ends every process at once, with one line and code 2."""

import os
import subprocess
import sys
from pathlib import Path

import flask.cli
import pytest
from click.testing import CliRunner

from core import config

ROOT = Path(__file__).parents[2]
GUNICORN = ["gunicorn", "--config", "gunicorn.conf.py", "--bind", "127.0.0.1:0"]
PROCESSES = {
    "worker": ["flask", "--app", "web.app", "worker", "default"],
    "web": [*GUNICORN, "web.wsgi:app"],
    "stream": [*GUNICORN, "web.stream:app"],
}


@pytest.fixture(autouse=True)
def wrong(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("LOG_LEVEL", "LOUD")
    environment.setenv("FLASK_RUN_FROM_CLI", "true")  # which a command leaves behind
    config.settings.cache_clear()


def is_one_line(stderr: str) -> bool:
    lines = [line for line in stderr.splitlines() if "[INFO]" not in line]
    (line,) = lines
    return "Configuration: LOG_LEVEL: " in line and "docs/configuration.md" in line


@pytest.mark.parametrize("name", PROCESSES)
def test_a_wrong_setting_is_one_line(name: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", *PROCESSES[name]],
        cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode == 2
    assert is_one_line(ended.stderr)


@pytest.mark.parametrize("words", [["clock"], ["db", "upgrade"], ["demo-data"]])
def test_other_commands_say_it_as_the_worker_does(words: list[str]) -> None:
    """In this process: to start one takes longer than everything else here."""
    ended = CliRunner().invoke(flask.cli.cli, ["--app", "web.app", *words])
    assert ended.exit_code == 2
    assert is_one_line(ended.stderr)
