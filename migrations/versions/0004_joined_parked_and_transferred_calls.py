"""Calls that join another ticket, are parked, are transferred, and have notes without a script.

What a call is about was the ticket that it had opened, so far.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "transfers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("from_user_id", sa.String(length=32), nullable=False),
        sa.Column("to_user_id", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["call_id"],
            ["calls.id"],
            name=op.f("fk_transfers_call_id_calls"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["from_user_id"], ["users.id"], name=op.f("fk_transfers_from_user_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["to_user_id"], ["users.id"], name=op.f("fk_transfers_to_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
    )
    with op.batch_alter_table("transfers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_transfers_call_id"), ["call_id"])
        batch_op.create_index(batch_op.f("ix_transfers_to_user_id"), ["to_user_id"])
        batch_op.create_index(
            "uq_transfers_open",
            ["call_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    with op.batch_alter_table("legs", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("takes_up", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("legs", schema=None) as batch_op:
        batch_op.alter_column("takes_up", server_default=None)

    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.add_column(sa.Column("own_ticket_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("notes", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("notes_revision", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(sa.Column("parked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_calls_own_ticket_id"), ["own_ticket_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_calls_own_ticket_id_tickets"), "tickets", ["own_ticket_id"], ["id"]
        )
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.alter_column("notes", server_default=None)
        batch_op.alter_column("notes_revision", server_default=None)
    op.execute("UPDATE calls SET own_ticket_id = ticket_id")


def downgrade() -> None:
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_calls_own_ticket_id_tickets"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_calls_own_ticket_id"))
        batch_op.drop_column("parked_at")
        batch_op.drop_column("notes_revision")
        batch_op.drop_column("notes")
        batch_op.drop_column("own_ticket_id")

    with op.batch_alter_table("legs", schema=None) as batch_op:
        batch_op.drop_column("takes_up")

    with op.batch_alter_table("transfers", schema=None) as batch_op:
        batch_op.drop_index("uq_transfers_open")
        batch_op.drop_index(batch_op.f("ix_transfers_to_user_id"))
        batch_op.drop_index(batch_op.f("ix_transfers_call_id"))
    op.drop_table("transfers")
