"""From when to when the provider's lists are compared with ours."""

import pytest
from sqlalchemy import select

from core import outbox
from core.clock import now
from core.db import session
from core.outbox import Task
from tests.conftest import World, on_sqlite
from voice import gateway
from voice.models import Reconciled
from voice.upkeep import reconcile


@on_sqlite
def test_what_comes_during_a_comparison_is_in_the_next_one(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    asked = []
    monkeypatch.setattr(gateway, "list_calls", lambda _since: asked.append(now()) or [])
    monkeypatch.setattr(gateway, "list_recordings", lambda _since: [])
    reconcile.reconcile_soon()
    outbox.run(session.scalars(select(Task.id)).one())
    assert session.get_one(Reconciled, 1).until < asked[0]
