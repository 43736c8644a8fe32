"""The audit log: what was written is there, whole and in order, or `faults` says what is not."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update

from portal.audit.models import MACHINE, Actor, AuditEvent, Checkpoint, CheckpointHead
from portal.audit.operations import GENESIS, leaf, merkle_root, record, seal_heads
from portal.audit.queries import event_count, faults, history, last_checkpoint
from portal.clock import now
from portal.db import db, transaction
from portal.loans.rules import INCLUSIVE
from tests.factories import loans
from tests.stored import is_stored

Damage = Callable[[], object]
OFFICER = Actor(3, "branch", on_behalf_of_id=12, branch_id=1)
EVENT_2 = (AuditEvent.subject == "case:L-A", AuditEvent.seq == 2)
NEW = 1_000_000


@pytest.fixture
def log(app: Flask) -> Iterator[None]:
    """Two chains of three events, sealed, one of them then goes on; and a second seal."""
    with app.app_context():
        append("case:L-A", "case:L-B", times=3)
        seal()
        append("case:L-A", times=2)
        seal()
        assert list(faults()) == []
        yield


def append(*subjects: str, times: int = 1) -> None:
    for subject in subjects:
        for number in range(times):
            with transaction():
                record(subject, "touched", OFFICER, now(), number=number)


def seal() -> Checkpoint | None:
    with transaction():
        return seal_heads(now())


def damage(*statements: Any) -> None:
    with transaction() as session:
        for statement in statements:
            session.execute(statement)
        session.expire_all()


def change(model: Any, *where: Any, **values: Any) -> Any:
    return update(model).where(*where).values(**values).execution_options(synchronize_session=False)


def remove(model: Any, *where: Any) -> Any:
    return delete(model).where(*where).execution_options(synchronize_session=False)


def test_events_follow_each_other(log: None) -> None:
    events = history("case:L-A")
    assert [event.seq for event in events] == [1, 2, 3, 4, 5]
    assert events[0].prev_hash == GENESIS
    assert all(later.prev_hash == earlier.hash for earlier, later in pairwise(events))
    assert len({event.hash for event in events}) == 5


def test_an_event_tells_the_hand_and_whom_it_was_for(log: None) -> None:
    event = history("case:L-A")[0]
    told = (event.person_id, event.on_behalf_of_id, event.channel, event.branch_id)
    assert told == (3, 12, "branch", 1)
    assert (MACHINE.person_id, MACHINE.channel) == (None, "machine")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", now().replace(year=2001)),
        ("action", "forged"),
        ("person_id", 4),
        ("on_behalf_of_id", None),
        ("channel", "online"),
        ("branch_id", 2),
        ("detail", {"number": 7}),
        ("hash", bytes(31) + b"\x01"),
    ],
)
def test_every_changed_column_is_found(log: None, column: str, value: Any) -> None:
    damage(change(AuditEvent, *EVENT_2, **{column: value}))
    assert "case:L-A: event 2 was changed" in list(faults())


def test_a_changed_link_is_found(log: None) -> None:
    damage(change(AuditEvent, *EVENT_2, prev_hash=GENESIS))
    assert "case:L-A: event 2 does not follow the one before it" in list(faults())


def test_an_edit_with_its_own_hash_made_anew_is_found_at_the_next_event(log: None) -> None:
    with transaction():
        event = history("case:L-A")[1]
        event.action = "forged"
        event.hash = event.expected_hash()
    assert "case:L-A: event 3 does not follow the one before it" in list(faults())


def test_a_chain_made_wholly_anew_is_found_by_the_checkpoint(log: None) -> None:
    with transaction():
        before = GENESIS
        for event in history("case:L-A"):
            event.action, event.prev_hash = "forged", before
            event.hash = before = event.expected_hash()
    assert [fault for fault in faults() if "sealed" in fault] == [
        "case:L-A: event 3, sealed at checkpoint 1, is gone",
        "case:L-A: event 5, sealed at checkpoint 2, is gone",
    ]


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_a_deleted_event_is_found(log: None, seq: int) -> None:
    damage(remove(AuditEvent, AuditEvent.subject == "case:L-A", AuditEvent.seq == seq))
    assert f"case:L-A: event {seq} is missing" in list(faults())


def test_two_events_that_changed_places_are_found(log: None) -> None:
    on_chain = AuditEvent.subject == "case:L-A"
    damage(
        change(AuditEvent, on_chain, AuditEvent.seq == 2, seq=NEW),
        change(AuditEvent, on_chain, AuditEvent.seq == 3, seq=2),
        change(AuditEvent, on_chain, AuditEvent.seq == NEW, seq=3),
    )
    assert list(faults())


def test_an_event_moved_to_another_chain_is_found(log: None) -> None:
    damage(change(AuditEvent, *EVENT_2, subject="case:L-B", seq=4))
    found = list(faults())
    assert "case:L-A: event 2 is missing" in found
    assert "case:L-B: event 4 does not follow the one before it" in found


def test_a_truncated_chain_is_found_by_the_checkpoint(log: None) -> None:
    damage(remove(AuditEvent, AuditEvent.subject == "case:L-A", AuditEvent.seq > 3))
    assert list(faults()) == ["case:L-A: event 5, sealed at checkpoint 2, is gone"]


def test_a_vanished_chain_is_found_by_the_checkpoint(log: None) -> None:
    damage(remove(AuditEvent, AuditEvent.subject == "case:L-B"))
    assert list(faults()) == ["case:L-B: event 3, sealed at checkpoint 1, is gone"]


def test_what_was_added_after_the_last_checkpoint_can_be_cut_off_unseen(log: None) -> None:
    """Why there is a checkpoint every hour."""
    append("case:L-B")
    damage(remove(AuditEvent, AuditEvent.subject == "case:L-B", AuditEvent.seq == 4))
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (change(CheckpointHead, CheckpointHead.checkpoint_id == 2, seq=4), "checkpoint 2: its heads"),
        (remove(CheckpointHead, CheckpointHead.checkpoint_id == 2), "checkpoint 2: its heads"),
        (remove(CheckpointHead, CheckpointHead.subject == "case:L-B"), "checkpoint 1: its heads"),
        (change(Checkpoint, Checkpoint.id == 1, root=bytes(32)), "checkpoint 1: the signature"),
        (change(Checkpoint, Checkpoint.id == 1, signature=bytes(64)), "checkpoint 1: the signature"),
        (change(Checkpoint, Checkpoint.id == 2, prev_root=bytes(32)), "checkpoint 2: its heads"),
        (change(Checkpoint, Checkpoint.id == 1, at=now().replace(year=2001)), "checkpoint 1: the signature"),
    ],
    ids=["head", "heads", "lost head", "root", "signature", "link", "moment"],
)
def test_a_forged_checkpoint_is_found(log: None, statement: Any, fault: str) -> None:
    damage(statement)
    assert any(found.startswith(fault) for found in faults()), list(faults())


def test_a_checkpoint_that_was_taken_out_is_found(log: None) -> None:
    damage(remove(CheckpointHead, CheckpointHead.checkpoint_id == 1), remove(Checkpoint, Checkpoint.id == 1))
    assert any(fault.startswith("checkpoint 2: its heads") for fault in faults())


def test_another_key_signs_nothing_for_us(log: None, app: Flask) -> None:
    app.config["MASTER_KEY"] = "b3RoZXIgbWFzdGVyIGtleSBvZiBhbGwgb3VyIHRlc3Q="
    assert [fault for fault in faults() if "signature is not ours" in fault] == [
        "checkpoint 1: the signature is not ours",
        "checkpoint 2: the signature is not ours",
    ]


def test_a_checkpoint_seals_only_what_moved(log: None) -> None:
    heads = db.session.scalars(select(CheckpointHead).where(CheckpointHead.checkpoint_id == 2))
    assert [(head.subject, head.seq) for head in heads] == [("case:L-A", 5)]
    assert seal() is None
    last = last_checkpoint()
    assert last is not None
    assert last.id == 2


def test_a_refused_request_leaves_no_event(log: None) -> None:
    def refused() -> None:
        with transaction():
            record("case:L-A", "never", MACHINE, now())
            raise LookupError

    before = event_count()
    with pytest.raises(LookupError):
        refused()
    assert event_count() == before


def test_no_event_carries_personal_data(sign_in: Any, app: Flask) -> None:
    loans.submitted(sign_in("xiulan"))
    with app.app_context():
        assert event_count() > 15
        count = db.session.scalar(select(func.count(AuditEvent.id)).where(AuditEvent.action == "answered"))
        assert count == len(INCLUSIVE.questions)
    for secret in ("王秀兰", "秀兰面馆", "310101195404120026", "138 0000 1001", "xiulan@", "春节前备货"):
        assert not is_stored(app, secret), secret


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=9, unique=True), st.data())
def test_a_root_changes_with_each_of_its_leaves(leaves: list[bytes], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(leaves) - 1))
    other = data.draw(st.binary(min_size=32, max_size=32).filter(lambda made: made != leaves[place]))
    assert merkle_root(leaves) != merkle_root([*leaves[:place], other, *leaves[place + 1 :]])
    assert len(leaves) == 1 or merkle_root(leaves) != merkle_root(leaves[:-1])


def test_a_leaf_cannot_be_read_in_two_ways() -> None:
    assert leaf("case:1", 12, GENESIS) != leaf("case:1\n1", 2, GENESIS)
