"""Ticket numbers come from a sequence on PostgreSQL, so that calls that ring at once do not wait.

SQLite has no sequences and keeps the row of `ticket_numbers`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

HIGHEST = """
SELECT max(number) FROM (
    SELECT number FROM tickets UNION SELECT last FROM ticket_numbers UNION SELECT 1000
) AS used (number)
"""


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(sa.schema.CreateSequence(sa.Sequence("ticket_number", start=1001)))
    op.execute(f"SELECT setval('ticket_number', ({HIGHEST}))")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(f"UPDATE ticket_numbers SET last = ({HIGHEST})")  # noqa: S608
    op.execute(sa.schema.DropSequence(sa.Sequence("ticket_number")))
