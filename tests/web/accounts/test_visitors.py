"""Who asks, as the proxies tell it: what a visitor writes into the header is of no use."""

import pytest
from flask import Flask

from core import config
from web.accounts import visitors
from web.accounts.visitors import visitor

DIRECT = "192.0.2.9"


@pytest.mark.parametrize(
    ("proxies", "told", "found"),
    [
        (0, None, DIRECT),
        (0, "198.51.100.7", DIRECT),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.1, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.1, 198.51.100.7, 192.0.2.1", "198.51.100.7"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        (1, "::ffff:198.51.100.7", "198.51.100.7"),
        (1, None, ""),
        (1, "", ""),
        (1, "unknown", ""),
        (2, "198.51.100.7", ""),
    ],
)
def test_only_what_trusted_proxies_wrote_counts(
    environment: pytest.MonkeyPatch, proxies: int, told: str | None, found: str
):
    environment.setenv("TRUSTED_PROXIES", str(proxies))
    config.settings.cache_clear()
    headers = {"X-Forwarded-For": told} if told is not None else {}
    with Flask(__name__).test_request_context(
        headers=headers, environ_base={"REMOTE_ADDR": DIRECT}
    ):
        assert visitor() == found


@pytest.mark.parametrize(
    ("proxies", "told", "words"),
    [(0, "198.51.100.7", "TRUSTED_PROXIES is 0"), (1, "", "does not tell who asks")],
)
def test_a_proxy_that_is_set_up_wrongly_is_logged_once(
    environment: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    proxies: int,
    told: str,
    words: str,
):
    environment.setenv("TRUSTED_PROXIES", str(proxies))
    config.settings.cache_clear()
    visitors._warn.cache_clear()
    with Flask(__name__).test_request_context(headers={"X-Forwarded-For": told}):
        visitor()
        visitor()
    (line,) = caplog.messages
    assert words in line
