"""The migrations alone make the schema that the code expects, on both databases."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, select, text, update

import web.models  # noqa: F401  (every table is known)
from core import audit, clock, db, outbox
from core.audit import AuditEntry, Fault
from core.config import settings
from core.db import Base, session
from core.outbox import Task
from core.tenants import User
from tests.conftest import forget_cached, set_environment
from tickets import cases
from tickets.models import Ticket, TicketAnswer
from tools import postgresql
from voice.models import Call, Recording
from voice.upkeep import registry
from web.commands.cli import alembic_config
from workflows import library
from workflows.directory import DirectoryEntry
from workflows.models import Answer, ScriptVersion

ROOT = Path(__file__).parents[2]
assert registry


@pytest.fixture(scope="module")
def empty_server() -> Iterator[str]:
    with postgresql.server() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def empty(request: pytest.FixtureRequest, environment: pytest.MonkeyPatch) -> str:
    """A database without a table, which the settings name; returns of which kind it is."""
    if request.param == "postgresql":
        url = request.getfixturevalue("empty_server")
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        engine.dispose()
        environment.setenv("DATABASE_URL", url)
        forget_cached()
    return request.param


@pytest.fixture
def config() -> Config:
    return alembic_config()


@pytest.fixture(scope="module")
def newest_file(tmp_path_factory: pytest.TempPathFactory, kept_secrets: Path) -> Path:
    """What the migrations made of nothing, on SQLite."""
    var = tmp_path_factory.mktemp("var")
    shutil.copy(kept_secrets, var)
    with pytest.MonkeyPatch.context() as patch:
        set_environment(patch, var)
        forget_cached()
        command.upgrade(alembic_config(), "head")
        forget_cached()
    return var / "test.db"


@pytest.fixture
def newest(empty: str, config: Config, request: pytest.FixtureRequest) -> None:
    """The newest schema, as the migrations alone make it."""
    if empty == "sqlite":
        shutil.copy(request.getfixturevalue("newest_file"), settings().var_dir)
    else:
        command.upgrade(config, "head")


def tables() -> set[str]:
    return set(inspect(db.engine()).get_table_names()) - {"alembic_version"}


def test_an_empty_database_is_upgraded_to_the_codes_schema(newest: None) -> None:
    with db.engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_reference_is_there(newest: None) -> None:
    """Also the circle of run and call, of which one half comes later."""
    references = {
        (name, tuple(key["constrained_columns"]), key["referred_table"])
        for name in tables()
        for key in inspect(db.engine()).get_foreign_keys(name)
    }
    wanted = {
        (table.name, tuple(key.column_keys), key.referred_table.name)
        for table in Base.metadata.tables.values()
        for key in table.foreign_key_constraints
    }
    assert references == wanted


def test_there_and_back(newest: None, config: Config) -> None:
    command.downgrade(config, "base")
    assert tables() == set()
    command.upgrade(config, "head")
    assert tables() == set(Base.metadata.tables)


def test_upgrading_twice_changes_nothing(newest: None, config: Config) -> None:
    command.upgrade(config, "head")
    assert tables() == set(Base.metadata.tables)


def test_there_is_one_newest_step(config: Config) -> None:
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1


def test_the_single_rows_work(newest: None) -> None:
    assert clock.hold_lock("a" * 32, clock.now())
    audit.record("client.created")
    opened = clock.now()
    numbers = [
        cases.open_for_call(
            client_id=None, language="fr", caller_number="", opened_at=opened, title=""
        ).number
        for _ in range(2)
    ]
    db.commit()
    assert numbers == [1001, 1002]
    assert audit.first_fault() is None
    session.remove()


def test_a_copied_table_keeps_its_references(
    newest_file: Path, config: Config, tmp_path: Path
) -> None:
    """On SQLite a changed table is dropped and made anew: its rows' children must survive that."""
    shutil.copy(newest_file, settings().var_dir)
    with db.engine().begin() as connection:
        connection.execute(text(
            "INSERT INTO users (id, email, name, password_hash, staff_role, language, active,"
            " screen_number, preferences, created_at) VALUES"
            " ('u', 'ana@filrouge.example', 'Ana', '', 'agent', 'fr', 1, 0, '{}', '2026-01-01')"
        ))  # fmt: skip
        connection.execute(text(
            "INSERT INTO presences (user_id, status, reason, since, seen_at)"
            " VALUES ('u', 'available', '', '2026-01-01', '2026-01-01')"
        ))  # fmt: skip
    later = tmp_path / "later.py"
    later.write_text(LATER.format(head=ScriptDirectory.from_config(config).get_current_head()))
    config.set_main_option("version_locations", f"{ROOT / 'migrations' / 'versions'} {tmp_path}")
    config.set_main_option("path_separator", "space")
    command.upgrade(config, "head")
    with db.engine().connect() as connection:
        assert connection.execute(text("SELECT name FROM users")).scalar_one() == "Ana"
        assert connection.execute(text("SELECT status FROM presences")).scalar_one() == "available"


LATER = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "later", "{head}", None, None


def upgrade():
    with op.batch_alter_table("users", recreate="always") as batch_op:
        batch_op.alter_column("name", type_=sa.String(200))
"""


BEFORE_0002 = [
    "INSERT INTO users (id, email, name, password_hash, staff_role, language, active,"
    " session_epoch, screen_number, created_at)"
    " VALUES ('u', 'ana@filrouge.example', 'Ana', '', 'agent', 'fr', {true}, 0, 0, '{day}')",
    "INSERT INTO clients (id, slug, name, colour, language, languages, timezone, greeting,"
    " announcement, recording_policy, recording_basis, audio_retention_days,"
    " transcript_retention_days, created_at)"
    " VALUES ('c', 'acme', 'Acme', '#000000', 'fr', '[]', 'Europe/Paris', '{{}}', '{{}}', 'off',"
    " '', 1, 1, '{day}')",
    "INSERT INTO scripts (id, client_id, key, name, created_at)"
    " VALUES ('s', 'c', 'help', '{{}}', '{day}')",
    "INSERT INTO script_versions (id, script_id, number, document, published_at, published_by,"
    " note) VALUES ('v1', 's', 1, '{{}}', '{day}', 'u', 'first'),"
    " ('v2', 's', 2, '{{}}', '{day}', NULL, '')",
    "INSERT INTO runs (id, client_id, script_version_id, language, facts, state, started_at,"
    " override_reason, notes, notes_revision)"
    " VALUES ('r', 'c', 'v1', 'fr', '{{}}', 'finished', '{day}', '', '', 0)",
    "INSERT INTO tickets (id, number, client_id, state, title, summary, priority, team, language,"
    " caller_number, opened_at, script_version_id, override_reason, missing, search_text)"
    " VALUES ('t', 1001, 'c', 'open', '', '', 3, '', 'fr', '', '{day}', 'v1', '', '[]', '')",
    "INSERT INTO ticket_answers (ticket_id, key, position, title, display, state, revision)"
    " VALUES ('t', 'floor', 0, '{{}}', '{{}}', 'typed', 1)",
    "INSERT INTO calls (id, provider_sid, client_id, from_number, from_withheld, to_number,"
    " language, recording_mode, recording_objected, state, started_at, run_id, ticket_id)"
    " VALUES ('k', 'CA1', 'c', '', {true}, '', 'fr', 'off', {false}, 'closed', '{day}', 'r', 't')",
]


WORDS = {"true": "true", "false": "false", "day": "2026-01-02 03:04:05"}


def with_a_call_of_0001(config: Config) -> None:
    """The oldest schema, with the rows of a call in it."""
    command.upgrade(config, "0001")
    with db.engine().begin() as connection:
        for statement in BEFORE_0002:
            connection.execute(text(statement.format(**WORDS)))


def test_an_older_publication_stays_in_force(empty: str, config: Config) -> None:
    with_a_call_of_0001(config)
    command.upgrade(config, "head")
    version = library.published("c", "help")
    assert version is not None
    assert (version.id, version.number) == ("v2", 2)
    first = session.get_one(ScriptVersion, "v1")
    assert (first.created_by, first.note) == ("u", "first")
    assert session.scalars(select(TicketAnswer.run_id)).one() == "r"
    assert session.get_one(User, "u").preferences == {}
    session.remove()


RECORDING_BEFORE_0020 = (
    "INSERT INTO recordings (id, call_id, client_id, provider_sid, state, channels, incomplete,"
    " error, erased_why, created_at) VALUES ('{sid}', 'k', 'c', '{sid}', '{state}', 2, {false}, '',"
    " '', '{day}')"
)
REPORT_BEFORE_0020 = text(
    "INSERT INTO call_events (call_id, natural_key, kind, received_at, payload, happening, outcome)"
    " VALUES ('k', :key, 'recording', '2026-01-02 03:04:05', :payload, 'noted', 'moved')"
)


def test_a_recording_knows_when_it_began_and_one_that_runs_is_not_begun_again(
    empty: str, config: Config
) -> None:
    with_a_call_of_0001(config)
    command.upgrade(config, "0019")
    with db.engine().begin() as connection:
        for sid, state in (("RE1", "attached"), ("RE2", "in_progress"), ("RE3", "fetched")):
            row = RECORDING_BEFORE_0020.format(sid=sid, state=state, **WORDS)
            connection.execute(text(row))
        for key, began in (
            ("RE1:in-progress", "Fri, 02 Jan 2026 03:04:17 +0000"),
            ("RE2:in-progress", "soon"),
            ("RE9:completed", "Fri, 02 Jan 2026 03:04:18 +0000"),
        ):
            payload = json.dumps({"RecordingStartTime": began})
            connection.execute(REPORT_BEFORE_0020, {"key": key, "payload": payload})
    command.upgrade(config, "head")
    chosen = select(Recording.began_at, Recording.asked_at, Recording.paused)
    rows = session.execute(chosen.order_by(Recording.id)).all()
    rang = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert rows == [
        (rang.replace(second=17), None, None),
        (None, rang, False),
        (None, None, None),
    ]
    session.remove()


TICKETS_BEFORE_0005 = text(
    "INSERT INTO tickets (id, number, client_id, state, title, summary, priority, team, language,"
    " caller_number, opened_at, override_reason, missing, search_text)"
    " VALUES (:id, :number, 'c', 'open', 'l’œuvre \u1112\u1161\u11ab', '', 3, '', 'fr',"
    " 'sip:+33639980001@host.example', '2026-01-02 03:04:05', '', '[]', 'anything')"
)
ANSWER_BEFORE_0009 = text(
    "INSERT INTO ticket_answers (ticket_id, run_id, key, position, title, display, state, revision)"
    " VALUES ('t0500', '', 'back', 0, :title, :display, 'typed', 1)"
)
CALLS_BEFORE_0009 = text(
    "INSERT INTO calls (id, provider_sid, client_id, from_number, from_withheld, to_number,"
    " language, recording_mode, recording_objected, state, started_at)"
    " VALUES (:number, :number, 'c', :number, :no, '', 'fr', 'off', :no, 'closed',"
    " '2026-01-02 03:04:05')"
)
ENTRY_BEFORE_0005 = (
    "INSERT INTO directory_entries (id, client_id, kind, name, aliases, detail, reference, site,"
    " search_text, active, updated_at) VALUES ('e', 'c', 'site', 'Bjørn TI-12', '[]', '', '', '',"
    " ' bjørn ti 12\n\n\n\n', {true}, '{day}')"
)


def test_callers_and_the_text_of_the_search_are_read_again(empty: str, config: Config) -> None:
    command.upgrade(config, "0002")
    many = [{"id": f"t{number:04}", "number": number} for number in range(501)]
    with db.engine().begin() as connection:
        connection.execute(text(BEFORE_0002[1].format(**WORDS)))
        connection.execute(TICKETS_BEFORE_0005, many)
        connection.execute(
            ANSWER_BEFORE_0009,
            {"title": '{"fr": "Rappeler"}', "display": '{"fr": "01 99 00 09 00"}'},
        )
        for number in ("33639980002", "sip:Restricted@carrier.example", "+33639980003"):
            connection.execute(CALLS_BEFORE_0009, {"number": number, "no": False})
        connection.execute(text(ENTRY_BEFORE_0005.format(**WORDS)))
    command.upgrade(config, "head")
    number = "+33639980001 0639980001 33639980001"
    texts = dict(session.execute(select(Ticket.number, Ticket.search_text)).all())
    assert texts[1] == f"1 l'oeuvre 한 {number}"
    assert texts[500] == f"500 l'oeuvre 한 {number} 01 99 00 09 00 0199000900 33199000900 rappeler"
    assert set(session.scalars(select(Ticket.caller_number))) == {"+33639980001"}
    kept = session.execute(select(Call.from_number, Call.from_withheld).order_by(Call.from_number))
    assert kept.all() == [
        ("+33639980002", False),
        ("+33639980003", False),
        ("sip:Restricted@carrier.example", True),
    ]
    assert session.scalars(select(DirectoryEntry.search_text)).one() == " bjorn ti 12\n\n\n\n"
    session.remove()


def test_tasks_that_wait_during_an_upgrade_are_done_after_it(empty: str, config: Config) -> None:
    command.upgrade(config, "0007")
    with db.engine().begin() as connection:
        connection.execute(text(
            "INSERT INTO tasks (name, subject, queue, state, fence, attempts, created_at,"
            " not_before, lease_until, last_error) VALUES ('voice.release_leg', 'l', 'default',"
            " 'leased', 1, 1, '2026-01-02', '2026-01-02', '2026-01-02', '')"
        ))  # fmt: skip
    command.upgrade(config, "head")
    task = session.scalars(select(Task)).one()
    assert task.again_at is None
    assert outbox.take(task.id) is not None
    session.remove()


def test_the_entries_of_an_old_audit_log_are_sealed(empty: str, config: Config) -> None:
    command.upgrade(config, "0012")
    entries, before = [], ""
    for number in (1, 2):
        at = datetime(2026, 1, number, tzinfo=UTC)
        fields = [before, number, at.isoformat(), "client.created", None, None, "acme", {}]
        before = hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
        day = at.isoformat(" ").removesuffix("+00:00")
        entries.append({"number": number, "at": f"{day}.000000", "hash": before})
    with db.engine().begin() as connection:
        connection.execute(
            text(
                "INSERT INTO audit_entries (number, at, action, subject, detail, hash)"
                " VALUES (:number, :at, 'client.created', 'acme', '{}', :hash)"
            ),
            entries,
        )
        connection.execute(text("UPDATE audit_head SET number = 2, hash = :hash"), entries[-1:])
    command.upgrade(config, "head")
    assert audit.first_fault() is None
    audit.record("client.created")
    db.commit()
    assert audit.first_fault() is None
    actions = select(AuditEntry.action).order_by(AuditEntry.number)
    assert session.scalars(actions).all()[2:] == ["audit.sealed", "client.created"]
    session.remove()
    with pytest.raises(RuntimeError, match="sealed entries"):
        command.downgrade(config, "0012")
    assert audit.first_fault() is None
    session.execute(update(AuditEntry).where(AuditEntry.number == 3).values(action="audio.played"))
    session.commit()
    assert audit.first_fault() == Fault(3, "unsealed")
    session.remove()


BEFORE_0017 = [
    "INSERT INTO recordings (id, call_id, client_id, state, channels, incomplete, error,"
    " created_at, erased_why) VALUES ('rec', 'k', 'c', 'attached', 2, {false}, '', '{day}', '')",
    "INSERT INTO transcripts (id, client_id, call_id, recording_id, language, model, duration,"
    " created_at) VALUES ('tr', 'c', 'k', 'rec', 'fr', 'm', 9, '{day}')",
    "INSERT INTO tasks (name, subject, queue, state, fence, attempts, created_at, not_before,"
    " last_error) VALUES ('voice.attach_transcript', 'rec', 'default', 'done', 1, 1, '{day}',"
    " '{day}', ''), ('voice.attach_transcript', 'other', 'default', 'done', 1, 1, '{day}',"
    " '{day}', '')",
    "INSERT INTO answers (id, run_id, client_id, step_key, raw, message, state, revision, at,"
    " unlisted, evidence_transcript_id, evidence_channel, evidence_start, evidence_end,"
    " evidence_quote) VALUES"
    " ('a1', 'r', 'c', 'sum', '1250', '{{}}', 'contradicted', 1, '{day}', {false}, 'tr', 0, 1, 2,"
    " 'fifty dollars'),"
    " ('a2', 'r', 'c', 'name', 'Jo', '{{}}', 'heard', 1, '{day}', {false}, 'tr', 0, 1, 2, 'jo')",
]


def test_what_an_older_rule_called_contradicted_is_judged_anew(empty: str, config: Config) -> None:
    with_a_call_of_0001(config)
    command.upgrade(config, "0016")
    with db.engine().begin() as connection:
        for statement in BEFORE_0017:
            connection.execute(text(statement.format(**WORDS)))
        connection.execute(
            text("UPDATE ticket_answers SET state = 'contradicted', evidence = '{}'")
        )
    command.upgrade(config, "head")
    answers = {each.step_key: each for each in session.scalars(select(Answer))}
    assert (answers["sum"].state, answers["sum"].evidence_quote) == ("typed", None)
    assert (answers["name"].state, answers["name"].evidence_quote) == ("heard", "jo")
    on_ticket = session.scalars(select(TicketAnswer)).one()
    assert (on_ticket.state, on_ticket.evidence) == ("typed", None)
    states = dict(session.execute(select(Task.subject, Task.state)).all())
    assert states == {"rec": "pending", "other": "done"}
    task = session.scalars(select(Task).where(Task.subject == "rec")).one()
    assert outbox.take(task.id) is not None
    session.remove()
