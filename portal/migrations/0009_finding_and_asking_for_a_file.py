"""Customers are found by their identity number, through a blind index; who asks an editor for a case

Revision ID: 0009
Revises: 0008

"""

import base64
import hmac
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from alembic import op
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = "0009"
down_revision: str | Sequence[str] | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BATCH = 1000
LEASE_CHECKS = {
    "wanted_by_another": "wanted_by_id IS NULL OR wanted_by_id <> holder_id",
    "wish_has_moment": "(wanted_by_id IS NULL) = (wanted_at IS NULL)",
    "kept_was_wanted": "kept_at IS NULL OR wanted_at IS NOT NULL",
}


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column("customers", sa.Column("identity_number_index", sa.LargeBinary(), nullable=True))
    op.create_index(op.f("ix_customers_identity_number_index"), "customers", ["identity_number_index"])
    fill = sa.text("UPDATE customers SET identity_number_index = :digest WHERE id = :id")
    for found in _indexed():
        op.get_bind().execute(fill, found)
    with op.batch_alter_table("case_leases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("wanted_by_id", _key(), nullable=True))
        batch_op.add_column(sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_case_leases_wanted_by_id"), "people", ["wanted_by_id"], ["id"]
        )
        for name, holds in LEASE_CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_case_leases_{name}"), sa.text(holds))


def downgrade() -> None:
    """Downgrade schema."""
    with op.batch_alter_table("case_leases", schema=None) as batch_op:
        for name in LEASE_CHECKS:
            batch_op.drop_constraint(batch_op.f(f"ck_case_leases_{name}"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_case_leases_wanted_by_id"), type_="foreignkey")
        for name in ("kept_at", "wanted_at", "wanted_by_id"):
            batch_op.drop_column(name)
    op.drop_index(op.f("ix_customers_identity_number_index"), "customers")
    op.drop_column("customers", "identity_number_index")


def _key() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _indexed() -> Iterator[list[dict[str, object]]]:
    """The customers that have a number and a key, with the number's blind index, a batch at a time."""
    master = base64.b64decode(current_app.config["MASTER_KEY"])
    info = b"blind index of customers.identity_number"
    key = HKDF(SHA256(), 32, salt=None, info=info).derive(master)
    wanted = sa.text(
        "SELECT customers.id, number, identity_number_sealed, wrapped FROM customers "
        "JOIN data_keys ON data_keys.person_id = customers.id WHERE customers.id > :after "
        "AND wrapped IS NOT NULL AND identity_number_sealed IS NOT NULL ORDER BY customers.id LIMIT :batch"
    )
    after = 0
    while rows := op.get_bind().execute(wanted, {"after": after, "batch": BATCH}).all():
        yield [
            {"id": row.id, "digest": hmac.new(key, _plain(_number(master, row)), "sha256").digest()}
            for row in rows
        ]
        after = rows[-1].id


def _number(master: bytes, row: Any) -> str:
    data_key = _opened(master, row.wrapped, f"data_keys:{row.id}")
    return _opened(data_key, row.identity_number_sealed, f"customers.identity_number:{row.number}").decode()


def _opened(key: bytes, sealed: bytes, place: str) -> bytes:
    return AESGCM(key).decrypt(sealed[:12], sealed[12:], place.encode())


def _plain(number: str) -> bytes:
    plain = unicodedata.normalize("NFKC", number).upper()
    return "".join(str(unicodedata.digit(each, each)) for each in plain if each.isalnum()).encode()
