"""Attempts to sign in are counted in the database."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempt_buckets",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("limit_name", sa.String(length=16), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("empty_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attempt_buckets")),
    )
    for column in ("account", "empty_at"):
        op.create_index(op.f(f"ix_attempt_buckets_{column}"), "attempt_buckets", [column])


def downgrade() -> None:
    op.drop_table("attempt_buckets")
