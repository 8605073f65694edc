"""A client's opening hours, and who is on call."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "on_call_shifts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("fk_on_call_shifts_client_id_clients")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_on_call_shifts")),
    )
    with op.batch_alter_table("on_call_shifts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_on_call_shifts_client_id"), ["client_id"])
        batch_op.create_index(batch_op.f("ix_on_call_shifts_ends_at"), ["ends_at"])
    json = sa.JSON(none_as_null=True)
    with op.batch_alter_table("clients", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opening_hours", json, nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("closed_days", json, nullable=False, server_default="[]"))
    with op.batch_alter_table("clients", schema=None) as batch_op:
        batch_op.alter_column("opening_hours", server_default=None)
        batch_op.alter_column("closed_days", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("clients", schema=None) as batch_op:
        batch_op.drop_column("closed_days")
        batch_op.drop_column("opening_hours")
    with op.batch_alter_table("on_call_shifts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_on_call_shifts_ends_at"))
        batch_op.drop_index(batch_op.f("ix_on_call_shifts_client_id"))
    op.drop_table("on_call_shifts")
