"""Which customer a member of staff is, so that nobody works on a case of his own

Revision ID: 0008
Revises: 0007

"""

from collections.abc import Sequence

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = "0008"
down_revision: str | Sequence[str] | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    _others_are_checked(False)
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.add_column(sa.Column("customer_id", key, nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_staff_customer_id"), "customers", ["customer_id"], ["id"])
        batch_op.create_unique_constraint(batch_op.f("uq_staff_customer_id"), ["customer_id"])
    _others_are_checked(True)


def downgrade() -> None:
    """The older portal does not know who is whom; the history of each link stays."""
    _others_are_checked(False)
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_staff_customer_id"), type_="unique")
        batch_op.drop_constraint(batch_op.f("fk_staff_customer_id"), type_="foreignkey")
        batch_op.drop_column("customer_id")
    _others_are_checked(True)


def _others_are_checked(are: bool) -> None:
    """SQLite makes the table anew, while cases point to it. Source: sqlite.org/lang_altertable, 7."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"PRAGMA foreign_keys={'ON' if are else 'OFF'}")
