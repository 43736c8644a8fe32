"""What officers say of each paper, in place of one moment for all

Revision ID: 0004
Revises: 0003

"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = "0004"
down_revision: str | Sequence[str] | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# one row for the last version of each paper of an application whose papers were seen
SEEN = """
    INSERT INTO loan_paper_checks (case_id, number, question, version, verdict, by_id, at)
    SELECT id, ROW_NUMBER() OVER (PARTITION BY id ORDER BY question), question, version,
        'verified', paper_seen_by_id, paper_seen_at
    FROM (
        SELECT loan_applications.id, answers.question, MAX(answers.version) AS version,
            loan_applications.paper_seen_by_id, loan_applications.paper_seen_at
        FROM loan_applications JOIN answers ON answers.case_id = loan_applications.id
        WHERE loan_applications.paper_seen_at IS NOT NULL
            AND (answers.question = 'paper' OR answers.question LIKE 'paper!_%' ESCAPE '!')
        GROUP BY loan_applications.id, answers.question,
            loan_applications.paper_seen_by_id, loan_applications.paper_seen_at
    ) AS seen
"""
# the last verdict of what went to review: only that had a moment of its own before
UNSEEN = """
    UPDATE loan_applications SET
        paper_seen_at = (SELECT last.at FROM loan_paper_checks AS last WHERE last.case_id = loan_applications.id
            AND last.verdict = 'verified' ORDER BY last.number DESC LIMIT 1),
        paper_seen_by_id = (SELECT last.by_id FROM loan_paper_checks AS last WHERE last.case_id = loan_applications.id
            AND last.verdict = 'verified' ORDER BY last.number DESC LIMIT 1)
    WHERE id IN (SELECT id FROM cases WHERE status NOT IN ('draft', 'submitted', 'at_branch'))
"""


def _key() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


@contextmanager
def _others_may_point_here() -> Iterator[None]:
    """SQLite makes the table anew, while codes and decisions point to it. Source: sqlite.org/lang_altertable, 7."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        op.execute("PRAGMA foreign_keys=OFF")
    yield
    if is_sqlite:
        op.execute("PRAGMA foreign_keys=ON")


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        "loan_paper_checks",
        sa.Column("id", _key(), nullable=False),
        sa.Column("case_id", _key(), nullable=False),
        sa.Column("number", _key(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("version", _key(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("by_id", _key(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('verified', 'sent_back')", name=op.f("ck_loan_paper_checks_verdict_is_known")
        ),
        sa.CheckConstraint(
            "verdict = 'verified' OR (reason IS NOT NULL AND words_sealed IS NOT NULL)",
            name=op.f("ck_loan_paper_checks_sent_back_says_why"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["loan_applications.id"], name=op.f("fk_loan_paper_checks_case_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_loan_paper_checks_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan_paper_checks")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_loan_paper_checks_case_id_number")),
    )
    op.execute(SEEN)
    with _others_may_point_here(), op.batch_alter_table("loan_applications", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_loan_applications_seen_paper_has_eyes"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_loan_applications_paper_seen_by_id"), type_="foreignkey")
        batch_op.drop_column("paper_seen_by_id")
        batch_op.drop_column("paper_seen_at")


def downgrade() -> None:
    """Downgrade schema."""
    with _others_may_point_here(), op.batch_alter_table("loan_applications", schema=None) as batch_op:
        batch_op.add_column(sa.Column("paper_seen_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("paper_seen_by_id", _key(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_loan_applications_paper_seen_by_id"), "staff", ["paper_seen_by_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_loan_applications_seen_paper_has_eyes"),
            "(paper_seen_at IS NULL) = (paper_seen_by_id IS NULL)",
        )
    op.execute(UNSEEN)
    op.drop_table("loan_paper_checks")
