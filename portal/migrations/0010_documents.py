"""Documents that were given out, and how a person wants hers

Revision ID: 0010
Revises: 0009

"""

from collections.abc import Sequence
from datetime import datetime

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = "0010"
down_revision: str | Sequence[str] | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WISHES = {"print_size": "", "braille": "", "paper_languages": "own"}


def _key() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _moment(name: str, nullable: bool = True) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        "issued_documents",
        sa.Column("id", _key(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("customer_id", _key(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("subject_text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=True),
        _moment("asked_at", nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        _moment("issued_at"),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("size", _key(), nullable=False),
        sa.Column("stored_name", sa.String(), nullable=True),
        sa.CheckConstraint(
            "stage IN ('waiting', 'collecting', 'printing', 'ready', 'failed')",
            name=op.f("ck_issued_documents_stage_is_known"),
        ),
        sa.CheckConstraint(
            "(stage = 'ready') = (sha256 IS NOT NULL)", name=op.f("ck_issued_documents_ready_has_digest")
        ),
        sa.CheckConstraint(
            "(sha256 IS NULL) = (issued_at IS NULL)", name=op.f("ck_issued_documents_digest_has_moment")
        ),
        sa.CheckConstraint(
            "(sha256 IS NULL) = (code_hash IS NULL)", name=op.f("ck_issued_documents_digest_has_code")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_issued_documents_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_documents")),
        sa.UniqueConstraint("public_id", name=op.f("uq_issued_documents_public_id")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_issued_documents_code_hash")),
        sa.UniqueConstraint("stored_name", name=op.f("uq_issued_documents_stored_name")),
    )
    op.create_index("ix_issued_documents_customer_id_id", "issued_documents", ["customer_id", "id"])
    op.create_index("ix_issued_documents_issued_at", "issued_documents", ["issued_at"])
    op.create_index(op.f("ix_issued_documents_sha256"), "issued_documents", ["sha256"])
    op.create_table(
        "wrong_document_questions",
        sa.Column("id", _key(), nullable=False),
        _moment("at", nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_document_questions")),
    )
    op.create_index(op.f("ix_wrong_document_questions_at"), "wrong_document_questions", ["at"])
    op.create_index(op.f("ix_wrong_document_questions_address"), "wrong_document_questions", ["address"])
    with op.batch_alter_table("preferences") as preferences:
        for name, default in WISHES.items():
            preferences.add_column(sa.Column(name, sa.String(), server_default=sa.text(f"'{default}'"), nullable=False))


def downgrade() -> None:
    """Downgrade schema."""
    with op.batch_alter_table("preferences") as preferences:
        for name in WISHES:
            preferences.drop_column(name)
    op.drop_table("wrong_document_questions")
    op.drop_table("issued_documents")
