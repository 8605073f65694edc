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

    def open_one(**given: Any) -> Ticket:
        facts: dict[str, Any] = {
            "client_id": world.acme.id,
            "language": "fr",
            "caller_number": "+33199000042",
            "opened_at": RANG + timedelta(minutes=next(count)),
        }
        ticket = cases.open_for_call(**facts | given)
        db.commit()
        return ticket

    return open_one


def answer(key: str, said: str, **given: Any) -> cases.AnswerInput:
    facts: dict[str, Any] = {
        "title": {"fr": key.capitalize(), "en": key.capitalize()},
        "display": {"fr": said, "en": said},
        "value": said,
        "state": "typed",
        "revision": 1,
    }
    return cases.AnswerInput(key=key, **facts | given)


def outcome(title: str = "", **given: Any) -> cases.OutcomeInput:
    facts: dict[str, Any] = {"summary": "", "priority": 3, "team": "", "deadline_minutes": None}
    return cases.OutcomeInput(title=title, **facts | given)
