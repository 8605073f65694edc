"""`flask serve` and `flask demo` as people run them: every process, calls, a browser, real Vosk."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import set_environment

ROOT = Path(__file__).parents[2]
PATIENCE = 300  # seconds
FLASK = [sys.executable, "-m", "flask", "--app", "web.app"]
COUNT_TYPED = "window.typed = 0; addEventListener('input', () => (window.typed += 1), true)"
Record = Callable[[str, object], None]


@dataclass
class Served:
    """A running `flask serve`, and what it has said."""

    process: "subprocess.Popen[str]"
    environment: dict[str, str]
    said: Path
    started: float

    @property
    def address(self) -> str:
        """Where it says that it is, once it does."""
        until = self.started + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            if found := re.search(r"Filrouge is at (\S+)", self.said.read_text()):
                return found[1]
            time.sleep(0.1)
        raise AssertionError(self.said.read_text()[-2000:])

    def seconds(self) -> float:
        return round(time.monotonic() - self.started, 1)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    said = folder / "said"
    with pytest.MonkeyPatch.context() as patch, said.open("w") as output:
        set_environment(patch, folder / "var")
        for name in ("DATABASE_URL", "STORAGE_URL", "REDIS_URL"):
            patch.delenv(name)
        environment = dict(os.environ)
        started = time.monotonic()
        service = subprocess.Popen(
            [*FLASK, "serve"], cwd=ROOT, env=environment, stdout=output, stderr=output, text=True
        )
    yield Served(service, environment, said, started)
    service.kill()
    service.wait()


@pytest.fixture
def newcomer(chromium: Browser, served: Served) -> Iterator[Page]:
    """The browser of somebody who has read nothing but the address."""
    context = chromium.new_context(base_url=served.address, locale="en-GB")
    context.set_default_timeout(PATIENCE * 1000)
    context.add_init_script(COUNT_TYPED)
    yield context.new_page()
    context.close()


@pytest.mark.browser
def test_the_first_call_is_answered_without_typing(
    served: Served, newcomer: Page, record_property: Record
) -> None:
    """From the start of the service: its address, three presses, and the caller is talked to."""
    page = newcomer
    took = {"the address is printed": served.seconds()}

    def seen(what: str) -> None:
        took[what] = served.seconds()

    page.goto("/")
    agent = page.get_by_role("button").filter(has_text="agent: answers the calls").first
    expect(agent).to_be_focused()
    seen("the sign-in offers an agent")
    agent.click()
    ring = page.get_by_role("button", name="Have a caller ring")
    ring.wait_for()
    expect(page.locator("#tour")).to_contain_text("Have a caller ring")
    seen("the desk offers a caller")
    ring.click()
    page.locator(".offer").wait_for()
    expect(page.locator("#tour")).to_contain_text("F2")
    seen("the call rings")
    page.keyboard.press("F2")
    page.locator(".call-state.is-connected").wait_for()
    page.locator(".phone.is-on").wait_for()
    expect(page.locator("#step-title")).not_to_be_empty()
    seen("agent and caller talk, and the script asks")
    assert page.evaluate("window.typed") == 0
    for what, seconds in took.items():
        record_property(what, seconds)
    assert list(took.values()) == sorted(took.values())
    page.keyboard.press("F8")
    page.locator(".call-state.is-wrapping").wait_for()
    page.locator("#override").fill("The caller was cut off and did not call again")
    page.locator("[data-act=close]").click()
    expect(page.locator("#tour")).to_contain_text("ticket")
    page.get_by_role("button", name="Another caller").wait_for()


def test_what_serve_says_ends_with_how_to_sign_in(served: Served) -> None:
    """Nothing of what its processes write comes after it; that is in files."""
    address = served.address
    said = served.said.read_text()
    password = json.loads((served.said.parent / "var" / "simulator.json").read_text())
    welcome = said[said.index(address) :]
    assert password["demo_password"] in welcome
    assert "admin@filrouge.example" in welcome
    assert said.rstrip().endswith("Ctrl-C stops everything.")
    logs = {file.name for file in (served.said.parent / "var" / "log").iterdir()}
    assert {"web.log", "clock.log", "worker-default.log", "simulator.log"} <= logs


@pytest.mark.speech
def test_a_call_from_the_ring_to_the_proved_answer(served: Served) -> None:
    """The demo calls the service that is running, which goes on until it is interrupted."""
    assert served.address
    demo = subprocess.run(
        [*FLASK, "demo", "--json", "--language", "ko"],
        cwd=ROOT, env=served.environment, capture_output=True, text=True, timeout=PATIENCE,
        check=False,
    )  # fmt: skip
    assert demo.returncode == 0, demo.stdout + demo.stderr
    ticket = json.loads(demo.stdout.splitlines()[-1])
    assert any(answer["evidence"] for answer in ticket["answers"]), demo.stdout + demo.stderr
    assert f"priority 1, {ticket['ticket']['team_name']}\n" in demo.stdout
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(timeout=PATIENCE) == 0
