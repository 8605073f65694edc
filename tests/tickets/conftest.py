"""Tickets as calls open them, in the little world."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core import db
from tests.conftest import World
from tickets import cases
from tickets.models import Ticket

RANG = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
Opener = Callable[..., Ticket]


@pytest.fixture
def opened(world: World) -> Opener:
    """Open a ticket, Acme's where nothing else is said; later ones ring a minute later."""
    count = iter(range(1000))

    def open_one(**fields: Any) -> Ticket:
        facts: dict[str, Any] = {
            "client_id": world.acme.id,
            "language": "fr",
            "caller_number": "+33199000042",
            "opened_at": RANG + timedelta(minutes=next(count)),
        }
        ticket = cases.open_for_call(**facts | fields)
        db.commit()
        return ticket

    return open_one


def answer(key: str, text: str, **fields: Any) -> cases.AnswerInput:
    facts: dict[str, Any] = {
        "title": {"fr": key.capitalize(), "en": key.capitalize()},
        "display": {"fr": text, "en": text},
        "value": text,
        "state": "typed",
        "revision": 1,
    }
    return cases.AnswerInput(key=key, **facts | fields)


def outcome(title: str = "", **fields: Any) -> cases.OutcomeInput:
    facts: dict[str, Any] = {"summary": "", "priority": 3, "team": "", "deadline_minutes": None}
    return cases.OutcomeInput(title=title, **facts | fields)
