"""A ledger in double entry: transactions have two sides, their totals are kept, balances follow from them

Revision ID: 0011
Revises: 0010

"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from alembic import op
from alembic.operations.base import BatchOperations
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = "0011"
down_revision: str | Sequence[str] | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KINDS = "'card', 'transfer', 'salary', 'takings', 'bill', 'cash', 'fee', 'interest', 'loan', 'other'"
CHECKS = {"kind_is_known": f"kind IN ({KINDS})", "status_is_known": "status IN ('pending', 'booked')"}
PENDING = sa.text("status = 'pending'")
BOOKED = "(SELECT coalesce(sum(amount_minor), 0) FROM transactions WHERE account_id = accounts.id)"
FIRST_DAY = "(SELECT min(booked_on) FROM transactions WHERE account_id = accounts.id)"
COUNT = "(SELECT count(*) FROM transactions WHERE account_id = accounts.id)"


def _key() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


ADDED: dict[str, sa.types.TypeEngine[Any]] = {
    "contra_id": _key(),
    "reference": sa.String(),
    "kind": sa.String(),
    "status": sa.String(),
    "value_on": sa.Date(),
}


def upgrade() -> None:
    """What an account had beside its known transactions becomes its opening balance."""
    _make_own_accounts()
    _open_accounts()
    _give_transactions_their_other_side()
    _make_monthly_totals()
    op.add_column("preferences", sa.Column("balances", sa.String(), server_default="shown", nullable=False))


def downgrade() -> None:
    """The older portal knows no pending payments; balances stay as they were."""
    op.drop_column("preferences", "balances")
    op.drop_table("monthly_totals")
    op.execute("DELETE FROM transactions WHERE status = 'pending'")
    with op.batch_alter_table("transactions", schema=None) as batch_op:
        batch_op.drop_index("ix_transactions_pending", postgresql_where=PENDING, sqlite_where=PENDING)
        batch_op.drop_index("ix_transactions_by_day")
        for name in CHECKS:
            batch_op.drop_constraint(op.f(f"ck_transactions_{name}"), type_="check")
        batch_op.drop_constraint(op.f("uq_transactions_account_id_reference"), type_="unique")
        batch_op.drop_constraint(op.f("fk_transactions_contra_id_currency"), type_="foreignkey")
        batch_op.drop_constraint(op.f("fk_transactions_account_id_currency"), type_="foreignkey")
        batch_op.create_foreign_key(op.f("fk_transactions_account_id"), "accounts", ["account_id"], ["id"])
        for column in ("remittance_sealed", "counterparty_account_sealed", "value_on", "status", "kind"):
            batch_op.drop_column(column)
        batch_op.drop_column("reference")
        batch_op.drop_column("contra_id")
        batch_op.create_index("ix_transactions_account_id_id", ["account_id", "id"], unique=False)
    with _remaking_accounts() as batch_op:
        batch_op.drop_constraint(op.f("uq_accounts_id_currency"), type_="unique")
        for column in ("numbered", "as_of", "known_from", "opening_minor"):
            batch_op.drop_column(column)
    op.drop_table("own_accounts")


@contextmanager
def _remaking_accounts() -> Iterator[BatchOperations]:
    """SQLite changes a table by copying it; what refers to it must not see it go meanwhile."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        op.execute("PRAGMA foreign_keys=OFF")
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        yield batch_op
    if is_sqlite:
        op.execute("PRAGMA foreign_keys=ON")


def _make_own_accounts() -> None:
    op.create_table(
        "own_accounts",
        sa.Column("id", _key(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("balance_minor", _key(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_accounts")),
        sa.UniqueConstraint("currency", name=op.f("uq_own_accounts_currency")),
        sa.UniqueConstraint("id", "currency", name=op.f("uq_own_accounts_id_currency")),
    )
    op.execute(
        "INSERT INTO own_accounts (currency, balance_minor) "
        "SELECT currency, -sum(balance_minor) FROM accounts GROUP BY currency ORDER BY currency"
    )


def _open_accounts() -> None:
    op.add_column("accounts", sa.Column("opening_minor", _key(), nullable=True))
    op.add_column("accounts", sa.Column("known_from", sa.Date(), nullable=True))
    op.add_column("accounts", sa.Column("as_of", sa.DateTime(timezone=True), nullable=True))
    op.add_column("accounts", sa.Column("numbered", _key(), nullable=True))
    op.execute(
        f"UPDATE accounts SET opening_minor = balance_minor - {BOOKED}, numbered = {COUNT}, "
        f"known_from = coalesce({FIRST_DAY}, CURRENT_DATE), as_of = CURRENT_TIMESTAMP"
    )
    with _remaking_accounts() as batch_op:
        for column, kind in (("opening_minor", _key()), ("known_from", sa.Date()), ("numbered", _key())):
            batch_op.alter_column(column, existing_type=kind, nullable=False)
        batch_op.alter_column("as_of", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.create_unique_constraint(op.f("uq_accounts_id_currency"), ["id", "currency"])


def _give_transactions_their_other_side() -> None:
    for name, kind in ADDED.items():
        op.add_column("transactions", sa.Column(name, kind, nullable=True))
    op.execute(
        "UPDATE transactions SET reference = number, kind = 'other', status = 'booked', value_on = booked_on, "
        "contra_id = (SELECT id FROM own_accounts WHERE own_accounts.currency = transactions.currency)"
    )
    with op.batch_alter_table("transactions", schema=None) as batch_op:
        batch_op.drop_index("ix_transactions_account_id_id")
        batch_op.drop_constraint(op.f("fk_transactions_account_id"), type_="foreignkey")
        for name, kind in ADDED.items():
            batch_op.alter_column(name, existing_type=kind, nullable=False)
        for name in ("counterparty_account_sealed", "remittance_sealed"):
            batch_op.add_column(sa.Column(name, sa.LargeBinary(), nullable=True))
        batch_op.create_unique_constraint(
            op.f("uq_transactions_account_id_reference"), ["account_id", "reference"]
        )
        for column, table in (("account_id", "accounts"), ("contra_id", "own_accounts")):
            name = op.f(f"fk_transactions_{column}_currency")
            batch_op.create_foreign_key(name, table, [column, "currency"], ["id", "currency"])
        for name, said in CHECKS.items():
            batch_op.create_check_constraint(op.f(f"ck_transactions_{name}"), said)
        by_day = ["account_id", "booked_on", "id", "status", "amount_minor"]
        batch_op.create_index("ix_transactions_by_day", by_day, unique=False)
        batch_op.create_index(
            "ix_transactions_pending",
            ["account_id", "booked_on"],
            unique=False,
            sqlite_where=PENDING,
            postgresql_where=PENDING,
        )


def _make_monthly_totals() -> None:
    op.create_table(
        "monthly_totals",
        sa.Column("account_id", _key(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("in_minor", _key(), nullable=False),
        sa.Column("out_minor", _key(), nullable=False),
        sa.Column("entries", _key(), nullable=False),
        sa.CheckConstraint("in_minor >= 0 AND out_minor >= 0", name=op.f("ck_monthly_totals_sums_count_upward")),
        sa.CheckConstraint("entries > 0", name=op.f("ck_monthly_totals_is_of_something")),
        sa.CheckConstraint(CHECKS["kind_is_known"], name=op.f("ck_monthly_totals_kind_is_known")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_monthly_totals_account_id")),
        sa.PrimaryKeyConstraint("account_id", "month", "kind", name=op.f("pk_monthly_totals")),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    month = "date(booked_on, 'start of month')" if is_sqlite else "CAST(date_trunc('month', booked_on) AS date)"
    op.execute(
        "INSERT INTO monthly_totals (account_id, month, kind, in_minor, out_minor, entries) "
        f"SELECT account_id, {month}, kind, sum(CASE WHEN amount_minor > 0 THEN amount_minor ELSE 0 END), "
        "sum(CASE WHEN amount_minor < 0 THEN -amount_minor ELSE 0 END), count(*) "
        f"FROM transactions GROUP BY account_id, {month}, kind"
    )
