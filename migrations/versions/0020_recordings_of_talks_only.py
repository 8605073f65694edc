"""When a recording was asked for and began, and whether it is paused."""

from email.utils import parsedate_to_datetime

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("recordings") as batch:
        batch.add_column(sa.Column("asked_at", MOMENT))
        batch.add_column(sa.Column("began_at", MOMENT))
        batch.add_column(sa.Column("paused", sa.Boolean()))
    _adopt_running()
    _fill_began_at()


def _adopt_running() -> None:
    """What TwiML began is not begun once more, and is paused like any other."""
    recordings = sa.table(
        "recordings",
        sa.column("state", sa.String),
        sa.column("created_at", MOMENT),
        sa.column("asked_at", MOMENT),
        sa.column("paused", sa.Boolean),
    )
    runs = recordings.c.state.in_(["expected", "in_progress"])
    asked = recordings.update().values(asked_at=recordings.c.created_at, paused=False)
    op.get_bind().execute(asked.where(runs))


def _fill_began_at() -> None:
    """From the provider's reports, where it was looked up until now."""
    recordings = sa.table(
        "recordings", sa.column("provider_sid", sa.String), sa.column("began_at", MOMENT)
    )
    reports = sa.table(
        "call_events",
        sa.column("kind", sa.String),
        sa.column("natural_key", sa.String),
        sa.column("payload", sa.JSON),
    )
    connection = op.get_bind()
    chosen = sa.select(reports.c.natural_key, reports.c.payload)
    for key, payload in connection.execute(chosen.where(reports.c.kind == "recording")).all():
        try:
            moment = parsedate_to_datetime(payload["RecordingStartTime"])
        except (KeyError, TypeError, ValueError):
            continue
        known = recordings.c.provider_sid == key.partition(":")[0]
        connection.execute(recordings.update().where(known).values(began_at=moment))


def downgrade() -> None:
    with op.batch_alter_table("recordings") as batch:
        for name in ("paused", "began_at", "asked_at"):
            batch.drop_column(name)
