"""`flask twilio setup` against the simulated provider: what it shows, asks, changes and says."""

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from core import db
from core.audit import AuditEntry
from core.config import settings
from tests.voice.provisioning.world import ACME, ON_CALL, SecondHost
from voice import addresses
from voice.simulator.network.account import Application, Number
from voice.simulator.server import Simulator
from web.commands.twilio_cli import twilio


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


def setup(*options: str, answer: str = "") -> Result:
    return CliRunner().invoke(twilio, ["setup", "--number", ACME, *options], input=answer)


def test_from_a_bought_number_to_a_line_that_rings(
    simulator: Simulator,
    number: Number,
    second_host: SecondHost,
) -> None:
    first = setup("--yes", "--on-call", ON_CALL)
    assert first.exit_code == 1  # the fallback is missing still
    assert "no fallback address" in first.stderr
    begin = first.stdout.index("<?xml")
    second_host.text = first.stdout[begin : first.stdout.index("</Response>") + 11]
    done = setup("--yes", "--fallback", second_host.url)
    assert (done.exit_code, done.stderr) == (0, "")
    assert f"Calls to {ACME} can come." in done.stdout
    checked = setup("--check")
    assert (checked.exit_code, checked.stderr) == (0, "")
    db.session.rollback()  # what was read keeps the database from the webhooks
    call = simulator.place_call(ACME, gives_up_after=5.0)
    simulator.wait(call.sid)
    assert [line.kind for line in call.story.lines()][:2] == ["ring", "said"]


def test_it_shows_what_it_will_change_and_changes_nothing_on_a_no(number: Number) -> None:
    number.settings["VoiceUrl"] = "https://user:secret@old.example/voice?token=secret"
    refused = setup(answer="n\n")
    assert "from https://old.example/voice?…" in refused.stdout
    assert f"to   {addresses.address('voice')}" in refused.stdout
    assert "Change this at the provider?" in refused.stdout
    assert number.settings["VoiceUrl"].startswith("https://user:secret@old.example")
    entries = select(AuditEntry.detail).filter_by(action="twilio.set_up", subject=ACME)
    assert db.session.scalars(entries).all() == []
    agreed = setup(answer="y\n")
    assert db.session.scalars(entries).one() == {"changed": ["voice_url", "status_callback"]}
    assert "Changed." in agreed.stdout
    assert number.settings["VoiceUrl"] == addresses.address("voice")
    assert "Everything that can be set up from here is." in setup().stdout


def test_it_tells_no_secret(number: Number, second_host: SecondHost) -> None:
    said = setup("--yes", "--fallback", second_host.url).output + setup("--check").output
    credentials = settings().credentials
    for secret in (credentials.auth_token, credentials.api_key_secret, settings().signing_key):
        assert secret not in said


def test_a_check_changes_nothing_and_says_what_to_do(number: Number) -> None:
    checked = setup("--check")
    assert checked.exit_code == 1
    assert number.settings == {}
    assert "Developer tools" not in checked.output
    lines = checked.stderr.splitlines()
    assert len(lines) == 3 and all(line.startswith("fault") for line in lines)


def test_an_app_that_it_makes_is_to_be_written_down(
    simulator: Simulator,
    number: Number,
) -> None:
    settings().__dict__["credentials"] = settings().credentials._replace(twiml_app_sid="")
    simulator.exchange.by_sid(Application).clear()
    made = setup("--yes")
    (app,) = simulator.exchange.by_sid(Application).values()
    assert f"Set TWILIO_TWIML_APP_SID={app.sid}" in made.stdout
    assert f"Set TWILIO_TWIML_APP_SID={app.sid}, and start `web` again." in made.stderr
    assert len(simulator.exchange.by_sid(Application)) == 1


@pytest.mark.parametrize("status", [401, 403, 404, 429])
def test_what_the_provider_refuses_is_said_and_may_be_tried_again(
    simulator: Simulator,
    number: Number,
    status: int,
) -> None:
    simulator.exchange.account.refused["IncomingPhoneNumbers"] = status
    refused = setup("--yes")
    assert refused.exit_code == 1
    assert f"({status})" in refused.stderr and "Traceback" not in refused.output
    assert number.settings == {}
    simulator.exchange.account.refused.clear()
    assert "Changed." in setup("--yes").stdout


def test_a_number_of_another_account_is_not_touched(simulator: Simulator) -> None:
    missing = setup("--yes")
    assert missing.exit_code == 1
    assert "is no number of this account" in missing.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--number", "0199000900"], "such as +33199000900"),
        (["--number", "+33"], "such as +33199000900"),
        (["--on-call", "12"], "such as +33199000900"),
        (["--fallback", "nowhere"], "no https:// address"),
        (["--check", "--yes"], "--check changes nothing"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    number: Number,
    options: list[str],
    words: str,
) -> None:
    refused = setup(*options)
    assert refused.exit_code == 2
    assert words in refused.stderr
    assert number.settings == {}
