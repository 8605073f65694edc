"""What every test stands on: settings of its own, a fresh database, and a named little world."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import CheckConstraint, MetaData, String, create_engine, func, not_, text

from core import config, db, sign_ins, storage
from core.tenants import Client, Line, Membership, User
from tests.examples import examples
from tools import bundles, memory, postgresql
from tools.browser import find_browser

ROOT = Path(__file__).parent.parent
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

if memory.folder():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory.folder()))

# The same examples everywhere, so that the tests say the same everywhere.
hypothesis.settings.register_profile("same", derandomize=True, max_examples=examples(100))
hypothesis.settings.load_profile("same")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Pages are tested as their sources are now."""
    bundles.build()
    gc.disable()
    if "PYTEST_XDIST_WORKER" in os.environ and session.config.args == session.config.getini(
        "testpaths"
    ):
        import_my_share_first()


def import_my_share_first() -> None:
    """Import all tests, but not from the same one on as the other workers do.

    Each finds compiled what another has imported before. In one order, as pytest collects, all of
    them compile each file of a fresh clone at the same time.
    """
    number = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    first = len(files) * number // int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
    for file in files[first:] + files[:first]:
        with suppress(Exception, pytest.skip.Exception):  # told when pytest collects
            import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))


def pytest_collection_finish() -> None:
    """Leave the tests themselves out of each search for garbage: they stay, and are many."""
    gc.freeze()
    gc.set_threshold(20_000)
    gc.enable()


def forget_cached() -> None:
    """Make the next use of settings, database and storage read the environment anew.

    A connection to PostgreSQL stays, with all that its server has learned, unless somebody still
    holds one.
    """
    db.session.remove()
    for engine in db._engines.values():
        if engine.dialect.name == "sqlite" or engine.pool.checkedout():
            engine.dispose()
    for cached in (config.settings, config._simulator_secrets, storage._storage):
        cached.cache_clear()


def create_schema(url: str) -> None:
    import web.models  # noqa: F401  (so that every table is known)

    engine = create_engine(url)
    tables = db.Base.metadata
    (with_lengths(tables) if engine.dialect.name == "sqlite" else tables).create_all(engine)
    engine.dispose()


def with_lengths(tables: MetaData) -> MetaData:
    """The same tables, in which SQLite refuses text that is too long, as PostgreSQL does."""
    strict = MetaData()
    for table in tables.tables.values():
        copied = table.to_metadata(strict)
        for column in table.columns:
            if isinstance(column.type, String) and column.type.length:
                too_long = func.length(copied.c[column.name]) > column.type.length
                copied.append_constraint(CheckConstraint(not_(too_long)))
    return strict


@pytest.fixture(scope="session")
def launch_chromium() -> Iterator[Callable[..., Browser]]:
    """Starts a browser with these switches beside those of all tests."""
    program = find_browser()
    if program is None:
        pytest.skip("there is no Chromium: install the package chromium, or set CHROMIUM")
    with sync_playwright() as playwright:

        def launch(*switches: str) -> Browser:
            return playwright.chromium.launch(executable_path=program, args=[*SWITCHES, *switches])

        yield launch


@pytest.fixture(scope="session")
def chromium(launch_chromium: Callable[..., Browser]) -> Iterator[Browser]:
    browser = launch_chromium()
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def kept_secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("secrets")
    config._simulator_secrets(folder / "simulator.json")
    return folder / "simulator.json"


@pytest.fixture(autouse=True)
def environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept_secrets: Path
) -> Iterator[pytest.MonkeyPatch]:
    """Settings of this test alone: nothing of the machine's environment, nothing in var/."""
    var = tmp_path / "var"
    var.mkdir()
    shutil.copy(kept_secrets, var / "simulator.json")
    set_environment(monkeypatch, var)
    forget_cached()
    yield monkeypatch
    forget_cached()


def set_environment(patch: pytest.MonkeyPatch, var: Path) -> None:
    for name in config.Settings.model_fields:
        patch.delenv(name.upper(), raising=False)
    patch.setenv("VAR_DIR", str(var))
    patch.setenv("STORAGE_URL", f"file:{var}/storage")
    patch.setenv("MODELS_DIR", str(ROOT / "var" / "models"))
    patch.setenv("DATABASE_URL", f"sqlite:///{var}/test.db")
    patch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")  # nobody answers there
    patch.setenv("COOKIES_SECURE", "false")


def set_real_telephony(patch: pytest.MonkeyPatch, **more: str) -> None:
    """Settings of real calls, of an account that is none."""
    zeros = "0" * 32
    values = {
        "TELEPHONY": "twilio",
        "TWILIO_ACCOUNT_SID": f"AC{zeros}",
        "TWILIO_AUTH_TOKEN": "token",
        "TWILIO_API_KEY_SID": f"SK{zeros}",
        "TWILIO_API_KEY_SECRET": "s" * 32,
        "TWILIO_TWIML_APP_SID": f"AP{zeros}",
        "SECRET_KEY": "k" * 40,
        "AUDIT_KEY": "a" * 40,
    }
    patch.delenv("TWILIO_API_BASE_URL", raising=False)
    for name, value in {**values, **more}.items():
        patch.setenv(name, value)
    config.settings.cache_clear()


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("schema") / "empty.db"
    create_schema(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    with postgresql.server() as url:
        create_schema(url)
        yield url


@pytest.fixture
def sqlite_database(environment: pytest.MonkeyPatch, empty_sqlite: Path) -> str:
    """An empty schema on SQLite; returns its URL.

    Always the same, so that what was compiled for its engine serves all tests. The file is a new
    one: whoever still has the last test's open writes into nothing.
    """
    used = empty_sqlite.with_name("test.db")
    for left in used.parent.glob("test.db*"):
        left.unlink()
    shutil.copy(empty_sqlite, used)
    return use_database(environment, f"sqlite:///{used}")


def use_database(environment: pytest.MonkeyPatch, url: str) -> str:
    environment.setenv("DATABASE_URL", url)
    forget_cached()
    return url


# Ten times as fast as TRUNCATE, which makes each table's files anew.
EMPTY = """
DO $$ DECLARE name text; BEGIN
    SET LOCAL session_replication_role = replica;  -- in any order, whatever refers to whatever
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
    FOR name IN SELECT sequencename FROM pg_sequences
            WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
        EXECUTE format('ALTER SEQUENCE %I RESTART', name);
    END LOOP;
END $$
"""


@pytest.fixture
def postgresql_database(environment: pytest.MonkeyPatch, postgresql_url: str) -> str:
    """An empty schema on PostgreSQL; returns its URL."""
    use_database(environment, postgresql_url)
    with db.engine().begin() as connection:
        connection.execute(text(EMPTY))
    config.settings.cache_clear()  # whatever else the test sets is read afterwards
    return postgresql_url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest) -> str:
    """An empty schema on each database in turn; returns its URL."""
    url: str = request.getfixturevalue(f"{request.param}_database")
    return url


# For a test whose twin on PostgreSQL would find nothing: no lock, no uniqueness, and no statement
# that others do not ask there.
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@dataclass
class World:
    """Ana answers for Acme, Bruno for both; Rita reads Acme's tickets, Gus those of Globex."""

    acme: Client
    globex: Client
    acme_line: Line
    globex_line: Line
    ana: User
    bruno: User
    rita: User
    gus: User
    sofia: User


def make_world() -> World:
    """Add the little world to the current database, and commit."""
    acme = Client(slug="acme", name="Acme", greeting={"fr": "Acme, bonjour", "en": "Acme, hello"})
    globex = Client(slug="globex", name="Globex", colour="#1a7f4b")
    db.session.add_all([acme, globex])
    db.session.flush()
    lines = [
        Line(client_id=acme.id, number="+33199000900", label="Acme", script_key="acme"),
        Line(client_id=globex.id, number="+33199000901", label="Globex", script_key="globex"),
    ]
    people = {
        name: User(email=f"{name}@filrouge.example", name=name.capitalize(), staff_role=role)
        for name, role in [
            ("ana", "agent"), ("bruno", "agent"), ("rita", ""), ("gus", ""),
            ("sofia", "supervisor"),
        ]
    }  # fmt: skip
    db.session.add_all([*lines, *people.values()])
    db.session.flush()
    for name, client, role in [
        ("ana", acme, "agent"), ("bruno", acme, "agent"), ("bruno", globex, "agent"),
        ("rita", acme, "reader"), ("gus", globex, "reader"),
    ]:  # fmt: skip
        db.session.add(Membership(user_id=people[name].id, client_id=client.id, role=role))
    db.commit()
    return World(acme, globex, *lines, **people)


@pytest.fixture
def world(database: str) -> World:
    return make_world()


def token_for(user: User) -> str:
    """The token of a new sign-in of this person, as their browser's cookie has it."""
    token = sign_ins.begin(db.session.get_one(User, user.id), "a browser")[1]
    db.commit()
    return token


def phone_for(user_id: str) -> str:
    """The name of a phone of this person, who signs in for it."""
    phone = sign_ins.phone_of(sign_ins.begin(db.session.get_one(User, user_id), "a phone")[0])
    db.commit()
    return phone
