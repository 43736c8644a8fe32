"""Customers of before are found by their identity number, and a bank of before does not know the index."""

from flask import Flask
from sqlalchemy import inspect, text

from portal.cli.demo_people import CUSTOMERS
from portal.db import alembic, db, transaction
from portal.identity.models import Staff
from portal.identity.queries import customers_with, person_named
from portal.identity.sealing import DataKey

INDEX = text("SELECT number, identity_number_index FROM customers ORDER BY number")


def test_the_index_is_filled_up_as_the_portal_would(app: Flask) -> None:
    with app.app_context():
        before = [tuple(row) for row in db.session.execute(INDEX)]
        assert None not in dict(before).values()
        with transaction():
            minh = person_named("minh")
            assert minh is not None
            minh.identity_number = None  # type: ignore[attr-defined]
            lina = person_named("lina")
            assert lina is not None
            db.session.get_one(DataKey, lina.id).wrapped = None
        db.session.close()
        alembic.downgrade("0008")
        there = {column["name"] for column in inspect(db.engine).get_columns("customers")}
        assert "identity_number_index" not in there
        alembic.upgrade()
        after = dict(tuple(row) for row in db.session.execute(INDEX))
        gone = {"C100005": None, "C100007": None}
        assert after == dict(before) | gone
        officer = person_named("officer")
        assert isinstance(officer, Staff)
        found = {each.number: customers_with(each.personal["identity_number"], officer) for each in CUSTOMERS}
        assert {number for number, who in found.items() if not who} == gone.keys()
