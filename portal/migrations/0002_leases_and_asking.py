"""Leases, questions to the customer, and clocks that pause and rise

Revision ID: 0002
Revises: 0001

"""

from collections.abc import Sequence

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = "0002"
down_revision: str | Sequence[str] | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _key() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Upgrade schema."""
    with op.batch_alter_table("case_clocks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_case_clocks_stopped_is_not_paused"), "stopped_at IS NULL OR paused_at IS NULL"
        )

    op.create_table(
        "case_escalations",
        sa.Column("id", _key(), nullable=False),
        sa.Column("case_id", _key(), nullable=False),
        sa.Column("clock_id", _key(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("level", _key(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("risen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level >= 1", name=op.f("ck_case_escalations_level_counts_from_one")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_escalations_case_id")),
        sa.ForeignKeyConstraint(["clock_id"], ["case_clocks.id"], name=op.f("fk_case_escalations_clock_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_escalations")),
        sa.UniqueConstraint(
            "case_id", "kind", "level", name=op.f("uq_case_escalations_case_id_kind_level")
        ),
    )
    with op.batch_alter_table("case_escalations", schema=None) as batch_op:
        batch_op.create_index("ix_case_escalations_role_id", ["role", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_escalations_clock_id"), ["clock_id"], unique=False)

    op.create_table(
        "clock_watch",
        sa.Column("id", _key(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_clock_watch_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_watch")),
    )
    op.execute("INSERT INTO clock_watch (id, looked_at) VALUES (1, NULL)")
    op.create_table(
        "case_leases",
        sa.Column("case_id", _key(), nullable=False),
        sa.Column("holder_id", _key(), nullable=False),
        sa.Column("taken_from_id", _key(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "taken_from_id IS NULL OR taken_from_id <> holder_id",
            name=op.f("ck_case_leases_taken_from_another"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_leases_case_id")),
        sa.ForeignKeyConstraint(["holder_id"], ["people.id"], name=op.f("fk_case_leases_holder_id")),
        sa.ForeignKeyConstraint(["taken_from_id"], ["people.id"], name=op.f("fk_case_leases_taken_from_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_leases")),
    )
    op.create_table(
        "information_requests",
        sa.Column("id", _key(), nullable=False),
        sa.Column("case_id", _key(), nullable=False),
        sa.Column("number", _key(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by_id", _key(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("settled_by_id", _key(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('answered', 'withdrawn')", name=op.f("ck_information_requests_outcome_is_known")
        ),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (outcome IS NULL)", name=op.f("ck_information_requests_settled_has_outcome")
        ),
        sa.CheckConstraint(
            "settled_at IS NOT NULL OR settled_by_id IS NULL",
            name=op.f("ck_information_requests_settled_by_when_settled"),
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["staff.id"], name=op.f("fk_information_requests_asked_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_information_requests_case_id")),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["people.id"], name=op.f("fk_information_requests_settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_information_requests")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_information_requests_case_id_number")),
    )
    with op.batch_alter_table("information_requests", schema=None) as batch_op:
        batch_op.create_index(
            "uq_information_requests_open",
            ["case_id"],
            unique=True,
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table("information_requests")
    op.drop_table("case_leases")
    op.drop_table("clock_watch")
    op.drop_table("case_escalations")
    with op.batch_alter_table("case_clocks", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_case_clocks_stopped_is_not_paused"), type_="check")
        batch_op.drop_column("paused_at")
