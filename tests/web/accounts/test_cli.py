"""`flask users …`: the first account of an installation, and how one is stopped."""

from collections.abc import Callable

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from core import db
from core.audit import AuditEntry
from core.tenants import Membership, User
from tests.conftest import World
from tests.statements import counted
from tests.web.conftest import Person
from web.accounts.passwords import verified

PASSWORD = "a lift between two floors"
Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, world: World) -> Run:
    """`flask users …`, the password typed twice."""
    runner = app.test_cli_runner()

    def call(*words: str, typed: str = f"{PASSWORD}\n{PASSWORD}\n") -> Result:
        db.session.remove()
        return runner.invoke(args=["users", *words], input=typed)

    return call


def create(run: Run, email: str, role: str, *more: str, **typed: str) -> Result:
    return run("create", "--email", email, "--name", "Zoé Martin", "--role", role, *more, **typed)


def user(email: str) -> User | None:
    db.session.remove()
    return db.session.scalars(select(User).where(User.email == email)).first()


def memberships(email: str) -> set[tuple[str, str]]:
    rows = db.session.scalars(select(Membership).join(User).where(User.email == email))
    return {(row.client_id, row.role) for row in rows}


def test_the_first_administrator(run: Run):
    result = create(run, " Zoe@Filrouge.example ", "administrator")
    assert result.exit_code == 0 and PASSWORD not in result.output
    made = user("zoe@filrouge.example")
    assert made is not None and made.staff_role == "administrator" and made.language == "fr"
    assert verified(PASSWORD, made.password_hash)
    actions = db.session.scalars(select(AuditEntry.action)).all()
    assert list(actions) == ["user.created"]


@pytest.mark.usefixtures("quick_passwords")
def test_a_reader_belongs_to_the_clients_named(run: Run, world: World):
    two = ("--client", "acme", "--client", "globex", "--language", "en")
    assert create(run, "zoe@acme.example", "reader", *two).exit_code == 0
    made = user("zoe@acme.example")
    assert made is not None and (made.staff_role, made.language) == ("", "en")
    assert memberships(made.email) == {(world.acme.id, "reader"), (world.globex.id, "reader")}


@pytest.mark.usefixtures("quick_passwords")
def test_an_agent_answers_for_the_clients_named(run: Run, world: World):
    assert create(run, "zoe@filrouge.example", "agent", "--client", "acme").exit_code == 0
    assert memberships("zoe@filrouge.example") == {(world.acme.id, "agent")}


@pytest.mark.parametrize("role", ["agent", "reader", "manager"])
def test_an_account_for_clients_needs_a_client(run: Run, role: str):
    result = create(run, "zoe@filrouge.example", role)
    assert result.exit_code != 0 and "--client" in result.output
    assert user("zoe@filrouge.example") is None


@pytest.mark.parametrize(
    ("words", "typed", "reason"),
    [
        (("ana@filrouge.example", "administrator"), PASSWORD, "already"),
        (("no address", "administrator"), PASSWORD, "not an e-mail address"),
        (("zoe@filrouge.example", "administrator"), "too short", "at least 12"),
        (("zoe@filrouge.example", "boss"), PASSWORD, "boss"),
        (("zoe@filrouge.example", "reader", "--client", "nobody"), PASSWORD, "no client nobody"),
    ],
)
def test_wrong_options_are_refused_in_a_sentence(
    run: Run, words: tuple[str, ...], typed: str, reason: str
):
    before = len(db.session.scalars(select(User.id)).all())
    result = create(run, *words, typed=f"{typed}\n{typed}\n")
    assert result.exit_code != 0 and reason in result.output and "Traceback" not in result.output
    db.session.remove()
    assert len(db.session.scalars(select(User.id)).all()) == before


def test_a_stopped_account_is_out_at_once(
    run: Run, signed_in: Callable[[User], Person], world: World
):
    person = signed_in(world.ana)
    assert person.get("/desk").status_code == 200
    with counted() as sent:
        assert run("disable", "ANA@filrouge.example").exit_code == 0
    changed = [" ".join(each.split()[:2]) for each in sent if each.startswith("UPDATE")]
    assert changed.index("UPDATE audit_head") < changed.index("UPDATE users"), "as all others do"
    assert person.get("/desk").status_code == 302
    stopped = user("ana@filrouge.example")
    assert stopped is not None and not stopped.active


def test_somebody_is_signed_out_everywhere(
    run: Run, signed_in: Callable[[User], Person], world: World
):
    people = [signed_in(each) for each in (world.ana, world.ana, world.bruno)]
    result = run("sign-out", "ANA@filrouge.example")
    assert result.exit_code == 0 and result.output.count("a browser") == 2
    assert [person.get("/desk").status_code for person in people] == [302, 302, 200]
    assert "no account" in run("sign-out", "zoe@filrouge.example").output


@pytest.mark.usefixtures("quick_passwords")
@pytest.mark.parametrize("again", ["ZOÉ@filrouge.example", "zoe\u0301@filrouge.example"])
def test_one_address_is_one_account_however_it_is_typed(run: Run, again: str):
    assert create(run, "zoé@filrouge.example", "administrator").exit_code == 0
    assert "already" in create(run, again, "administrator").output
    assert run("disable", again).exit_code == 0


def test_disabling_an_unknown_account_says_so(run: Run):
    result = run("disable", "zoe@filrouge.example")
    assert result.exit_code != 0 and "no account" in result.output
