"""The one reader of the environment.

Every setting is a field here and a line in docs/configuration.md; a missing or wrong value is one
clear sentence at start, never a traceback.
"""

import hashlib
import hmac
import json
import os
import re
import secrets
import tempfile
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self
from urllib.parse import quote, urlsplit

import click
from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from core.regions import REGIONS, UNITED_STATES, Region

QUEUE_SERVERS = ("redis://", "rediss://", "unix://")
LONGEST_SOCKET = 100  # bytes; Linux takes 107, macOS 103
SIMULATOR = "http://127.0.0.1:5002"
SID = {
    "account": re.compile(r"AC[0-9a-f]{32}"),
    "key": re.compile(r"SK[0-9a-f]{32}"),
    "app": re.compile(r"AP[0-9a-f]{32}"),
}

SHORTEST_KEY = 32  # characters: 128 bits where they are hexadecimal

REAL_CREDENTIALS = (
    "twilio_account_sid",
    "twilio_auth_token",
    "twilio_auth_token_secondary",
    "twilio_api_key_sid",
    "twilio_api_key_secret",
    "twilio_twiml_app_sid",
)


class ConfigurationError(click.ClickException):
    """A setting is missing or wrong; the message is for the person who starts the service.

    Every command shows it as one line and ends with code 2.
    """

    exit_code = 2


class TwilioCredentials(NamedTuple):
    account_sid: str
    auth_token: str
    api_key_sid: str
    api_key_secret: str
    twiml_app_sid: str


class Settings(BaseSettings):
    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    database_url: str = Field(
        "sqlite:///var/filrouge.db",
        repr=False,
        description="SQLAlchemy URL of the database: SQLite, or postgresql+psycopg://…",
    )
    redis_url: str = Field(
        "",
        repr=False,
        description="Redis or Valkey that carries the queues: rediss://USER:PASSWORD@HOST:PORT/0. "
        "Unless set, the embedded one in VAR_DIR.",
    )
    storage_url: str = Field(
        "file:var/storage",
        description="Where recordings are kept: file:FOLDER, or s3://BUCKET?endpoint=URL.",
    )
    var_dir: Path = Field(Path("var"), description="Folder for what the service writes locally.")
    models_dir: Path = Field(Path("var/models"), description="Folder of the speech models.")
    public_base_url: str = Field(
        "http://127.0.0.1:5000",
        description="The address that callers' webhooks are sent to and signed for.",
    )
    stream_url: str = Field(
        "", description="Address of the stream process where a proxy does not give it /stream."
    )
    secret_key: str = Field(
        "",
        repr=False,
        description="Signs sessions and webhook tokens; at least 32 characters. "
        "Made and kept in VAR_DIR where telephony is simulated.",
    )
    audit_key: str = Field(
        "",
        repr=False,
        description="Seals the entries of the audit log; at least 32 characters, no comma. "
        "Made from SECRET_KEY where telephony is simulated.",
    )
    audit_keys_before: str = Field(
        "",
        repr=False,
        description="Earlier values of AUDIT_KEY, separated by commas: they check old entries.",
    )
    telephony: Literal["simulated", "twilio"] = Field(
        "simulated", description="twilio in production; simulated for the demo and the tests."
    )
    twilio_account_sid: str = Field("", description="Account SID (AC…).")
    twilio_auth_token: str = Field(
        "", repr=False, description="Auth token: checks the webhooks' signatures."
    )
    twilio_auth_token_secondary: str = Field(
        "", repr=False, description="A second token accepted for signatures during a rotation."
    )
    twilio_api_key_sid: str = Field("", description="API key (SK…) for REST calls and tokens.")
    twilio_api_key_secret: str = Field("", repr=False, description="Secret of the API key.")
    twilio_twiml_app_sid: str = Field("", description="TwiML App (AP…) of the browser phone.")
    twilio_region: Literal["us1", "ie1", "au1"] = Field(
        UNITED_STATES,
        description="Region of calls, key, auth token and TwiML App: us1, ie1 (Ireland), au1.",
    )
    twilio_edge: str = Field(
        "",
        description="Edge by which the browser phones come in. Unless set, the region's own.",
    )
    twilio_api_base_url: str = Field(
        REGIONS[UNITED_STATES].api,
        description="REST address of the provider; that of the simulator with TELEPHONY=simulated.",
    )
    demo_data: bool = Field(False, description="Demo clients and accounts may exist.")
    caller_channel: int = Field(
        1, ge=1, le=2, description="The channel of each recording that is the caller's: 1 or 2."
    )
    max_recording_seconds: int = Field(
        4 * 3600, ge=60, description="A longer recording is refused as too large."
    )
    wrap_up_seconds: int = Field(
        900, ge=30, description="Wrap-up longer than this is closed with what is known."
    )
    offer_seconds: int = Field(25, ge=5, description="An offer not taken is shown as missed after.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="Least severe log lines that are written."
    )
    trusted_proxies: int = Field(
        0,
        ge=0,
        le=5,
        description="Proxies in front whose X-Forwarded-For tells the address that signs in.",
    )
    cookies_secure: bool = Field(
        True, description="Session cookies only over HTTPS; off is for the local demo."
    )
    session_hours: int = Field(
        13, ge=1, le=24, description="A sign-in ends so long after it began, however it is used."
    )
    session_idle_minutes: int = Field(
        120, ge=5, description="A sign-in that nobody uses ends after; an open desk is use."
    )
    speech_samples: Path | None = Field(
        None, description="Folder with transcripts.tsv and audio, for accuracy figures (bench)."
    )

    @model_validator(mode="before")
    @classmethod
    def _provider_by_default(cls, values: dict[str, Any]) -> dict[str, Any]:
        region = REGIONS.get(values.get("twilio_region", UNITED_STATES))
        if values.get("telephony", "simulated") == "simulated":
            values.setdefault("twilio_api_base_url", SIMULATOR)
        elif region is not None:
            values.setdefault("twilio_api_base_url", region.api)
        return values

    @field_validator("public_base_url", "twilio_api_base_url", "stream_url")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        if not value:
            return value
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
            raise ValueError("must be http(s)://HOST without a user name in it")
        return value.rstrip("/")

    @field_validator("redis_url")
    @classmethod
    def _queue_server(cls, value: str) -> str:
        """What others would say about a wrong one shows the password."""
        if value and not value.startswith(QUEUE_SERVERS):
            raise ValueError("must begin with " + ", ".join(QUEUE_SERVERS))
        return value

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: str) -> str:
        if value and len(value) < SHORTEST_KEY:
            raise ValueError(
                f"has at least {SHORTEST_KEY} characters, such as `openssl rand -hex 32` prints; "
                "without it simulated telephony makes its own"
            )
        return value

    @model_validator(mode="after")
    def _edge_of_region(self) -> Self:
        if self.twilio_edge and self.twilio_edge not in self.region.edges:
            edges = ", ".join(self.region.edges)
            raise ValueError(f"TWILIO_EDGE of {self.twilio_region} must be one of {edges}")
        return self

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.telephony == "twilio":
            self._require_provider()
        elif any(getattr(self, name) for name in REAL_CREDENTIALS):
            raise ValueError(
                "TELEPHONY is simulated, but real TWILIO_* credentials are set: "
                "set TELEPHONY=twilio, or remove them"
            )
        return self

    def _require_provider(self) -> None:
        required = {
            "TWILIO_ACCOUNT_SID": SID["account"].fullmatch(self.twilio_account_sid),
            "TWILIO_AUTH_TOKEN": self.twilio_auth_token,
            "TWILIO_API_KEY_SID": SID["key"].fullmatch(self.twilio_api_key_sid),
            "TWILIO_API_KEY_SECRET": self.twilio_api_key_secret,
            "TWILIO_TWIML_APP_SID": not self.twilio_twiml_app_sid
            or SID["app"].fullmatch(self.twilio_twiml_app_sid),
            "SECRET_KEY": self.secret_key,
            "REDIS_URL": self.redis_url,
            "AUDIT_KEY": len(self.audit_key) >= SHORTEST_KEY and "," not in self.audit_key,
        }
        missing = [name for name, is_right in required.items() if not is_right]
        if missing:
            raise ValueError("TELEPHONY=twilio needs " + ", ".join(missing))
        if self.twilio_api_base_url != self.region.api:
            raise ValueError(
                "TWILIO_API_BASE_URL may point elsewhere only with simulated telephony"
            )
        if self.demo_data:
            raise ValueError("DEMO_DATA must be off with TELEPHONY=twilio: its accounts are public")

    def require_phone(self) -> None:
        """Raises ConfigurationError where the browser phones have no TwiML App: a command makes it,
        with all other settings in place."""
        if not self.credentials.twiml_app_sid:
            raise ConfigurationError(
                "Configuration: TELEPHONY=twilio needs TWILIO_TWIML_APP_SID, "
                "which `flask twilio setup` makes. See docs/configuration.md."
            )

    @property
    def simulated(self) -> bool:
        return self.telephony == "simulated"

    @property
    def region(self) -> Region:
        """Where the provider processes our calls."""
        return REGIONS[self.twilio_region]

    @property
    def phone_edge(self) -> str:
        """TWILIO_EDGE; unless set, the edge of the region."""
        return self.twilio_edge or self.region.edges[0]

    @property
    def signing_key(self) -> str:
        """SECRET_KEY; where telephony is simulated, a key that is made once and stored."""
        if self.secret_key:
            return self.secret_key
        return self._secrets()["secret_key"]

    @property
    def queue_url(self) -> str:
        """REDIS_URL; unless set, the address of the embedded Valkey, where that runs."""
        return self.redis_url or embedded_queue(self.var_dir, self.signing_key)

    @property
    def audit_keys(self) -> tuple[str, ...]:
        """The key that seals entries of the audit log, then those that did so before."""
        own = self.audit_key or f"audit log {self.signing_key}"
        before = (key.strip() for key in self.audit_keys_before.split(","))
        return own, *filter(None, before)

    @cached_property
    def credentials(self) -> TwilioCredentials:
        if self.simulated:
            secret = self._secrets()
            return TwilioCredentials(*(secret[name] for name in TwilioCredentials._fields))
        return TwilioCredentials(
            self.twilio_account_sid,
            self.twilio_auth_token,
            self.twilio_api_key_sid,
            self.twilio_api_key_secret,
            self.twilio_twiml_app_sid,
        )

    @property
    def demo_password(self) -> str:
        """One password for all demo accounts, made at set-up on this machine only."""
        return self._secrets()["demo_password"]

    def _secrets(self) -> dict[str, str]:
        return _simulator_secrets(self.var_dir / "simulator.json")


@cache
def settings() -> Settings:
    """The settings of this process.

    Raises ConfigurationError with one sentence for each wrong value.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise ConfigurationError(_sentences(error)) from None


def embedded_queue(var_dir: Path, key: str) -> str:
    """URL of the Valkey that keeps its data in this folder, with a password made from the key.

    Its socket is there too, unless the path is longer than sockets may have.
    """
    socket = var_dir.resolve() / "valkey" / "valkey.sock"
    if len(os.fsencode(socket)) > LONGEST_SOCKET:
        name = hashlib.sha256(os.fsencode(socket)).hexdigest()[:16]
        socket = Path(tempfile.gettempdir()) / f"filrouge-{os.getuid()}-{name}" / "valkey.sock"
    password = hmac.new(key.encode(), b"valkey", hashlib.sha256).hexdigest()
    return f"unix://filrouge:{password}@{quote(str(socket))}?db=0"


def _sentences(error: ValidationError) -> str:
    lines = []
    for problem in error.errors():
        name = "_".join(str(part) for part in problem["loc"]).upper()
        reason = problem["msg"].removeprefix("Value error, ")
        lines.append(f"{name}: {reason}" if name else reason)
    return "Configuration: " + "; ".join(lines) + ". See docs/configuration.md."


@cache
def _simulator_secrets(path: Path) -> dict[str, str]:
    """Secrets of the simulated telephone network; the first process writes them, once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = {
        "account_sid": "AC" + secrets.token_hex(16),
        "auth_token": secrets.token_hex(16),
        "api_key_sid": "SK" + secrets.token_hex(16),
        "api_key_secret": secrets.token_hex(16),
        "twiml_app_sid": "AP" + secrets.token_hex(16),
        "secret_key": secrets.token_urlsafe(32),
        "demo_password": secrets.token_urlsafe(9),
    }
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.touch(mode=0o600)
        part.write_text(json.dumps(fresh, indent=1))
        os.link(part, path)  # fails where another process was first: its secrets hold
    except FileExistsError:
        pass
    finally:
        part.unlink(missing_ok=True)
    stored: dict[str, str] = json.loads(path.read_text())
    return stored
