"""A decision a round, the machine's approval, offers and their answers, replies, and consents that change

Revision ID: 0005
Revises: 0003

"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from alembic import op
from alembic.operations.base import BatchOperations
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = "0005"
down_revision: str | Sequence[str] | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OLD_CHECKS = {"decided_has_decider": "(decided_at IS NULL) = (decided_by_id IS NULL)"}
NEW_CHECKS = {
    "decided_has_decider": "(decided_at IS NULL) = (decided_by_id IS NULL AND NOT decided_by_machine)",
    "machine_only_approves": "NOT decided_by_machine OR (decided_by_id IS NULL AND status = 'approved')",
}
DECISION_CHECKS = {
    "number_counts_from_one": "number >= 1",
    "outcome_is_known": "outcome IN ('approve', 'refuse', 'offer', 'return')",
    "refusal_says_what_would_change": "outcome <> 'refuse' OR change_sealed IS NOT NULL",
    "machine_only_approves": "by_id IS NOT NULL OR "
    "(outcome = 'approve' AND takes_effect AND findings_text_sealed IS NOT NULL)",
    "person_has_words": "(by_id IS NULL) = (words_sealed IS NULL)",
    "return_takes_no_effect": "outcome <> 'return' OR NOT takes_effect",
    "offer_has_terms": "(outcome = 'offer') = (terms_text_sealed IS NOT NULL)",
    "offer_expires": "(outcome = 'offer' AND takes_effect) = (expires_at IS NOT NULL)",
    "answer_is_known": "answer IN ('accepted', 'declined', 'lapsed')",
    "answer_has_moment": "(answered_at IS NULL) = (answer IS NULL)",
    "only_offers_are_answered": "answer IS NULL OR expires_at IS NOT NULL",
}
OLD_DECISION_CHECKS = {
    "outcome_is_known": "outcome IN ('approve', 'refuse')",
    "refusal_says_what_would_change": "outcome = 'approve' OR change_sealed IS NOT NULL",
}
SHARED = "outcome, reasons, words_sealed, change_sealed, at"


def _key() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _checks(table: str, checks: dict[str, str]) -> list[sa.CheckConstraint]:
    return [sa.CheckConstraint(said, name=op.f(f"ck_{table}_{name}")) for name, said in checks.items()]


def upgrade() -> None:
    """Upgrade schema."""
    with _remaking_cases() as batch_op:
        batch_op.add_column(sa.Column("decided_by_machine", sa.Boolean(), server_default=sa.false(), nullable=False))
        _exchange_checks(batch_op, OLD_CHECKS, NEW_CHECKS)
    op.execute("CREATE TABLE decisions_before AS SELECT * FROM loan_decisions")
    op.drop_table("loan_decisions")
    _make_decisions()
    op.execute(
        f"INSERT INTO loan_decisions (case_id, number, stage, by_id, takes_effect, {SHARED}) "
        "SELECT case_id, 1, 'in_review', cases.decided_by_id, true, outcome, reasons, words_sealed, "
        "change_sealed, at FROM decisions_before JOIN cases ON cases.id = case_id ORDER BY case_id"
    )
    op.drop_table("decisions_before")
    op.add_column("information_requests", sa.Column("reply_sealed", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_consents_case_id_purpose_version"), type_="unique")
        batch_op.create_index(
            "uq_consents_current",
            ["case_id", "purpose"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )


def downgrade() -> None:
    """What the older portal does not know goes back to review; the audit chains keep what happened."""
    op.drop_column("information_requests", "reply_sealed")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index("uq_consents_current")
    op.execute(
        "DELETE FROM consents WHERE withdrawn_at IS NOT NULL AND EXISTS (SELECT 1 FROM consents later "
        "WHERE later.case_id = consents.case_id AND later.purpose = consents.purpose "
        "AND later.version = consents.version AND later.id > consents.id)"
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_unique_constraint(
            op.f("uq_consents_case_id_purpose_version"), ["case_id", "purpose", "version"]
        )
    op.execute(
        "CREATE TABLE decisions_after AS SELECT case_id, loan_decisions.outcome, reasons, words_sealed, "
        "change_sealed, at FROM loan_decisions JOIN cases ON cases.id = case_id "
        "WHERE number = 1 AND words_sealed IS NOT NULL AND takes_effect AND "
        "((outcome = 'approve' AND status = 'approved') OR (outcome = 'refuse' AND status = 'refused'))"
    )
    op.drop_table("loan_decisions")
    _make_old_decisions()
    op.execute(f"INSERT INTO loan_decisions (case_id, {SHARED}) SELECT case_id, {SHARED} FROM decisions_after")
    op.drop_table("decisions_after")
    op.execute(
        "UPDATE cases SET status = 'in_review' "
        "WHERE status IN ('asked', 'offered', 'in_second_review', 'in_second_look')"
    )
    # only the history can tell later that the machine said yes
    op.execute("UPDATE cases SET decided_by_id = owner_id, decided_by_machine = false WHERE decided_by_machine")
    with _remaking_cases() as batch_op:
        _exchange_checks(batch_op, NEW_CHECKS, OLD_CHECKS)
        batch_op.drop_column("decided_by_machine")


@contextmanager
def _remaking_cases() -> Iterator[BatchOperations]:
    """SQLite changes a CHECK by copying the table; what refers to it must not see it go meanwhile."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        op.execute("PRAGMA foreign_keys=OFF")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        yield batch_op
    if is_sqlite:
        op.execute("PRAGMA foreign_keys=ON")


def _exchange_checks(batch_op: BatchOperations, old: dict[str, str], new: dict[str, str]) -> None:
    for name in old:
        batch_op.drop_constraint(op.f(f"ck_cases_{name}"), type_="check")
    for name, said in new.items():
        batch_op.create_check_constraint(op.f(f"ck_cases_{name}"), said)


def _make_decisions() -> None:
    op.create_table(
        "loan_decisions",
        sa.Column("id", _key(), nullable=False),
        sa.Column("case_id", _key(), nullable=False),
        sa.Column("number", _key(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("by_id", _key(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("takes_effect", sa.Boolean(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("change_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("findings_text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("terms_text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("conditions_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        *_checks("loan_decisions", DECISION_CHECKS),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_loan_decisions_by_id")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["loan_applications.id"], name=op.f("fk_loan_decisions_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan_decisions")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_loan_decisions_case_id_number")),
    )
    op.create_index(op.f("ix_loan_decisions_by_id"), "loan_decisions", ["by_id"], unique=False)


def _make_old_decisions() -> None:
    op.create_table(
        "loan_decisions",
        sa.Column("case_id", _key(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("change_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_checks("loan_decisions", OLD_DECISION_CHECKS),
        sa.ForeignKeyConstraint(
            ["case_id"], ["loan_applications.id"], name=op.f("fk_loan_decisions_case_id")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_loan_decisions")),
    )
