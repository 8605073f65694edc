from click.testing import CliRunner
from sqlalchemy import select

from core import db
from core.tenants import Client, Line
from web.clients_cli import clients, lines


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
    for words, told in cases.items():
        outcome = run(clients, *words)
        assert outcome.exit_code != 0
        assert told in outcome.output
    assert db.session.scalars(select(Client)).all() == []


def test_the_announcement_is_kept_by_language(database: str) -> None:
    run(clients, "create", "--slug", "acme", "--name", "Acme")
    run(clients, "announce", "acme", "Bonjour, vous êtes enregistré.", "--language", "fr")
    run(clients, "announce", "acme", "Hello, you are recorded.", "--language", "en")
    db.session.expire_all()
    assert set(db.session.scalars(select(Client)).one().announcement) == {"fr", "en"}
