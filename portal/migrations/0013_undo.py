"""What may be taken back for ten minutes: decisions that were, and notices that wait so long

Revision ID: 0013
Revises: 0012

"""

from collections.abc import Sequence

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = "0013"
down_revision: str | Sequence[str] | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


UNDONE_LAST = """
    DELETE FROM loan_decisions WHERE taken_back_at IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM loan_decisions AS later WHERE later.case_id = loan_decisions.case_id
        AND later.number > loan_decisions.number AND later.taken_back_at IS NULL)
"""
UNDONE = "UPDATE loan_decisions SET takes_effect = false, expires_at = NULL WHERE taken_back_at IS NOT NULL"


def upgrade() -> None:
    """Upgrade schema."""
    with op.batch_alter_table("loan_decisions") as decisions:
        decisions.add_column(sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True))
        decisions.create_check_constraint(
            op.f("ck_loan_decisions_taken_back_unanswered"), "taken_back_at IS NULL OR answer IS NULL"
        )
    with op.batch_alter_table("notices") as notices:
        notices.add_column(sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Downgrade schema. What was taken back takes no effect; nothing that is the last of its case stays."""
    op.execute(UNDONE_LAST)
    op.execute(UNDONE)
    with op.batch_alter_table("notices") as notices:
        notices.drop_column("held_until")
    with op.batch_alter_table("loan_decisions") as decisions:
        decisions.drop_constraint(op.f("ck_loan_decisions_taken_back_unanswered"), type_="check")
        decisions.drop_column("taken_back_at")
