"""What search looks through is folded as everything is compared now (core.folding).

A folded text can be folded again, so what was kept is enough. The texts stay as they are on the way
back.
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from core.folding import fold
from workflows.directory.words import search_text

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BATCH = 500


def upgrade() -> None:
    _fold_again("tickets", fold)
    _fold_again("directory_entries", lambda text: search_text(text.split("\n")))


def downgrade() -> None:
    pass


def _fold_again(name: str, folded: Callable[[str], str]) -> None:
    """Row by row in the order of keys: a table may be larger than the memory."""
    table = sa.table(name, sa.column("id", sa.String), sa.column("search_text", sa.Text))
    connection, last = op.get_bind(), ""
    page = sa.select(table).order_by(table.c.id).limit(BATCH)
    while rows := connection.execute(page.where(table.c.id > last)).all():
        for row in rows:
            if (text := folded(row.search_text)) != row.search_text:
                change = sa.update(table).where(table.c.id == row.id)
                connection.execute(change.values(search_text=text))
        last = rows[-1].id
