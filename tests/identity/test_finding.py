"""A sealed number is found again by whoever knows it, and by nobody who has the database alone."""

import hashlib
import hmac
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.cli.demo_people import CUSTOMERS
from portal.clock import now
from portal.db import db, transaction
from portal.identity.finding import NoteLapsed, note_of, noted_customer
from portal.identity.models import Customer, Person, Staff
from portal.identity.operations import add_customer
from portal.identity.queries import customers_with, person_named
from portal.identity.rules import FOUND_FOR, plain_number
from portal.identity.sealing import blind_index
from tests.identity.test_sealing import erase_key
from tests.stored import everything

HERS = "310101195404120023"


@pytest.fixture
def bank(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app


def named(name: str) -> Person:
    found = person_named(name)
    assert found is not None
    return found


def found(number: str) -> list[str]:
    officer = named("officer")
    assert isinstance(officer, Staff)
    return [each.number for each in customers_with(number, officer)]


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("310101 19540412 0023", HERS),
        ("310101-19540412-002x", "31010119540412002X"),
        ("３１０１０１１９５４０４１２００２３", HERS),
        ("٣١٠١٠١١٩٥٤٠٤١٢٠٠٢٣", HERS),
        ("p 448.2913\u200e", "P4482913"),
        ("c100001", "C100001"),
        ("-- ", ""),
    ],
)
def test_a_number_has_one_form(typed: str, plain: str) -> None:
    assert plain_number(typed) == plain


@settings(max_examples=200)
@given(st.text(max_size=30))
def test_the_form_of_the_form_is_itself(typed: str) -> None:
    assert plain_number(plain_number(typed)) == plain_number(typed)


@pytest.mark.parametrize("each", CUSTOMERS, ids=lambda each: each.sign_in_name)
def test_everybody_is_found_by_both_numbers(bank: Flask, each: object) -> None:
    number = each.personal["identity_number"]  # type: ignore[attr-defined]
    assert found(number) == found(f" {number.lower()} ") == found(each.number.lower()) == [each.number]  # type: ignore[attr-defined]


@pytest.mark.parametrize("typed", ["", "---", "31010119540412002", "C999999", "王秀兰"])
def test_nobody_is_found_by_anything_else(bank: Flask, typed: str) -> None:
    assert found(typed) == []


def test_a_number_that_changes_is_found_as_it_is_now(bank: Flask) -> None:
    james = named("james")
    with transaction():
        james.identity_number = "P 5550001"  # type: ignore[attr-defined]
    assert (found("P5550001"), found("P4482913")) == (["C100002"], [])
    with transaction():
        james.identity_number = None  # type: ignore[attr-defined]
    assert found("P5550001") == []
    assert james.identity_number_index is None  # type: ignore[attr-defined]


def test_a_new_customer_is_found_and_two_may_have_the_same_number(bank: Flask) -> None:
    with transaction():
        for name, number in (("eve", "C100098"), ("ivy", "C100099")):
            add_customer(name, "", number, {"name": name, "identity_number": "N-77"}, now())
    assert found("n77") == ["C100098", "C100099"]


def test_who_was_erased_is_not_found(bank: Flask) -> None:
    erase_key(named("xiulan"))  # type: ignore[arg-type]
    assert found(HERS) == []


def test_a_digest_that_lies_finds_nobody(bank: Flask) -> None:
    with transaction():
        james, xiulan = named("james"), named("xiulan")
        james.identity_number_index = xiulan.identity_number_index  # type: ignore[attr-defined]
    assert found(HERS) == ["C100001"]


def test_the_database_alone_tells_no_number(bank: Flask) -> None:
    """Nobody who tries all numbers sees which it is: neither as a hash nor under a key that lies beside it."""
    stored, plain = everything(bank), HERS.encode()
    guesses = [hashlib.sha256(plain).digest(), hashlib.sha256(plain).hexdigest().encode(), plain]
    guesses += [hmac.new(key, plain, "sha256").digest() for key in (b"", b"customers.identity_number")]
    assert not [guess for guess in guesses if guess in stored]
    index = blind_index("customers.identity_number", HERS)
    assert index in stored
    assert index not in (blind_index("customers.phone", HERS), blind_index("customers.identity_number", ""))
    bank.config["MASTER_KEY"] = "b3RoZXIgbWFzdGVyIGtleSBvZiBhbGwgb3VyIHRlc3Q="
    assert blind_index("customers.identity_number", HERS) != index


# The note in the address


def test_a_note_is_read_by_the_officer_who_looked_for_a_while(bank: Flask) -> None:
    xiulan, officer, moment = named("xiulan"), named("officer"), now()
    note = note_of(xiulan, officer, moment)  # type: ignore[arg-type]
    assert HERS not in note
    seen = noted_customer(note, officer, moment + FOUND_FOR - timedelta(seconds=1))
    assert isinstance(seen, Customer)
    assert seen.id == xiulan.id
    with pytest.raises(NoteLapsed):
        noted_customer(note, officer, moment + FOUND_FOR)
    assert noted_customer(note, named("officer2"), moment) is None
    db.session.expunge_all()


@pytest.mark.parametrize("note", ["", "x", "AAAA", "L-0000-0000-0", "é", "A" * 500])
def test_what_is_no_note_is_nobodys(bank: Flask, note: str) -> None:
    assert noted_customer(note, named("officer"), now()) is None


def test_a_changed_note_is_nobodys(bank: Flask) -> None:
    officer = named("officer")
    note = note_of(named("xiulan"), officer, now())  # type: ignore[arg-type]
    for at in range(0, len(note), 7):
        other = "B" if note[at] == "A" else "A"
        assert noted_customer(note[:at] + other + note[at + 1 :], officer, now()) is None
