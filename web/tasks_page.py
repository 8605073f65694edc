"""The page of tasks, for supervisors: what failed and what waits, why, and a way to try again; and
which agents should be there and are not heard of."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_login import current_user, login_required
from sqlalchemy import func, or_, select
from werkzeug.wrappers import Response as AnyResponse

from core import audit, db, outbox
from core.outbox import Task
from tickets.models import Ticket
from voice.agents import presence
from voice.models import Call, Recording
from web.filters import OPERATORS_ZONE
from web.messages import failures

blueprint = Blueprint("tasks", __name__)
MOST = 200  # rows of each table


def _supervisors_only() -> None:
    if not current_user.sees_all_clients:
        abort(404)


@blueprint.get("/tasks")
@login_required
def page() -> str:
    _supervisors_only()
    quarantined = select(Task).where(Task.state == "quarantined").order_by(Task.finished_at.desc())
    by_state = select(Task.state, func.count()).group_by(Task.state)
    counts = {row[0]: row[1] for row in db.session.execute(by_state)}
    rows = list(db.session.scalars(quarantined.limit(MOST)))
    put_off = select(Task).where(Task.state == "pending", Task.last_error != "")
    waiting = list(db.session.scalars(put_off.order_by(Task.created_at).limit(MOST)))
    zone = ZoneInfo(OPERATORS_ZONE)
    return render_template(
        "tasks.html",
        rows=rows,
        waiting=waiting,
        counts=counts,
        zone=zone,
        unheard=presence.unheard(),
        tickets=_tickets(task.subject for task in (*rows, *waiting)),
        name=failures.name,
        sentence=failures.sentence,
    )


def _tickets(subjects: Iterable[str]) -> dict[str, Ticket]:
    """The tickets of those subjects that are calls or recordings."""
    some = set(subjects)
    chosen = (
        select(Call.id, Recording.id, Ticket)
        .join(Ticket, Ticket.id == Call.ticket_id)
        .outerjoin(Recording, Recording.call_id == Call.id)
        .where(or_(Call.id.in_(some), Recording.id.in_(some)))
    )
    rows = db.session.execute(chosen)
    return {subject: row[2] for row in rows for subject in row[:2] if subject in some}


@blueprint.post("/tasks/<int(max=2147483647):task_id>/retry")
@login_required
def retry(task_id: int) -> AnyResponse:
    _supervisors_only()
    if db.session.get(Task, task_id) is None:
        abort(404)
    audit.record("task.retried", actor_id=current_user.id, subject=str(task_id))
    outbox.retry(task_id)  # after the audit's lock, which jobs take first as well
    db.commit()
    return redirect(url_for("tasks.page"))
