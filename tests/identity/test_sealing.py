"""Personal data at rest: sealed for one person in one place, and gone with her key."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from flask import Flask, g
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from portal.audit.queries import faults
from portal.cli.demo_people import CUSTOMERS
from portal.db import db, transaction
from portal.identity.models import Customer
from portal.identity.queries import person_named
from portal.identity.sealing import (
    NONCE,
    DataKey,
    Erased,
    Sealed,
    decrypt,
    encrypt,
    load_data_keys,
    make_data_key,
    seal,
    unseal,
)
from tests.factories import loans
from tests.page import Client
from tests.stored import everything

KEY = bytes(range(32))


@pytest.fixture
def people(app: Flask) -> Iterator[tuple[Customer, Customer]]:
    with reading(app) as found:
        yield found


@contextmanager
def reading(app: Flask) -> Iterator[tuple[Customer, Customer]]:
    with app.app_context():
        xiulan, james = person_named("xiulan"), person_named("james")
        assert isinstance(xiulan, Customer)
        assert isinstance(james, Customer)
        yield xiulan, james


def forget_keys() -> None:
    g.pop("data_keys", None)


def erase_key(person: Customer) -> None:
    with transaction() as session:
        session.get_one(DataKey, person.id).wrapped = None
    forget_keys()


SECRETS = [value for customer in CUSTOMERS for value in customer.personal.values()]
BUSINESSES = [customer.business[0] for customer in CUSTOMERS if customer.business]


def test_nothing_personal_can_be_read_in_the_database(app: Flask) -> None:
    stored = everything(app)
    for secret in (*SECRETS, *BUSINESSES, "永辉超市", "Corner bakery", "شركة الواحة"):
        assert secret.encode() not in stored, secret


def test_nothing_personal_can_be_read_in_any_file(
    app: Flask, instance: Path, sign_in: Callable[..., Client]
) -> None:
    loans.submitted(sign_in("xiulan"))
    files = [file.read_bytes() for file in instance.rglob("*") if file.is_file()]
    assert files
    for secret in (
        "王秀兰",
        "310101195404120026",
        "+86 138 0000 1001",
        "xiulan@customers.example",
        "秀兰面馆",
    ):
        assert not any(secret.encode() in content for content in files)


def test_what_is_sealed_is_read_again(people: tuple[Customer, Customer]) -> None:
    xiulan, james = people
    assert (xiulan.name, xiulan.phone) == ("王秀兰", "+86 138 0000 1001")
    assert james.display_name == "James Porter"
    assert xiulan.business is not None
    assert (xiulan.business.name, xiulan.business.yearly_income) == ("秀兰面馆", "36000000")


def test_the_class_knows_what_is_sealed() -> None:
    assert isinstance(Customer.name, Sealed)


def test_none_is_not_sealed(people: tuple[Customer, Customer]) -> None:
    _xiulan, james = people
    with transaction():
        james.name = None
    assert james.name_sealed is None
    assert james.name is None
    assert james.display_name == james.number


@pytest.mark.parametrize("column", ["phone", "email", "identity_number"])
def test_what_is_moved_to_another_column_is_refused(people: tuple[Customer, Customer], column: str) -> None:
    xiulan, _james = people
    setattr(xiulan, f"{column}_sealed", xiulan.name_sealed)
    with pytest.raises(InvalidTag):
        getattr(xiulan, column)


def test_what_is_moved_to_another_row_is_refused(people: tuple[Customer, Customer]) -> None:
    xiulan, james = people
    james.name_sealed = xiulan.name_sealed
    with pytest.raises(InvalidTag):
        _ = james.name


def test_a_key_moved_to_another_person_is_refused(people: tuple[Customer, Customer]) -> None:
    xiulan, james = people
    with transaction() as session:
        session.get_one(DataKey, james.id).wrapped = session.get_one(DataKey, xiulan.id).wrapped
    forget_keys()
    with pytest.raises(InvalidTag):
        _ = james.name


def test_without_the_master_key_nothing_is_read(app: Flask, people: tuple[Customer, Customer]) -> None:
    app.config["MASTER_KEY"] = "b3RoZXIgbWFzdGVyIGtleSBvZiBhbGwgb3VyIHRlc3Q="
    forget_keys()
    with pytest.raises(InvalidTag):
        _ = people[0].name


def test_erasing_the_key_erases_the_person_and_every_chain_stands(
    app: Flask, sign_in: Callable[..., Client]
) -> None:
    loans.submitted(sign_in("xiulan"))
    with reading(app) as (xiulan, james):
        erase_key(xiulan)
        assert (xiulan.name, xiulan.phone, xiulan.display_name) == (None, None, "C100001")
        for touch in (seal, unseal):
            with pytest.raises(Erased):
                touch(xiulan.id, "place", bytes(40))
        assert james.name == "James Porter"
        assert list(faults()) == []


def test_who_never_had_a_key_has_nothing_to_read(people: tuple[Customer, Customer]) -> None:
    with pytest.raises(Erased):
        unseal(0, "place", bytes(40))


def test_many_keys_are_fetched_at_once(people: tuple[Customer, Customer]) -> None:
    forget_keys()
    load_data_keys(person.id for person in people)
    assert set(g.data_keys) == {person.id for person in people}
    db.session.close()
    assert unseal(people[0].id, "place", seal(people[0].id, "place", b"text")) == b"text"
    load_data_keys(person.id for person in people)


def test_an_erased_person_in_a_list_keeps_nobody_else_from_being_shown(
    people: tuple[Customer, Customer],
) -> None:
    xiulan, james = people
    erase_key(xiulan)
    load_data_keys([xiulan.id, james.id])
    assert james.name == "James Porter"


def test_the_wrapped_key_is_not_the_key(people: tuple[Customer, Customer]) -> None:
    xiulan, _james = people
    assert xiulan.name
    row = db.session.get_one(DataKey, xiulan.id)
    assert row.wrapped is not None
    assert g.data_keys[xiulan.id] not in row.wrapped
    assert len(row.master_key_id) == 8


def test_a_person_has_one_key(people: tuple[Customer, Customer]) -> None:
    db.session.expunge_all()
    with pytest.raises(IntegrityError), transaction():
        make_data_key(people[0].id)


@settings(max_examples=50)
@given(st.binary(max_size=200), st.text(max_size=20), st.data())
def test_any_changed_byte_is_found(data: bytes, place: str, chosen: st.DataObject) -> None:
    sealed = bytearray(encrypt(KEY, data, place))
    assert decrypt(KEY, bytes(sealed), place) == data
    assert len(sealed) == NONCE + len(data) + 16
    sealed[chosen.draw(st.integers(0, len(sealed) - 1))] ^= chosen.draw(st.integers(1, 255))
    with pytest.raises(InvalidTag):
        decrypt(KEY, bytes(sealed), place)


@settings(max_examples=50)
@given(st.text(max_size=20), st.text(max_size=20))
def test_a_place_is_part_of_the_seal(place: str, other: str) -> None:
    if place != other:
        with pytest.raises(InvalidTag):
            decrypt(KEY, encrypt(KEY, b"text", place), other)
