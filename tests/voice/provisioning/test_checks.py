"""Each thing that keeps calls from coming is one fault, which says what to do."""

import pytest

from core import config, db
from core.tenants import Line
from tests.conftest import World
from tests.voice.provisioning.world import ACME, ON_CALL, SecondHost
from voice.provisioning import Finding, Level, account_checks, checks, plan
from voice.simulator.network import recordings as network
from voice.simulator.network.account import Application, Country, Number
from voice.simulator.network.orders import MediaFault, Order
from voice.simulator.network.recordings import Recording
from voice.simulator.server import Simulator
from voice.telephony import twiml


@pytest.fixture
def database(sqlite_database: str) -> str:
    """Hardly anything is asked of it here."""
    return sqlite_database


@pytest.fixture
def set_up(number: Number, second_host: SecondHost) -> Number:
    """All as it should be."""
    plan.carry_out(plan.make(ACME, second_host.url))
    return number


def faults() -> list[str]:
    return [each.text for each in checks.run(ACME) if each.level is Level.FAULT]


def only_fault() -> str:
    (fault,) = faults()
    return fault


def others(level: Level) -> str:
    return " ".join(each.text for each in checks.run(ACME) if each.level is level)


def test_nothing_is_wrong_after_a_set_up(set_up: Number) -> None:
    assert faults() == []
    assert others(Level.WARNING) == ""
    assert "no recording yet" in others(Level.NOTE)


def test_a_number_that_nobody_has_set_up_lacks_its_addresses(number: Number) -> None:
    found = faults()
    assert [f"{ACME}: {name} is not set" in text for name, text in zip(
        ("voice_url", "status_callback"), found, strict=False
    )] == [True, True]  # fmt: skip
    assert "no fallback address" in found[2]
    assert all("flask twilio setup" in text for text in found)


# The account


def test_a_trial_account_is_named_with_its_limits(simulator: Simulator, set_up: Number) -> None:
    simulator.exchange.account.trial = True
    assert "13805" in only_fault() and "10004" in only_fault()


def test_a_suspended_account(simulator: Simulator, set_up: Number) -> None:
    simulator.exchange.account.status = "suspended"
    assert "suspended" in only_fault()


@pytest.mark.parametrize(("skew", "words"), [(30.0, "30 s behind"), (-30.0, "30 s ahead of")])
def test_a_clock_that_goes_wrong(
    simulator: Simulator, set_up: Number, skew: float, words: str
) -> None:
    """A second more or less is the answer's own way."""
    simulator.exchange.account.clock_skew = skew
    assert "NTP" in only_fault()
    seconds = int(only_fault().partition("clock is ")[2].partition(" ")[0])
    assert abs(seconds - 30) <= 2 and words.partition(" s ")[2] in only_fault()


def test_a_profile_that_nobody_has_approved_is_a_warning(
    simulator: Simulator, set_up: Number
) -> None:
    simulator.exchange.account.profiles = ("in-review",)
    assert faults() == []
    assert "10004" in others(Level.WARNING)


def test_a_token_of_another_account(
    environment: pytest.MonkeyPatch, simulator: Simulator, set_up: Number
) -> None:
    """The key is right, and would let everything go on but the webhooks."""
    wrong = simulator.exchange.credentials._replace(auth_token="0" * 32)
    simulator.exchange.credentials = wrong
    assert "TWILIO_AUTH_TOKEN is not the token" in only_fault()


# Refusals of the provider


@pytest.mark.parametrize(
    ("status", "words", "lines"),
    [(401, "does not know the key", 1), (403, "use a Standard key", 3),
     (429, "again in a minute", 1), (503, "try again later", 3)],
)  # fmt: skip
def test_what_the_provider_refuses_to_tell_is_one_line_for_each_thing_to_do(
    simulator: Simulator, set_up: Number, status: int, words: str, lines: int
) -> None:
    """The number, its fallback and the other numbers cannot be read."""
    simulator.exchange.account.refused["IncomingPhoneNumbers"] = status
    found = faults()
    assert len(found) == lines
    assert all(words in text and str(status) in text for text in found)


def test_a_provider_that_nobody_reaches(
    environment: pytest.MonkeyPatch, simulator: Simulator, set_up: Number
) -> None:
    environment.setenv("TWILIO_API_BASE_URL", "http://127.0.0.1:1")
    config.settings.cache_clear()
    assert "Nobody answers at the provider" in only_fault()


# The number


def test_a_number_of_nobody_or_of_another_account(simulator: Simulator, set_up: Number) -> None:
    simulator.exchange.by_sid(Number).clear()
    assert "is no number of this account in us1" in only_fault()


def test_a_number_that_no_client_has(set_up: Number) -> None:
    db.session.query(Line).filter_by(number=ACME).delete()
    db.commit()
    assert "flask lines create" in only_fault()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("VoiceUrl", "https://other.example/voice", "voice_url is https://other.example/voice"),
        ("VoiceMethod", "GET", "voice_method is GET, and should be POST"),
        ("VoiceApplicationSid", "AP" + "0" * 32, "and should be not set"),
        ("TrunkSid", "TK" + "0" * 32, "SIP trunk"),
        ("BundleSid", "BU" + "1" * 32, "bundle of +33199000900 is twilio-rejected"),
    ],
)
def test_a_setting_of_the_number_that_is_wrong(
    simulator: Simulator, set_up: Number, name: str, value: str, words: str
) -> None:
    simulator.exchange.account.bundles = {"BU" + "1" * 32: "twilio-rejected"}
    set_up.settings[name] = value
    assert words in only_fault()


def test_an_address_without_overrides_is_seen(set_up: Number) -> None:
    """Without them the provider repeats nothing that fails."""
    set_up.settings["VoiceUrl"] = set_up.settings["VoiceUrl"].partition("#")[0]
    assert "rp=all" in only_fault()


def test_what_another_application_wrote_into_an_address_stays_out_of_sight(set_up: Number) -> None:
    set_up.settings["VoiceUrl"] = "https://user:secret@other.example/voice?token=secret"
    assert "https://other.example/voice?…" in only_fault()
    assert "secret" not in only_fault()


def test_a_number_without_voice(set_up: Number) -> None:
    set_up.voice = False
    assert "takes no voice calls" in only_fault()


def test_a_number_whose_calls_are_processed_elsewhere(set_up: Number) -> None:
    set_up.region = "ie1"
    assert "processed in ie1, but TWILIO_REGION is us1" in only_fault()


def test_numbers_of_other_applications_are_a_warning(simulator: Simulator, set_up: Number) -> None:
    simulator.hold_number("+33199000999").settings["VoiceUrl"] = "https://other.example/voice"
    simulator.hold_number("+33199000998")  # set up for nothing
    assert faults() == []
    assert "(+33199000999)" in others(Level.WARNING)


# The TwiML App


def test_an_app_that_is_none_of_the_account(simulator: Simulator, set_up: Number) -> None:
    simulator.exchange.by_sid(Application).clear()
    assert "is no TwiML App of this account" in only_fault()


def test_an_app_without_overrides(simulator: Simulator, set_up: Number) -> None:
    (app,) = simulator.exchange.by_sid(Application).values()
    app.settings["VoiceUrl"] = app.settings["VoiceUrl"].partition("#")[0]
    assert "voice_url is" in only_fault() and "rp=all" in only_fault()


# The fallback


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<html><body>Sorry</body></html>", "no TwiML"),
        ("<Response><Hangup/></Response>", "no TwiML that speaks"),
        ("sorry", "no XML"),
        ("<Response><Dial>0199000101</Dial></Response>", "+33199000900"),
        ("<Response><Dial><Number>112</Number></Dial></Response>", "it dials 112"),
    ],
)
def test_a_fallback_that_answers_something_else(
    set_up: Number, second_host: SecondHost, text: str, words: str
) -> None:
    second_host.text = text
    assert words in only_fault()


def test_a_fallback_that_is_not_there(set_up: Number, second_host: SecondHost) -> None:
    second_host.status = 404
    assert "answers 404" in only_fault()


def test_a_fallback_that_is_this_service_itself(set_up: Number, address: str) -> None:
    set_up.settings["VoiceFallbackUrl"] = f"{address}/twilio/voice"
    assert "is this service itself" in only_fault()


def test_a_country_that_may_not_be_called(simulator: Simulator, set_up: Number) -> None:
    simulator.exchange.account.countries["FR"].allowed = False
    assert f"dials {ON_CALL}, but calls to France are not allowed" in only_fault()


def test_a_fallback_that_dials_nobody_is_noted(set_up: Number, second_host: SecondHost) -> None:
    second_host.text = twiml.fallback(["fr"])
    assert faults() == []
    assert "dials nobody" in others(Level.NOTE)


def test_costly_numbers_that_may_be_called_are_a_warning(
    simulator: Simulator, set_up: Number
) -> None:
    simulator.exchange.account.countries["LV"] = Country("LV", "Latvia", ("+371",), True, True)
    assert "Latvia" in others(Level.WARNING)


# This service, as it is reached from outside


def test_a_service_that_is_down(environment: pytest.MonkeyPatch, set_up: Number) -> None:
    environment.setenv("PUBLIC_BASE_URL", "http://127.0.0.1:1")
    config.settings.cache_clear()
    assert "Nobody answers at http://127.0.0.1:1/twilio/status" in faults()[0]


def test_a_service_that_runs_with_another_address(
    environment: pytest.MonkeyPatch, set_up: Number, address: str
) -> None:
    """It computes signatures over another name than the provider does."""
    environment.setenv("PUBLIC_BASE_URL", address.replace("127.0.0.1", "localhost"))
    config.settings.cache_clear()
    asked = account_checks.account.ask_as_provider

    def under_the_old_name(method: str, url: str, form: dict[str, str]) -> object:
        return asked(method, url.replace("localhost", "127.0.0.1"), form)

    environment.setattr(account_checks.account, "ask_as_provider", under_the_old_name)
    assert "refuses our signature" in faults()[0]


def test_another_service_at_the_address(
    environment: pytest.MonkeyPatch, set_up: Number, second_host: SecondHost
) -> None:
    environment.setenv("PUBLIC_BASE_URL", second_host.url.removesuffix("/fallback"))
    config.settings.cache_clear()
    assert "and not as this service does" in faults()[0]


def test_an_address_that_is_not_secret_on_its_way(environment: pytest.MonkeyPatch) -> None:
    for name, value in {
        "TELEPHONY": "twilio",
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": "0" * 32,
        "TWILIO_API_KEY_SID": "SK" + "0" * 32,
        "TWILIO_API_KEY_SECRET": "0" * 32,
        "SECRET_KEY": "0" * 32,
        "AUDIT_KEY": "0" * 32,
        "PUBLIC_BASE_URL": "http://127.0.0.1:1",
    }.items():
        environment.setenv(name, value)
    config.settings.cache_clear()
    first: Finding = next(iter(account_checks.public_address()))
    assert "must go over https://" in first.text


# Recordings


@pytest.fixture
def recorded(simulator: Simulator, set_up: Number, world: World) -> Recording:
    """One that is finished; who records the talk is not asked here."""
    simulator.exchange.not_found_first = 0
    call = simulator.place_call(ACME, gives_up_after=60.0)
    simulator.wait(call.sid)
    made = network.start(call.leg, Order(source=network.BY_REST))
    made.started_at -= 10.0
    made.finish()
    simulator.wait(call.sid)
    assert made.status == "completed"
    return made


def test_recordings_are_closed_to_strangers(recorded: Recording) -> None:
    assert faults() == []
    assert "no recording yet" not in others(Level.NOTE)


def test_recordings_that_everybody_can_hear(simulator: Simulator, recorded: Recording) -> None:
    simulator.exchange.account.open_media = True
    assert "Enforce HTTP Auth" in only_fault()


def test_recordings_that_only_another_key_opens(simulator: Simulator, recorded: Recording) -> None:
    simulator.exchange.account.encrypted = True
    assert "encryption off" in only_fault()


def test_recordings_that_are_kept_elsewhere(recorded: Recording) -> None:
    recorded.fault = MediaFault("never", 1)
    assert "external storage" in only_fault()
