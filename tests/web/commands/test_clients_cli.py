from pathlib import Path

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner
from sqlalchemy import select

from core import db
from core.audit import AuditEntry
from core.storage import StoredFileMissing, storage
from core.tenants import Client, Line
from voice.schedule.on_call import OnCallShift
from web.commands.clients_cli import clients, lines


def run(group, *words: str):
    return CliRunner().invoke(group, list(words))


def test_a_client_and_its_line_are_created(database: str) -> None:
    assert run(clients, "create", "--slug", "acme", "--name", "Acme").exit_code == 0
    made = ["--client", "acme", "--number", "+33 1 99 00 09 00", "--script", "support"]
    assert run(lines, "create", *made).exit_code == 0
    line = db.session.scalars(select(Line)).one()
    assert (line.number, line.script_key) == ("+33199000900", "support")
    assert "+33199000900" in run(clients, "list").output


def test_a_number_belongs_to_one_client(database: str) -> None:
    run(clients, "create", "--slug", "acme", "--name", "Acme")
    run(clients, "create", "--slug", "globex", "--name", "Globex")
    made = ["--number", "+33199000900", "--script", "support"]
    assert run(lines, "create", "--client", "acme", *made).exit_code == 0
    second = run(lines, "create", "--client", "globex", *made)
    assert second.exit_code == 1
    assert "belongs to one client" in second.output


def test_what_is_wrong_is_one_sentence(database: str) -> None:
    cases = {
        ("create", "--slug", "A B", "--name", "x"): "small letters",
        ("create", "--slug", "ab", "--name", "x", "--timezone", "Mars/Base"): "time zone",
        ("create", "--slug", "ab", "--name", "x", "--colour", "red"): "six digits",
        ("create", "--slug", "ab", "--name", "x", "--recording", "always"): "recording-basis",
        ("announce", "nobody", "Bonjour", "--language", "fr"): "no client nobody",
    }
    for words, sentence in cases.items():
        outcome = run(clients, *words)
        assert outcome.exit_code != 0
        assert sentence in outcome.output
    assert db.session.scalars(select(Client)).all() == []


def test_the_announcement_is_kept_by_language(database: str) -> None:
    run(clients, "create", "--slug", "acme", "--name", "Acme")
    run(clients, "announce", "acme", "Bonjour, vous êtes enregistré.", "--language", "fr")
    run(clients, "announce", "acme", "Hello, you are recorded.", "--language", "en")
    db.session.expire_all()
    assert set(db.session.scalars(select(Client)).one().announcement) == {"fr", "en"}


def test_a_client_gets_its_own_music_and_gives_it_back(database: str, tmp_path: Path) -> None:
    run(clients, "create", "--slug", "acme", "--name", "Acme")
    file = tmp_path / "tune.wav"
    soundfile.write(file, 0.3 * np.sin(np.arange(8000 * 7) * 0.4), 8000)
    taken = run(clients, "music", "acme", str(file))
    assert (taken.exit_code, "tune.wav (7 s)" in taken.output) == (0, True), taken.output
    db.session.rollback()
    digest = db.session.scalars(select(Client)).one().hold_music
    assert storage().size(f"music/{digest}.wav") > 7 * 8000
    assert run(clients, "music", "acme", "--house").exit_code == 0
    db.session.rollback()
    assert db.session.scalars(select(Client)).one().hold_music == ""
    with pytest.raises(StoredFileMissing):
        storage().size(f"music/{digest}.wav")
    assert [one.action for one in db.session.scalars(select(AuditEntry))][-2:] == [
        "client.music",
        "client.music",
    ]


def test_music_that_cannot_be_used_is_refused_with_a_sentence(
    database: str, tmp_path: Path
) -> None:
    run(clients, "create", "--slug", "acme", "--name", "Acme")
    file = tmp_path / "page.mp3"
    file.write_text("<html>")
    refused = run(clients, "music", "acme", str(file))
    assert (refused.exit_code, "cannot be used: this is a web page" in refused.output) == (1, True)
    assert "FILE, or --house" in run(clients, "music", "acme").output
    assert db.session.scalars(select(Client)).one().hold_music == ""


def test_hours_are_read_or_refused_with_a_sentence(database: str) -> None:
    run(clients, "create", "--slug", "acme", "--name", "Acme")
    closed = ["--closed", "2026-12-25"]
    assert run(clients, "hours", "acme", "mon-fri 08:00-18:00", *closed).exit_code == 0
    client = db.session.scalars(select(Client)).one()
    assert client.opening_hours["fri"] == ["08:00-18:00"]
    assert client.closed_days == ["2026-12-25"]
    for words, sentence in {
        ("acme", "mon 8-18"): "not like 08:00-18:00",
        ("acme", "mon 08:00-18:00", "--closed", "Christmas"): "not a day",
        ("nobody", "mon 08:00-18:00"): "no client nobody",
    }.items():
        refused = run(clients, "hours", *words)
        assert refused.exit_code != 0
        assert sentence in refused.output
    assert db.session.scalars(select(Client)).one().closed_days == ["2026-12-25"]


def test_people_on_call_come_from_a_file(database: str, tmp_path: Path) -> None:
    run(clients, "create", "--slug", "acme", "--name", "Acme")
    file = tmp_path / "on_call.csv"
    nadia, ida = "2126-12-24 18:00,2126-12-25 08:00,Nadia Perrot", "2126-12-25,2126-12-25,Ida Roux"
    file.write_text(f"from,until,name\n{nadia}\n")
    said = run(clients, "on-call", "acme", str(file)).output
    assert "+ 2126-12-24 18:00 to 2126-12-25 08:00  Nadia Perrot" in said
    assert "acme: on call: 1 added, 0 removed, 0 same" in said
    file.write_text("from,until,name\nsoon,2026-12-25 08:00,Ida Roux\n")
    refused = run(clients, "on-call", "acme", str(file))
    assert refused.exit_code == 1
    assert f"{file}:2: “soon” is not a time like 2026-12-24 18:00" in refused.output
    file.write_text(f"from,until,name\n{ida}\n")
    asked = run(clients, "on-call", "acme", str(file))  # nobody answers
    assert asked.exit_code == 1 and "- 2126-12-24 18:00" in asked.output
    assert [one.name for one in db.session.scalars(select(OnCallShift))] == ["Nadia Perrot"]
    assert run(clients, "on-call", "acme", str(file), "--yes").exit_code == 0
    assert [one.name for one in db.session.scalars(select(OnCallShift))] == ["Ida Roux"]
