"""Entries of the audit log are sealed with a key, the old ones by one more entry behind them."""

import sqlalchemy as sa
from alembic import op

from core import audit
from core.clock import now
from core.db import Json, UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

head = sa.table("audit_head", sa.column("id"), sa.column("number"), sa.column("hash"))
entries = sa.table(
    "audit_entries",
    sa.column("number"),
    sa.column("at", UtcDateTime),
    *map(sa.column, ("action", "actor_id", "client_id", "subject")),
    sa.column("detail", Json),
    *map(sa.column, ("hash", "key_id")),
)


def upgrade() -> None:
    with op.batch_alter_table("audit_entries") as batch_op:
        batch_op.add_column(sa.Column("key_id", sa.String(8), nullable=False, server_default=""))
    with op.batch_alter_table("audit_entries") as batch_op:
        batch_op.alter_column("key_id", server_default=None)
    last = op.get_bind().execute(sa.select(head)).first()
    if last is None or last.number == 0:
        return
    seal = audit.seal(
        last.hash,
        audit.AuditEntry(
            number=last.number + 1, at=now(), action=audit.SEALED, subject="", detail={}
        ),
    )
    values = {column.name: getattr(seal, column.name) for column in entries.columns}
    op.execute(entries.insert().values(**values))
    op.execute(head.update().values(number=seal.number, hash=seal.hash))


def downgrade() -> None:
    """Only before anything was sealed: without its key's name an entry would look changed."""
    sealed = sa.select(sa.func.count()).select_from(entries).where(entries.c.key_id != "")
    if op.get_bind().execute(sealed).scalar():
        raise RuntimeError("the audit log has sealed entries, which an earlier version cannot keep")
    with op.batch_alter_table("audit_entries") as batch_op:
        batch_op.drop_column("key_id")
