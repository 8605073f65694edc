"""A wrong setting ends every process at once, with one line and code 2."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMANDS = {
    "clock": ["flask", "--app", "web.app", "clock"],
    "worker": ["flask", "--app", "web.app", "worker", "default"],
    "upgrade": ["flask", "--app", "web.app", "db", "upgrade"],
    "web": ["gunicorn", "--config", "gunicorn.conf.py", "--bind", "127.0.0.1:0", "web.wsgi:app"],
    "stream": [
        "gunicorn",
        "--config",
        "gunicorn.conf.py",
        "--bind",
        "127.0.0.1:0",
        "web.stream:app",
    ],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_wrong_setting_is_one_line(environment: pytest.MonkeyPatch, name: str) -> None:
    environment.setenv("LOG_LEVEL", "LOUD")
    ended = subprocess.run(
        [sys.executable, "-m", *COMMANDS[name]],
        cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode == 2
    told = [line for line in ended.stderr.splitlines() if "[INFO]" not in line]
    assert len(told) == 1
    assert "Configuration: LOG_LEVEL: " in told[0]
    assert "docs/configuration.md" in told[0]
