"""A missing or wrong setting is one sentence, secrets are made once, and the docs list them all."""

import json
import multiprocessing
import stat
from pathlib import Path

import pytest
from pydantic_core import PydanticUndefined

from core import config
from core.config import ConfigurationError, Settings, settings

ROOT = Path(__file__).parents[2]
SECRET = "do-not-print-this-" + "0" * 32
REAL = {
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": SECRET,
    "TWILIO_API_KEY_SID": "SK" + "0" * 32,
    "TWILIO_API_KEY_SECRET": SECRET,
    "TWILIO_TWIML_APP_SID": "AP" + "0" * 32,
}

PRODUCTION = REAL | {"TELEPHONY": "twilio", "SECRET_KEY": SECRET, "AUDIT_KEY": SECRET}


def refusal(environment: pytest.MonkeyPatch, **values: str) -> str:
    for name, value in values.items():
        environment.setenv(name, value)
    settings.cache_clear()
    with pytest.raises(ConfigurationError) as caught:
        settings()
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEPHONY", "carrier-pigeon"),
        ("DEMO_DATA", "perhaps"),
        ("MAX_RECORDING_SECONDS", "long"),
        ("MAX_RECORDING_SECONDS", "59"),
        ("OFFER_SECONDS", "0"),
        ("LOG_LEVEL", "LOUD"),
        ("PUBLIC_BASE_URL", "filrouge.example"),
        ("PUBLIC_BASE_URL", "ftp://filrouge.example"),
        ("PUBLIC_BASE_URL", "https://name:word@filrouge.example"),
        ("STREAM_URL", "//filrouge.example"),
        ("REDIS_URL", "localhost:6379"),
        ("TWILIO_REGION", "eu1"),
        ("TWILIO_REGION", "IE1"),
    ],
)
def test_a_wrong_value_is_one_line_that_names_it(
    environment: pytest.MonkeyPatch, name: str, value: str
) -> None:
    message = refusal(environment, **{name: value})
    assert message.startswith(f"Configuration: {name}: ")
    assert message.endswith("See docs/configuration.md.")
    assert "\n" not in message


def test_all_wrong_values_are_in_one_message(environment: pytest.MonkeyPatch) -> None:
    message = refusal(environment, LOG_LEVEL="LOUD", OFFER_SECONDS="soon")
    assert "LOG_LEVEL" in message
    assert "OFFER_SECONDS" in message


@pytest.mark.parametrize("name", REAL)
def test_real_credentials_beside_simulated_telephony_are_refused(
    environment: pytest.MonkeyPatch, name: str
) -> None:
    message = refusal(environment, **{name: REAL[name]})
    assert "TELEPHONY is simulated, but real TWILIO_* credentials are set" in message
    assert SECRET not in message


NEEDED = [name for name in REAL if name != "TWILIO_TWIML_APP_SID"]


@pytest.mark.parametrize("missing", [*NEEDED, "SECRET_KEY", "AUDIT_KEY"])
def test_real_telephony_names_its_missing_settings(
    environment: pytest.MonkeyPatch, missing: str
) -> None:
    values = dict(PRODUCTION)
    del values[missing]
    message = refusal(environment, **values)
    assert message == (
        f"Configuration: TELEPHONY=twilio needs {missing}. See docs/configuration.md."
    )


def test_only_what_answers_browsers_needs_the_app_that_a_command_makes(
    environment: pytest.MonkeyPatch,
) -> None:
    for name, value in PRODUCTION.items():
        environment.setenv(name, value)
    settings().require_phone()
    environment.delenv("TWILIO_TWIML_APP_SID")
    settings.cache_clear()
    with pytest.raises(ConfigurationError, match=r"needs TWILIO_TWIML_APP_SID.*twilio setup"):
        settings().require_phone()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TWILIO_TWIML_APP_SID", "AP123"),
        ("TWILIO_ACCOUNT_SID", "AC" + "0" * 32 + "\n"),
        ("TWILIO_ACCOUNT_SID", "AC123"),
        ("TWILIO_API_KEY_SID", "AC" + "0" * 32),
    ],
)
def test_real_telephony_refuses_values_that_are_no_credentials(
    environment: pytest.MonkeyPatch, name: str, value: str
) -> None:
    values = PRODUCTION | {name: value}
    assert f"TELEPHONY=twilio needs {name}" in refusal(environment, **values)


@pytest.mark.parametrize(
    ("name", "value"),
    [("DEMO_DATA", "true"), ("TWILIO_API_BASE_URL", "http://127.0.0.1:5002")],
)
def test_nothing_of_the_demo_runs_with_real_telephony(
    environment: pytest.MonkeyPatch, name: str, value: str
) -> None:
    values = PRODUCTION | {name: value}
    assert name in refusal(environment, **values)


@pytest.mark.parametrize("telephony", [{}, REAL | {"TELEPHONY": "twilio"}])
@pytest.mark.parametrize("key", ["x", SECRET[:31]])
def test_a_short_key_signs_nothing_whatever_the_telephony(
    environment: pytest.MonkeyPatch, telephony: dict[str, str], key: str
) -> None:
    message = refusal(environment, **telephony, SECRET_KEY=key)
    assert "SECRET_KEY: has at least 32 characters" in message and f" {key} " not in message


def test_real_telephony_uses_its_credentials(environment: pytest.MonkeyPatch) -> None:
    for name, value in PRODUCTION.items():
        environment.setenv(name, value)
    settings.cache_clear()
    assert list(settings().credentials) == list(REAL.values())
    assert settings().signing_key == SECRET
    assert settings().twilio_api_base_url == "https://api.twilio.com"
    assert settings().phone_edge == "roaming"


def test_a_region_has_its_own_address_and_edge(environment: pytest.MonkeyPatch) -> None:
    for name, value in {**PRODUCTION, "TWILIO_REGION": "ie1"}.items():
        environment.setenv(name, value)
    settings.cache_clear()
    assert settings().twilio_api_base_url == "https://api.dublin.ie1.twilio.com"
    assert settings().phone_edge == "dublin"
    environment.setenv("TWILIO_EDGE", "london-ix")
    settings.cache_clear()
    assert settings().twilio_api_base_url == "https://api.dublin.ie1.twilio.com"
    assert settings().phone_edge == "london-ix"


@pytest.mark.parametrize(
    ("region", "edge"), [("ie1", "sydney"), ("us1", "paris"), ("au1", "roaming")]
)
def test_an_edge_that_does_not_lead_to_the_region_is_refused(
    environment: pytest.MonkeyPatch, region: str, edge: str
) -> None:
    message = refusal(environment, TWILIO_REGION=region, TWILIO_EDGE=edge)
    assert message.startswith(f"Configuration: TWILIO_EDGE of {region} must be one of ")
    assert "\n" not in message


def test_simulated_telephony_needs_nothing(environment: pytest.MonkeyPatch) -> None:
    made = settings().credentials
    assert config.SID["account"].fullmatch(made.account_sid)
    assert settings().twilio_api_base_url == config.SIMULATOR
    assert len(settings().signing_key) >= 32


def kept_by_one(path: str) -> dict[str, str]:
    config._simulator_secrets.cache_clear()
    return config._simulator_secrets(Path(path))


def test_processes_that_start_together_keep_the_same_secrets(tmp_path: Path) -> None:
    path = tmp_path / "fresh" / "simulator.json"
    with multiprocessing.get_context("fork").Pool(6) as pool:
        secrets = pool.map(kept_by_one, [str(path)] * 12, chunksize=1)
    assert all(one == secrets[0] for one in secrets)
    assert json.loads(path.read_text()) == secrets[0]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["simulator.json"]


def described() -> list[str]:
    """The rows that docs/configuration.md must hold, made from the settings themselves."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = "" if field.default in (None, "", PydanticUndefined) else f"`{field.default}`"
        rows.append(f"| `{name.upper()}` | {default} | {field.description} |")
    return rows


def test_the_docs_list_every_setting() -> None:
    lines = (ROOT / "docs" / "configuration.md").read_text().splitlines()
    table = [line for line in lines if line.startswith("| `") and line.count("|") == 4]
    assert sorted(table) == sorted(described())


def test_no_message_and_no_listing_shows_a_password(environment: pytest.MonkeyPatch) -> None:
    message = refusal(environment, REDIS_URL=f"amqp://filrouge:{SECRET}@queue.example")
    for name, value in PRODUCTION.items():
        environment.setenv(name, value)
    environment.setenv("AUDIT_KEYS_BEFORE", SECRET)
    environment.setenv("REDIS_URL", f"rediss://filrouge:{SECRET}@queue.example")
    environment.setenv("DATABASE_URL", f"postgresql+psycopg://filrouge:{SECRET}@db.example/f")
    settings.cache_clear()
    assert SECRET not in message + repr(settings())
    assert settings().queue_url == f"rediss://filrouge:{SECRET}@queue.example"


def test_without_a_queue_server_of_ones_own_it_is_the_embedded_one(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    environment.delenv("REDIS_URL")
    settings.cache_clear()
    assert settings().queue_url == config.embedded_queue(tmp_path / "var", settings().signing_key)
    assert settings().signing_key not in settings().queue_url
