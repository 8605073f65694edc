"""`flask serve` and `flask demo` as people run them: every process, one call, real Vosk."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

ROOT = Path(__file__).parents[2]
PATIENCE = 300  # seconds
FLASK = [sys.executable, "-m", "flask", "--app", "web.app"]


@pytest.fixture
def served(environment: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    for name in ("DATABASE_URL", "STORAGE_URL", "REDIS_URL"):
        environment.delenv(name)
    with (tmp_path / "log").open("w") as log:
        service = subprocess.Popen(
            [*FLASK, "serve"], cwd=ROOT, env=os.environ, stdout=log, stderr=log, text=True
        )
        yield service
        service.kill()
        service.wait()


def address_of(service: subprocess.Popen[str], folder: Path) -> str:
    """Where it answers, once it does."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and service.poll() is None:
        try:
            address = str(json.loads((folder / "service.json").read_text())["web_url"])
            if requests.get(f"{address}/health", timeout=PATIENCE).ok:
                return address
        except (OSError, ValueError):
            time.sleep(0.1)
    raise AssertionError((folder.parent / "log").read_text()[-2000:])


@pytest.mark.speech
def test_a_call_from_the_ring_to_the_proved_answer(
    served: subprocess.Popen[str], tmp_path: Path
) -> None:
    """The demo calls the service that is running, which goes on until it is interrupted."""
    address = address_of(served, tmp_path / "var")
    demo = subprocess.run(
        [*FLASK, "demo", "--json", "--language", "ko"],
        cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert demo.returncode == 0, demo.stdout + demo.stderr
    ticket = json.loads(demo.stdout.splitlines()[-1])
    assert any(answer["evidence"] for answer in ticket["answers"])
    assert f"priority 1, {ticket['ticket']['team_name']}\n" in demo.stdout
    served.send_signal(signal.SIGINT)
    assert served.wait(timeout=PATIENCE) == 0
    log = (tmp_path / "log").read_text()
    assert address in log and "password of all" in log
