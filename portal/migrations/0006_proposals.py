"""Answers that staff propose beside the customer's, and notes beside the bank's record

Revision ID: 0006
Revises: 0005

"""

from collections.abc import Sequence

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = "0006"
down_revision: str | Sequence[str] | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _key() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        "answer_proposals",
        sa.Column("id", _key(), nullable=False),
        sa.Column("case_id", _key(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("number", _key(), nullable=False),
        sa.Column("base_version", _key(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("by_id", _key(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("settled_by_id", _key(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('confirmed', 'declined', 'replaced', 'withdrawn')",
            name=op.f("ck_answer_proposals_outcome_is_known"),
        ),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (outcome IS NULL)", name=op.f("ck_answer_proposals_settled_has_outcome")
        ),
        sa.CheckConstraint(
            "settled_at IS NOT NULL OR settled_by_id IS NULL",
            name=op.f("ck_answer_proposals_settled_by_when_settled"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_answer_proposals_case_id")),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_answer_proposals_by_id")),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["people.id"], name=op.f("fk_answer_proposals_settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_proposals")),
        sa.UniqueConstraint(
            "case_id", "question", "number", name=op.f("uq_answer_proposals_case_id_question_number")
        ),
    )
    with op.batch_alter_table("answer_proposals", schema=None) as batch_op:
        batch_op.create_index(
            "uq_answer_proposals_open",
            ["case_id", "question"],
            unique=True,
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )
    op.create_table(
        "record_disputes",
        sa.Column("id", _key(), nullable=False),
        sa.Column("case_id", _key(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("number", _key(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("by_id", _key(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_record_disputes_case_id")),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_record_disputes_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_disputes")),
        sa.UniqueConstraint(
            "case_id", "question", "number", name=op.f("uq_record_disputes_case_id_question_number")
        ),
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table("record_disputes")
    with op.batch_alter_table("answer_proposals", schema=None) as batch_op:
        batch_op.drop_index("uq_answer_proposals_open")
    op.drop_table("answer_proposals")
