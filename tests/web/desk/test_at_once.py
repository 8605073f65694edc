"""Several pages at the same moment, through the whole application, on both databases."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from core import audit, db
from core.audit import AuditEntry
from core.tenants import User
from tests.conftest import World
from tests.voice.provider import Provider
from tests.web.conftest import Person, offer_of
from tickets.models import Ticket, TicketEvent
from voice.calls import legs
from voice.models import Call, Leg, Offer
from workflows.models import Run

SignedIn = Callable[[User], Person]
Request = Callable[[], TestResponse]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest) -> str:
    """Both: they lock in different ways."""
    url: str = request.getfixturevalue(f"{request.param}_database")
    return url


def at_once(requests: Sequence[Request]) -> list[TestResponse]:
    """Send all of them at one moment."""
    db.session.remove()  # SQLite has one writer: this thread must not be it
    start = Barrier(len(requests))

    def send(one: Request) -> TestResponse:
        start.wait()
        return one()

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(send, requests))


def pages(signed_in: SignedIn, user: User, number: int) -> list[Person]:
    """Open pages of one person, each with its token already."""
    made = [signed_in(user) for _ in range(number)]
    for page in made:
        assert page.post("/desk/status", json={"status": "available"}).status_code == 200
    return made


def test_a_ring_that_is_repeated_at_once_is_one_call(
    provider: Provider, on_duty: World, script: None
) -> None:
    replies = at_once([partial(provider.ring, CallStatus="ringing") for _ in range(8)])
    assert len({reply.get_data() for reply in replies}) == 1
    assert b"Gather" in replies[0].get_data()
    for table, number in {Call: 1, Run: 1, Ticket: 1, TicketEvent: 1, Offer: 2}.items():
        assert db.session.scalar(select(func.count()).select_from(table)) == number


def test_one_of_all_agents_who_press_at_once_gets_the_call(
    signed_in: SignedIn, provider: Provider, on_duty: World, script: None
) -> None:
    provider.ring()
    provider.enter()
    requests: list[Request] = []
    for agent in (on_duty.ana, on_duty.bruno):
        path = f"/desk/offers/{offer_of(provider, agent)}/claim"
        requests += [partial(page.post, path) for page in pages(signed_in, agent, 3)]
    replies = at_once(requests)
    codes = [[reply.status_code for reply in replies[start : start + 3]] for start in (0, 3)]
    assert sorted(codes) == [[200] * 3, [409] * 3]
    assert (
        len({reply.get_json()["leg"]["id"] for reply in replies if reply.status_code == 200}) == 1
    )
    assert db.session.scalar(select(func.count()).select_from(Leg)) == 1
    winner = "Ana" if codes[0] == [200] * 3 else "Bruno"
    assert {r.get_json()["by"] for r in replies if r.status_code == 409} == {winner}


def test_preferences_kept_at_once_are_all_kept(signed_in: SignedIn, on_duty: World) -> None:
    put = [
        ("ring", {"volume": "loud"}, "ring_volume", "loud"),
        ("shortcuts", {"shortcuts": {"take": "F9"}}, "shortcuts", {"take": "F9"}),
        ("tour", {}, "tour_seen", True),
    ]
    opened = pages(signed_in, on_duty.ana, len(put))
    for _ in range(5):
        db.session.get_one(User, on_duty.ana.id).preferences = {}
        db.commit()
        at_once(
            [
                partial(page.put, f"/desk/{path}", json=content)
                for page, (path, content, _name, _kept) in zip(opened, put, strict=True)
            ]
        )
        kept = db.session.get_one(User, on_duty.ana.id).preferences
        assert kept == {name: value for _path, _content, name, value in put}


def test_answers_saved_at_once_do_not_hide_each_other(
    signed_in: SignedIn, case: dict[str, str], on_duty: World
) -> None:
    path = f"/desk/calls/{case['call_id']}/answers/machine"
    typed = [{"raw": f"lift {number}", "base_revision": 0} for number in range(6)]
    opened = pages(signed_in, on_duty.ana, len(typed))
    requests = [partial(page.put, path, json=one) for page, one in zip(opened, typed, strict=True)]
    replies = at_once(requests)
    assert Counter(reply.status_code for reply in replies) == {200: 1, 409: 5}
    (saved,) = [reply.get_json() for reply in replies if reply.status_code == 200]
    (step,) = [one for one in saved["run"]["steps"] if one["key"] == "machine"]
    current = {"raw": step["raw"], "revision": 1, "by": "self"}
    assert [r.get_json()["current"] for r in replies if r.status_code == 409] == [current] * 5


def test_a_call_closed_at_once_is_closed_once(
    signed_in: SignedIn, provider: Provider, case: dict[str, str], on_duty: World
) -> None:
    leg = legs.current(provider.call, on_duty.ana.id)
    assert leg is not None
    provider.agent_joins(leg)
    provider.caller_leaves()
    reason = {"override_reason": "The line broke before the end."}
    path = f"/desk/calls/{case['call_id']}/close"
    opened = pages(signed_in, on_duty.ana, 4)
    replies = at_once([partial(page.post, path, json=reason) for page in opened])
    assert [(r.status_code, r.get_json()["state"]) for r in replies] == [(200, "closed")] * 4
    kinds = Counter(db.session.scalars(select(TicketEvent.kind)))
    assert max(kinds.values()) == 1, kinds


def test_a_recording_sought_through_at_once_is_noted_once(
    signed_in: SignedIn, case: dict[str, str], on_duty: World
) -> None:
    audit.record("set_up")  # an installation has entries from its first moment on
    db.commit()
    path = f"/recordings/{case['recording_id']}/audio"
    opened = [signed_in(on_duty.rita) for _ in range(4)]
    parts = [{"Range": f"bytes={start}-"} for start in (0, 100, 200, 300)]
    requests = [
        partial(page.get, path, headers=part) for page, part in zip(opened, parts, strict=True)
    ]
    assert {reply.status_code for reply in at_once(requests)} <= {200, 206}
    played = select(func.count()).where(AuditEntry.action == "recording.played")
    assert db.session.scalar(played) == 1
