"""Which script the calls of a client's lines begin with, and putting another one there."""

from sqlalchemy import select

from core import audit
from core.db import session
from core.tenants import Line
from workflows import library
from workflows.drafting.errors import LineChanged, NotNow, UnknownLine
from workflows.models import Script


def lines_of(client_id: str) -> list[Line]:
    """The client's lines, by number."""
    of_client = select(Line).where(Line.client_id == client_id)
    return list(session.scalars(of_client.order_by(Line.number)))


def is_on_a_line(script: Script) -> bool:
    """Whether any call begins with this script."""
    led = select(Line.id).where(Line.client_id == script.client_id, Line.script_key == script.key)
    return session.scalar(led.limit(1)) is not None


def put_on_line(script: Script, line_id: str, by: str | None, *, instead_of: str) -> Line:
    """Let calls of the line that begin from now on use this script; twice is once.

    `instead_of` is the key of the script that the person saw there. Raises `UnknownLine`, also for
    another client's, `NotNow` where no version of the script is in force, and `LineChanged`.
    """
    wanted = select(Line).where(Line.id == line_id, Line.client_id == script.client_id)
    line = session.scalars(
        wanted.with_for_update(), execution_options={"populate_existing": True}
    ).first()
    if line is None:
        raise UnknownLine(line_id)
    if line.script_key == script.key:
        return line
    if line.script_key != instead_of:
        raise LineChanged("line-changed", number=line.number)
    if library.in_force(script.id) is None:
        raise NotNow("not-in-force")
    line.script_key = script.key
    session.flush()
    audit.record(
        "line.script",
        actor_id=by,
        client_id=line.client_id,
        subject=line.number,
        detail={"from": instead_of, "to": script.key},
    )
    return line
