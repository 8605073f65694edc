"""A screen that says which number it saw last misses nothing."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core import db, screen
from core.clock import now
from core.db import session
from core.screen import ScreenMessage
from tests.conftest import World
from tests.core.conftest import at_once


def numbers(user_id: str, after: int = 0) -> list[int]:
    return [message.number for message in screen.after(user_id, after)]


def test_each_person_has_numbers_of_their_own(world: World) -> None:
    screen.push([world.ana.id, world.bruno.id, world.ana.id], "offer", {"offer": "a"})
    screen.push([world.ana.id], "withdrawn", {"offer": "a"})
    db.commit()
    assert [m.event for m in screen.after(world.ana.id, 0)] == ["offer", "withdrawn"]
    assert numbers(world.bruno.id) == [1]
    assert screen.last_number(world.ana.id) == 2


def test_a_screen_gets_the_messages_after_its_number(world: World) -> None:
    for event in ("one", "two", "three"):
        screen.push([world.ana.id], event, {})
    db.commit()
    assert [m.event for m in screen.after(world.ana.id, 1)] == ["two", "three"]
    assert screen.after(world.ana.id, 3) == []


def test_a_message_rolled_back_leaves_no_gap(world: World) -> None:
    screen.push([world.ana.id], "lost", {})
    session.rollback()
    screen.push([world.ana.id], "kept", {})
    db.commit()
    assert [(m.number, m.event) for m in screen.after(world.ana.id, 0)] == [(1, "kept")]


def test_many_pushes_at_once_leave_no_gap_and_no_double(world: World) -> None:
    people = [world.ana.id, world.bruno.id]
    session.rollback()

    def push(number: int) -> None:
        for _ in range(5):
            screen.push(people if number % 2 else people[::-1], "offer", {"by": number})
            db.commit()

    assert at_once(8, push) == [None] * 8
    for person in people:
        assert numbers(person) == list(range(1, 41))


def test_pushing_in_different_orders_never_blocks(world: World) -> None:
    """Each transaction pushes to one person, waits for the others to have done so, then to the
    other person: with a row locked at each push, these would wait for each other for ever."""
    ana, bruno = world.ana.id, world.bruno.id
    session.rollback()
    half_way = threading.Barrier(4)

    def push(number: int) -> None:
        first, second = (ana, bruno) if number % 2 else (bruno, ana)
        for _ in range(3):
            screen.push([first], "one", {"by": number})
            if db.engine().dialect.name == "postgresql":  # SQLite lets in one writer at a time
                half_way.wait(timeout=60)
            screen.push([second], "two", {"by": number})
            db.commit()

    assert at_once(4, push) == [None] * 4
    for person in (ana, bruno):
        assert numbers(person) == list(range(1, 13))


def test_each_persons_messages_keep_their_order(world: World) -> None:
    screen.push([world.bruno.id], "one", {})
    screen.push([world.ana.id, world.bruno.id], "two", {})
    screen.push([world.bruno.id], "three", {})
    db.commit()
    assert [m.event for m in screen.after(world.bruno.id, 0)] == ["one", "two", "three"]


def test_messages_of_an_undone_savepoint_do_no_harm(world: World) -> None:
    """A screen that is told once too often only looks."""
    nested = session.begin_nested()
    screen.push([world.ana.id], "maybe", {})
    nested.rollback()
    with session.begin_nested():
        screen.push([world.ana.id], "kept", {})
    db.commit()
    assert [m.event for m in screen.after(world.ana.id, 0)][-1] == "kept"
    assert numbers(world.ana.id) == list(range(1, 1 + screen.last_number(world.ana.id)))


@pytest.mark.parametrize("limit", [1, 7])
def test_a_long_absence_is_made_up_in_pieces(world: World, limit: int) -> None:
    for event in range(10):
        screen.push([world.ana.id], str(event), {})
    db.commit()
    seen: list[str] = []
    while piece := screen.after(world.ana.id, len(seen), limit):
        assert len(piece) <= limit
        seen += [message.event for message in piece]
    assert seen == [str(event) for event in range(10)]


def test_old_messages_are_forgotten_and_the_numbers_go_on(world: World) -> None:
    screen.push([world.ana.id], "old", {})
    db.commit()
    session.execute(update(ScreenMessage).values(created_at=now() - timedelta(days=2)))
    screen.push([world.ana.id], "new", {})
    db.commit()
    screen.forget_old()
    assert session.scalars(select(ScreenMessage.event)).all() == ["new"]
    assert numbers(world.ana.id) == [2]
