"""From runs to the tickets of their calls, for those who may see them."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_login import current_user
from sqlalchemy import select

from core import db
from core.tenants import wall
from tickets.models import Ticket
from voice.models import Call
from workflows.models import Run

MOST = 500


@dataclass(frozen=True)
class TicketOfRun:
    id: str
    number: int


def tickets_of_runs(run_ids: Iterable[str | None]) -> dict[str, TicketOfRun]:
    """The ticket of each run's call by the run's id; only those of the person's own clients."""
    wanted = sorted({run_id for run_id in run_ids if run_id})[:MOST]
    if not wanted:
        return {}
    chosen = (
        select(Run.id, Ticket.id, Ticket.number)
        .join(Call, Call.id == Run.call_id)
        .join(Ticket, Ticket.id == Call.ticket_id)
        .where(Run.id.in_(wanted))
    )
    condition = wall(Ticket.client_id, current_user)
    rows = db.session.execute(chosen if condition is None else chosen.where(condition))
    return {run_id: TicketOfRun(ticket_id, number) for run_id, ticket_id, number in rows}
