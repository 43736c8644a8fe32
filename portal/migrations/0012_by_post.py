"""Papers by post: who wants hers so, and when each went

Revision ID: 0012
Revises: 0011

"""

from collections.abc import Sequence

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = "0012"
down_revision: str | Sequence[str] | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    with op.batch_alter_table("preferences") as preferences:
        preferences.add_column(sa.Column("by_post", sa.String(), server_default="no", nullable=False))
    with op.batch_alter_table("issued_documents") as documents:
        documents.add_column(sa.Column("by_post", sa.Boolean(), server_default=sa.false(), nullable=False))
        documents.add_column(sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True))
        documents.create_check_constraint(
            op.f("ck_issued_documents_posted_as_wished"), "by_post OR posted_at IS NULL"
        )


def downgrade() -> None:
    """Downgrade schema."""
    with op.batch_alter_table("issued_documents") as documents:
        documents.drop_constraint(op.f("ck_issued_documents_posted_as_wished"), type_="check")
        documents.drop_column("posted_at")
        documents.drop_column("by_post")
    with op.batch_alter_table("preferences") as preferences:
        preferences.drop_column("by_post")
