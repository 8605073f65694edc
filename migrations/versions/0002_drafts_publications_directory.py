"""Drafts, publications and comments of scripts; a client's directory; tickets that join another.

What was published so far becomes a publication of each version, in force from when it was made. An
answer on a ticket gets the run that it came from.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PUBLISHED_SO_FAR = """
    INSERT INTO publications (script_id, version_id, starts_at, published_at, published_by, note)
    SELECT script_id, id, created_at, created_at, created_by, note
    FROM script_versions ORDER BY script_id, number
"""
RUNS_OF_ANSWERS = """
    UPDATE ticket_answers SET run_id = COALESCE(
        (SELECT max(calls.run_id) FROM calls WHERE calls.ticket_id = ticket_answers.ticket_id), '')
"""


def upgrade() -> None:
    op.create_table(
        "directory_entries",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("aliases", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("detail", sa.String(length=300), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("site", sa.String(length=160), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("fk_directory_entries_client_id_clients")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_entries")),
        sa.UniqueConstraint(
            "client_id", "kind", "name", name=op.f("uq_directory_entries_client_id_kind_name")
        ),
    )
    with op.batch_alter_table("directory_entries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_directory_entries_client_id"), ["client_id"], unique=False
        )

    op.create_table(
        "publications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("script_id", sa.String(length=32), nullable=False),
        sa.Column("version_id", sa.String(length=32), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(length=32), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["cancelled_by"], ["users.id"], name=op.f("fk_publications_cancelled_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["users.id"], name=op.f("fk_publications_published_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["script_id"], ["scripts.id"], name=op.f("fk_publications_script_id_scripts")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["script_versions.id"],
            name=op.f("fk_publications_version_id_script_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
    )
    with op.batch_alter_table("publications", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_publications_script_id_starts_at"),
            ["script_id", "starts_at"],
            unique=False,
        )

    op.create_table(
        "script_drafts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("script_id", sa.String(length=32), nullable=False),
        sa.Column("based_on_id", sa.String(length=32), nullable=True),
        sa.Column("document", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=32), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.String(length=32), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by", sa.String(length=32), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by", sa.String(length=32), nullable=True),
        sa.Column("review_note", sa.Text(), nullable=False),
        sa.Column("version_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["based_on_id"],
            ["script_versions.id"],
            name=op.f("fk_script_drafts_based_on_id_script_versions"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("fk_script_drafts_client_id_clients")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_script_drafts_created_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by"], ["users.id"], name=op.f("fk_script_drafts_reviewed_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["script_id"], ["scripts.id"], name=op.f("fk_script_drafts_script_id_scripts")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["users.id"], name=op.f("fk_script_drafts_submitted_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["users.id"], name=op.f("fk_script_drafts_updated_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["script_versions.id"],
            name=op.f("fk_script_drafts_version_id_script_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_script_drafts")),
    )
    with op.batch_alter_table("script_drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_script_drafts_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_script_drafts_script_id"), ["script_id"], unique=False)
        batch_op.create_index(
            "uq_script_drafts_open",
            ["script_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('writing', 'in_review', 'approved')"),
            postgresql_where=sa.text("state IN ('writing', 'in_review', 'approved')"),
        )

    op.create_table(
        "draft_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("part", sa.String(length=120), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_draft_changes_author_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["script_drafts.id"],
            name=op.f("fk_draft_changes_draft_id_script_drafts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_changes")),
        sa.UniqueConstraint(
            "draft_id", "revision", "place", name=op.f("uq_draft_changes_draft_id_revision_place")
        ),
    )
    with op.batch_alter_table("draft_changes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_draft_changes_draft_id_token"), ["draft_id", "token"], unique=False
        )

    op.create_table(
        "script_comments",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("script_id", sa.String(length=32), nullable=False),
        sa.Column("part", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version_id", sa.String(length=32), nullable=True),
        sa.Column("run_id", sa.String(length=32), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.String(length=32), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_script_comments_author_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("fk_script_comments_client_id_clients")
        ),
        sa.ForeignKeyConstraint(
            ["resolved_by"], ["users.id"], name=op.f("fk_script_comments_resolved_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["runs.id"],
            name=op.f("fk_script_comments_run_id_runs"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["script_id"], ["scripts.id"], name=op.f("fk_script_comments_script_id_scripts")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["script_versions.id"],
            name=op.f("fk_script_comments_version_id_script_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_script_comments")),
        sa.UniqueConstraint("script_id", "token", name=op.f("uq_script_comments_script_id_token")),
    )
    with op.batch_alter_table("script_comments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_script_comments_client_id"), ["client_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_script_comments_script_id"), ["script_id"], unique=False
        )

    op.create_table(
        "script_replays",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("draft_id", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("result", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_by", sa.String(length=32), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("fk_script_replays_client_id_clients")
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["script_drafts.id"],
            name=op.f("fk_script_replays_draft_id_script_drafts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["users.id"], name=op.f("fk_script_replays_requested_by_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_script_replays")),
    )
    with op.batch_alter_table("script_replays", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_script_replays_client_id"), ["client_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_script_replays_draft_id"), ["draft_id"], unique=False)

    with op.batch_alter_table("script_versions", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_script_versions_published_by_users"), type_="foreignkey"
        )
        batch_op.alter_column("published_at", new_column_name="created_at")
        batch_op.alter_column("published_by", new_column_name="created_by")
        batch_op.add_column(sa.Column("reviewed_by", sa.String(length=32), nullable=True))
    with op.batch_alter_table("script_versions", schema=None) as batch_op:
        batch_op.create_foreign_key(
            batch_op.f("fk_script_versions_created_by_users"), "users", ["created_by"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_script_versions_reviewed_by_users"), "users", ["reviewed_by"], ["id"]
        )
    op.execute(PUBLISHED_SO_FAR)

    with op.batch_alter_table("ticket_answers", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("run_id", sa.String(length=32), nullable=False, server_default="")
        )
        batch_op.drop_constraint(batch_op.f("uq_ticket_answers_ticket_id_key"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_ticket_answers_ticket_id_run_id_key"), ["ticket_id", "run_id", "key"]
        )
    with op.batch_alter_table("ticket_answers", schema=None) as batch_op:
        batch_op.alter_column("run_id", server_default=None)
    op.execute(RUNS_OF_ANSWERS)

    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.String(length=32), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_tickets_merged_into_id"), ["merged_into_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_tickets_merged_into_id_tickets"), "tickets", ["merged_into_id"], ["id"]
        )

    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "preferences", sa.JSON(none_as_null=True), nullable=False, server_default="{}"
            )
        )
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.alter_column("preferences", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_column("preferences")

    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_tickets_merged_into_id_tickets"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_tickets_merged_into_id"))
        batch_op.drop_column("merged_into_id")

    with op.batch_alter_table("ticket_answers", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("uq_ticket_answers_ticket_id_run_id_key"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_ticket_answers_ticket_id_key"), ["ticket_id", "key"]
        )
        batch_op.drop_column("run_id")

    with op.batch_alter_table("script_versions", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_script_versions_reviewed_by_users"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_script_versions_created_by_users"), type_="foreignkey"
        )
        batch_op.drop_column("reviewed_by")
        batch_op.alter_column("created_at", new_column_name="published_at")
        batch_op.alter_column("created_by", new_column_name="published_by")
    with op.batch_alter_table("script_versions", schema=None) as batch_op:
        batch_op.create_foreign_key(
            batch_op.f("fk_script_versions_published_by_users"), "users", ["published_by"], ["id"]
        )

    with op.batch_alter_table("script_replays", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_script_replays_draft_id"))
        batch_op.drop_index(batch_op.f("ix_script_replays_client_id"))

    op.drop_table("script_replays")
    with op.batch_alter_table("script_comments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_script_comments_script_id"))
        batch_op.drop_index(batch_op.f("ix_script_comments_client_id"))

    op.drop_table("script_comments")
    with op.batch_alter_table("draft_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_changes_draft_id_token"))

    op.drop_table("draft_changes")
    with op.batch_alter_table("script_drafts", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_script_drafts_open",
            sqlite_where=sa.text("state IN ('writing', 'in_review', 'approved')"),
            postgresql_where=sa.text("state IN ('writing', 'in_review', 'approved')"),
        )
        batch_op.drop_index(batch_op.f("ix_script_drafts_script_id"))
        batch_op.drop_index(batch_op.f("ix_script_drafts_client_id"))

    op.drop_table("script_drafts")
    with op.batch_alter_table("publications", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_publications_script_id_starts_at"))

    op.drop_table("publications")
    with op.batch_alter_table("directory_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_directory_entries_client_id"))

    op.drop_table("directory_entries")
