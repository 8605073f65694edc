"""Answers that an older rule called contradicted are typed until their transcript is read again.

The rule took parts of numbers and corrections for other answers. The work that attaches the
transcripts of these calls is due once more: it judges the answers, and writes them on the tickets.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

transcripts = sa.table("transcripts", sa.column("id"), sa.column("recording_id"))
tasks = sa.table(
    "tasks",
    *map(sa.column, ("name", "subject", "state", "attempts", "dispatched_at", "lease_until")),
    sa.column("not_before", sa.DateTime(timezone=True)),
)
answers = sa.table(
    "answers",
    sa.column("state"),
    *(
        sa.column(f"evidence_{name}")
        for name in ("transcript_id", "channel", "start", "end", "quote")
    ),
)
ticket_answers = sa.table("ticket_answers", sa.column("state"), sa.column("evidence"))


def upgrade() -> None:
    judged = (
        sa.select(transcripts.c.recording_id)
        .join(answers, answers.c.evidence_transcript_id == transcripts.c.id)
        .where(answers.c.state == "contradicted")
    )
    due = {"state": "pending", "attempts": 0, "not_before": datetime.now(UTC)}
    op.execute(
        sa.update(tasks)
        .where(tasks.c.name == "voice.attach_transcript", tasks.c.subject.in_(judged))
        .values(dispatched_at=None, lease_until=None, **due)
    )
    nothing = {column.name: None for column in answers.c if column.name.startswith("evidence")}
    op.execute(
        sa.update(answers).where(answers.c.state == "contradicted").values(state="typed", **nothing)
    )
    op.execute(
        sa.update(ticket_answers)
        .where(ticket_answers.c.state == "contradicted")
        .values(state="typed", evidence=None)
    )


def downgrade() -> None:
    """What the older rule said is worth nothing."""
