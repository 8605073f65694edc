"""The clock was an hour fast until now: what was noted then holds nothing up for that hour."""

from datetime import timedelta

from sqlalchemy import select, update

from core import db
from core.clock import now
from core.db import session
from core.outbox import Task
from tests.conftest import World, on_sqlite
from tests.voice.provider import Provider
from voice.agents import offers, presence
from voice.models import CallEvent, Offer, Presence, Reconciled
from voice.upkeep import jobs, reconcile

AHEAD = timedelta(hours=1)


def offered(provider: Provider) -> set[str]:
    provider.ring()
    provider.enter()
    db.commit()
    return states()


def states() -> set[str]:
    return set(session.scalars(select(Offer.state)))


def test_an_open_offer_is_missed_and_a_missed_one_made_again(provider: Provider, on_duty: World):
    assert offered(provider) == {"open"}
    session.execute(update(Offer).values(changed_at=now() + AHEAD))
    session.expire_all()
    offers.expire(now())
    assert states() == {"missed"}
    session.execute(update(Offer).values(changed_at=now() + AHEAD))
    session.expire_all()
    offers.offer(provider.call, now())
    assert states() == {"open"}


@on_sqlite
def test_an_agent_whose_page_is_gone_is_not_held_available(provider: Provider, on_duty: World):
    session.execute(update(Presence).values(seen_at=now() + AHEAD))
    db.commit()
    session.expire_all()
    presence.note_seen(on_duty.bruno.id)
    presence.mark_gone()
    assert presence.of(on_duty.ana.id).status == "offline"
    assert presence.of(on_duty.bruno.id).status == "available"


@on_sqlite
def test_a_quiet_call_is_looked_after(provider: Provider, on_duty: World):
    offered(provider)
    session.execute(update(CallEvent).values(received_at=now() + AHEAD))
    db.commit()
    jobs.look_after_quiet_calls()
    assert "voice.check_room" in set(session.scalars(select(Task.name)))


@on_sqlite
def test_the_provider_is_asked_from_now_on_backwards(provider: Provider) -> None:
    session.add(Reconciled(id=1, until=now() + 10 * AHEAD))
    db.commit()
    assert reconcile._since(now()) <= now() - reconcile.OVERLAP
