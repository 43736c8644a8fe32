"""Joint applicants and guarantors, with consents of their own

Revision ID: 0007
Revises: 0006

"""

from collections.abc import Sequence
from datetime import datetime

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = "0007"
down_revision: str | Sequence[str] | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

STANDING = sa.text("removed_at IS NULL AND declined_at IS NULL")
CURRENT = sa.text("withdrawn_at IS NULL")
CURRENT_AND_HERS = sa.text("withdrawn_at IS NULL AND party_id IS NULL")


def _key() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _moment(name: str, nullable: bool = True) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        "loan_parties",
        sa.Column("id", _key(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("case_id", _key(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("email_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("token_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("code_tries", _key(), nullable=False),
        _moment("invited_at", nullable=False),
        _moment("expires_at", nullable=False),
        sa.Column("customer_id", _key(), nullable=True),
        _moment("accepted_at"),
        _moment("paper_seen_at"),
        sa.Column("paper_seen_by_id", _key(), nullable=True),
        sa.Column("paper_kind", sa.String(), nullable=True),
        sa.Column("told_income_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("told_debts_sealed", sa.LargeBinary(), nullable=True),
        _moment("signed_at"),
        _moment("declined_at"),
        _moment("removed_at"),
        sa.CheckConstraint("role IN ('joint', 'guarantor')", name=op.f("ck_loan_parties_role_is_known")),
        sa.CheckConstraint("way IN ('email', 'hand', 'branch')", name=op.f("ck_loan_parties_way_is_known")),
        sa.CheckConstraint(
            "way <> 'email' OR email_sealed IS NOT NULL", name=op.f("ck_loan_parties_mail_has_address")
        ),
        sa.CheckConstraint(
            "(customer_id IS NULL) = (accepted_at IS NULL)", name=op.f("ck_loan_parties_accepted_is_somebody")
        ),
        sa.CheckConstraint(
            "customer_id IS NULL OR token_sealed IS NULL", name=op.f("ck_loan_parties_accepted_link_is_not_kept")
        ),
        sa.CheckConstraint(
            "signed_at IS NULL OR (customer_id IS NOT NULL AND told_income_sealed IS NOT NULL "
            "AND told_debts_sealed IS NOT NULL)",
            name=op.f("ck_loan_parties_signed_is_told"),
        ),
        sa.CheckConstraint(
            "signed_at IS NULL OR declined_at IS NULL", name=op.f("ck_loan_parties_signed_or_declined")
        ),
        sa.CheckConstraint(
            "(paper_seen_at IS NULL) = (paper_seen_by_id IS NULL)",
            name=op.f("ck_loan_parties_seen_paper_has_eyes"),
        ),
        sa.CheckConstraint(
            "(paper_seen_at IS NULL) = (paper_kind IS NULL)", name=op.f("ck_loan_parties_seen_paper_has_kind")
        ),
        sa.CheckConstraint(
            "paper_seen_at IS NULL OR customer_id IS NOT NULL", name=op.f("ck_loan_parties_seen_is_somebody")
        ),
        sa.CheckConstraint("code_tries BETWEEN 0 AND 5", name=op.f("ck_loan_parties_tries_are_counted")),
        sa.ForeignKeyConstraint(["case_id"], ["loan_applications.id"], name=op.f("fk_loan_parties_case_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_loan_parties_customer_id")),
        sa.ForeignKeyConstraint(["paper_seen_by_id"], ["staff.id"], name=op.f("fk_loan_parties_paper_seen_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan_parties")),
        sa.UniqueConstraint("public_id", name=op.f("uq_loan_parties_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_loan_parties_token_hash")),
    )
    with op.batch_alter_table("loan_parties", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_loan_parties_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_loan_parties_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(
            "uq_loan_parties_person",
            ["case_id", "customer_id"],
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        )

    op.drop_index("uq_consents_current", "consents")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("party_id", _key(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_consents_party_id"), "loan_parties", ["party_id"], ["id"]
        )
    _index_consents("uq_consents_current", "case_id", CURRENT_AND_HERS)
    _index_consents("uq_consents_party", "party_id", CURRENT)


def downgrade() -> None:
    """Downgrade schema."""
    op.execute("DELETE FROM consents WHERE party_id IS NOT NULL")
    op.drop_index("uq_consents_party", "consents")
    op.drop_index("uq_consents_current", "consents")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_consents_party_id"), type_="foreignkey")
        batch_op.drop_column("party_id")
    _index_consents("uq_consents_current", "case_id", CURRENT)
    op.drop_table("loan_parties")


def _index_consents(name: str, whose: str, where: sa.TextClause) -> None:
    """One current consent a purpose, of her or of a person beside her."""
    columns = [whose, "purpose"]
    op.create_index(name, "consents", columns, unique=True, sqlite_where=where, postgresql_where=where)
