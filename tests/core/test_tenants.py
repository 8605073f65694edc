"""The wall between clients, asked of every kind of person."""

import pytest
from sqlalchemy import select

from core import audit
from core.audit import AuditEntry
from core.db import session
from core.tenants import (
    Client,
    Line,
    Membership,
    User,
    dialed,
    eligible_agents,
    may_see,
    scoped,
    visible_client_ids,
)
from tests.conftest import World


def seen_lines(user: User) -> set[str]:
    return set(session.scalars(scoped(select(Line.number), Line.client_id, user)))


ACME, GLOBEX = "+33199000900", "+33199000901"


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("ana", {ACME}),
        ("rita", {ACME}),
        ("gus", {GLOBEX}),
        ("bruno", {ACME, GLOBEX}),
        ("sofia", {ACME, GLOBEX}),
    ],
)
def test_each_sees_their_own_clients_only(world: World, name: str, sees: set[str]) -> None:
    user = getattr(world, name)
    assert seen_lines(user) == sees
    assert may_see(user, world.acme.id) == (ACME in sees)
    assert may_see(user, world.globex.id) == (GLOBEX in sees)


def test_a_person_of_no_client_sees_none(world: World) -> None:
    stranger = User(email="eve@filrouge.example", name="Eve")
    session.add(stranger)
    session.flush()
    assert visible_client_ids(stranger) == set()
    assert seen_lines(stranger) == set()
    assert not may_see(stranger, world.acme.id)


@pytest.mark.parametrize(
    ("name", "sees"),
    [("ana", True), ("bruno", True), ("sofia", True), ("rita", False), ("gus", False)],
)
def test_rows_of_no_client_are_for_staff(world: World, name: str, sees: bool) -> None:
    assert may_see(getattr(world, name), None) is sees


def test_a_line_is_found_by_its_whole_number_only(world: World) -> None:
    for written in (ACME, ACME.removeprefix("+"), f"sip:{ACME}@carrier.example"):
        line_and_client = dialed(written)
        assert line_and_client is not None
        line, client = line_and_client
        assert (line.number, client.id) == (ACME, world.acme.id)
    for odd in ("", "+3319900090", ACME + "0", "%", "anonymous", "sip:acme@carrier.example"):
        assert dialed(odd) is None


def names(agents: list[User]) -> set[str]:
    return {agent.name for agent in agents}


def test_calls_are_offered_to_the_clients_own_agents(world: World) -> None:
    assert names(eligible_agents(world.acme.id)) == {"Ana", "Bruno"}
    assert names(eligible_agents(world.globex.id)) == {"Bruno"}


def test_a_call_of_no_client_is_offered_to_all_who_answer(world: World) -> None:
    assert names(eligible_agents(None)) == {"Ana", "Bruno", "Sofia"}


def test_an_inactive_agent_is_offered_nothing(world: World) -> None:
    world.bruno.active = False
    session.merge(world.bruno)
    session.flush()
    assert names(eligible_agents(world.acme.id)) == {"Ana"}
    assert names(eligible_agents(None)) == {"Ana", "Sofia"}


def test_a_reader_is_offered_nothing_even_as_member(world: World) -> None:
    session.add(Membership(user_id=world.gus.id, client_id=world.acme.id, role="agent"))
    session.flush()
    assert names(eligible_agents(world.acme.id)) == {"Ana", "Bruno"}


def test_a_client_without_agents_has_nobody(world: World) -> None:
    lonely = Client(slug="lonely", name="Lonely")
    session.add(lonely)
    session.flush()
    assert eligible_agents(lonely.id) == []


def test_an_agent_who_only_reads_for_a_client_is_not_offered_its_calls(world: World) -> None:
    session.add(Membership(user_id=world.ana.id, client_id=world.globex.id, role="reader"))
    session.flush()
    assert names(eligible_agents(world.globex.id)) == {"Bruno"}


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("ana", {"of.acme", "of.nobody"}),
        ("sofia", {"of.acme", "of.globex", "of.nobody"}),
        ("rita", {"of.acme"}),
        ("gus", {"of.globex"}),
    ],
)
def test_rows_of_no_client_are_behind_the_wall_for_a_clients_own_people(
    world: World, name: str, sees: set[str]
) -> None:
    audit.record("of.acme", client_id=world.acme.id)
    audit.record("of.globex", client_id=world.globex.id)
    audit.record("of.nobody")
    statement = scoped(select(AuditEntry.action), AuditEntry.client_id, getattr(world, name))
    assert set(session.scalars(statement)) == sees
