"""nginx with the block that docs/operations.md prints, on an odd port, in front of both pools."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from requests.adapters import HTTPAdapter
from sqlalchemy import select

from core import db, screen
from core.tenants import User
from tests.conftest import ROOT, forget_cached, make_world, set_environment, use_database
from tests.voice.provider import Provider
from tools.nginx import find_nginx
from web.accounts.attempts import PAIR
from web.app import LARGEST_REQUEST
from web.commands import processes, stack
from web.commands.stack import Ports

BLOCK = re.compile(r"^```nginx\n(.*?)^```", re.MULTILINE | re.DOTALL)
PRINTED = {
    "http://127.0.0.1:5000;": "http://127.0.0.1:{web};",
    "http://127.0.0.1:5001;": "http://127.0.0.1:{stream};",
    "listen 443 ssl http2;": "listen 127.0.0.1:{simulator} ssl http2;",
}
PASSWORD = "a lift between two floors"
PATIENCE = 60  # seconds
ONE, OTHER = "127.0.0.2", "127.0.0.3"
FRAME = """
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        ssl_certificate {folder}/certificate.pem;
        ssl_certificate_key {folder}/key.pem;
{block}
    }}
}}
"""


@dataclass
class Site:
    address: str
    certificate: Path
    database_url: str

    def browser(self, come_from: str) -> requests.Session:
        """A browser at this address of the visitor's."""
        made = requests.Session()
        made.trust_env = False
        made.verify = str(self.certificate)
        made.mount("https://", _From(come_from))
        return made


class _From(HTTPAdapter):
    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__()

    def init_poolmanager(self, *arguments: object, **options: object) -> None:
        super().init_poolmanager(*arguments, source_address=(self.address, 0), **options)


def printed_block() -> str:
    (block,) = BLOCK.findall((ROOT / "docs" / "operations.md").read_text())
    return str(block)


def configure(ports: Ports, folder: Path) -> Path:
    """The printed block, in a server with a certificate; only the pools' ports are others."""
    block = printed_block()
    for printed, ours in PRINTED.items():
        assert block.count(printed) == 1
        block = block.replace(printed, ours.format(**vars(ports)))
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-nodes", "-newkey", "ec"),
            *("-pkeyopt", "ec_paramgen_curve:P-256", "-days", "2", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=IP:127.0.0.1", "-out", folder / "certificate.pem"),
            *("-keyout", folder / "key.pem"),
        ],
        check=True,
        capture_output=True,
    )
    user = "user root;" if os.geteuid() == 0 else ""
    path = folder / "nginx.conf"
    path.write_text(FRAME.format(folder=folder, user=user, block=block))
    return path


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, kept_secrets: Path, empty_sqlite: Path
) -> Iterator[Site]:
    nginx = find_nginx()
    if nginx is None:
        pytest.skip("there is no nginx: install the package nginx")
    folder = tmp_path_factory.mktemp("proxy")
    shutil.copy(kept_secrets, folder / "simulator.json")
    shutil.copy(empty_sqlite, folder / "proxy.db")
    ports = stack.any_ports()
    address = f"https://127.0.0.1:{ports.simulator}"
    with pytest.MonkeyPatch.context() as patch:
        set_environment(patch, folder)
        for name, value in {
            "DATABASE_URL": f"sqlite:///{folder}/proxy.db",
            "PUBLIC_BASE_URL": address,
            "COOKIES_SECURE": "true",
            "TRUSTED_PROXIES": "1",
            "WEB_CONCURRENCY": "1",
        }.items():
            patch.setenv(name, value)
        forget_cached()
        pools = {name: stack.commands(ports, folder)[name] for name in ("web", "stream")}
        started: processes.Processes = {}
        try:
            for name, command in pools.items():
                started[name] = processes.start(name, command, dict(os.environ), folder)
            command = [nginx, "-c", str(configure(ports, folder)), "-p", str(folder)]
            started["nginx"] = processes.start("nginx", command, dict(os.environ), folder)
            made = Site(address, folder / "certificate.pem", os.environ["DATABASE_URL"])
            _await_answers(made, started, folder)
            yield made
        finally:
            processes.kill_sessions(process.pid for process in started.values())
            forget_cached()


def _await_answers(site: Site, started: processes.Processes, logs: Path) -> None:
    """Until both pools answer through nginx."""
    deadline = time.monotonic() + PATIENCE
    browser = site.browser(ONE)
    waiting = {"/health": 200, "/stream/desk": 401}
    while waiting:
        for path, status in list(waiting.items()):
            with suppress(requests.RequestException):
                if browser.get(site.address + path, timeout=PATIENCE).status_code == status:
                    del waiting[path]
        ended = [name for name, process in started.items() if process.poll() is not None]
        if ended or time.monotonic() > deadline:
            raise AssertionError("".join(file.read_text() for file in logs.glob("*.log")))
        time.sleep(0.05)


@pytest.fixture
def here(site: Site, environment: pytest.MonkeyPatch) -> Site:
    """The same database and address in this process; the database is emptied."""
    environment.setenv("PUBLIC_BASE_URL", site.address)
    use_database(environment, site.database_url)
    for table in reversed(db.Base.metadata.sorted_tables):
        db.session.execute(table.delete())
    db.commit()
    world = make_world()
    for user in (world.ana, world.bruno):
        user.password_hash = PasswordHasher(time_cost=1, memory_cost=64).hash(PASSWORD)
    db.commit()
    return site


def sign_in(
    site: Site, browser: requests.Session, password: str, **headers: str
) -> requests.Response:
    """What a browser sends for the form of the sign-in page."""
    page = browser.get(f"{site.address}/login", timeout=PATIENCE).text
    form = {
        "csrf_token": page.partition('name="csrf_token" value="')[2].partition('"')[0],
        "email": "ana@filrouge.example",
        "password": password,
    }
    sent = {"Origin": site.address, "Referer": f"{site.address}/login", **headers}
    return browser.post(
        f"{site.address}/login", data=form, headers=sent, timeout=PATIENCE, allow_redirects=False
    )


def test_forms_work_on_a_port_of_ones_own(here: Site) -> None:
    browser = here.browser(ONE)
    reply = sign_in(here, browser, PASSWORD)
    assert (reply.status_code, reply.headers["Location"]) == (302, "/desk")
    assert browser.get(f"{here.address}/desk", timeout=PATIENCE).status_code == 200
    foreign = sign_in(here, here.browser(ONE), PASSWORD, Referer="https://127.0.0.1/login")
    assert foreign.status_code == 400


def test_each_address_has_its_own_count_and_a_forged_header_none(here: Site) -> None:
    browser = here.browser(ONE)
    forged = [f"203.0.113.{number}" for number in range(PAIR.holds + 1)]
    replies = [
        sign_in(here, browser, "wrong", **{"X-Forwarded-For": address}).status_code
        for address in forged
    ]
    assert replies == [401] * PAIR.holds + [429]
    assert sign_in(here, here.browser(OTHER), PASSWORD).status_code == 302


def test_a_webhooks_signature_fits_the_address_that_arrives(here: Site) -> None:
    browser = here.browser(ONE)
    provider = Provider(FlaskClient(Flask(__name__)))
    path = "/twilio/voice?of=%2Fa%20b%C3%A9+c&of="
    signature = {"X-Twilio-Signature": provider.sign(path, provider.form)}
    for sent, status in ((path, 200), (path.replace("%20", "+"), 403)):
        address = here.address + sent
        reply = browser.post(address, data=provider.form, headers=signature, timeout=PATIENCE)
        assert reply.status_code == status
        assert reply.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert provider.call.client.slug == "acme"


def test_browsers_are_offered_http_2(here: Site) -> None:
    """Of HTTP/1.1 they have six connections to a host, and each tab wants some."""
    context = ssl.create_default_context(cafile=here.certificate)
    context.set_alpn_protocols(["h2", "http/1.1"])
    port = urlsplit(here.address).port
    with (
        socket.create_connection(("127.0.0.1", port), PATIENCE) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1") as connection,
    ):
        assert connection.selected_alpn_protocol() == "h2"


def test_events_pass_at_once(here: Site) -> None:
    browser = here.browser(ONE)
    sign_in(here, browser, PASSWORD)
    address = f"{here.address}/stream/desk"
    with browser.get(address, stream=True, timeout=PATIENCE) as stream:
        lines = stream.iter_lines(chunk_size=1, decode_unicode=True)
        assert [next(lines), next(lines), next(lines)] == ["retry: 1000", "", "event: heartbeat"]
        ana = db.session.scalars(select(User).filter_by(name="Ana")).one()
        screen.push([ana.id], "alert", {"call": "c1"})
        db.commit()
        assert "event: alert" in lines  # while the stream is open


def test_the_largest_request_passes_and_a_larger_one_does_not(here: Site) -> None:
    browser = here.browser(ONE)
    for size, is_ours in ((LARGEST_REQUEST, True), (LARGEST_REQUEST + 1, False)):
        reply = browser.post(f"{here.address}/login", data=b"x" * size, timeout=PATIENCE)
        assert ("Content-Security-Policy" in reply.headers) == is_ours
        assert reply.status_code == (400 if is_ours else 413)
