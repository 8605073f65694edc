"""The door between the outbox and replays."""

from core import outbox
from core.outbox import Lease
from workflows.replays import playing
from workflows.replays.asking import TASK


@outbox.task(TASK, on_quarantine=playing.give_up)
def replay_script(replay_id: str, lease: Lease) -> None:
    playing.play(replay_id, lease.renew)
