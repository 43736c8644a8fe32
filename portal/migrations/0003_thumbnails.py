"""How large a paper's thumbnail is; none of the papers so far has one.

Revision ID: 0003
Revises: 0001

"""

from collections.abc import Sequence

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = "0003"
down_revision: str | Sequence[str] | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    with op.batch_alter_table("attachments") as batch_op:
        batch_op.add_column(
            sa.Column(
                "thumbnail_size",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                nullable=False,
                server_default="0",
            )
        )


def downgrade() -> None:
    """Downgrade schema."""
    with op.batch_alter_table("attachments") as batch_op:
        batch_op.drop_column("thumbnail_size")
