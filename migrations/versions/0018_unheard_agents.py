"""Since when an available agent was last not heard of, and when they were heard of again."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("presences") as batch:
        batch.add_column(sa.Column("unheard_since", sa.DateTime(timezone=True)))
        batch.add_column(sa.Column("heard_again_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    with op.batch_alter_table("presences") as batch:
        batch.drop_column("heard_again_at")
        batch.drop_column("unheard_since")
