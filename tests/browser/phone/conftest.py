"""Desks whose phone is the provider's own SDK, as the application bundles it for real calls."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Live, Stage
from voice.simulator.signalling.gateway import Gateway
from web.desk import browser_phone

SWITCHES = (
    "--ignore-certificate-errors",
    "--use-fake-device-for-media-stream",  # microphones that beep
    "--use-fake-ui-for-media-stream",  # a person who lets every page have one
    "--allow-loopback-in-peer-connection",
)


@pytest.fixture(scope="session")
def provider(stage: Stage) -> Iterator[Gateway]:
    started = Gateway(stage.simulator.exchange).start()
    yield started
    started.stop()


@pytest.fixture(scope="session")
def chromium(launch_chromium: Callable[..., Browser], provider: Gateway) -> Iterator[Browser]:
    """A browser that finds the provider's hosts here: pages and SDK are those of real calls."""
    browser = launch_chromium(f"--host-resolver-rules={provider.host_rules}", *SWITCHES)
    yield browser
    browser.close()


@pytest.fixture
def gateway(provider: Gateway, live: Live, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    monkeypatch.setattr(browser_phone, "is_sdk", lambda: True)
    provider.forget()
    yield provider
    assert provider.failures == []


@pytest.fixture
def desk(live: Live, gateway: Gateway) -> Page:
    return live.desk_of(live.world.ana)
